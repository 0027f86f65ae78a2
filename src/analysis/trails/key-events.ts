/** An event of AWS KMS as selectors see it. */
export interface KeyEvent {
  readonly name: string;
  readonly readOnly: boolean;
}

/** Who asks KMS, in every event. */
export const kmsSource = 'kms.amazonaws.com';

const named = (readOnly: boolean, names: readonly string[]): readonly KeyEvent[] =>
  names.map((name) => ({ name, readOnly }));

/**
 * The events that tell how a symmetric key was used, and what was done to it. "AWS KMS actions such as Encrypt,
 * Decrypt, and GenerateDataKey […] are logged as Read events"; "Disable, Delete and ScheduleKey" as Write ones.
 * (CloudTrail User Guide, *Logging management events*)
 */
export const keyEvents: readonly KeyEvent[] = [
  ...named(true, [
    'Decrypt',
    'Encrypt',
    'GenerateDataKey',
    'GenerateDataKeyWithoutPlaintext',
    'ReEncrypt',
    'DescribeKey',
  ]),
  ...named(false, [
    'CreateGrant',
    'RetireGrant',
    'RevokeGrant',
    'PutKeyPolicy',
    'DisableKey',
    'ScheduleKeyDeletion',
  ]),
];
