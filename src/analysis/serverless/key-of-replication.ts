import type { DmsKey } from '../../model/key-view.ts';
import type { Verdict } from '../../model/verdict.ts';
import { allMustBeAllowed } from '../keys/allowed-uses.ts';
import { mayUse, type ServiceUse } from '../keys/key-use.ts';
import type { StoredKeyPolicy } from '../keys/stored-policy.ts';
import type { Held } from '../permissions/holder.ts';

/**
 * Whether serverless replications store their data with a key. Those of a zero-ETL integration are set up by it;
 * keys of time travel logs are used by another role.
 */
export const encryptsReplication = ({ uses }: DmsKey): boolean =>
  uses.some(
    ({ resource, reference }) =>
      resource.type === 'AWS::DMS::ReplicationConfig' &&
      !resource.readOnly &&
      (reference === null || !reference.path.includes('TTSettings')),
  );

/** What DMS does with such a key; "GenerateDataKey*" of a symmetric key is two actions. */
export const actionsOfServerless = [
  'kms:DescribeKey',
  'kms:CreateGrant',
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
];

/** Whether the role of DMS Serverless may do all of that through DMS. */
export function judgeServerlessRole(held: Held, policy: StoredKeyPolicy): Verdict {
  const use: ServiceUse = { policy, service: 'dms', keyFacts: () => null };
  const answers = actionsOfServerless.map((action) => ({ action, use: mayUse(held, action, use) }));
  return allMustBeAllowed(answers, held, policy);
}
