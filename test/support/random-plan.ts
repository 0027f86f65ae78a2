import fc from 'fast-check';
import type { Connection } from '../../src/model/connections.ts';
import { type Database, databaseTypes } from '../../src/model/databases.ts';
import { complete, cutShort, known, type Listing, type Lookup, unread } from '../../src/model/lookup.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import type { Route, RouteTarget } from '../../src/model/vpc.ts';
import { ACCOUNT, REGION } from './builders.ts';
import { anAssessmentBucket } from './recorder-builders.ts';
import {
  aDatabase,
  aNatGateway,
  aNatHost,
  anAttachment,
  aPeering,
  aRoute,
  aRouteTable,
  aSubnet,
  aTransitGateway,
  aVpc,
  aVpcEndpoint,
} from './vpc-builders.ts';

/** Where routes lead around random instances, and what is there. */
export type RandomPlan = Pick<
  RegionFacts,
  | 'vpcs'
  | 'subnets'
  | 'routeTables'
  | 'natGateways'
  | 'peerings'
  | 'vpcEndpoints'
  | 'transitGateways'
  | 'transitGatewayAttachments'
  | 'transitGatewayRoutes'
  | 'natHosts'
  | 'databases'
  | 'resolvedNames'
  | 'connections'
  | 'assessmentBuckets'
  | 'secrets'
>;

const denied = (call: string) => ({ call, resource: null, error: 'UnauthorizedOperation', transient: false });

/** Mostly an answer, sometimes a refusal. */
const told = <T>(value: fc.Arbitrary<T>, call: string): fc.Arbitrary<Lookup<T>> =>
  fc.oneof(
    { weight: 12, arbitrary: value.map((found): Lookup<T> => known(found)) },
    { weight: 1, arbitrary: fc.constant<Lookup<T>>(unread(denied(call))) },
  );

const answers = <T>(
  keys: readonly string[],
  value: (key: string) => fc.Arbitrary<T>,
  call: string,
): fc.Arbitrary<Readonly<Record<string, Lookup<T>>>> =>
  fc.record(Object.fromEntries(keys.map((key) => [key, told(value(key), call)])), { noNullPrototype: true });

const some = <T>(...values: readonly T[]): fc.Arbitrary<readonly T[]> => fc.subarray([...values]);
const flag = fc.constantFrom(true, true, false);
const flagOrNull = fc.constantFrom(true, true, false, null);

const kinds: readonly RouteTarget['kind'][] = [
  'internet-gateway',
  'egress-only-internet-gateway',
  'virtual-private-gateway',
  'nat-gateway',
  'transit-gateway',
  'peering',
  'network-interface',
  'vpc-endpoint',
  'carrier-gateway',
  'local-gateway',
  'core-network',
  'other',
];

const route: fc.Arbitrary<Route> = fc
  .record({
    destination: fc.constantFrom('0.0.0.0/0', '::/0', '10.9.0.0/16', '10.9.9.0/24', '10.9.9.9/32', 'pl-1'),
    kind: fc.constantFrom(...kinds),
    state: fc.constantFrom('active', 'active', 'active', 'blackhole', null),
    propagated: fc.constantFrom(false, false, true),
  })
  .map(({ destination, kind, ...over }) => aRoute(destination, kind, `${kind}-1`, over));

const ranges: Readonly<Record<string, string>> = { 'vpc-1': '10.0.0.0/16', 'vpc-2': '10.9.0.0/16' };
const rangeOf = (vpcId: string): string => ranges[vpcId] ?? '10.0.0.0/16';

const tables = (vpcId: string) =>
  fc
    .tuple(fc.array(route, { maxLength: 4 }), fc.array(route, { maxLength: 2 }), flag)
    .map(([main, own, explicit]) => [
      aRouteTable({ id: `rtb-main-${vpcId}`, vpcId, routes: [aRoute(rangeOf(vpcId)), ...main] }),
      ...(explicit
        ? [
            aRouteTable({
              id: `rtb-own-${vpcId}`,
              vpcId,
              main: false,
              subnetIds: [vpcId === 'vpc-1' ? 'subnet-2' : 'subnet-9'],
              routes: [aRoute(rangeOf(vpcId)), ...own],
            }),
          ]
        : []),
    ]);

const subnets = (vpcId: string) =>
  fc.constant(
    vpcId === 'vpc-1'
      ? [
          aSubnet({ cidrs: ['10.0.0.0/24', '2001:db8:1::/64'] }),
          aSubnet({ id: 'subnet-2', zone: 'eu-west-1b', cidrs: ['10.0.1.0/24', '2001:db8:1:1::/64'] }),
        ]
      : [aSubnet({ id: 'subnet-9', vpcId, cidrs: ['10.9.9.0/24'] })],
  );

const vpc = (id: string) =>
  fc
    .record({
      dnsSupport: told(flag, 'ec2:DescribeVpcAttribute'),
      dnsHostnames: told(flag, 'ec2:DescribeVpcAttribute'),
    })
    .map((dns) => aVpc({ id, cidrs: [rangeOf(id)], ...dns }));

const peerings = fc
  .record({
    status: fc.constantFrom('active', 'active', 'pending-acceptance'),
    resolvesForPeer: flagOrNull,
    region: fc.constantFrom(REGION, REGION, 'us-east-1'),
  })
  .map(({ status, ...over }) => [aPeering({ status, accepter: { ...aPeering().accepter, ...over } })]);

const natGateways = fc
  .record({
    state: fc.constantFrom('available', 'available', 'failed'),
    connectivity: fc.constantFrom('public', 'public', 'private', null),
    subnetId: fc.constantFrom('subnet-2', 'subnet-2', null),
  })
  .chain((over) => some(aNatGateway(over)));

