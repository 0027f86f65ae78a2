import { type FactName, withPrerequisites } from '../model/facts.ts';
import type { Rule } from '../model/rule.ts';
import type { CallName } from './calls.ts';
import type { Change } from './patch.ts';

const iam = ['roles', 'rolePermissions', 'principals'] as const;

/** The facts that each service's calls change. */
const factsOf: Readonly<Record<string, readonly FactName[]>> = {
  'dms:ModifyReplicationInstance': ['instances'],
  'dms:ModifyReplicationConfig': ['serverlessConfigs'],
  'dms:ModifyReplicationTask': ['tasks'],
  'dms:ModifyDataMigration': ['dataMigrations'],
  'dms:ModifyEndpoint': ['endpoints'],
  'dms:ModifyDataProvider': ['dataProviders'],
  'dms:ModifyInstanceProfile': ['instanceProfiles'],
  'dms:ModifyEventSubscription': ['eventSubscriptions'],
  'dms:ModifyReplicationSubnetGroup': ['subnetGroups'],
  'ec2:CreateNetworkAclEntry': ['networkAcls'],
  'ec2:CreateRoute': ['routeTables'],
  'ec2:ModifyNetworkInterfaceAttribute': ['natHosts'],
  'iam:CreateServiceLinkedRole': [...iam, 'serverlessRole'],
  'kms:EnableKeyRotation': ['keys', 'keyRotations'],
  'kms:PutKeyPolicy': ['keys', 'keyPolicies'],
  'kms:RevokeGrant': ['keys', 'keyGrants'],
};
const factsOfService: Readonly<Record<string, readonly FactName[]>> = {
  ec2: ['securityGroups'],
  iam,
  kms: ['keys'],
  sns: ['topics'],
  s3: ['buckets'],
  cloudtrail: ['trails'],
};

const factsIn = (call: CallName): readonly FactName[] =>
  factsOf[call] ?? factsOfService[call.split(':')[0] ?? ''] ?? [];

/** Whether a rule may say something else after these changes: it rests on a fact that they change. */
export function bearsOn(rule: Rule, changes: readonly Change[]): boolean {
  const needed = withPrerequisites(rule.needs);
  return changes.some(({ api }) => factsIn(api.call).some((fact) => needed.has(fact)));
}
