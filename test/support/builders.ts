import { complete, known, type Listing, type Lookup, notCollected, unread } from '../../src/model/lookup.ts';
import type {
  AclEntry,
  GroupRule,
  NetworkAcl,
  NetworkInterface,
  Peer,
  PrefixList,
  SecurityGroup,
} from '../../src/model/network.ts';
import type {
  Certificate,
  DataMigration,
  DataProvider,
  Endpoint,
  EventSubscription,
  InstanceProfile,
  MigrationProject,
  Principal,
  ReplicationConfig,
  ReplicationInstance,
  ReplicationTask,
  Role,
  SubnetGroup,
} from '../../src/model/resources.ts';
import type { AccountFacts, IamFacts, RegionFacts, Snapshot } from '../../src/model/snapshot.ts';
import { anX509Certificate } from './certificate-builders.ts';
import { nothingAround } from './nothing-around.ts';

// Each builder gives the dullest compliant thing, so that a test states only what matters to it.

export const ACCOUNT = '111111111111';
export const FOREIGN = '222222222222';
export const REGION = 'eu-west-1';
export const TAKEN_AT = '2026-11-01T03:00:00.000Z';

const dmsArn = (tail: string): string => `arn:aws:dms:${REGION}:${ACCOUNT}:${tail}`;
const namesNone = { roles: [], keys: [] };
export const roleArn = (name: string, account = ACCOUNT): string => `arn:aws:iam::${account}:role/${name}`;

const loggingAll = known({
  enabled: true,
  severities: {
    SOURCE_CAPTURE: 'LOGGER_SEVERITY_DEFAULT',
    SOURCE_UNLOAD: 'LOGGER_SEVERITY_DEFAULT',
    TARGET_APPLY: 'LOGGER_SEVERITY_DEFAULT',
    TARGET_LOAD: 'LOGGER_SEVERITY_DEFAULT',
  },
});

export const anInstance = (over: Partial<ReplicationInstance> = {}): ReplicationInstance => ({
  type: 'AWS::DMS::ReplicationInstance',
  id: 'instance-1',
  arn: dmsArn('rep:INSTANCE1'),
  ...namesNone,
  status: 'available',
  engineVersion: '3.5.4',
  publiclyAccessible: false,
  multiAz: true,
  autoMinorVersionUpgrade: true,
  kmsKeyId: null,
  subnetGroup: 'private',
  vpcId: 'vpc-1',
  securityGroups: ['sg-1'],
  privateAddresses: ['10.0.0.10'],
  publicAddresses: [],
  availabilityZone: 'eu-west-1a',
  secondaryAvailabilityZone: 'eu-west-1b',
  ...over,
});

export const anEndpoint = (over: Partial<Endpoint> = {}): Endpoint => ({
  type: 'AWS::DMS::Endpoint',
  id: 'endpoint-1',
  arn: dmsArn('endpoint:ENDPOINT1'),
  ...namesNone,
  direction: 'source',
  engine: 'postgres',
  sslMode: 'verify-full',
  certificateArn: dmsArn('cert:CERT1'),
  kmsKeyId: null,
  serverName: 'db.internal',
  port: 5432,
  credentials: 'secret',
  settings: {},
  extraConnectionAttributes: {},
  readOnly: false,
  ...over,
});

export const aTask = (over: Partial<ReplicationTask> = {}): ReplicationTask => ({
  type: 'AWS::DMS::ReplicationTask',
  id: 'task-1',
  arn: dmsArn('task:TASK1'),
  ...namesNone,
  status: 'running',
  instanceArn: dmsArn('rep:INSTANCE1'),
  sourceEndpointArn: dmsArn('endpoint:ENDPOINT1'),
  targetEndpointArn: dmsArn('endpoint:ENDPOINT2'),
  migrationType: 'cdc',
  logging: loggingAll,
  ...{ startedAt: '2026-10-20T06:00:00.000Z', timeTravelBucket: null },
  ...over,
});

export const aServerlessConfig = (over: Partial<ReplicationConfig> = {}): ReplicationConfig => ({
  type: 'AWS::DMS::ReplicationConfig',
  id: 'serverless-1',
  arn: dmsArn('replication-config:CONFIG1'),
  ...namesNone,
  sourceEndpointArn: dmsArn('endpoint:ENDPOINT1'),
  targetEndpointArn: dmsArn('endpoint:ENDPOINT2'),
  migrationType: 'cdc',
  multiAz: true,
  kmsKeyId: null,
  subnetGroup: 'private',
  securityGroups: ['sg-1'],
  logging: loggingAll,
  timeTravelBucket: null,
  readOnly: false,
  ...over,
});