const vpcEndpoints = some(
  aVpcEndpoint(),
  aVpcEndpoint({
    id: 'vpc-endpoint-2',
    type: 'Interface',
    serviceName: `com.amazonaws.${REGION}.secretsmanager`,
    subnetIds: ['subnet-1'],
    groupIds: ['sg-3'],
    routeTableIds: [],
    privateDns: true,
  }),
);

const attachments = fc
  .record({
    securityGroupReferencing: flagOrNull,
    subnetIds: fc.constantFrom(['subnet-1'], ['subnet-2'], null),
  })
  .chain((over) =>
    some(
      anAttachment(over),
      anAttachment({
        id: 'attachment-2',
        resourceId: 'vpc-2',
        subnetIds: ['subnet-9'],
        routeTableId: 'tgw-rtb-1',
      }),
    ),
  );

const transitRoutes = fc
  .record({
    attachmentIds: fc.constantFrom(['attachment-1'], ['attachment-2'], []),
    state: fc.constantFrom('active', 'active', 'blackhole'),
  })
  .chain((over) => some({ destination: '10.9.0.0/16', ...over }, { destination: '0.0.0.0/0', ...over }));

const listing = <T>(items: fc.Arbitrary<readonly T[]>, call: string): fc.Arbitrary<Listing<T>> =>
  fc.oneof(
    { weight: 8, arbitrary: items.map((all): Listing<T> => complete(all)) },
    { weight: 1, arbitrary: items.map((all): Listing<T> => cutShort(all, denied(call))) },
  );

/** Databases near and far, by a name and by an address that random endpoints may have. */
const instances: fc.Arbitrary<readonly Database[]> = fc
  .record({
    publiclyAccessible: flagOrNull,
    groupIds: fc.constantFrom(['sg-2'], ['sg-2', 'sg-3'], []),
    place: fc.constantFrom(
      { vpcId: 'vpc-1', subnetIds: ['subnet-2'] },
      { vpcId: 'vpc-2', subnetIds: ['subnet-9'] },
    ),
  })
  .chain(({ place, ...over }) => some(aDatabase({ ...over, ...place })));

const interfaces: fc.Arbitrary<readonly Database[]> = some(
  aDatabase({
    type: 'AWS::EC2::NetworkInterface',
    id: 'eni-9',
    arn: null,
    names: [],
    vpcId: 'vpc-2',
    subnetIds: ['subnet-9'],
    privateAddresses: ['10.9.9.9'],
  }),
);

const noDatabases = Object.fromEntries(databaseTypes.map((type) => [type, complete([])]));

const connection: fc.Arbitrary<Connection> = fc.record({
  endpointArn: fc
    .constantFrom(0, 1, 2)
    .map((index) => `arn:aws:dms:${REGION}:${ACCOUNT}:endpoint:ENDPOINT1${index}`),
  instanceArn: fc
    .constantFrom(0, 1, 2)
    .map((index) => `arn:aws:dms:${REGION}:${ACCOUNT}:rep:INSTANCE1${index}`),
  status: fc.constantFrom('successful', 'failed', 'testing', null),
  lastFailure: fc.constantFrom(null, 'timed-out', 'other'),
});

const vpcIds = ['vpc-1', 'vpc-2'];

export const randomPlan: fc.Arbitrary<RandomPlan> = fc.record(
  {
    vpcs: answers(vpcIds, vpc, 'ec2:DescribeVpcs'),
    subnets: answers(vpcIds, subnets, 'ec2:DescribeSubnets'),
    routeTables: answers(vpcIds, tables, 'ec2:DescribeRouteTables'),
    natGateways: answers(['vpc-1'], () => natGateways, 'ec2:DescribeNatGateways'),
    peerings: answers(['vpc-1'], () => peerings, 'ec2:DescribeVpcPeeringConnections'),
    vpcEndpoints: answers(['vpc-1'], () => vpcEndpoints, 'ec2:DescribeVpcEndpoints'),
    transitGateways: answers(
      ['transit-gateway-1'],
      () => fc.record({ dnsSupport: flagOrNull, securityGroupReferencing: flagOrNull }).map(aTransitGateway),
      'ec2:DescribeTransitGateways',
    ),
    transitGatewayAttachments: answers(
      ['transit-gateway-1'],
      () => attachments,
      'ec2:DescribeTransitGatewayAttachments',
    ),
    transitGatewayRoutes: answers(['tgw-rtb-1'], () => transitRoutes, 'ec2:SearchTransitGatewayRoutes'),
    natHosts: answers(
      ['network-interface-1'],
      () => fc.record({ sourceDestCheck: flagOrNull }).map(aNatHost),
      'ec2:DescribeNetworkInterfaces',
    ),
    databases: fc
      .record(
        {
          'AWS::RDS::DBInstance': listing(instances, 'rds:DescribeDBInstances'),
          'AWS::EC2::NetworkInterface': listing(interfaces, 'ec2:DescribeNetworkInterfaces'),
        },
        { noNullPrototype: true },
      )
      .map((found) => ({ ...noDatabases, ...found })),
    resolvedNames: answers(
      ['db.internal', 'far.abc.eu-west-1.rds.amazonaws.com'],
      () => some('10.9.9.9', '52.9.9.9'),
      'dns:Query',
    ),
    connections: listing(fc.array(connection, { maxLength: 2 }), 'dms:DescribeConnections'),
    assessmentBuckets: listing(
      some(anAssessmentBucket({ taskArn: null })),
      'dms:DescribeReplicationTaskAssessmentRuns',
    ),
    secrets: fc.constant({}),
  },
  { noNullPrototype: true },
);
