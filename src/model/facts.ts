import type { ResourceKind } from './resources.ts';

/** What a rule can need, and what it takes to know it. Everything about collection derives from here. */
export type FactName =
  | ResourceKind
  | 'tags'
  | 'roles'
  | 'rolePermissions'
  | 'keys'
  | 'keyPolicies'
  | 'keyRotations'
  | 'keyGrants'
  | 'networkInterfaces'
  | 'securityGroups'
  | 'networkAcls'
  | 'prefixLists';

interface FactSource {
  /** The API operations that answer: `service:Operation`. */
  readonly calls: readonly string[];
  /** Facts that must be known first, because they say what to ask about. */
  readonly after: readonly FactName[];
}

const lists = <const Call extends string>(call: Call) => ({ calls: [call], after: [] }) as const;

/** The kinds of DMS resource whose responses can name an IAM role (DMS API, DescribeEndpoints and others). */
export const roleCarriers = [
  'instances',
  'endpoints',
  'tasks',
  'serverlessConfigs',
  'dataProviders',
  'migrationProjects',
  'dataMigrations',
] as const satisfies readonly ResourceKind[];

/** The kinds of DMS resource that name a KMS key, or use the Region's default one (DMS API). */
export const keyCarriers = [
  'instances',
  'endpoints',
  'tasks',
  'serverlessConfigs',
  'instanceProfiles',
  'certificates',
] as const satisfies readonly ResourceKind[];

/** The CloudFormation type of each kind of resource. */
export const typeOf = {
  instances: 'AWS::DMS::ReplicationInstance',
  endpoints: 'AWS::DMS::Endpoint',
  tasks: 'AWS::DMS::ReplicationTask',
  serverlessConfigs: 'AWS::DMS::ReplicationConfig',
  subnetGroups: 'AWS::DMS::ReplicationSubnetGroup',
  instanceProfiles: 'AWS::DMS::InstanceProfile',
  dataProviders: 'AWS::DMS::DataProvider',
  migrationProjects: 'AWS::DMS::MigrationProject',
  dataMigrations: 'AWS::DMS::DataMigration',
  certificates: 'AWS::DMS::Certificate',
  eventSubscriptions: 'AWS::DMS::EventSubscription',
} as const satisfies Record<ResourceKind, string>;

export const resourceKinds = Object.keys(typeOf) as readonly ResourceKind[];

export const factSources = {
  instances: lists('dms:DescribeReplicationInstances'),
  endpoints: lists('dms:DescribeEndpoints'),
  tasks: lists('dms:DescribeReplicationTasks'),
  serverlessConfigs: lists('dms:DescribeReplicationConfigs'),
  subnetGroups: lists('dms:DescribeReplicationSubnetGroups'),
  instanceProfiles: lists('dms:DescribeInstanceProfiles'),
  dataProviders: lists('dms:DescribeDataProviders'),
  migrationProjects: lists('dms:DescribeMigrationProjects'),
  dataMigrations: lists('dms:DescribeDataMigrations'),
  certificates: lists('dms:DescribeCertificates'),
  eventSubscriptions: lists('dms:DescribeEventSubscriptions'),
  tags: { calls: ['dms:ListTagsForResource'], after: [] },
  roles: { calls: ['iam:GetRole'], after: roleCarriers },
  rolePermissions: {
    calls: [
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
      'iam:GetRolePolicy',
      'iam:GetPolicy',
      'iam:GetPolicyVersion',
    ],
    after: ['roles'],
  },
  keys: { calls: ['kms:DescribeKey'], after: keyCarriers },
  keyPolicies: { calls: ['kms:GetKeyPolicy'], after: ['keys'] },
  keyRotations: { calls: ['kms:GetKeyRotationStatus'], after: ['keys'] },
  keyGrants: { calls: ['kms:ListGrants'], after: ['keys'] },
  networkInterfaces: { calls: ['ec2:DescribeNetworkInterfaces'], after: ['instances'] },
  // People change groups on the interface, so it says which ones to ask for; serverless replications show none.
  securityGroups: {
    calls: ['ec2:DescribeSecurityGroups'],
    after: ['instances', 'serverlessConfigs', 'networkInterfaces'],
  },
  networkAcls: {
    calls: ['ec2:DescribeNetworkAcls'],
    after: ['instances', 'serverlessConfigs', 'subnetGroups', 'networkInterfaces'],
  },
  prefixLists: { calls: ['ec2:GetManagedPrefixListEntries'], after: ['securityGroups'] },
} as const satisfies Record<FactName, FactSource>;

export const allFacts = Object.keys(factSources) as readonly FactName[];

/** The call that lists a kind of resource. */
export function listingCall(kind: ResourceKind): string {
  const [call] = factSources[kind].calls;
  return call;
}

/** These facts and all that must be known before them. */
export function withPrerequisites(needs: Iterable<FactName>): ReadonlySet<FactName> {
  const all = new Set<FactName>();
  const add = (name: FactName): void => {
    if (all.has(name)) return;
    all.add(name);
    for (const earlier of factSources[name].after) add(earlier);
  };
  for (const name of needs) add(name);
  return all;
}

/** The API operations that it takes to know these facts. */
export function callsFor(needs: Iterable<FactName>): readonly string[] {
  return [...withPrerequisites(needs)].flatMap((name) => factSources[name].calls);
}

/**
 * Operations that IAM authorizes under another name than their own (Service Authorization Reference, AWS
 * DMS; API Reference, DescribeDataProviders and DescribeInstanceProfiles, "Required permissions").
 */
const authorizedAs: Readonly<Record<string, string>> = {
  'dms:DescribeDataProviders': 'dms:ListDataProviders',
  'dms:DescribeInstanceProfiles': 'dms:ListInstanceProfiles',
  'dms:DescribeMigrationProjects': 'dms:ListMigrationProjects',
};

/** The IAM action that allows an operation. */
export const actionFor = (call: string): string => authorizedAs[call] ?? call;
