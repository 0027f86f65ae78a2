import { known, type Lookup, notCollected, unread } from '../../model/lookup.ts';
import type { NetworkAcl, PrefixList, SecurityGroup } from '../../model/network.ts';
import type { NetworkFacts } from '../../model/network-view.ts';
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
} from '../../model/vpc.ts';

/**
 * A network as lists of what was read of it. A list holds everything of its kind, an empty one says that there is
 * nothing; of what is left out nothing is known, and what hangs on it stays unknown.
 */
export interface NetworkLists {
  readonly vpcs?: readonly Vpc[];
  readonly subnets?: readonly Subnet[];
  readonly routeTables?: readonly RouteTable[];
  readonly natGateways?: readonly NatGateway[];
  readonly peerings?: readonly Peering[];
  readonly vpcEndpoints?: readonly VpcEndpoint[];
  readonly transitGateways?: readonly TransitGateway[];
  readonly transitGatewayAttachments?: readonly TransitGatewayAttachment[];
  /** By the route table of a transit gateway. */
  readonly transitGatewayRoutes?: Readonly<Record<string, readonly TransitGatewayRoute[]>>;
  /** Network interfaces that routes lead to. */
  readonly natHosts?: readonly NatHost[];
  readonly securityGroups?: readonly SecurityGroup[];
  readonly networkAcls?: readonly NetworkAcl[];
  readonly prefixLists?: readonly PrefixList[];
}

/** The facts that paths are decided from, out of lists. */
export function readNetwork(lists: NetworkLists): NetworkFacts {
  const { transitGatewayRoutes: routes } = lists;
  return {
    vpc: one(lists.vpcs, 'ec2:DescribeVpcs'),
    subnetsOf: inVpc(lists.subnets, 'ec2:DescribeSubnets'),
    routeTablesOf: inVpc(lists.routeTables, 'ec2:DescribeRouteTables'),
    natGatewaysOf: inVpc(lists.natGateways, 'ec2:DescribeNatGateways'),
    peeringsOf: several(
      lists.peerings,
      ({ requester, accepter }, id) => requester.vpcId === id || accepter.vpcId === id,
      'ec2:DescribeVpcPeeringConnections',
    ),
    vpcEndpointsOf: inVpc(lists.vpcEndpoints, 'ec2:DescribeVpcEndpoints'),
    transitGateway: one(lists.transitGateways, 'ec2:DescribeTransitGateways'),
    attachmentsOf: several(
      lists.transitGatewayAttachments,
      ({ transitGatewayId }, id) => transitGatewayId === id,
      'ec2:DescribeTransitGatewayAttachments',
    ),
    transitRoutesOf: answering(
      (id) => (routes !== undefined && Object.hasOwn(routes, id) ? routes[id] : undefined),
      'ec2:SearchTransitGatewayRoutes',
    ),
    natHost: one(lists.natHosts, 'ec2:DescribeNetworkInterfaces'),
    securityGroup: one(lists.securityGroups, 'ec2:DescribeSecurityGroups'),
    networkAcl: answering(
      (id) =>
        lists.networkAcls === undefined
          ? undefined
          : (lists.networkAcls.find(({ subnetIds }) => subnetIds.includes(id)) ?? null),
      'ec2:DescribeNetworkAcls',
    ),
    prefixList: one(lists.prefixLists, 'ec2:GetManagedPrefixListEntries'),
  };
}

type Ask<T> = (id: string) => Lookup<T>;

/** What was found for an id; nothing at all where it was not read. The same answer each time. */
function answering<T>(find: (id: string) => T | undefined, call: string): Ask<T> {
  const given = new Map<string, Lookup<T>>();
  return (id) => {
    const before = given.get(id);
    if (before !== undefined) return before;
    const found = find(id);
    const answer = found === undefined ? unread(notCollected(call, id)) : known(found);
    given.set(id, answer);
    return answer;
  };
}

const one = <T extends { readonly id: string }>(
  items: readonly T[] | undefined,
  call: string,
): Ask<T | null> =>
  answering((id) => (items === undefined ? undefined : (items.find((item) => item.id === id) ?? null)), call);

const several = <T>(
  items: readonly T[] | undefined,
  isOf: (item: T, id: string) => boolean,
  call: string,
): Ask<readonly T[]> => answering((id) => items?.filter((item) => isOf(item, id)), call);

const inVpc = <T extends { readonly vpcId: string | null }>(
  items: readonly T[] | undefined,
  call: string,
): Ask<readonly T[]> => several(items, ({ vpcId }, id) => vpcId === id, call);
