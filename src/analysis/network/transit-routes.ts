import type { NetworkFacts } from '../../model/network-view.ts';
import type { TransitGatewayAttachment, TransitGatewayRoute } from '../../model/vpc.ts';
import { once } from '../once.ts';
import { everyAddress } from './address-set.ts';
import { notAnswered, open } from './doubt.ts';
import { fixedGate, type Gate } from './gate.ts';
import type { Known } from './network.ts';
import type { Outcome } from './path.ts';
import { type Partition, partition, partsOf } from './routes.ts';
import { placeOf, type Sender } from './sender.ts';

const routings = new WeakMap<readonly TransitGatewayRoute[], Partition<TransitGatewayRoute>>();

/** A transit gateway route table as a partition. (VPC Transit Gateways, *Route evaluation order*) */
export function transitRouting(
  facts: NetworkFacts,
  routeTableId: string,
): Known<Partition<TransitGatewayRoute>> {
  const lookup = facts.transitRoutesOf(routeTableId);
  if (!lookup.known) return { known: false, doubts: [notAnswered(lookup.unread)] };
  const order = {
    rankOf: ({ destination }: TransitGatewayRoute) => Number(destination.startsWith('pl-')),
    sameTarget: (one: TransitGatewayRoute, other: TransitGatewayRoute) => one === other,
    within: () => everyAddress,
  };
  return { known: true, value: once(routings, lookup.value, () => partition(lookup.value, facts, order)) };
}

/** Whether the table of the attachment that answers come in by leads to the one that the packets left. */
export function routesBack(
  sender: Sender,
  { from, to }: { readonly from: TransitGatewayAttachment; readonly to: TransitGatewayAttachment },
  facts: NetworkFacts,
): Gate {
  const table = from.routeTableId;
  const place = placeOf(sender, 'transit-gateway-route-table', table === null ? [] : [table], {
    ...{ way: 'back', subnet: null, vpc: null },
  });
  if (table === null) {
    const doubts = [
      open(`EC2 does not report the route table of ${from.id}`, `the route table of ${from.id}`),
    ];
    return fixedGate(place, 'unknown', `the route table of ${from.id}`, { doubts });
  }
  const routing = transitRouting(facts, table);
  if (!routing.known) return fixedGate(place, 'unknown', table, { doubts: routing.doubts });
  const found = partsOf(sender.addresses, routing.value).flatMap(({ routes, orNone }) => [
    ...routes.map((route) => ({
      outcome: leadsTo(route, to.id),
      rule: `${route.destination} → ${route.attachmentIds.join(', ')}`,
    })),
    ...(orNone ? [{ outcome: 'stopped' as const, rule: 'no route back' }] : []),
  ]);
  const [first] = found;
  const agreed = first !== undefined && found.every(({ outcome }) => outcome === first.outcome);
  const rule = [...new Set(found.map((each) => each.rule))].join(' or ');
  return fixedGate(place, agreed ? first.outcome : 'unknown', rule, {
    doubts: [
      ...routing.value.doubts,
      open(`${table} does not surely send answers back to ${to.id} (${rule})`, `a route to ${to.id}`),
    ],
  });
}

/** Another attachment may lead on to the right one. */
function leadsTo({ state, attachmentIds }: TransitGatewayRoute, id: string): Outcome {
  if (state === 'blackhole') return 'stopped';
  return state === 'active' && attachmentIds.length === 1 && attachmentIds[0] === id ? 'allowed' : 'unknown';
}
