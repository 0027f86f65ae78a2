/** Addresses from one to another, both included, of one family. */
export interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * An exact set of IPv4 and IPv6 addresses: ranges in ascending order that neither overlap nor touch, so that
 * equal sets are equal ranges. IPv4 addresses are their own numbers; those of IPv6 begin far above, at
 * `ipv6Base`, so that one list holds both and no range runs from one family into the other.
 */
export type AddressSet = readonly AddressRange[];

/** Where the numbers of IPv6 addresses begin. */
export const ipv6Base = 1n << 40n;

export const noAddress: AddressSet = [];
export const everyIpv4: AddressSet = [{ first: 0n, last: (1n << 32n) - 1n }];
export const everyIpv6: AddressSet = [{ first: ipv6Base, last: ipv6Base + (1n << 128n) - 1n }];
export const everyAddress: AddressSet = [...everyIpv4, ...everyIpv6];

/** The addresses that are in any of these sets. */
export function union(...sets: readonly AddressSet[]): AddressSet {
  const parts = sets.filter((set) => set.length > 0);
  const [only] = parts;
  if (only === undefined) return noAddress;
  if (parts.length === 1) return only;
  const joined: AddressRange[] = [];
  for (const range of parts.flat().sort(byFirst)) {
    const before = joined.at(-1);
    if (before === undefined || range.first > before.last + 1n) joined.push(range);
    else if (range.last > before.last) joined[joined.length - 1] = { first: before.first, last: range.last };
  }
  return joined;
}

/** The addresses that are in both sets. */
export function intersection(one: AddressSet, other: AddressSet): AddressSet {
  // A range that is in the other set stays the same object: what is worked out of it is kept beside it.
  const whole = one.length === 1 ? one[0] : undefined;
  if (whole !== undefined && other.some(({ first, last }) => first <= whole.first && whole.last <= last))
    return one;
  const shared: AddressRange[] = [];
  for (let i = 0, j = 0; ; ) {
    const [a, b] = [one[i], other[j]];
    if (a === undefined || b === undefined) return shared;
    const first = a.first > b.first ? a.first : b.first;
    const last = a.last < b.last ? a.last : b.last;
    if (first <= last) shared.push({ first, last });
    if (a.last < b.last) i += 1;
    else j += 1;
  }
}

/** Whether an address is in a set. */
export function hasAddress(set: AddressSet, address: bigint): boolean {
  for (const { first, last } of set) if (first <= address && address <= last) return true;
  return false;
}

/** The addresses of the first set that are not in the second. */
export function difference(one: AddressSet, other: AddressSet): AddressSet {
  const left: AddressRange[] = [];
  let j = 0;
  for (const { first, last } of one) {
    let from = first;
    while ((other[j]?.last ?? last) < from) j += 1;
    for (let k = j, taken = other[k]; taken !== undefined && taken.first <= last; taken = other[++k]) {
      if (taken.first > from) left.push({ first: from, last: taken.first - 1n });
      from = taken.last + 1n;
    }
    if (from <= last) left.push({ first: from, last });
  }
  return left;
}

export const isSubset = (part: AddressSet, whole: AddressSet): boolean =>
  part === whole || difference(part, whole).length === 0;

export function areDisjoint(one: AddressSet, other: AddressSet): boolean {
  for (let i = 0, j = 0; ; ) {
    const [a, b] = [one[i], other[j]];
    if (a === undefined || b === undefined) return true;
    if (a.first <= b.last && b.first <= a.last) return false;
    if (a.last < b.last) i += 1;
    else j += 1;
  }
}

export const areEqual = (one: AddressSet, other: AddressSet): boolean =>
  one === other ||
  (one.length === other.length &&
    one.every(({ first, last }, index) => first === other[index]?.first && last === other[index].last));

const byFirst = (one: AddressRange, other: AddressRange): number =>
  one.first < other.first ? -1 : Number(one.first > other.first);
