import type { Route } from '../../model/vpc.ts';
import { aclOut, answersIn } from './acl-gates.ts';
import { arriveIn } from './arrival.ts';
import { open } from './doubt.ts';
import { overEndpoint } from './endpoint-way.ts';
import { overEgressOnly, overInternet } from './internet-way.ts';
import { overNatHost } from './nat-host-way.ts';
import { overNatGateway } from './nat-way.ts';
import { overPeering } from './peering-way.ts';
import { noRouteGate, routeGate, targetText } from './route-hops.ts';
import { partsOf, type Routing } from './routes.ts';
import type { Hops, Sender } from './sender.ts';
import { addressesIn, isNone, minus, type Traffic, within } from './traffic.ts';
import { overTransitGateway } from './transit-way.ts';
import { behind, deadEnd, fixedHop, lost, outOfSight, type Travelling, type Walk, type Way } from './ways.ts';

/** All ways of some traffic from the subnet where it is: inside it directly, else by its ACL and its table. */
export function waysFrom(sender: Sender, traffic: Traffic, walk: Walk): readonly Way[] {
  const { subnet } = sender;
  if (walk.left.includes(subnet.id)) {
    const circle = { id: subnet.id, outcome: 'stopped', rule: 'routes lead in a circle' } as const;
    return deadEnd(traffic, fixedHop(sender, 'vpc', circle), null);
  }
  const on: Walk = { ...walk, left: [...walk.left, subnet.id] };
  if (subnet.addresses === null) {
    const rule =
      subnet.id === '' ? `where ${sender.name} is is not known` : `the range of ${subnet.id} is not known`;
    const gate = fixedHop(sender, 'vpc', {
      ...{ id: subnet.vpcId === '' ? null : subnet.vpcId, outcome: 'unknown', rule, doubts: subnet.doubts },
    });
    // Inside the subnet its ACL is not asked; beyond it it is.
    return [...lost(traffic, gate, walk), ...behind(ownAcl(sender, walk), lost(traffic, gate, walk))];
  }
  const inside = within(traffic, subnet.addresses);
  const outside = isNone(inside) ? traffic : minus(traffic, inside);
  return [
    ...(isNone(inside)
      ? []
      : arriveIn(subnet.vpcId, { sender, traffic: inside, configuration: 'one VPC' }, on)),
    ...(isNone(outside) ? [] : routed(sender, outside, on)),
  ];
}

/** The network ACL of the subnet, as packets leave it and as the answers to them come back. */
const ownAcl = (sender: Sender, { network }: Walk): Hops => ({
  there: [aclOut(sender.subnet, sender, network)],
  back: [answersIn(sender.subnet, sender, network)],
});

function routed(sender: Sender, traffic: Traffic, walk: Walk): readonly Way[] {
  const { subnet } = sender;
  const hops = ownAcl(sender, walk);
  const routing = walk.network.routing(subnet);
  if (!routing.known) {
    const rule = `the route table of ${subnet.id}`;
    const gate = fixedHop(sender, 'route-table', {
      ...{ id: null, outcome: 'unknown', rule, doubts: routing.doubts },
    });
    // Where a transit gateway is attached inside the subnet, its ACL is not asked about answers; else it is.
    const ways = lost(traffic, gate, walk);
    return [...behind(hops, ways), ...behind({ there: hops.there }, ways)];
  }
  const { value: table } = routing;
  return partsOf(addressesIn(traffic), table).flatMap(({ addresses, routes, orNone }) => {
    const part = within(traffic, addresses);
    return [
      ...routes
        .flatMap((route) => along(route, table, { sender, traffic: part, walk }))
        .map(({ asked, way }) => behind(asked ? hops : { there: hops.there }, [way])[0] ?? way),
      ...behind(hops, orNone ? deadEnd(part, noRouteGate(sender, table, part), null) : []),
    ];
  });
}

interface Along {
  readonly way: Way;
  /** Whether the ACL of the subnet is asked about the answers. */
  readonly asked: boolean;
}

function along(route: Route, routing: Routing, travelling: Travelling): readonly Along[] {
  const gate = routeGate(travelling.sender, routing, route);
  if (route.state === 'blackhole') {
    return deadEnd(travelling.traffic, gate, null).map((way) => ({ way, asked: true }));
  }
  // What is kept out holds for nothing, and packets take the next best route.
  if (route.state === 'filtered') {
    const ways = lost(travelling.traffic, gate, travelling.walk);
    return [true, false].flatMap((asked) => ways.map((way) => ({ way, asked })));
  }
  const { ways, answersUnasked } = over(route, travelling);
  return behind({ there: [gate] }, ways).map((way) => ({ way, asked: !answersUnasked }));
}

function over(
  { target }: Route,
  travelling: Travelling,
): { readonly ways: readonly Way[]; readonly answersUnasked: boolean } {
  const plain = (ways: readonly Way[]) => ({ ways, answersUnasked: false });
  const { sender, traffic, walk } = travelling;
  switch (target.kind) {
    case 'local':
      return plain(arriveIn(sender.subnet.vpcId, { sender, traffic, configuration: 'one VPC' }, walk));
    case 'peering':
      return plain(overPeering(target.id, travelling));
    case 'transit-gateway':
      return overTransitGateway(target.id, travelling);
    case 'nat-gateway':
      return plain(overNatGateway(target.id, travelling));
    case 'network-interface':
      return plain(overNatHost(target.id, travelling));
    case 'internet-gateway':
      return plain(overInternet(target.id, travelling));
    case 'egress-only-internet-gateway':
      return plain(overEgressOnly(target.id, travelling));
    case 'vpc-endpoint':
      return plain(overEndpoint(target.id, travelling));
    case 'virtual-private-gateway': {
      const hop = { id: target.id, outcome: 'allowed', rule: 'to the other network' } as const;
      const configuration = 'VPN or Direct Connect';
      return plain(outOfSight(travelling, fixedHop(sender, target.kind, hop), { configuration }));
    }
    case 'carrier-gateway':
    case 'local-gateway':
    case 'core-network':
    case 'other': {
      const rule = `what ${targetText(target)} leads to is not read`;
      const gate = fixedHop(sender, 'other-gateway', {
        ...{
          id: target.id,
          outcome: 'unknown',
          rule,
          doubts: [open(rule, 'another way for this connection')],
        },
      });
      return plain(lost(traffic, gate, walk));
    }
  }
}
