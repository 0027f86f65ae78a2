import { recordedTypes } from './config-trigger.ts';
import { type FactName, resourceKinds, typeOf } from './facts.ts';

/** A change in AWS, as far as it says what it may have changed. */
export type AwsChange =
  /** AWS Config recorded another state of a resource of this type. */
  | { readonly kind: 'recorded'; readonly type: string }
  /** Somebody called this operation, CloudTrail says: `iam.amazonaws.com`, `CreateRole`. */
  | { readonly kind: 'called'; readonly source: string; readonly operation: string };

type Touched = readonly FactName[];

const ofKeys: Touched = ['keys', 'keyPolicies', 'keyRotations'];
const ofRoles: Touched = ['roles', 'rolePermissions', 'awsManagedPolicies', 'principals', 'serverlessRole'];
const ofUsers: Touched = ['principals', 'accessKeys'];
const ofPolicies: Touched = ['rolePermissions', 'awsManagedPolicies', 'principals'];

/**
 * The facts that a change of a resource can touch, by its type as AWS Config writes it (Developer Guide, *Supported
 * Resource Types*; an OpenSearch domain has another name there than in CloudFormation). What a gateway is attached
 * to shows in the state of the routes that lead to it. Network interfaces are not watched: containers make them all day,
 * and each would have the account read again.
 */
const byType: Readonly<Record<string, Touched>> = {
  ...Object.fromEntries(
    resourceKinds
      .filter((kind) => recordedTypes.includes(typeOf[kind]))
      .map((kind) => [typeOf[kind], [kind, 'tags'] satisfies Touched]),
  ),
  'AWS::DMS::MigrationProject': ['migrationProjects', 'tags'],
  'AWS::IAM::Role': ofRoles,
  'AWS::IAM::Policy': ofPolicies,
  'AWS::IAM::User': ofUsers,
  'AWS::IAM::Group': ['principals'],
  'AWS::KMS::Key': ofKeys,
  'AWS::KMS::Alias': ['keys'],
  'AWS::EC2::SecurityGroup': ['securityGroups'],
  'AWS::EC2::NetworkAcl': ['networkAcls'],
  'AWS::EC2::PrefixList': ['prefixLists'],
  'AWS::EC2::VPC': ['vpcs'],
  'AWS::EC2::Subnet': ['subnets'],
  'AWS::EC2::RouteTable': ['routeTables'],
  'AWS::EC2::InternetGateway': ['routeTables'],
  'AWS::EC2::EgressOnlyInternetGateway': ['routeTables'],
  'AWS::EC2::VPNGateway': ['routeTables'],
  'AWS::EC2::NatGateway': ['natGateways', 'routeTables'],
  'AWS::EC2::VPCPeeringConnection': ['peerings', 'routeTables'],
  'AWS::EC2::TransitGateway': ['transitGateways', 'routeTables'],
  'AWS::EC2::TransitGatewayAttachment': ['transitGateways', 'routeTables'],
  'AWS::EC2::TransitGatewayRouteTable': ['transitGateways'],
  'AWS::EC2::VPCEndpoint': ['vpcEndpoints', 'routeTables'],
  'AWS::RDS::DBInstance': ['databases'],
  'AWS::RDS::DBCluster': ['databases'],
  'AWS::Redshift::Cluster': ['databases'],
  'AWS::MSK::Cluster': ['databases'],
  'AWS::MSK::ServerlessCluster': ['databases'],
  'AWS::OpenSearch::Domain': ['databases'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['databases'],
  'AWS::S3::Bucket': ['buckets'],
  'AWS::S3::AccountPublicAccessBlock': ['accountPublicAccessBlock'],
  'AWS::SecretsManager::Secret': ['secrets', 'secretVersions'],
  'AWS::SNS::Topic': ['topics'],
  'AWS::CloudTrail::Trail': ['trails'],
  'AWS::CloudTrail::EventDataStore': ['eventDataStores'],
  'AWS::Events::Rule': ['eventRules'],
};

/**
 * The facts that a call can touch, by the service and by what the operation's name ends with. IAM: AWS Config does
 * not record it in every account, nor in every Region. DMS: only what AWS Config does not record, or not for certain;
 * the rest would be told twice.
 */
const byCall: Readonly<Record<string, Readonly<Record<string, Touched>>>> = {
  'iam.amazonaws.com': {
    Role: ofRoles,
    RoleDescription: [],
    RolePolicy: ofRoles,
    RolePermissionsBoundary: ofRoles,
    User: ofUsers,
    UserPolicy: ofUsers,
    UserPermissionsBoundary: ofUsers,
    Group: ['principals'],
    GroupPolicy: ['principals'],
    Policy: ofPolicies,
    PolicyVersion: ofPolicies,
    AccountPasswordPolicy: [],
    AccessKey: ['accessKeys'],
  },
  'dms.amazonaws.com': {
    ReplicationConfig: ['serverlessConfigs'],
    Replication: ['serverlessConfigs', 'serverlessAssessments'],
    InstanceProfile: ['instanceProfiles'],
    DataProvider: ['dataProviders'],
    MigrationProject: ['migrationProjects'],
    DataMigration: ['dataMigrations'],
    Connection: ['connections'],
    AssessmentRun: ['assessmentBuckets'],
    TagsToResource: ['tags'],
    TagsFromResource: ['tags'],
  },
};

/**
 * The types of resource a change of which starts rules. They are too many for one rule of EventBridge, whose pattern
 * may have 2,048 characters (User Guide, *Quotas*).
 */
export const watchedTypes: readonly string[] = Object.keys(byType);

/**
 * The services whose calls start rules, as CloudTrail names them. IAM's calls come to the bus of one Region of the
 * partition alone, us-east-1 of the commercial one; those of DMS in the Region of the call.
 */
export const watchedSources: readonly string[] = Object.keys(byCall);

/** Which facts a change may have touched. None: no rule hangs on it. */
export function factsTouchedBy(change: AwsChange): ReadonlySet<FactName> {
  if (change.kind === 'recorded')
    return new Set(Object.hasOwn(byType, change.type) ? byType[change.type] : []);
  const { source, operation } = change;
  const endings = Object.hasOwn(byCall, source) ? Object.entries(byCall[source] ?? {}) : [];
  const [longest] = endings
    .filter(([ending]) => operation.endsWith(ending))
    .sort(([one], [other]) => other.length - one.length);
  return new Set(longest?.[1] ?? []);
}

/**
 * Facts that are not of one Region: IAM and the account's block have none, and buckets, trails and event data stores of one bear on resources
 * in others. A key, secret or topic that is named across Regions is met again by the next scheduled run.
 */
const everywhere: Touched = [
  ...new Set([...ofRoles, ...ofUsers, ...ofPolicies]),
  ...(['buckets', 'accountPublicAccessBlock', 'trails', 'eventDataStores'] as const),
];

/** Whether a change of these facts bears on the rules of all Regions, not of its own alone. */
export const bearsEverywhere = (facts: Iterable<FactName>): boolean =>
  [...facts].some((fact) => everywhere.includes(fact));
