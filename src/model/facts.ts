import { authorizedAs } from './authorized-as.ts';
import { databaseCalls } from './databases.ts';
import type { ResourceKind } from './resources.ts';

/** What a rule can need, and what it takes to know it. Everything about collection derives from here. */
export type FactName =
  | ResourceKind
  | 'tags'
  | 'roles'
  | 'rolePermissions'
  | 'awsManagedPolicies'
  | 'principals'
  | 'accessKeys'
  | 'organization'
  | 'organizationPolicies'
  | 'keys'
  | 'keyPolicies'
  | 'keyRotations'
  | 'keyGrants'
  | 'networkInterfaces'
  | 'securityGroups'
  | 'networkAcls'
  | 'prefixLists'
  | 'vpcs'
  | 'subnets'
  | 'routeTables'
  | 'natGateways'
  | 'peerings'
  | 'transitGateways'
  | 'vpcEndpoints'
  | 'natHosts'
  | 'databases'
  | 'connections'
  | 'assessmentBuckets'
  | 'serverlessAssessments'
  | 'buckets'
  | 'accountPublicAccessBlock'
  | 'secrets'
  | 'secretVersions'
  | 'serverlessRole'
  | 'trails'
  | 'eventDataStores'
  | 'endpointChanges'
  | 'topics'
  | 'eventRules';

