import { type Database, databaseTypes } from '../../model/databases.ts';
import { complete, known } from '../../model/lookup.ts';
import { networkNotCollected, type RegionFacts } from '../../model/snapshot.ts';
import type { Peering, Route, RouteTable, Subnet } from '../../model/vpc.ts';
import { account, vpcId } from './parts.ts';

const subnetIds = ['subnet-0f0000000000d115a', 'subnet-0f0000000000d115b'] as const;
export const publicSubnetId = 'subnet-0f0000000000d1150';
const natGatewayId = 'nat-0f00000000000d115';
const gatewayId = 'igw-0f00000000000d115';
/** The tunnel to the company's own data centre, which learns its routes. */
const tunnelId = 'vgw-0f00000000000d115';

const subnet = (id: string, zone: string, cidr: string): Subnet => ({
  ...{ id, vpcId, zone, zoneId: null },
  cidrs: [cidr],
});

const to = (destination: string, target: Route['target'], propagated = false): Route => ({
  destination,
  target,
  state: 'active',
  propagated,
});

const local = to('10.20.0.0/16', { kind: 'local' });

const table = (over: Pick<RouteTable, 'id' | 'main' | 'subnetIds' | 'routes'>): RouteTable => ({
  vpcId,
  ...over,
});

/** Private subnets behind a NAT gateway, with a tunnel to the data centre; one public subnet for the gateway. */
const routeTables: readonly RouteTable[] = [
  table({
    id: 'rtb-0f00000000000d115',
    main: true,
    subnetIds: [],
    routes: [
      local,
      to('10.0.0.0/12', { kind: 'virtual-private-gateway', id: tunnelId, instanceId: null }, true),
      to('0.0.0.0/0', { kind: 'nat-gateway', id: natGatewayId, instanceId: null }),
    ],
  }),
  table({
    id: 'rtb-0f00000000000d150',
    main: false,
    subnetIds: [publicSubnetId],
    routes: [local, to('0.0.0.0/0', { kind: 'internet-gateway', id: gatewayId, instanceId: null })],
  }),
];

/** A database in the private subnets; `over` says which. */
export const database = (
  over: Pick<Database, 'type' | 'id' | 'arn' | 'names' | 'groupIds'> & Partial<Database>,
): Database => ({
  vpcId,
  subnetIds,
  privateAddresses: [],
  publicAddresses: [],
  publiclyAccessible: false,
  status: 'available',
  ...over,
});

interface Told {
  readonly databases: readonly Database[];
  readonly connections: RegionFacts['connections']['items'];
  /** Another VPC, and the route there. */
  readonly peered?: { readonly peering: Peering; readonly route: Route };
}

/** The VPC of a Region, its databases, and what DMS tried. */
export const plan = (
  region: string,
  { databases, connections, peered }: Told,
): Omit<
  { readonly [K in keyof typeof networkNotCollected]: RegionFacts[K] },
  'networkInterfaces' | 'securityGroups' | 'networkAcls' | 'prefixLists'
> => ({
  ...networkNotCollected,
  vpcs: {
    [vpcId]: known({
      id: vpcId,
      account,
      cidrs: ['10.20.0.0/16'],
      dnsSupport: known(true),
      dnsHostnames: known(true),
    }),
  },
  subnets: {
    [vpcId]: known([
      subnet(subnetIds[0], `${region}a`, '10.20.0.0/20'),
      subnet(subnetIds[1], `${region}b`, '10.20.16.0/20'),
      subnet(publicSubnetId, `${region}a`, '10.20.64.0/20'),
    ]),
  },
  routeTables: {
    [vpcId]: known(
      routeTables.map((each) => ({
        ...each,
        routes: [...each.routes, ...(peered === undefined ? [] : [peered.route])],
      })),
    ),
  },
  natGateways: {
    [vpcId]: known([
      {
        id: natGatewayId,
        vpcId,
        subnetId: publicSubnetId,
        routeTableId: null,
        state: 'available',
        connectivity: 'public',
        publicAddresses: ['203.0.113.17'],
        privateAddresses: ['10.20.64.17'],
      },
    ]),
  },
  peerings: { [vpcId]: known(peered === undefined ? [] : [peered.peering]) },
  vpcEndpoints: { [vpcId]: known([]) },
  databases: Object.fromEntries(
    databaseTypes.map((type) => [type, complete(databases.filter((each) => each.type === type))]),
  ),
  connections: complete(connections),
  assessmentBuckets: complete([]),
  serverlessAssessments: complete([]),
});
