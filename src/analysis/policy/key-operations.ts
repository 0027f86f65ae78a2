/**
 * The operations on a KMS key that another account can call, in lower case: "If you give a user in a
 * different account permission for other operations, those permissions have no effect."
 * (KMS Developer Guide, key-policy-modifying-external-accounts)
 */
const ACROSS_ACCOUNTS: ReadonlySet<string> = new Set(
  [
    'CreateGrant',
    'Decrypt',
    'DeriveSharedSecret',
    'DescribeKey',
    'Encrypt',
    'GenerateDataKey',
    'GenerateDataKeyPair',
    'GenerateDataKeyPairWithoutPlaintext',
    'GenerateDataKeyWithoutPlaintext',
    'GenerateMac',
    'GetKeyRotationStatus',
    'GetPublicKey',
    'ListGrants',
    'ReEncryptFrom',
    'ReEncryptTo',
    'RetireGrant',
    'RevokeGrant',
    'Sign',
    'Verify',
    'VerifyMac',
  ].map((name) => `kms:${name.toLowerCase()}`),
);

export function worksAcrossAccounts(action: string): boolean {
  return ACROSS_ACCOUNTS.has(action.toLowerCase());
}
