import type { NatGateway } from '../../model/vpc.ts';
import { natAnswers } from './acl.ts';
import { aclIn, answersOut } from './acl-gates.ts';
import { everyIpv4, noAddress } from './address-set.ts';
import { fewAddresses } from './address-text.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';
import { fixedGate } from './gate.ts';
import type { SubnetPlace } from './network.ts';
import type { Outcome } from './path.ts';
import { answersRouted } from './route-hops.ts';
import { addressesFor, atHome, familyOf, type Hops, holdNot, placeOf, type Sender } from './sender.ts';
import { within, without } from './traffic.ts';
import { behind, deadEnd, fixedHop, lost, named, type Travelling, translated, type Way } from './ways.ts';

/**
 * A NAT gateway stands in a subnet of its own, with that subnet's ACL and table; it has no groups, and what it
 * sends comes from its own address. (VPC User Guide, *NAT gateways*)
 */
export function overNatGateway(id: string, { sender, traffic: all, walk }: Travelling): readonly Way[] {
  const hop = (outcome: Outcome, rule: string, doubts: readonly Doubt[] = []) =>
    fixedHop(sender, 'nat-gateway', { id, outcome, rule, doubts });
  const traffic = within(all, everyIpv4);
  const ipv6 = deadEnd(without(all, everyIpv4), hop('stopped', 'it translates no IPv6'), 'NAT gateway');
  if (traffic.length === 0) return ipv6;
  const unclear = (doubt: Doubt) => [...ipv6, ...lost(traffic, hop('unknown', id, [doubt]), walk)];
  const gateways = walk.network.facts.natGatewaysOf(sender.subnet.vpcId);
  if (!gateways.known) return unclear(notAnswered(gateways.unread));
  const gateway = gateways.value.find((each) => each.id === id);
  const { subnetId = null, state = null } = gateway ?? {};
  if (gateway === undefined || subnetId === null)
    return unclear(open(`EC2 does not report where ${id} is`, `an answer that holds ${id}`));
  if (state !== null && state !== 'available')
    return [...ipv6, ...deadEnd(traffic, hop('stopped', `it is ${state}`), 'NAT gateway')];
  const subnets = walk.network.subnets(sender.subnet.vpcId);
  if (!subnets.known) {
    const gate = hop('unknown', `the subnet of ${id}`, subnets.doubts);
    return [...ipv6, ...lost(traffic, gate, walk)];
  }
  const subnet = subnets.value.find((each) => each.id === subnetId);
  if (subnet === undefined) return unclear(open(`EC2 knows no subnet ${subnetId}`, `the subnet of ${id}`));
  const ways = translate(gateway, subnet, { sender, traffic, walk });
  return [...ipv6, ...named(translated(ways), 'NAT gateway', ['one VPC', 'several VPCs', 'internet'])];
}

function translate(gateway: NatGateway, subnet: SubnetPlace, { sender, traffic, walk }: Travelling) {
  const own = familyOf(addressesFor(gateway.privateAddresses), false);
  const publics = familyOf(addressesFor(gateway.publicAddresses), false);
  const after: Sender = {
    ...{ name: gateway.id, subnet, groups: [], references: holdNot, ports: natAnswers, link: atHome },
    addresses: own.length > 0 ? own : familyOf(subnet.addresses ?? noAddress, false),
    publicAddresses:
      gateway.connectivity === 'private'
        ? noAddress
        : gateway.connectivity === null
          ? publicOr(publics)
          : publics,
  };
  const place = placeOf(sender, 'nat-gateway', [gateway.id], {
    subnet,
    leavesAs: fewAddresses(after.addresses),
  });
  const gate =
    gateway.state === null
      ? fixedGate(place, 'unknown', 'its state is not known', {
          doubts: [open(`EC2 does not report the state of ${gateway.id}`, 'its state')],
        })
      : fixedGate(place, 'allowed', `as ${String(fewAddresses(after.addresses))}`);
  const { there, back } = entering(subnet, { sender, traffic, walk });
  return behind({ there: [...there, gate], back }, walk.onward(after, traffic, walk));
}

const publicOr = <T>(publics: readonly T[]): readonly T[] | null => (publics.length > 0 ? publics : null);

/** Into the subnet of something that packets are sent through, and its answers back out of it. */
export function entering(subnet: SubnetPlace, { sender, walk }: Travelling): Hops {
  const { network } = walk;
  if (subnet.id === sender.subnet.id) return { there: [], back: [] };
  return {
    there: [aclIn(subnet, sender, network)],
    back: [answersOut(subnet, sender, network), answersRouted(subnet, sender, network)],
  };
}