interface FactSource {
  /** The API operations that answer: `service:Operation`. */
  readonly calls: readonly string[];
  /** Operations that are asked about what the answers to `calls` do not hold, or where these were refused. */
  readonly otherwise?: readonly string[];
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

/** What asks for the policies of one role, where the account's authorization details do not hold them. */
const policiesOfRole = ['iam:ListAttachedRolePolicies', 'iam:ListRolePolicies', 'iam:GetRolePolicy'] as const;
const managedPolicy = ['iam:GetPolicy', 'iam:GetPolicyVersion'] as const;

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

/** The kinds of DMS resource that stand in a VPC, or name a group of subnets that does. */
const standing = ['instances', 'serverlessConfigs', 'instanceProfiles', 'subnetGroups'] as const;

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
  // One paged call tells of all roles and so of those whose trust lets DMS in; GetRole that there is no such role.
  roles: {
    calls: ['iam:GetAccountAuthorizationDetails', 'iam:GetRole'],
    after: [...roleCarriers, 'assessmentBuckets'],
  },
  rolePermissions: { calls: [], otherwise: [...policiesOfRole, ...managedPolicy], after: ['roles'] },
  // The details hold those of AWS's policies that somebody carries; the account roles' own are read in any case.
  awsManagedPolicies: { calls: managedPolicy, after: ['roles'] },
  // Those named in the settings are asked for one by one where the details are refused.
  principals: {
    calls: ['iam:GetAccountAuthorizationDetails'],
    otherwise: [
      'iam:GetRole',
      ...policiesOfRole,
      'iam:GetUser',
      'iam:ListAttachedUserPolicies',
      'iam:ListUserPolicies',
      'iam:GetUserPolicy',
      'iam:ListGroupsForUser',
      'iam:ListAttachedGroupPolicies',
      'iam:ListGroupPolicies',
      'iam:GetGroupPolicy',
      ...managedPolicy,
    ],
    after: [],
  },
  accessKeys: { calls: ['iam:ListAccessKeys'], after: ['principals'] },
  organization: { calls: ['organizations:DescribeOrganization'], after: [] },
  organizationPolicies: {
    calls: [
      'organizations:ListParents',
      'organizations:ListPoliciesForTarget',
      'organizations:DescribePolicy',
    ],
    after: ['organization'],
  },
  keys: {
    calls: ['kms:DescribeKey'],
    after: [...keyCarriers, 'assessmentBuckets', 'serverlessAssessments'],
  },
  keyPolicies: { calls: ['kms:GetKeyPolicy'], after: ['keys'] },
  keyRotations: { calls: ['kms:GetKeyRotationStatus'], after: ['keys'] },
  keyGrants: { calls: ['kms:ListGrants'], after: ['keys'] },
  networkInterfaces: { calls: ['ec2:DescribeNetworkInterfaces'], after: ['instances'] },
  // People change groups on the interface, so it says which ones to ask for; serverless replications show none.
  securityGroups: {
    calls: ['ec2:DescribeSecurityGroups'],
    after: ['instances', 'serverlessConfigs', 'subnetGroups', 'networkInterfaces'],
  },
  networkAcls: {
    calls: ['ec2:DescribeNetworkAcls'],
    after: ['instances', 'serverlessConfigs', 'subnetGroups', 'networkInterfaces'],
  },
  prefixLists: { calls: ['ec2:GetManagedPrefixListEntries'], after: ['securityGroups'] },
  // The VPCs of the instances, and those that their routes lead to. Groups, ACLs and prefix lists above are
  // read for all that these facts name too, where both are asked for.
  vpcs: { calls: ['ec2:DescribeVpcs', 'ec2:DescribeVpcAttribute'], after: standing },
  subnets: { calls: ['ec2:DescribeSubnets'], after: standing },
  routeTables: { calls: ['ec2:DescribeRouteTables'], after: standing },
  natGateways: { calls: ['ec2:DescribeNatGateways'], after: standing },
  peerings: { calls: ['ec2:DescribeVpcPeeringConnections'], after: standing },
  transitGateways: {
    calls: [
      'ec2:DescribeTransitGateways',
      'ec2:DescribeTransitGatewayAttachments',
      'ec2:DescribeTransitGatewayVpcAttachments',
      'ec2:SearchTransitGatewayRoutes',
    ],
    after: ['routeTables'],
  },
  vpcEndpoints: { calls: ['ec2:DescribeVpcEndpoints'], after: standing },
  natHosts: { calls: ['ec2:DescribeNetworkInterfaces'], after: ['routeTables'] },
  // Each is asked only where a host of an endpoint has the form of its names.
  databases: {
    calls: [...new Set(Object.values(databaseCalls).flat())],
    after: ['endpoints', 'dataProviders'],
  },
  connections: lists('dms:DescribeConnections'),
  assessmentBuckets: lists('dms:DescribeReplicationTaskAssessmentRuns'),
  serverlessAssessments: lists('dms:DescribeReplications'),
  // Whose a bucket is, S3 tells of the account's own alone, and of these all at once.
  buckets: {
    calls: [
      's3:ListBuckets',
      's3:GetBucketPolicyStatus',
      's3:GetBucketAcl',
      's3:GetPublicAccessBlock',
      's3:GetBucketEncryption',
    ],
    after: ['endpoints', 'tasks', 'serverlessConfigs', 'assessmentBuckets'],
  },
  // One call for the account, where something names a bucket.
  accountPublicAccessBlock: {
    calls: ['s3control:GetPublicAccessBlock'],
    after: ['endpoints', 'tasks', 'serverlessConfigs', 'assessmentBuckets'],
  },
  secrets: { calls: ['secretsmanager:DescribeSecret'], after: ['endpoints'] },
  secretVersions: { calls: ['secretsmanager:ListSecretVersionIds'], after: ['endpoints'] },
  serverlessRole: { calls: ['iam:GetRole'], after: ['roles'] },
  trails: {
    calls: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
    after: [],
  },
  eventDataStores: { calls: ['cloudtrail:ListEventDataStores', 'cloudtrail:GetEventDataStore'], after: [] },
  // Asked where a task runs: nothing else hangs on when an endpoint was changed.
  endpointChanges: { calls: ['cloudtrail:LookupEvents'], after: ['tasks'] },
  // The keys of these topics are read too, where both are asked for.
  topics: { calls: ['sns:GetTopicAttributes'], after: ['eventSubscriptions'] },
  // DMS sends its events to the default bus of the Region.
  eventRules: { calls: ['events:ListRules', 'events:ListTargetsByRule'], after: [] },
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

/** The API operations that it takes to know these facts, or may take. */
export function callsFor(needs: Iterable<FactName>): readonly string[] {
  const calls = [...withPrerequisites(needs)].flatMap((name) => {
    const source: FactSource = factSources[name];
    return [...source.calls, ...(source.otherwise ?? [])];
  });
  return [...new Set(calls)];
}

/** The IAM action that allows an operation. */
export const actionFor = (call: string): string => authorizedAs[call] ?? call;
