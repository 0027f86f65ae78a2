import { type Database, databaseTypes } from '../../src/model/databases.ts';
import { complete, known, type Lookup } from '../../src/model/lookup.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
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
} from '../../src/model/vpc.ts';
import { aRoute, aRouteTable, aSubnet, aVpc } from './vpc-builders.ts';

export interface Plan {
  readonly vpcs?: readonly Vpc[];
  readonly subnets?: readonly Subnet[];
  readonly routeTables?: readonly RouteTable[];
  readonly natGateways?: readonly NatGateway[];
  readonly peerings?: readonly Peering[];
  readonly vpcEndpoints?: readonly VpcEndpoint[];
  readonly transitGateways?: readonly TransitGateway[];
  readonly attachments?: readonly TransitGatewayAttachment[];
  /** By transit gateway route table. */
  readonly transitRoutes?: Readonly<Record<string, readonly TransitGatewayRoute[]>>;
  readonly natHosts?: readonly NatHost[];
  readonly databases?: readonly Database[];
}

const byId = <T extends { readonly id: string }>(items: readonly T[]): Record<string, Lookup<T>> =>
  Object.fromEntries(items.map((item) => [item.id, known(item)]));

/**
 * Where routes lead in a Region, all of it read: one VPC of two subnets (10.0.0.0/24 and 10.0.1.0/24) whose
 * table leads all other traffic to a virtual private gateway, unless it is told otherwise; nothing else is there.
 */
export function planOf({
  vpcs = [aVpc()],
  subnets = [aSubnet(), aSubnet({ id: 'subnet-2', zone: 'eu-west-1b', cidrs: ['10.0.1.0/24'] })],
  routeTables = [
    aRouteTable({ routes: [aRoute('10.0.0.0/16'), aRoute('0.0.0.0/0', 'virtual-private-gateway')] }),
  ],
  natGateways = [],
  peerings = [],
  vpcEndpoints = [],
  transitGateways = [],
  attachments = [],
  transitRoutes = {},
  natHosts = [],
  databases = [],
}: Plan = {}): Pick<
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
> {
  const perVpc = <T>(items: readonly T[], isIn: (item: T, vpcId: string) => boolean) =>
    Object.fromEntries(vpcs.map(({ id }) => [id, known(items.filter((item) => isIn(item, id)))]));
  const own = ({ vpcId }: { readonly vpcId: string | null }, id: string): boolean => vpcId === id;
  return {
    vpcs: byId(vpcs),
    subnets: perVpc(subnets, own),
    routeTables: perVpc(routeTables, own),
    natGateways: perVpc(natGateways, own),
    peerings: perVpc(
      peerings,
      ({ requester, accepter }, id) => requester.vpcId === id || accepter.vpcId === id,
    ),
    vpcEndpoints: perVpc(vpcEndpoints, own),
    transitGateways: byId(transitGateways),
    transitGatewayAttachments: Object.fromEntries(
      transitGateways.map(({ id }) => [
        id,
        known(attachments.filter(({ transitGatewayId }) => transitGatewayId === id)),
      ]),
    ),
    transitGatewayRoutes: Object.fromEntries(
      Object.entries(transitRoutes).map(([id, routes]) => [id, known(routes)]),
    ),
    natHosts: byId(natHosts),
    databases: Object.fromEntries(
      databaseTypes.map((type) => [type, complete(databases.filter((each) => each.type === type))]),
    ),
  };
}
