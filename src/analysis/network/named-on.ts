import type { NetworkAcl, PrefixList, SecurityGroup } from '../../model/network.ts';
import type { NetworkFacts } from '../../model/network-view.ts';
import { oncePer } from '../once.ts';
import type { AddressRange, AddressSet } from './address-set.ts';
import { fromCidr } from './address-text.ts';
import type { Hop, Path } from './path.ts';

/** Whether a group or an ACL on a path has a rule that lets in just some of these addresses. */
export const isNamedOn = (
  { hops }: Pick<Path, 'hops'>,
  addresses: AddressSet,
  facts: NetworkFacts,
): boolean =>
  addresses.length > 0 &&
  hops.some((hop) => rangesAt(hop, facts).some((ranges) => hasWithin(ranges, addresses)));

/** Ranges in ascending order of their beginnings. */
type Ranges = readonly AddressRange[];

function hasWithin(ranges: Ranges, addresses: AddressSet): boolean {
  return addresses.some(({ first, last }) => {
    for (let at = firstFrom(ranges, first); ; at += 1) {
      const range = ranges[at];
      if (range === undefined || range.first > last) return false;
      if (range.last <= last) return true;
    }
  });
}

/** Where the ranges begin that begin at an address or behind it. */
function firstFrom(ranges: Ranges, address: bigint): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.first ?? address) < address) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rangesAt({ kind, ids, direction, subnet }: Hop, facts: NetworkFacts): readonly Ranges[] {
  if (kind === 'network-acl') {
    const acl = subnet === null ? null : facts.networkAcl(subnet);
    return acl?.known === true && acl.value !== null ? [allowedBy(acl.value)] : [];
  }
  if (kind !== 'security-groups' || direction !== 'in') return [];
  return ids.flatMap((id) => {
    const group = facts.securityGroup(id);
    return group.known && group.value !== null ? admittedBy(group.value, facts) : [];
  });
}

const admittedBy = (group: SecurityGroup, facts: NetworkFacts): readonly Ranges[] => [
  addressedBy(group),
  ...listsOf(group).flatMap((id) => {
    const list = facts.prefixList(id);
    return list.known && list.value !== null ? [heldBy(list.value)] : [];
  }),
];

const inOrder = (cidrs: readonly string[]): Ranges =>
  cidrs
    .flatMap((cidr) => fromCidr(cidr) ?? [])
    .sort((one, other) => (one.first < other.first ? -1 : one.first > other.first ? 1 : 0));

const addressedBy = oncePer(({ ingress }: SecurityGroup) =>
  inOrder(
    ingress.flatMap(({ peers }) => peers.flatMap((peer) => (peer.kind === 'address' ? [peer.cidr] : []))),
  ),
);
const allowedBy = oncePer(({ entries }: NetworkAcl) =>
  inOrder(entries.flatMap(({ allow, cidr }) => (allow ? [cidr] : []))),
);
const heldBy = oncePer(({ cidrs }: PrefixList) => inOrder(cidrs));

const listsOf = oncePer(({ ingress }: SecurityGroup) =>
  ingress.flatMap(({ peers }) => peers.flatMap((peer) => (peer.kind === 'prefix-list' ? [peer.id] : []))),
);
