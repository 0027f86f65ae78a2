import type { NetworkFacts } from '../../model/network-view.ts';
import type { Peering } from '../../model/vpc.ts';
import { oncePer } from '../once.ts';
import { fromCidrs } from './address-text.ts';
import { arriveIn } from './arrival.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';
import { elsewhere } from './elsewhere.ts';
import type { Outcome } from './path.ts';
import { type Sender, worseOf } from './sender.ts';
import { within, without } from './traffic.ts';
import { behind, deadEnd, fixedHop, lost, type Travelling, type Way } from './ways.ts';

/**
 * Over a peering to the other VPC, and no further than its own ranges. Groups can be named across it inside one
 * Region. (VPC Peering Guide, *Unsupported VPC peering configurations*, *Update your security groups*)
 */
export function overPeering(id: string, { sender, traffic, walk }: Travelling): readonly Way[] {
  const { facts } = walk.network;
  const hop = (outcome: Outcome, rule: string, doubts: readonly Doubt[] = []) =>
    fixedHop(sender, 'peering', { id, outcome, rule, doubts });
  const peerings = facts.peeringsOf(sender.subnet.vpcId);
  if (!peerings.known) return lost(traffic, hop('unknown', id, [notAnswered(peerings.unread)]), walk);
  const peering = peerings.value.find((each) => each.id === id);
  const far = peering === undefined ? null : farSideOf(peering, sender.subnet.vpcId);
  if (peering === undefined || far?.vpcId === undefined || far.vpcId === null) {
    const rule = `EC2 does not report the other side of ${id}`;
    return lost(traffic, hop('unknown', rule, [open(rule, `an answer that holds ${id}`)]), walk);
  }
  const { status } = peering;
  if (status !== null && status !== 'active')
    return deadEnd(traffic, hop('stopped', `it is ${status}`), 'several VPCs');
  const ranges = rangesOf(far.vpcId, far.cidrs, facts);
  if (!ranges.known) return lost(traffic, hop('unknown', id, ranges.doubts), walk);
  const inside = within(traffic, ranges.addresses);
  const gate =
    status === null
      ? hop('unknown', `to ${far.vpcId}`, [open(`EC2 does not report whether ${id} is active`, 'its status')])
      : hop('allowed', `to ${far.vpcId}`);
  const there = inside.length === 0 ? [] : arriveOver(peering, far.vpcId, { sender, traffic: inside, walk });
  const beyond = hop('stopped', `${far.vpcId} does not have the address, and a peering leads no further`);
  return [
    ...behind({ there: [gate] }, there),
    ...deadEnd(without(traffic, ranges.addresses), beyond, 'several VPCs'),
  ];
}

const farSideOf = ({ requester, accepter }: Peering, vpcId: string): Peering['requester'] | null =>
  requester.vpcId === vpcId ? accepter : accepter.vpcId === vpcId ? requester : null;

function arriveOver(
  { id, requester, accepter }: Peering,
  vpcId: string,
  { sender, traffic, walk }: Travelling,
): readonly Way[] {
  const bothTold = requester.region !== null && accepter.region !== null;
  const sameRegion = bothTold ? requester.region === accepter.region : null;
  const { ingress, egress } = sender.references;
  const across: Sender = {
    ...sender,
    references: { ingress: worseOf(ingress, sameRegion), egress: worseOf(egress, sameRegion) },
    link: { kind: 'peering', id },
  };
  const [near, far] = requester.vpcId === vpcId ? [accepter, requester] : [requester, accepter];
  const unread = elsewhere(vpcId, far, near);
  return arriveIn(vpcId, { sender: across, traffic, configuration: 'several VPCs', unread }, walk);
}

const readRanges = oncePer(fromCidrs);

function rangesOf(vpcId: string, told: readonly string[], facts: NetworkFacts) {
  const vpc = facts.vpc(vpcId);
  const cidrs = vpc.known ? (vpc.value?.cidrs ?? told) : told;
  if (cidrs.length > 0) return { known: true, addresses: readRanges(cidrs) } as const;
  const doubt = vpc.known
    ? open(`EC2 does not report the ranges of ${vpcId}`, 'an answer that holds them')
    : notAnswered(vpc.unread);
  return { known: false, doubts: [doubt] } as const;
}
