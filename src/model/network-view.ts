import type { AssessmentBucket, Connection } from './connections.ts';
import { type Database, type DatabaseType, databaseCalls } from './databases.ts';
import { cutShort, entry, type Listing, type Lookup, notCollected, type Table } from './lookup.ts';
import type { NetworkAcl, NetworkInterface, PrefixList, SecurityGroup } from './network.ts';
import type { AccountFacts, RegionFacts } from './snapshot.ts';
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

/** The operation that answers for each table by id. */
const callOf = {
  securityGroups: 'ec2:DescribeSecurityGroups',
  defaultGroups: 'ec2:DescribeSecurityGroups',
  networkAcls: 'ec2:DescribeNetworkAcls',
  prefixLists: 'ec2:GetManagedPrefixListEntries',
  vpcs: 'ec2:DescribeVpcs',
  subnets: 'ec2:DescribeSubnets',
  routeTables: 'ec2:DescribeRouteTables',
  natGateways: 'ec2:DescribeNatGateways',
  peerings: 'ec2:DescribeVpcPeeringConnections',
  vpcEndpoints: 'ec2:DescribeVpcEndpoints',
  transitGateways: 'ec2:DescribeTransitGateways',
  transitGatewayAttachments: 'ec2:DescribeTransitGatewayAttachments',
  transitGatewayRoutes: 'ec2:SearchTransitGatewayRoutes',
  natHosts: 'ec2:DescribeNetworkInterfaces',
  secrets: 'secretsmanager:DescribeSecret',
} as const satisfies Partial<Record<keyof RegionFacts, string>>;

type ByIdTable = keyof typeof callOf;
type Entry<K extends ByIdTable> = RegionFacts[K] extends Table<infer T> ? T : never;

/** What surrounds the instances of an account, asked by Region and id: each table of a snapshot by its name. */
export type NetworkTables = {
  readonly [K in ByIdTable]: (region: string, id: string) => Lookup<Entry<K>>;
} & {
  readonly networkInterfaces: (
    region: string,
    vpcId: string,
    address: string,
  ) => Lookup<NetworkInterface | null>;
  readonly databases: (region: string, type: DatabaseType) => Listing<Database>;
  readonly connections: (region: string) => Listing<Connection>;
  readonly assessmentBuckets: (region: string) => Listing<AssessmentBucket>;
  /** What DNS answered, by host. */
  readonly resolvedNames: (region: string) => Table<readonly string[]>;
};

/** What was read of the network of these Regions; what is not there was not collected. */
export function networkTables({ regions }: Pick<AccountFacts, 'regions'>): NetworkTables {
  const ask =
    <T>(table: (facts: RegionFacts) => Table<T>, name: ByIdTable) =>
    (region: string, id: string): Lookup<T> => {
      const facts = regions[region];
      return entry(facts === undefined ? {} : table(facts), id, callOf[name]);
    };
  const none = (call: string): Listing<never> => cutShort([], notCollected(call));
  return {
    networkInterfaces: (region, vpcId, address) =>
      entry(regions[region]?.networkInterfaces ?? {}, `${vpcId}/${address}`, 'ec2:DescribeNetworkInterfaces'),
    securityGroups: ask((facts) => facts.securityGroups, 'securityGroups'),
    defaultGroups: ask((facts) => facts.defaultGroups, 'defaultGroups'),
    networkAcls: ask((facts) => facts.networkAcls, 'networkAcls'),
    prefixLists: ask((facts) => facts.prefixLists, 'prefixLists'),
    vpcs: ask((facts) => facts.vpcs, 'vpcs'),
    subnets: ask((facts) => facts.subnets, 'subnets'),
    routeTables: ask((facts) => facts.routeTables, 'routeTables'),
    natGateways: ask((facts) => facts.natGateways, 'natGateways'),
    peerings: ask((facts) => facts.peerings, 'peerings'),
    vpcEndpoints: ask((facts) => facts.vpcEndpoints, 'vpcEndpoints'),
    transitGateways: ask((facts) => facts.transitGateways, 'transitGateways'),
    transitGatewayAttachments: ask((facts) => facts.transitGatewayAttachments, 'transitGatewayAttachments'),
    transitGatewayRoutes: ask((facts) => facts.transitGatewayRoutes, 'transitGatewayRoutes'),
    natHosts: ask((facts) => facts.natHosts, 'natHosts'),
    secrets: ask((facts) => facts.secrets, 'secrets'),
    databases: (region, type) => regions[region]?.databases[type] ?? none(databaseCalls[type][0]),
    connections: (region) => regions[region]?.connections ?? none('dms:DescribeConnections'),
    assessmentBuckets: (region) =>
      regions[region]?.assessmentBuckets ?? none('dms:DescribeReplicationTaskAssessmentRuns'),
    resolvedNames: (region) => regions[region]?.resolvedNames ?? {},
  };
}

