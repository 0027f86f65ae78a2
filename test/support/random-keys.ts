import fc from 'fast-check';
import type { KeyGrant, KmsKey } from '../../src/model/keys.ts';
import { known, type Lookup, type Table, type Unread, unread } from '../../src/model/lookup.ts';
import type { Endpoint, KeyReference } from '../../src/model/resources.ts';
import { serverlessRoleArn } from '../../src/model/serverless-role.ts';
import { ACCOUNT, FOREIGN, policy, roleArn } from './builders.ts';
import { aGrant, aKey, keyArn, keyStatement } from './key-builders.ts';

// Keys of all sorts, and what names them: by id, by ARN, by alias, in this account and in another.

const denied = (call: string): Unread => ({ call, resource: null, error: 'AccessDenied', transient: false });

const ownKey = 'own';
const managedKey = 'managed';
const foreignKey = 'theirs';
const foreignAlias = (region: string): string => `arn:aws:kms:${region}:${FOREIGN}:alias/theirs`;

/** What resources may write as their key. */
const spellings = (region: string): readonly string[] => [
  ownKey,
  keyArn(ownKey, ACCOUNT, region),
  'alias/own',
  `arn:aws:kms:${region}:${ACCOUNT}:alias/own`,
  'alias/nothing',
  keyArn('nothing', ACCOUNT, region),
  keyArn(foreignKey, FOREIGN, region),
  foreignAlias(region),
];

/** Keys that a resource names in its settings. */
export const namedKeys = (region: string, path: string): fc.Arbitrary<readonly KeyReference[]> =>
  fc.array(
    fc.record(
      { path: fc.constant(path), key: fc.constantFrom(...spellings(region)) },
      { noNullPrototype: true },
    ),
    {
      maxLength: 1,
    },
  );

/** A key that a resource stores, if any, and the same among all that it names. */
export const storedKey = (
  region: string,
): fc.Arbitrary<{ readonly kmsKeyId: string | null; readonly keys: readonly KeyReference[] }> =>
  fc
    .option(fc.constantFrom(...spellings(region)), { nil: null })
    .map((key) => ({ kmsKeyId: key, keys: key === null ? [] : [{ path: 'KmsKeyId', key }] }));

/** An S3 or Redshift target that encrypts what it writes with a key. */
export const encryptingTarget = (region: string): fc.Arbitrary<Partial<Endpoint>> =>
  fc
    .record({
      engine: fc.constantFrom('s3', 'redshift'),
      encryption: fc.constantFrom('sse-kms', 'sse-kms', 'sse-s3'),
      role: fc.constantFrom('writer', 'writer', 'reader', null),
      key: fc.constantFrom(keyArn(ownKey, ACCOUNT, region), 'alias/own', ...spellings(region)),
    })
    .map(({ engine, encryption, role, key }) => {
      const group = engine === 's3' ? 'S3Settings' : 'RedshiftSettings';
      return {
        engine,
        direction: 'target',
        settings: { [group]: { EncryptionMode: encryption, BucketName: 'landing' } },
        roles: role === null ? [] : [{ path: `${group}.ServiceAccessRoleArn`, arn: roleArn(role) }],
        keys: [{ path: `${group}.ServerSideEncryptionKmsKeyId`, key }],
      };
    });

const grantees = [
  'dms.eu-west-1.amazonaws.com',
  `arn:aws:iam::${ACCOUNT}:role/reader`,
  `arn:aws:iam::${FOREIGN}:role/reader`,
  'AROAEXAMPLE4DELETED22',
  null,
];

const grants: fc.Arbitrary<readonly KeyGrant[]> = fc.array(
  fc.constantFrom(...grantees).map((grantee) => aGrant({ grantee })),
  { maxLength: 2 },
);

