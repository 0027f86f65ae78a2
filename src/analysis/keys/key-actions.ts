/** What an action on a key is worth to somebody of another account. */
export type Reach =
  /** It uses the key, or lets somebody use it. */
  | 'uses'
  /** It tells about the key. */
  | 'reads'
  /** It administers the key, and KMS does not take it from another account, whatever the key policy says. */
  | 'own-account-only';

export interface KeyAction {
  readonly action: string;
  readonly reach: Reach;
}

/**
 * Actions on a key, the weightiest first (Service Authorization Reference, AWS Key Management Service; what
 * takes effect across accounts: KMS Developer Guide, *Allowing users in other accounts to use a KMS key*).
 */
export const keyActions: readonly KeyAction[] = [
  ...[
    'Decrypt',
    'GenerateDataKey',
    'Encrypt',
    'ReEncryptFrom',
    'ReEncryptTo',
    'CreateGrant',
    'GenerateDataKeyWithoutPlaintext',
    'GenerateDataKeyPair',
    'GenerateDataKeyPairWithoutPlaintext',
    'DeriveSharedSecret',
    'Sign',
    'Verify',
    'GenerateMac',
    'VerifyMac',
    'RevokeGrant',
    'RetireGrant',
    'DescribeKey',
  ].map((name) => ({ action: `kms:${name}`, reach: 'uses' as const })),
  ...['GetPublicKey', 'ListGrants', 'GetKeyRotationStatus'].map((name) => ({
    action: `kms:${name}`,
    reach: 'reads' as const,
  })),
  ...[
    'PutKeyPolicy',
    'ScheduleKeyDeletion',
    'DisableKey',
    'EnableKey',
    'CancelKeyDeletion',
    'CreateAlias',
    'DeleteAlias',
    'DeleteImportedKeyMaterial',
    'DisableKeyRotation',
    'EnableKeyRotation',
    'GetKeyLastUsage',
    'GetKeyPolicy',
    'GetParametersForImport',
    'ImportKeyMaterial',
    'ListKeyPolicies',
    'ListKeyRotations',
    'ListResourceTags',
    'ReplicateKey',
    'RotateKeyOnDemand',
    'SynchronizeMultiRegionKey',
    'TagResource',
    'UntagResource',
    'UpdateAlias',
    'UpdateKeyDescription',
    'UpdatePrimaryRegion',
  ].map((name) => ({ action: `kms:${name}`, reach: 'own-account-only' as const })),
];
