import type { Facts } from '../../model/account-view.ts';
import type { GroupRule, Peer, SecurityGroup } from '../../model/network.ts';
import { mapPer, once, oncePer } from '../once.ts';
import { type AddressSet, everyAddress, noAddress, union } from './address-set.ts';
import { fromCidr } from './address-text.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';
import { describeServices, everyService, type ServiceRange, serviceRange } from './service.ts';
import { allTraffic, noTraffic, type Traffic, trafficOf } from './traffic.ts';

export type Direction = 'ingress' | 'egress';

/** Where groups and what their rules name are looked up. */
export interface GroupSource {
  readonly region: string;
  readonly facts: Pick<Facts, 'securityGroups' | 'prefixLists'>;
}

/** One rule of one group for one other side. */
export interface Permit {
  readonly group: string;
  readonly services: ServiceRange;
  readonly peer: Peer;
  /** Addresses that are let through whatever is not known. */
  readonly certain: AddressSet;
  /** Addresses that are let through or may be; the members of a group are not among them. */
  readonly possible: AddressSet;
  readonly doubt: Doubt | null;
}

/** What groups on one interface admit together: a set from below and one from above; equal where all was read. */
export interface Admission {
  readonly groups: readonly string[];
  readonly permits: readonly Permit[];
  readonly certain: Traffic;
  readonly possible: Traffic;
  /** Services that are admitted for members of other groups: some private addresses, which ones is not told. */
  readonly references: Traffic;
  /** Why the two sets differ. */
  readonly doubts: readonly Doubt[];
}

type Asking = GroupSource['facts'];
const done = oncePer<Asking['securityGroups'], (lists: Asking['prefixLists']) => Map<string, Admission>>(() =>
  mapPer(),
);

/**
 * Groups only ever allow, so all of them together admit what any of them admits. It is worked out once for all
 * rules that ask the same facts.
 */
export function admission(groups: readonly string[], direction: Direction, source: GroupSource): Admission {
  const { securityGroups, prefixLists } = source.facts;
  const key = [source.region, direction, ...groups].join('\n');
  return once(done(securityGroups)(prefixLists), key, () => admittedBy(groups, direction, source));
}

function admittedBy(groups: readonly string[], direction: Direction, source: GroupSource): Admission {
  const parts = groups.map((id) => ofGroup(id, direction, source));
  const permits = parts.flatMap((part) => part.permits);
  const doubts = [...parts.flatMap((part) => part.doubts), ...permits.flatMap(({ doubt }) => doubt ?? [])];
  const unreadGroup = parts.some((part) => part.doubts.length > 0);
  const band = ({ services }: Permit, addresses: AddressSet) => ({ ...services, addresses });
  return {
    groups,
    permits,
    certain: trafficOf(permits.map((permit) => band(permit, permit.certain))),
    possible: unreadGroup ? allTraffic : trafficOf(permits.map((permit) => band(permit, permit.possible))),
    references: trafficOf(permits.filter(isReference).map((permit) => band(permit, everyAddress))),
    doubts,
  };
}

/** What groups admit of which nobody can say which ones they are. */
export const unknownAdmission = (doubts: readonly Doubt[]): Admission => ({
  groups: [],
  permits: [],
  certain: noTraffic,
  possible: allTraffic,
  references: noTraffic,
  doubts,
});

export const isReference = ({ peer }: Permit): boolean => peer.kind === 'group';

/** `sg-1 tcp 22 from 0.0.0.0/0`. */
export const describePermit = (permit: Permit, direction: Direction): string => texts[direction](permit);

const texts = {
  ingress: oncePer((permit: Permit) => textOf(permit, 'ingress')),
  egress: oncePer((permit: Permit) => textOf(permit, 'egress')),
};

function textOf({ group, services, peer }: Permit, direction: Direction): string {
  const side = peer.kind === 'address' ? peer.cidr : peer.id;
  return `${group} ${describeServices(services)} ${direction === 'ingress' ? 'from' : 'to'} ${side}`;
}

function ofGroup(
  id: string,
  direction: Direction,
  source: GroupSource,
): { readonly permits: readonly Permit[]; readonly doubts: readonly Doubt[] } {
  const group = source.facts.securityGroups(source.region, id);
  if (!group.known) return { permits: [], doubts: [notAnswered(group.unread)] };
  // It may be a shared group that this account cannot see, or one that was deleted meanwhile.
  if (group.value === null) return { permits: [], doubts: [gone('ec2:DescribeSecurityGroups', id)] };
  return { permits: permitsOf(group.value, direction, source), doubts: [] };
}

const permitsOf = (group: SecurityGroup, direction: Direction, source: GroupSource): readonly Permit[] =>
  group[direction].flatMap((rule) => rule.peers.map((peer) => permit(group.id, rule, peer, source)));

function permit(group: string, rule: GroupRule, peer: Peer, source: GroupSource): Permit {
  const services = serviceRange(rule.protocol, rule.fromPort, rule.toPort);
  const addresses = addressesOf(peer, source);
  if (services !== null) return { group, peer, services, ...addresses };
  const doubt = open(`${group} has a rule for protocol ${rule.protocol}`, `the number of that protocol`);
  return { group, peer, services: everyService, ...addresses, certain: noAddress, doubt };
}

function addressesOf(
  peer: Peer,
  { region, facts }: GroupSource,
): Pick<Permit, 'certain' | 'possible' | 'doubt'> {
  switch (peer.kind) {
    case 'group':
      return { certain: noAddress, possible: noAddress, doubt: null };
    case 'address':
      return exactly([peer.cidr]);
    case 'prefix-list': {
      const list = facts.prefixLists(region, peer.id);
      if (!list.known) return anything(notAnswered(list.unread));
      if (list.value === null) return anything(gone('ec2:GetManagedPrefixListEntries', peer.id));
      return exactly(list.value.cidrs);
    }
  }
}

function exactly(cidrs: readonly string[]): Pick<Permit, 'certain' | 'possible' | 'doubt'> {
  const sets = cidrs.map(fromCidr);
  const wrong = cidrs.find((_, index) => sets[index] === null);
  if (wrong !== undefined) return anything(open(`${wrong} is no range of addresses`, 'a CIDR range'));
  const addresses = union(...sets.map((set) => set ?? noAddress));
  return { certain: addresses, possible: addresses, doubt: null };
}

const anything = (doubt: Doubt): Pick<Permit, 'certain' | 'possible' | 'doubt'> => ({
  certain: noAddress,
  possible: everyAddress,
  doubt,
});

const gone = (call: string, id: string): Doubt =>
  open(`${id} is named, and ${call} knows no such thing`, `an answer of ${call} that holds ${id}`);