/**
 * What paths are decided from: answers of EC2, each on its own, so that one that is missing leaves the others
 * standing. `null` and a list without an item are answers: there is no such thing. An id is asked for again
 * and again, and the same object is meant to come back: what is worked out of one is kept beside it.
 */
export interface NetworkFacts {
  /** Who was told all this, and less of what is others'; left out: they own all of it. */
  readonly account?: string;
  readonly vpc: (id: string) => Lookup<Vpc | null>;
  readonly subnetsOf: (vpcId: string) => Lookup<readonly Subnet[]>;
  readonly routeTablesOf: (vpcId: string) => Lookup<readonly RouteTable[]>;
  readonly natGatewaysOf: (vpcId: string) => Lookup<readonly NatGateway[]>;
  /** Those of which the VPC is either side. */
  readonly peeringsOf: (vpcId: string) => Lookup<readonly Peering[]>;
  readonly vpcEndpointsOf: (vpcId: string) => Lookup<readonly VpcEndpoint[]>;
  readonly transitGateway: (id: string) => Lookup<TransitGateway | null>;
  readonly attachmentsOf: (transitGatewayId: string) => Lookup<readonly TransitGatewayAttachment[]>;
  /** The routes of a transit gateway route table. */
  readonly transitRoutesOf: (routeTableId: string) => Lookup<readonly TransitGatewayRoute[]>;
  /** A network interface that routes lead to. */
  readonly natHost: (interfaceId: string) => Lookup<NatHost | null>;
  readonly securityGroup: (id: string) => Lookup<SecurityGroup | null>;
  /** The network ACL of a subnet. */
  readonly networkAcl: (subnetId: string) => Lookup<NetworkAcl | null>;
  readonly prefixList: (id: string) => Lookup<PrefixList | null>;
}

/** The network of each Region as paths are decided from it; the same for all who ask. */
export function networksIn(account: string, tables: NetworkTables): (region: string) => NetworkFacts {
  const networks = new Map<string, NetworkFacts>();
  return (region) => {
    const network = networks.get(region) ?? { account, ...networkIn(region, tables) };
    networks.set(region, network);
    return network;
  };
}

const networkIn = (region: string, tables: NetworkTables): NetworkFacts => ({
  vpc: (id) => tables.vpcs(region, id),
  subnetsOf: (vpcId) => tables.subnets(region, vpcId),
  routeTablesOf: (vpcId) => tables.routeTables(region, vpcId),
  natGatewaysOf: (vpcId) => tables.natGateways(region, vpcId),
  peeringsOf: (vpcId) => tables.peerings(region, vpcId),
  vpcEndpointsOf: (vpcId) => tables.vpcEndpoints(region, vpcId),
  transitGateway: (id) => tables.transitGateways(region, id),
  attachmentsOf: (transitGatewayId) => tables.transitGatewayAttachments(region, transitGatewayId),
  transitRoutesOf: (routeTableId) => tables.transitGatewayRoutes(region, routeTableId),
  natHost: (interfaceId) => tables.natHosts(region, interfaceId),
  securityGroup: (id) => tables.securityGroups(region, id),
  networkAcl: (subnetId) => tables.networkAcls(region, subnetId),
  prefixList: (id) => tables.prefixLists(region, id),
});
