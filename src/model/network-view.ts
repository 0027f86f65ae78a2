import type { AssessmentBucket, Connection } from './connections.ts';
import { type Database, type DatabaseType, databaseCalls } from './databases.ts';
import { cutShort, entry, type Listing, type Lookup, notCollected, type Table } from './lookup.ts';
import type { NetworkInterface } from './network.ts';
import type { AccountFacts, RegionFacts } from './snapshot.ts';

/** The operation that answers for each table by id. */
const callOf = {
  securityGroups: 'ec2:DescribeSecurityGroups',
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
export type NetworkFacts = {
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
};

/** What was read of the network of these Regions; what is not there was not collected. */
export function networkFacts({ regions }: Pick<AccountFacts, 'regions'>): NetworkFacts {
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
  };
}
