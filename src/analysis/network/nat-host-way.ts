import type { NatHost, Route } from '../../model/vpc.ts';
import { difference, everyAddress, union } from './address-set.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';
import { fixedGate, type Gate } from './gate.ts';
import { groupGate } from './group-gates.ts';
import { internetIpv4, internetIpv6 } from './internet.ts';
import { entering } from './nat-way.ts';
import type { SubnetPlace } from './network.ts';
import { partsOf } from './routes.ts';
import { addressesFor, familyOf, holdNot, placeOf, type Sender } from './sender.ts';
import { addressesIn, isNone, minus, noTraffic, plus, type Traffic, within } from './traffic.ts';
import { behind, fixedHop, lost, named, outOfSight, type Travelling, translated, type Way } from './ways.ts';

const notPublic = difference(everyAddress, union(internetIpv4, internetIpv6));

/**
 * Through an EC2 instance that forwards, with groups of its own. Whether it translates addresses is its own
 * business, so that either source may arrive; what its subnet has no private way for, it takes to another network
 * itself. (VPC User Guide, *NAT instances*; DMS User Guide, *Configuration for a network to a VPC using AWS Direct
 * Connect or a VPN*)
 */
export function overNatHost(id: string, { sender, traffic, walk }: Travelling): readonly Way[] {
  const unknown = (rule: string, doubt: Doubt) =>
    fixedHop(sender, 'nat-host', { id, outcome: 'unknown', rule, doubts: [doubt] });
  const answer = walk.network.facts.natHost(id);
  if (!answer.known) return lost(traffic, unknown(id, notAnswered(answer.unread)), walk);
  const { value: host } = answer;
  const subnets = walk.network.subnets(sender.subnet.vpcId);
  const subnet = subnets.known ? subnets.value.find((each) => each.id === host?.subnetId) : undefined;
  if (host === null || subnet === undefined) {
    const rule = `where ${id} is is not known`;
    return lost(traffic, unknown(rule, open(rule, `${id} and its subnet`)), walk);
  }
  const { there, back } = entering(subnet, { sender, traffic, walk });
  const gates = [
    ...there,
    groupsInto(host, subnet, { sender, traffic, walk }),
    hostGate(host, subnet, sender),
  ];
  return behind({ there: gates, back }, beyond(host, subnet, { sender, traffic, walk }));
}

function groupsInto(host: NatHost, subnet: SubnetPlace, { sender, walk }: Travelling): Gate {
  const { id, groupIds } = host;
  return groupGate(
    placeOf(sender, 'security-groups', groupIds, { subnet, direction: 'in' }),
    {
      ...{ ids: groupIds, direction: 'ingress', from: sender.addresses, groups: sender.groups },
      references: sender.references.ingress,
      doubts: [open(`the groups of ${id} are not known`, `the groups of ${id}`)],
    },
    walk.network,
  );
}

function hostGate(
  { id, instanceId, status, sourceDestCheck }: NatHost,
  subnet: SubnetPlace,
  sender: Sender,
): Gate {
  const name = instanceId ?? id;
  const place = placeOf(sender, 'nat-host', [name], { subnet });
  if (sourceDestCheck === true) {
    return fixedGate(place, 'stopped', 'its source/destination check is on, so it forwards nothing', {
      opens: [{ turnOff: 'source/destination check', networkInterface: id }],
    });
  }
  // EC2 calls an interface that is attached to nothing available (EC2 API, NetworkInterface).
  if (status === 'available') return fixedGate(place, 'stopped', 'it is attached to nothing');
  if (status !== null && status !== 'in-use') return fixedGate(place, 'stopped', `it is ${status}`);
  if (instanceId === null || status === null || sourceDestCheck === null) {
    const rule = `what ${name} does with it is not known`;
    const settledBy = 'its instance, its status and its source/destination check';
    return fixedGate(place, 'unknown', rule, { doubts: [open(rule, settledBy)] });
  }
  return fixedGate(place, 'allowed', 'it forwards: its source/destination check is off');
}

/** From the host on: by the table of its subnet, or by a tunnel of its own. */
function beyond(nic: NatHost, subnet: SubnetPlace, { sender, traffic, walk }: Travelling): readonly Way[] {
  const own = addressesFor([...nic.privateAddresses, ...nic.ipv6Addresses]);
  const after: Sender = {
    ...{ name: nic.id, subnet, groups: [], references: holdNot },
    link: { kind: 'local', id: nic.id },
    addresses: union(sender.addresses, own),
    publicAddresses: familyOf(addressesFor(nic.publicAddresses), false),
    ports: sender.ports,
  };
  const { surely, perhaps } = ownNetwork(nic.id, { sender: after, traffic, walk });
  const tunnel = outOfSight(
    { sender: after, traffic: plus(surely, perhaps), walk },
    fixedGate(placeOf(after, 'nat-host', [nic.id]), 'allowed', 'no private route: by a tunnel of its own'),
    { configuration: 'VPN or Direct Connect' },
  );
  const forwarded = minus(traffic, surely);
  if (isNone(forwarded)) return translated(tunnel);
  const out = groupGate(
    placeOf(after, 'security-groups', nic.groupIds, { direction: 'out' }),
    {
      ...{ ids: nic.groupIds, direction: 'egress', from: null, groups: [], references: false },
      doubts: [open(`the groups of ${nic.id} are not known`, `the groups of ${nic.id}`)],
    },
    walk.network,
  );
  const on = behind({ there: [out] }, walk.onward(after, forwarded, walk));
  return translated([...tunnel, ...named(on, 'NAT gateway', ['internet'])]);
}

interface Tunnelled {
  readonly surely: Traffic;
  /** Where a table or a prefix list was not read. */
  readonly perhaps: Traffic;
}

/** Private addresses for which the host's subnet knows only the internet, the host itself, or nothing. */
function ownNetwork(nicId: string, { sender, traffic, walk }: Travelling): Tunnelled {
  const routing = walk.network.routing(sender.subnet);
  const privately = within(traffic, notPublic);
  if (!routing.known) return { surely: noTraffic, perhaps: privately };
  const isNoWay = ({ target }: Route): boolean =>
    target.kind === 'internet-gateway' ||
    target.kind === 'nat-gateway' ||
    (target.kind === 'network-interface' && target.id === nicId);
  const parts = partsOf(addressesIn(privately), routing.value);
  const those = (chosen: typeof parts): Traffic =>
    plus(...chosen.map(({ addresses }) => within(privately, addresses)));
  const mayBe = parts.filter(({ routes, orNone }) => orNone || routes.some(isNoWay));
  return {
    surely: those(parts.filter(({ routes }) => routes.every(isNoWay))),
    perhaps: those(mayBe.filter(({ routes }) => !routes.every(isNoWay))),
  };
}
