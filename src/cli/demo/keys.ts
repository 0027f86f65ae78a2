import type { KmsKey } from '../../model/keys.ts';
import { known } from '../../model/lookup.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import { account, formerAgency, keyArn, takenAt } from './parts.ts';

const allow = (principal: object, action: string | readonly string[]): object => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: '*',
});
const ownAccount = allow({ AWS: `arn:aws:iam::${account}:root` }, 'kms:*');
/** Left behind when the agency that began the migration went. */
const forFormerAgency = allow({ AWS: `arn:aws:iam::${formerAgency}:root` }, [
  'kms:Decrypt',
  'kms:DescribeKey',
]);

const key = (region: string, rotates: boolean, ...statements: readonly object[]): KmsKey => ({
  arn: keyArn(region),
  id: keyArn(region).split('/').at(-1) ?? '',
  manager: 'CUSTOMER',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  state: 'Enabled',
  origin: 'AWS_KMS',
  multiRegion: false,
  validTo: null,
  deletionDate: null,
  policy: known(JSON.stringify({ Version: '2012-10-17', Statement: statements })),
  rotates: known(rotates),
  grants: known([
    {
      id: 'granted-to-the-instance',
      grantee: `dms.${region}.amazonaws.com`,
      retiring: `dms.${region}.amazonaws.com`,
      issuingAccount: `arn:aws:iam::${account}:root`,
      operations: ['Decrypt', 'GenerateDataKeyWithoutPlaintext'],
    },
  ]),
});

type KeyTables = Pick<RegionFacts, 'takenAt' | 'keys' | 'keyReferences'>;

const tables = (one: KmsKey): KeyTables => ({
  takenAt,
  keyReferences: { [one.arn]: known(one.arn) },
  keys: { [one.arn]: known(one) },
});

export const soundKey = (region: string): KeyTables => tables(key(region, true, ownAccount));
export const neglectedKey = (region: string): KeyTables =>
  tables(key(region, false, ownAccount, forFormerAgency));