export const aSubnetGroup = (over: Partial<SubnetGroup> = {}): SubnetGroup => ({
  type: 'AWS::DMS::ReplicationSubnetGroup',
  id: 'private',
  arn: dmsArn('subgrp:private'),
  ...namesNone,
  vpcId: 'vpc-1',
  subnets: [
    { id: 'subnet-1', zone: 'eu-west-1a' },
    { id: 'subnet-2', zone: 'eu-west-1b' },
  ],
  readOnly: false,
  ...over,
});

export const anInstanceProfile = (over: Partial<InstanceProfile> = {}): InstanceProfile => ({
  type: 'AWS::DMS::InstanceProfile',
  id: 'profile-1',
  arn: dmsArn('instance-profile:PROFILE1'),
  ...namesNone,
  publiclyAccessible: false,
  kmsKeyId: null,
  subnetGroup: 'private',
  securityGroups: ['sg-1'],
  ...over,
});

export const aDataProvider = (over: Partial<DataProvider> = {}): DataProvider => ({
  type: 'AWS::DMS::DataProvider',
  id: 'provider-1',
  arn: dmsArn('data-provider:PROVIDER1'),
  ...namesNone,
  engine: 'postgres',
  virtual: false,
  sslMode: 'verify-full',
  certificateArn: dmsArn('cert:CERT1'),
  authType: null,
  serverName: 'db.internal',
  port: 5432,
  ...over,
});

export const aMigrationProject = (over: Partial<MigrationProject> = {}): MigrationProject => ({
  type: 'AWS::DMS::MigrationProject',
  id: 'project-1',
  arn: dmsArn('migration-project:PROJECT1'),
  ...namesNone,
  instanceProfileArn: dmsArn('instance-profile:PROFILE1'),
  sourceProviderArns: [dmsArn('data-provider:PROVIDER1')],
  targetProviderArns: [],
  ...over,
});

export const aDataMigration = (over: Partial<DataMigration> = {}): DataMigration => ({
  type: 'AWS::DMS::DataMigration',
  id: 'migration-1',
  arn: dmsArn('data-migration:MIGRATION1'),
  ...namesNone,
  status: 'RUNNING',
  migrationProjectArn: dmsArn('migration-project:PROJECT1'),
  cloudwatchLogsEnabled: true,
  publicAddresses: [],
  cidrs: [],
  ...over,
});

export const aCertificate = (over: Partial<Certificate> = {}): Certificate => ({
  type: 'AWS::DMS::Certificate',
  id: 'certificate-1',
  arn: dmsArn('cert:CERT1'),
  ...namesNone,
  kmsKeyId: null,
  parts: [anX509Certificate()],
  told: { validFrom: null, validTo: null, keyLength: null, signingAlgorithm: null },
  ...over,
});

