import { everyIpv6, isSubset, union } from './address-set.ts';
import { fewAddresses } from './address-text.ts';
import { arriveFromInternet } from './arrival.ts';
import { open } from './doubt.ts';
import { fixedGate } from './gate.ts';
import { internetIpv4, internetIpv6 } from './internet.ts';
import type { HopKind } from './path.ts';
import { routesTo } from './route-hops.ts';
import { placeOf, type Sender } from './sender.ts';
import { addressesIn, within, without } from './traffic.ts';
import { behind, deadEnd, fixedHop, lost, nobody, type Travelling, type Way } from './ways.ts';

const internet = union(internetIpv4, internetIpv6);

/** Only public addresses lead on from here, and only to public ones. (VPC User Guide, *Internet gateways*) */
export function overInternet(id: string, { sender, traffic, walk }: Travelling): readonly Way[] {
  const out = within(traffic, internet);
  const rule = 'the address is not one of the internet';
  const gate = fixedHop(sender, 'internet-gateway', { id, outcome: 'stopped', rule });
  return [
    ...deadEnd(without(traffic, internet), gate, 'internet'),
    ...(out.length === 0 ? [] : leave(id, 'internet-gateway', { sender, traffic: out, walk })),
  ];
}

/** IPv6 alone. (VPC User Guide, *Egress-only internet gateways*) */
export function overEgressOnly(id: string, { sender, traffic, walk }: Travelling): readonly Way[] {
  const out = within(traffic, internetIpv6);
  const rule = isSubset(addressesIn(traffic), everyIpv6)
    ? 'the address is not one of the internet'
    : 'it lets only IPv6 out';
  const gate = fixedHop(sender, 'egress-only-internet-gateway', { id, outcome: 'stopped', rule });
  return [
    ...deadEnd(without(traffic, internetIpv6), gate, 'internet'),
    ...(out.length === 0 ? [] : leave(id, 'egress-only-internet-gateway', { sender, traffic: out, walk })),
  ];
}

function leave(id: string, kind: HopKind, { sender, traffic, walk }: Travelling): readonly Way[] {
  const { publicAddresses: publics } = sender;
  if (publics === null) {
    const rule = `whether ${sender.name} has a public address is not known`;
    const doubts = [open(rule, `the public address of ${sender.name}`)];
    return lost(traffic, fixedHop(sender, kind, { id, outcome: 'unknown', rule, doubts }), walk);
  }
  if (publics.length === 0) {
    // The fix towards the internet is a NAT gateway: a public address would expose what has it.
    const routing = walk.network.routing(sender.subnet);
    const table = routing.known ? routing.value.table.id : null;
    const opens = table === null ? null : routesTo(table, addressesIn(traffic), 'nat-gateway');
    const rule = `${sender.name} has no public address`;
    return deadEnd(traffic, fixedHop(sender, kind, { id, outcome: 'stopped', rule, opens }), 'internet');
  }
  const leavesAs = fewAddresses(publics);
  const gate = fixedGate(placeOf(sender, kind, [id], { leavesAs }), 'allowed', `as ${String(leavesAs)}`);
  const outside: Sender = {
    ...sender,
    ...{ addresses: publics, groups: [], references: { ingress: false, egress: false } },
    link: { kind: 'internet-gateway', id: 'internet-gateway' },
  };
  const ways = arriveFromInternet({ sender: outside, traffic, configuration: 'internet' }, walk);
  return behind({ there: [gate] }, ways).map((way) => ({ ...way, meets: nobody }));
}
