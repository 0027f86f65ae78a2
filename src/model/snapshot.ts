import type { Bucket, PublicAccessBlock } from './buckets.ts';
import type { AssessmentBucket, Connection, ServerlessAssessment } from './connections.ts';
import type { Database, DatabaseType } from './databases.ts';
import type { EndpointChange } from './endpoint-changes.ts';
import type { KmsKey } from './keys.ts';
import { cutShort, type Listing, type Lookup, notCollected, type Table } from './lookup.ts';
import type { NetworkAcl, NetworkInterface, PrefixList, SecurityGroup } from './network.ts';
import type { Organization, OrganizationPolicies } from './organization.ts';
import type { ManagedPolicy, Permissions, Principal, ResourceKind, ResourceOf, Role } from './resources.ts';
import type { Secret, SecretVersion } from './secrets.ts';
import type { EventRule, Topic } from './topics.ts';
import type { EventDataStore, Trail } from './trails.ts';
import type {
  NatGateway,
  NatHost,
  Peering,
  RouteTable,
  Subnet,
  TransitGateway,
  TransitGatewayAttachment,
  TransitGatewayRoute,
  Vpc,
  VpcEndpoint,
} from './vpc.ts';

/** The version of the snapshot format that this code writes and reads. */
export const snapshotVersion = '1';

/** One listing a kind of DMS resource. */
export type Listings = { readonly [K in ResourceKind]: Listing<ResourceOf[K]> };

/** Tag values by key. */
export type Tags = Readonly<Record<string, string>>;

/** What is known of one Region of an account at one moment. */
export type RegionFacts = Listings & {
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** Tags by resource ARN. */
  readonly tags: Table<Tags>;
  /** ARNs of keys by what names them (an ARN or an alias); null: there is no such key. */
  readonly keyReferences: Table<string | null>;
  /** The keys above by ARN. */
  readonly keys: Table<KmsKey>;
  /** Network interfaces by VPC and private address, `vpc-…/10.0.0.10`; null: there is none. */
  readonly networkInterfaces: Table<NetworkInterface | null>;
  /** Security groups by id: those of the instances, and those that their rules name. */
  readonly securityGroups: Table<SecurityGroup | null>;
  /** The ids of default groups by VPC, of those where a serverless replication names no group; null: there is none. */
  readonly defaultGroups: Table<string | null>;
  /** The network ACL of each subnet that an instance stands or may stand in, by subnet id. */
  readonly networkAcls: Table<NetworkAcl | null>;
  /** Prefix lists that rules of these groups and routes name, by id. */
  readonly prefixLists: Table<PrefixList | null>;
  /** VPCs by id: those where instances stand, and those of this account that their routes lead to. */
  readonly vpcs: Table<Vpc | null>;
  /** The subnets, and the route tables, of each VPC above. */
  readonly subnets: Table<readonly Subnet[]>;
  readonly routeTables: Table<readonly RouteTable[]>;
  /** What else the VPCs where instances stand hold, by VPC. */
  readonly natGateways: Table<readonly NatGateway[]>;
  readonly peerings: Table<readonly Peering[]>;
  readonly vpcEndpoints: Table<readonly VpcEndpoint[]>;
  /** Transit gateways that routes of these VPCs lead to, by id. */
  readonly transitGateways: Table<TransitGateway | null>;
  /** The attachments of each of them that this account may see. */
  readonly transitGatewayAttachments: Table<readonly TransitGatewayAttachment[]>;
  /** The routes of their route tables, by the table's id. */
  readonly transitGatewayRoutes: Table<readonly TransitGatewayRoute[]>;
  /** Network interfaces that routes lead to, by id. */
  readonly natHosts: Table<NatHost | null>;
  /** Databases that hosts of endpoints and data providers name; none of a type that no host can mean. */
  readonly databases: Databases;
  /** Addresses by host, of hosts that none of these has, as DNS answers where the scan runs; asked only if wanted. */
  readonly resolvedNames: Table<readonly string[]>;
  /** Tests of connections. */
  readonly connections: Listing<Connection>;
  readonly assessmentBuckets: Listing<AssessmentBucket>;
  readonly serverlessAssessments: Listing<ServerlessAssessment>;
  /** Secrets that endpoints name, as they name them (ARN or name). */
  readonly secrets: Table<Secret | null>;
  /** Their current versions; null: there is no such secret, or it has none. */
  readonly secretVersions: Table<SecretVersion | null>;
  /** Buckets that endpoints, assessment runs and task settings name, by name; null: there is no such bucket. */
  readonly buckets: Table<Bucket | null>;
  /** Trails that record events of this Region, or show in it. */
  readonly trails: Listing<Trail>;
  /** Event data stores in this Region. */
  readonly eventDataStores: Listing<EventDataStore>;
  /** Changes of endpoints in this Region in the 90 days before; asked only if wanted. */
  readonly endpointChanges: Listing<EndpointChange>;
  /** Topics that event subscriptions name, by ARN; null: there is no such topic. */
  readonly topics: Table<Topic | null>;
  readonly eventRules: Listing<EventRule>;
};

