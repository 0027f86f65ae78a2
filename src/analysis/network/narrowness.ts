import { compliant, nonCompliant, notApplicable, type Verdict } from '../../model/verdict.ts';
import { oncePer } from '../once.ts';
import { everyAddress, everyIpv4 } from './address-set.ts';
import { cidrsOf } from './address-text.ts';
import { checkable } from './checkable.ts';
import { open, undecided } from './doubt.ts';
import type { Need, Needs } from './egress-needs.ts';
import { type Answer, askGroups } from './exposure.ts';
import { type Admission, describePermit, type GroupSource, isReference, type Permit } from './groups.ts';
import type { Place } from './places.ts';
import { describeServices, serviceRange } from './service.ts';
import {
  both,
  box,
  describeTraffic,
  isNone,
  minus,
  noTraffic,
  plus,
  type Traffic,
  within,
  witness,
} from './traffic.ts';

/** What a rule lets out that nothing needs. */
interface Surplus {
  readonly permit: Permit;
  readonly traffic: Traffic;
}

export interface NarrownessQuestion {
  readonly places: readonly Place[];
  readonly needs: Needs;
  readonly source: GroupSource;
  readonly notes: readonly string[];
}

/** Whether the groups of an instance let out what its tasks need, and nothing else. */
export function judgeNarrowness({ places, needs, source, notes }: NarrownessQuestion): Verdict {
  if (!needs.isUsed) {
    const doubts = [...needs.doubts, ...needs.needs.flatMap((need) => need.doubts)];
    return doubts.length > 0 ? undecided(doubts) : notApplicable('no task uses it');
  }
  const answers = places.map((place) => ({
    place,
    answer: askGroups(place, 'egress', { source, question: (groups) => surplusOf(groups, place, needs) }),
  }));
  for (const { place, answer } of answers) {
    if (answer.holds !== true) continue;
    const [first, ...others] = answer.shownBy;
    if (first === undefined) continue;
    const more = others.length === 0 ? '' : `; ${others.length} more of its rules let out too much`;
    const because = `${exampleOf(first)} may leave ${place.name} and need not: ${describePermit(first.permit, 'egress')}${more}`;
    const items = answer.shownBy.map(
      ({ permit, traffic }) => `${describePermit(permit, 'egress')}, not needed: ${textOf(permit, traffic)}`,
    );
    const failure = { ...remediation(needs), assumes: assumptions(answer.shownBy) };
    return nonCompliant(because, { kind: 'list', items: [...items, ...notes] }, failure);
  }
  const doubts = answers.flatMap(({ answer }) => (answer.holds === null ? answer.doubts : []));
  if (doubts.length > 0) return undecided(doubts);
  const groups = [...new Set(places.flatMap((place) => place.groups.flat()))].join(', ');
  const items = [`needed: ${describeTraffic(allOf(needs.needs))}`, ...notes];
  return compliant(`the rules of ${groups} let out nothing but its flows and the AWS services in use`, {
    witness: { kind: 'list', items },
  });
}

function surplusOf(groups: Admission, { ipv6 }: Place, { needs, doubts }: Needs): Answer<readonly Surplus[]> {
  // Without an IPv6 address nothing leaves over IPv6.
  const certain = within(groups.certain, ipv6 === true ? everyAddress : everyIpv4);
  const possible = within(groups.possible, ipv6 === false ? everyIpv4 : everyAddress);
  const found =
    doubts.length > 0 ? [] : groups.permits.flatMap((permit) => surplusBy(permit, certain, needs));
  if (found.length > 0) return { holds: true, shownBy: found };
  const exact = needs.filter((need) => need.doubts.length === 0);
  const unclear = groups.permits
    .filter(isReference)
    .some(
      (permit) =>
        permit.doubt !== null || !isNone(minus(membersBy(permit), forMembers(exact, permit, false))),
    );
  if (isNone(minus(possible, allOf(exact))) && !unclear) return { holds: false };
  const members = unclear ? needs.filter((need) => need.groups === null) : [];
  const unsure = members.map(({ name }) =>
    open(`which groups ${name} has is not known`, `the groups of ${name}`),
  );
  return {
    holds: null,
    doubts: [...doubts, ...needs.flatMap((need) => need.doubts), ...unsure, ...groups.doubts],
  };
}

/** All of one rule that is surely not needed. */
function surplusBy(permit: Permit, certain: Traffic, needs: readonly Need[]): readonly Surplus[] {
  const traffic = isReference(permit)
    ? minus(membersBy(permit), forMembers(needs, permit, true))
    : minus(both(box(permit.services, permit.certain), certain), allOf(needs));
  return isNone(traffic) ? [] : [{ permit, traffic }];
}

/** Asked of each rule. */
const allOf = oncePer((needs: readonly Need[]) =>
  plus(...needs.map(({ services, addresses }) => box(services, addresses))),
);

/** Services for members of a group, whose addresses are not told; none where the rule is not understood. */
const membersBy = ({ services, doubt }: Permit): Traffic =>
  doubt === null ? box(services, everyAddress) : noTraffic;

const forMembers = (needs: readonly Need[], { peer }: Permit, ifUnknown: boolean): Traffic =>
  plus(
    ...needs
      .filter(({ groups }) => (peer.kind === 'group' ? (groups?.includes(peer.id) ?? ifUnknown) : false))
      .map(({ services }) => box(services, everyAddress)),
  );

/** `tcp 22 to 1.0.0.0`. */
function exampleOf({ permit, traffic }: Surplus): string {
  const { service = '', address = '' } = witness(checkable(traffic)) ?? {};
  return `${service} to ${permit.peer.kind === 'group' ? `members of ${permit.peer.id}` : address}`;
}

const textOf = ({ peer }: Permit, traffic: Traffic): string =>
  peer.kind === 'group' ? traffic.map(describeServices).join('; ') : describeTraffic(traffic);

const enoughBlocks = 8;

function remediation({ needs }: Needs): { readonly remediation?: string } {
  const isLong = ({ addresses }: Need): boolean => cidrsOf(addresses, enoughBlocks) === null;
  if (needs.some((need) => need.doubts.length > 0 || isLong(need))) return {};
  return {
    remediation: `Put in the place of the rules that the finding names outbound rules for just what is needed: ${describeTraffic(allOf(needs))}.`,
  };
}

const dns = plus(
  ...['tcp', 'udp'].map((protocol) => {
    const services = serviceRange(protocol, 53, 53);
    return services === null ? noTraffic : box(services, everyAddress);
  }),
);

/** The resolver of the VPC is asked whatever groups say; name servers of the instance's own are not read. */
const assumptions = (found: readonly Surplus[]): readonly string[] =>
  found.every(({ traffic }) => isNone(minus(traffic, dns)))
    ? ['it asks no name servers of its own (DnsNameServers): those of the VPC are reached without a rule']
    : [];