export const anEventSubscription = (over: Partial<EventSubscription> = {}): EventSubscription => ({
  type: 'AWS::DMS::EventSubscription',
  id: 'events',
  arn: dmsArn('es:events'),
  ...namesNone,
  topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:dms-events`,
  enabled: true,
  status: 'active',
  sourceType: null,
  sourceIds: [],
  categories: [],
  ...over,
});

/** A trust policy document of these statements. */
export const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** A statement that lets DMS in for this account alone; `over` replaces parts of it. */
export const trustStatement = (over: object = {}): object => ({
  Effect: 'Allow',
  Principal: { Service: 'dms.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
  ...over,
});

export const aRole = (over: Partial<Role> = {}): Role => {
  const name = over.name ?? 'dms-vpc-role';
  return { name, arn: roleArn(name), path: '/', trust: policy(trustStatement()), boundaryArn: null, ...over };
};

export const cidr = (range: string): Peer => ({ kind: 'address', cidr: range });
export const prefixList = (id: string): Peer => ({ kind: 'prefix-list', id });
export const members = (id: string): Peer => ({ kind: 'group', id, account: null });

/** All traffic, for these other sides. */
export const allTrafficOf = (...peers: readonly Peer[]): GroupRule => ({
  protocol: '-1',
  fromPort: null,
  toPort: null,
  peers,
});

/** One TCP port, for these other sides. */
export const tcpOf = (port: number, ...peers: readonly Peer[]): GroupRule => ({
  protocol: 'tcp',
  fromPort: port,
  toPort: port,
  peers,
});

export const aSecurityGroup = (over: Partial<SecurityGroup> = {}): SecurityGroup => ({
  id: 'sg-1',
  name: 'dms',
  vpcId: 'vpc-1',
  ingress: [],
  egress: [allTrafficOf(cidr('0.0.0.0/0'))],
  ...over,
});

export const aPrefixList = (id: string, ...cidrs: readonly string[]): PrefixList => ({ id, cidrs });

export const aNetworkInterface = (over: Partial<NetworkInterface> = {}): NetworkInterface => ({
  id: 'eni-1',
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  groupIds: ['sg-1'],
  privateAddresses: ['10.0.0.10'],
  ipv6Addresses: [],
  ...over,
});

/** An entry that lets everything out; `over` replaces parts of it. */
export const anAclEntry = (over: Partial<AclEntry> = {}): AclEntry => ({
  number: 100,
  egress: true,
  allow: true,
  protocol: '-1',
  cidr: '0.0.0.0/0',
  fromPort: null,
  toPort: null,
  ...over,
});

export const aNetworkAcl = (over: Partial<NetworkAcl> = {}): NetworkAcl => ({
  id: 'acl-1',
  vpcId: 'vpc-1',
  subnetIds: ['subnet-1', 'subnet-2'],
  entries: [anAclEntry(), anAclEntry({ egress: false })],
  ...over,
});

interface Network {
  readonly interfaces?: readonly NetworkInterface[];
  readonly groups?: readonly SecurityGroup[];
  readonly acls?: readonly NetworkAcl[];
  readonly prefixLists?: readonly PrefixList[];
}

/** What was read of EC2: these, and where nothing is said one interface, one group and one ACL for all. */
export const networkOf = ({
  interfaces = [aNetworkInterface()],
  groups = [aSecurityGroup()],
  acls = [aNetworkAcl()],
  prefixLists = [],
}: Network = {}): Pick<
  RegionFacts,
  'networkInterfaces' | 'securityGroups' | 'networkAcls' | 'prefixLists'
> => ({
  networkInterfaces: Object.fromEntries(
    interfaces.flatMap((each) =>
      each.privateAddresses.map((address) => [`${String(each.vpcId)}/${address}`, known(each)]),
    ),
  ),
  securityGroups: Object.fromEntries(groups.map((group) => [group.id, known(group)])),
  networkAcls: Object.fromEntries(acls.flatMap((acl) => acl.subnetIds.map((id) => [id, known(acl)]))),
  prefixLists: Object.fromEntries(prefixLists.map((list) => [list.id, known(list)])),
});

/** What a snapshot holds of a Region: empty listings that were read to their end, and what `over` puts there. */
export const aRegion = (over: Partial<RegionFacts> = {}): RegionFacts => ({
  takenAt: TAKEN_AT,
  tags: {},
  keyReferences: {},
  keys: {},
  ...nothingAround,
  instances: complete([]),
  endpoints: complete([]),
  tasks: complete([]),
  serverlessConfigs: complete([]),
  subnetGroups: complete([]),
  instanceProfiles: complete([]),
  dataProviders: complete([]),
  migrationProjects: complete([]),
  dataMigrations: complete([]),
  certificates: complete([]),
  eventSubscriptions: complete([]),
  ...over,
});

/** The answers to GetRole: these roles exist, the other fixed names do not. */
export const rolesKnown = (...roles: readonly Role[]): Record<string, Lookup<Role | null>> => ({
  'dms-vpc-role': known(null),
  'dms-cloudwatch-logs-role': known(null),
  'dms-access-for-endpoint': known(null),
  ...Object.fromEntries(roles.map((role) => [role.name, known(role)])),
});

export const iamOf = (roles: IamFacts['roles'] = rolesKnown(), over: Partial<IamFacts> = {}): IamFacts => ({
  takenAt: TAKEN_AT,
  roles,
  rolePermissions: {},
  trusting: complete([]),
  principals: complete([]),
  namedPrincipals: {},
  managedPolicies: {},
  organizationPolicies: unread(notCollected('organizations:ListPoliciesForTarget')),
  ...over,
});

export const userArn = (name: string, account = ACCOUNT): string => `arn:aws:iam::${account}:user/${name}`;

/** A role without any policy that people migrate with; a user where `over` says so. */
export const aPrincipal = (over: Partial<Principal> = {}): Principal => {
  const { type = 'AWS::IAM::Role', id = 'migrator' } = over;
  const arn = type === 'AWS::IAM::Role' ? roleArn(id) : userArn(id);
  return {
    type,
    id,
    arn,
    path: '/',
    boundaryArn: null,
    attached: known([]),
    inline: known([]),
    accessKeys: known([]),
    ...over,
  };
};

export const anAccount = (over: Partial<AccountFacts> = {}): AccountFacts => ({
  ...{ partition: 'aws', accountPublicAccessBlock: known(null) },
  organization: unread(notCollected('organizations:DescribeOrganization')),
  iam: iamOf(),
  regions: { [REGION]: aRegion() },
  ...over,
});

export const aSnapshot = (account: AccountFacts = anAccount()): Snapshot => ({
  schemaVersion: '1',
  tool: { name: 'dms-auditor', version: '0.0.0-test' },
  takenAt: TAKEN_AT,
  accounts: { [ACCOUNT]: account },
});

/** One Region with these facts in an account with these roles. */
export const accountWith = (region: Partial<RegionFacts>, roles?: IamFacts['roles']): AccountFacts =>
  anAccount({ regions: { [REGION]: aRegion(region) }, iam: iamOf(roles) });

/** A listing that was read to its end. */
export const listed = <T>(...items: readonly T[]): Listing<T> => complete(items);