/** Databases by type; a type that is not here was not collected. */
export type Databases = { readonly [T in DatabaseType]?: Listing<Database> };

/** The network of a Region of which nothing was collected. */
export const networkNotCollected = {
  networkInterfaces: {},
  securityGroups: {},
  defaultGroups: {},
  networkAcls: {},
  prefixLists: {},
  vpcs: {},
  subnets: {},
  routeTables: {},
  natGateways: {},
  peerings: {},
  vpcEndpoints: {},
  transitGateways: {},
  transitGatewayAttachments: {},
  transitGatewayRoutes: {},
  natHosts: {},
  databases: {},
  resolvedNames: {},
  connections: cutShort([], notCollected('dms:DescribeConnections')),
  assessmentBuckets: cutShort([], notCollected('dms:DescribeReplicationTaskAssessmentRuns')),
  serverlessAssessments: cutShort([], notCollected('dms:DescribeReplications')),
  secrets: {},
  secretVersions: {},
  buckets: {},
  trails: cutShort([], notCollected('cloudtrail:DescribeTrails')),
  eventDataStores: cutShort([], notCollected('cloudtrail:ListEventDataStores')),
  endpointChanges: cutShort([], notCollected('cloudtrail:LookupEvents')),
  topics: {},
  eventRules: cutShort([], notCollected('events:ListRules')),
} as const satisfies Partial<RegionFacts>;

/** The tables of a Region that hold answers by key. */
export const regionTables = [
  'tags',
  'keyReferences',
  'keys',
  'networkInterfaces',
  'securityGroups',
  'defaultGroups',
  'networkAcls',
  'prefixLists',
  'vpcs',
  'subnets',
  'routeTables',
  'natGateways',
  'peerings',
  'vpcEndpoints',
  'transitGateways',
  'transitGatewayAttachments',
  'transitGatewayRoutes',
  'natHosts',
  'resolvedNames',
  'secrets',
  'secretVersions',
  'buckets',
  'topics',
] as const satisfies readonly (keyof RegionFacts)[];

/** What is known of an account's IAM, which has no Region. */
export interface IamFacts {
  readonly takenAt: string;
  /** Roles of this account by name; null: there is no such role. */
  readonly roles: Table<Role | null>;
  /** Permissions of the roles above, by role name. */
  readonly rolePermissions: Table<Permissions>;
  /** Names of the roles whose trust may let a DMS service principal in; they are among the roles above. */
  readonly trusting: Listing<string>;
  /** Roles and users, other than AWS's own, with an Allow whose Action can match an action of DMS. */
  readonly principals: Listing<Principal>;
  /** Roles and users that the settings name, by kind and name: `role/migrator`; null: there is none. */
  readonly namedPrincipals: Table<Principal | null>;
  /**
   * Managed policies by ARN: those that all of these carry or are bounded by, and those that AWS writes for the
   * account roles; null: there is no such policy.
   */
  readonly managedPolicies: Table<ManagedPolicy | null>;
  /** null: the account is in no organisation. */
  readonly organizationPolicies: Lookup<OrganizationPolicies | null>;
}

export interface AccountFacts {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  /** null: the account is in no organisation. */
  readonly organization: Lookup<Organization | null>;
  /** What the account keeps all its buckets from, by itself or as its organisation says; null: it has none. */
  readonly accountPublicAccessBlock: Lookup<PublicAccessBlock | null>;
  readonly iam: IamFacts;
  /** The audited Regions by name. Regions that are not here are out of scope, not unread. */
  readonly regions: Readonly<Record<string, RegionFacts>>;
}

/**
 * Everything a verdict rests on, as plain JSON: it can be saved beside a report and judged again later.
 * It holds no secret, no database user, no access key id, no certificate body and no connection attribute that is not known.
 */
export interface Snapshot {
  readonly schemaVersion: typeof snapshotVersion;
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** By account id. */
  readonly accounts: Readonly<Record<string, AccountFacts>>;
}
