import type { KeyGrant, KmsKey } from '../../src/model/keys.ts';
import { complete, known } from '../../src/model/lookup.ts';
import type { ReplicationInstance } from '../../src/model/resources.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { ACCOUNT, accountWith, anInstance, policy, REGION } from './builders.ts';

export const keyArn = (id: string, account = ACCOUNT, region = REGION): string =>
  `arn:aws:kms:${region}:${account}:key/${id}`;

/** A statement of a key policy that hands the key to this account; `over` replaces parts of it. */
export const keyStatement = (over: object = {}): object => ({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
  ...over,
});

export const aKey = (over: Partial<KmsKey> = {}): KmsKey => ({
  arn: keyArn(over.id ?? 'key-1'),
  id: 'key-1',
  manager: 'CUSTOMER',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  state: 'Enabled',
  origin: 'AWS_KMS',
  multiRegion: false,
  validTo: null,
  deletionDate: null,
  policy: known(policy(keyStatement())),
  rotates: known(true),
  grants: known([]),
  ...over,
});

export const aGrant = (over: Partial<KeyGrant> = {}): KeyGrant => ({
  id: 'grant-1',
  grantee: `dms.${REGION}.amazonaws.com`,
  retiring: null,
  issuingAccount: `arn:aws:iam::${ACCOUNT}:root`,
  operations: ['Decrypt'],
  ...over,
});

/** The answers to DescribeKey: these keys exist. */
export const keysKnown = (...keys: readonly KmsKey[]): Pick<RegionFacts, 'keyReferences' | 'keys'> => ({
  keyReferences: Object.fromEntries(keys.map(({ arn }) => [arn, known(arn)])),
  keys: Object.fromEntries(keys.map((key) => [key.arn, known(key)])),
});

/** An instance that names a key. */
export const anInstanceWithKey = (
  key: string,
  over: Partial<ReplicationInstance> = {},
): ReplicationInstance => anInstance({ kmsKeyId: key, keys: [{ path: 'KmsKeyId', key }], ...over });

/** An account in which one instance uses this key. */
export const accountUsing = (key: KmsKey, region: Partial<RegionFacts> = {}): AccountFacts =>
  accountWith({ instances: complete([anInstanceWithKey(key.arn)]), ...keysKnown(key), ...region });