const statement = fc
  .record(
    {
      Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
      Principal: fc.constantFrom<unknown>(
        { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        { AWS: `arn:aws:iam::${FOREIGN}:root` },
        { AWS: roleArn('writer') },
        { Service: 'dms.amazonaws.com' },
        '*',
      ),
      Action: fc.constantFrom('kms:*', 'kms:Decrypt', 'kms:PutKeyPolicy'),
      Condition: fc.constantFrom(
        {},
        {},
        { StringEquals: { 'kms:CallerAccount': ACCOUNT } },
        { StringNotEquals: { 'kms:CallerAccount': ACCOUNT } },
        { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
        { StringEqual: { 'kms:CallerAccount': ACCOUNT } },
        { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
      ),
    },
    { noNullPrototype: true },
  )
  .map(keyStatement);

const users = {
  AWS: [...['writer', 'reader', 'migrator'].map((name) => roleArn(name)), serverlessRoleArn('aws', ACCOUNT)],
};
const keyPolicy = fc.oneof(
  { weight: 3, arbitrary: fc.constant(policy(keyStatement())) },
  { weight: 3, arbitrary: fc.constant(policy(keyStatement(), keyStatement({ Principal: users }))) },
  { weight: 5, arbitrary: fc.array(statement, { minLength: 1, maxLength: 2 }).map((all) => policy(...all)) },
  { weight: 1, arbitrary: fc.constant('not JSON') },
);

const lookupOf = <T>(value: fc.Arbitrary<T>, call: string): fc.Arbitrary<Lookup<T>> =>
  fc.oneof(
    { weight: 6, arbitrary: value.map(known) },
    { weight: 1, arbitrary: fc.constant(unread(denied(call))) },
  );

const keyOf = (
  id: string,
  account: string,
  region: string,
  manager: KmsKey['manager'],
): fc.Arbitrary<KmsKey> =>
  fc
    .record(
      {
        spec: fc.constantFrom('SYMMETRIC_DEFAULT', 'SYMMETRIC_DEFAULT', 'ECC_NIST_P256', null),
        usage: fc.constantFrom('ENCRYPT_DECRYPT', 'ENCRYPT_DECRYPT', 'SIGN_VERIFY', null),
        state: fc.constantFrom('Enabled', 'Enabled', 'Disabled', 'PendingDeletion', 'Creating', 'Odd', null),
        origin: fc.constantFrom('AWS_KMS', 'AWS_KMS', 'EXTERNAL', null),
        validTo: fc.constantFrom(null, null, '2026-11-10T00:00:00.000Z', '2028-01-01T00:00:00.000Z'),
        policy: lookupOf(keyPolicy, 'kms:GetKeyPolicy'),
        rotates: lookupOf(fc.constantFrom(true, false, null), 'kms:GetKeyRotationStatus'),
        grants: lookupOf(grants, 'kms:ListGrants'),
      },
      { noNullPrototype: true },
    )
    .map((over) => aKey({ ...over, id, arn: keyArn(id, account, region), manager }));

interface KeyTables {
  readonly keyReferences: Table<string | null>;
  readonly keys: Table<KmsKey>;
}

/** The answers about all that resources may write: the same key however it is asked for, or none. */
export function keyTables(region: string): fc.Arbitrary<KeyTables> {
  const own = keyOf(ownKey, ACCOUNT, region, 'CUSTOMER');
  const managed = keyOf(managedKey, ACCOUNT, region, 'AWS');
  const foreign = keyOf(foreignKey, FOREIGN, region, 'CUSTOMER');
  const namesOf = {
    own: ['alias/own', keyArn(ownKey, ACCOUNT, region)],
    managed: ['alias/aws/dms'],
    foreign: [foreignAlias(region), keyArn(foreignKey, FOREIGN, region)],
    nothing: ['alias/nothing', keyArn('nothing', ACCOUNT, region)],
  };
  const names = Object.values(namesOf).flat();
  return fc
    .record({
      own: fc.option(own, { nil: null, freq: 5 }),
      managed: fc.option(managed, { nil: null, freq: 5 }),
      foreign: fc.option(foreign, { nil: null, freq: 5 }),
      refused: fc.subarray(names, { maxLength: 2 }),
    })
    .map(({ own: ours, managed: theirs, foreign: others, refused }) => {
      const existing = { own: ours, managed: theirs, foreign: others, nothing: null };
      const answer = (name: string, key: KmsKey | null): Lookup<string | null> =>
        refused.includes(name) ? unread(denied('kms:DescribeKey')) : known(key?.arn ?? null);
      return {
        keyReferences: Object.fromEntries(
          Object.entries(existing).flatMap(([kind, key]) =>
            namesOf[kind as keyof typeof namesOf].map((name) => [name, answer(name, key)] as const),
          ),
        ),
        keys: Object.fromEntries(
          Object.values(existing).flatMap((key) => (key === null ? [] : [[key.arn, known(key)] as const])),
        ),
      };
    });
}
