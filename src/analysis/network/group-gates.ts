import type { AddressSet } from './address-set.ts';
import { cidrsOf } from './address-text.ts';
import { type Doubt, open } from './doubt.ts';
import { type Gate, type Split, splitBy } from './gate.ts';
import { type Direction, describePermit, type Permit, unknownAdmission } from './groups.ts';
import type { Groups, Network } from './network.ts';
import type { HopPlace, Opening, Outcome } from './path.ts';
import {
  addressesIn,
  areApart,
  both,
  box,
  isNone,
  minus,
  near,
  noTraffic,
  plus,
  servicesOf,
  type Traffic,
} from './traffic.ts';

/** The other side of a group's rules. */
export interface OtherSide {
  /** Its groups; null: not known. */
  readonly groups: readonly string[] | null;
  /** Whether rules that name groups hold along the way; null: not known. */
  readonly references: boolean | null;
}

interface GroupQuestion extends OtherSide {
  readonly ids: readonly string[];
  readonly direction: Direction;
  /** Where packets come from, for rules that let in; null: anywhere. Rules that let out see the traffic's address. */
  readonly from: AddressSet | null;
  readonly doubts: readonly Doubt[];
}

/** All groups together: what any of their rules lets through. (VPC User Guide, *Security group rules*) */
export function groupGate(place: HopPlace, question: GroupQuestion, network: Network): Gate {
  const { ids, direction } = question;
  const groups: Groups =
    ids.length === 0
      ? { ...unknownAdmission(question.doubts), byMember: new Map<string, Traffic>() }
      : network.groups(ids, direction);
  return {
    place,
    split: (traffic) => splitOf(traffic, groups, question),
    rule: (traffic, outcome) => ruleOf(traffic, outcome, { groups, question }),
    doubts: [...groups.doubts, ...(groups.byMember.size > 0 ? referenceDoubts(question) : [])],
    opens: (traffic) => opened(traffic, question),
  };
}

const referenceDoubts = ({ groups, references }: GroupQuestion): readonly Doubt[] =>
  groups === null || references === null
    ? [
        open(
          'whether rules that name groups hold on this way is not known',
          'the groups of both sides, and the gateways between them',
        ),
      ]
    : [];

function splitOf(traffic: Traffic, groups: Groups, question: GroupQuestion): Split {
  const { groups: members, references } = question;
  const byAddress = splitBy(traffic, ...admittedTo(traffic, groups, question));
  if (isNone(byAddress.stopped) && isNone(byAddress.unknown)) return byAddress;
  const { byMember } = groups;
  const named = members === null ? [...byMember.keys()] : members.filter((id) => byMember.has(id));
  if (references === false || named.length === 0) return byAddress;
  const admitted = plus(...named.map((id) => byMember.get(id) ?? noTraffic));
  const isCertain = references === true && members !== null;
  const certain = isCertain ? admitted : noTraffic;
  const rest = plus(byAddress.unknown, byAddress.stopped);
  return {
    allowed: plus(byAddress.allowed, both(rest, certain)),
    unknown: plus(minus(byAddress.unknown, certain), both(byAddress.stopped, minus(admitted, certain))),
    stopped: minus(byAddress.stopped, admitted),
  };
}

/** What rules by address let through, certainly and possibly. */
function admittedTo(
  traffic: Traffic,
  groups: Groups,
  { direction, from }: GroupQuestion,
): [Traffic, Traffic] {
  if (direction === 'egress') return [groups.certain, groups.possible];
  const possible = near(groups.possible, traffic);
  if (from === null) return [noTraffic, servicesOf(possible, addressesIn(possible)).possible];
  return [servicesOf(near(groups.certain, traffic), from).certain, servicesOf(possible, from).possible];
}

interface Asked {
  readonly groups: Groups;
  readonly question: GroupQuestion;
}

function ruleOf(traffic: Traffic, outcome: Outcome, { groups, question }: Asked): string {
  const { ids, direction } = question;
  const wanted = direction === 'egress' ? traffic : seenFrom(traffic, question.from);
  const permit =
    outcome === 'allowed' ? groups.permits.find((each) => letsThrough(each, wanted, question)) : undefined;
  if (permit !== undefined) return describePermit(permit, direction);
  const names = ids.join(', ');
  if (outcome === 'allowed') return `the rules of ${names} together`;
  if (outcome === 'unknown') return ids.length === 0 ? 'its groups are not known' : `the rules of ${names}`;
  return `no rule of ${names} lets it ${direction === 'egress' ? 'out' : 'in'}`;
}

const seenFrom = (traffic: Traffic, from: AddressSet | null): Traffic =>
  traffic.flatMap((band) => box(band, from ?? band.addresses));

function letsThrough(
  { services, peer, certain }: Permit,
  wanted: Traffic,
  { groups }: GroupQuestion,
): boolean {
  const [band] = wanted;
  if (band === undefined || services.first > band.first || services.last < band.last) return false;
  if (peer.kind === 'group') return groups?.includes(peer.id) ?? false;
  return !areApart([{ ...band, addresses: certain }], wanted);
}

const enoughBlocks = 8;

/** By group where that holds, since addresses change; else for just these addresses. */
function opened(traffic: Traffic, question: GroupQuestion): readonly Opening[] | null {
  const { ids, direction, groups, references, from } = question;
  const [group] = ids;
  const [member] = groups ?? [];
  if (group === undefined) return null;
  const add = direction === 'egress' ? 'egress rule' : 'ingress rule';
  const openings: Opening[] = [];
  for (const band of traffic) {
    const cidrs = cidrsOf(direction === 'egress' ? band.addresses : (from ?? []), enoughBlocks);
    const peer =
      references === true && member !== undefined
        ? { group: member }
        : cidrs === null || cidrs.length === 0
          ? null
          : { cidrs };
    if (peer === null) return null;
    openings.push({ add, group, protocol: 'tcp', ...portsOf(band), peer });
  }
  return openings;
}

const portsOf = ({ first, last }: { readonly first: number; readonly last: number }) => ({
  fromPort: first % 65_536,
  toPort: last % 65_536,
});
