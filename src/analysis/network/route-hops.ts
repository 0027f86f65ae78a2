import type { Route, RouteTarget } from '../../model/vpc.ts';
import { oncePer } from '../once.ts';
import type { AddressSet } from './address-set.ts';
import { cidrsOf } from './address-text.ts';
import { open } from './doubt.ts';
import { fixedGate, type Gate } from './gate.ts';
import type { Network, SubnetPlace } from './network.ts';
import type { Opening, Outcome } from './path.ts';
import { partsOf, type Routing } from './routes.ts';
import { placeOf, type Sender } from './sender.ts';
import { addressesIn, type Traffic } from './traffic.ts';

export const targetText = (target: RouteTarget): string => (target.kind === 'local' ? 'local' : target.id);

const routeText = oncePer(({ destination, target }: Route) => `${destination} → ${targetText(target)}`);

/** What a table says of some traffic: the route, with what is known of its target. */
export function routeGate(sender: Sender, { table, doubts }: Routing, route: Route): Gate {
  const text = routeText(route);
  const place = placeOf(sender, 'route-table', [table.id]);
  if (route.state === 'blackhole') return fixedGate(place, 'stopped', `${text} is a blackhole`);
  if (!isActive(route)) {
    const doubt =
      route.state === 'filtered'
        ? open(`EC2 reports ${text} as filtered, and what holds in its place is not known`, 'an active route')
        : open(`EC2 does not report whether ${text} is active`, 'the state of the route');
    return fixedGate(place, 'unknown', text, { doubts: [...doubts, doubt] });
  }
  return fixedGate(place, 'allowed', text);
}

/** A local route is so always. */
const isActive = ({ state, target }: Route): boolean => state === 'active' || target.kind === 'local';

export const noRouteGate = (sender: Sender, { table }: Routing, traffic: Traffic): Gate =>
  fixedGate(placeOf(sender, 'route-table', [table.id]), 'stopped', 'no route', {
    opens: routesTo(table.id, addressesIn(traffic), null),
  });

const enoughBlocks = 8;

export function routesTo(
  routeTable: string,
  addresses: AddressSet,
  target: string | null,
): readonly Opening[] | null {
  const cidrs = cidrsOf(addresses, enoughBlocks);
  return cidrs === null ? null : [{ add: 'route', routeTable, cidrs, target }];
}

/**
 * Whether answers leave a subnet by the link that the packets came by. By another one they may or may not get
 * through; by one to the internet those for a private address surely do not.
 */
export function answersRouted(subnet: SubnetPlace, sender: Sender, network: Network): Gate {
  const { link, addresses } = sender;
  const routing = network.routing(subnet);
  const at = (ids: readonly string[]) => placeOf(sender, 'route-table', ids, { subnet, way: 'back' });
  if (!routing.known)
    return fixedGate(at([]), 'unknown', `the route table of ${subnet.id}`, { doubts: routing.doubts });
  const { table, doubts } = routing.value;
  const found = partsOf(addresses, routing.value).flatMap(({ addresses: part, routes, orNone }) => [
    ...routes.map((route) => ({ outcome: leadsBack(route, sender), rule: routeText(route) })),
    ...(orNone
      ? [{ outcome: 'stopped' as Outcome, rule: `no route back to ${String(cidrsOf(part, 4))}` }]
      : []),
  ]);
  const [first] = found;
  const agreed = found.every(({ outcome }) => outcome === first?.outcome);
  const outcome = first !== undefined && agreed ? first.outcome : 'unknown';
  const rule = [...new Set(found.map((each) => each.rule))].join(' or ');
  if (outcome === 'allowed') return fixedGate(at([table.id]), outcome, rule);
  const doubt = open(
    `${table.id} does not surely send answers back by ${link.id} (${rule})`,
    `a route in ${table.id} to the instance by ${link.id}`,
  );
  return fixedGate(at([table.id]), outcome, rule, {
    doubts: [...doubts, doubt],
    opens: link.kind === 'local' ? null : routesTo(table.id, addresses, link.id),
  });
}

function leadsBack(route: Route, { link }: Sender): Outcome {
  const { target, state } = route;
  if (state === 'blackhole') return 'stopped';
  if (state === 'filtered') return 'unknown';
  if (target.kind === link.kind) {
    const isSame = target.kind === 'local' || link.kind === 'internet-gateway' || target.id === link.id;
    return isSame && isActive(route) ? 'allowed' : 'unknown';
  }
  // A host that passed packets on has the answers sent to itself, or to whom it passed them on for.
  if (target.kind === 'network-interface' && link.kind === 'local' && target.id === link.id)
    return isActive(route) ? 'allowed' : 'unknown';
  switch (target.kind) {
    case 'internet-gateway':
    case 'egress-only-internet-gateway':
    case 'nat-gateway':
    case 'local':
      return 'stopped';
    case 'virtual-private-gateway':
    case 'transit-gateway':
    case 'peering':
    case 'network-interface':
    case 'vpc-endpoint':
    case 'carrier-gateway':
    case 'local-gateway':
    case 'core-network':
    case 'other':
      return 'unknown';
  }
}
