import {
  type AddressSet,
  areDisjoint,
  areEqual,
  difference,
  everyAddress,
  hasAddress,
  intersection,
  isSubset,
  noAddress,
  union,
} from './address-set.ts';
import { describeAddresses, firstAddress } from './address-text.ts';
import { describeServices, everyService, type ServiceRange } from './service.ts';

/** Services of which each goes with the same addresses. */
export interface Band extends ServiceRange {
  readonly addresses: AddressSet;
}

/**
 * An exact set of protocol × port × address: the address is the far side's. Bands ascend, do not overlap,
 * are not empty, and neighbours differ, so that equal sets are equal bands.
 */
export type Traffic = readonly Band[];

export const noTraffic: Traffic = [];
export const box = ({ first, last }: ServiceRange, addresses: AddressSet): Traffic =>
  addresses.length === 0 ? noTraffic : [{ first, last, addresses }];
export const allTraffic: Traffic = box(everyService, everyAddress);

/** All of these bands together, however they overlap. */
export function trafficOf(bands: readonly Band[]): Traffic {
  const first = bands[0];
  if (first === undefined) return noTraffic;
  if (bands.length === 1) return box(first, first.addresses);
  return join(
    segments(bands).map((segment) => ({
      ...segment,
      addresses: union(
        ...bands
          .filter((band) => band.first <= segment.first && segment.last <= band.last)
          .map(({ addresses }) => addresses),
      ),
    })),
  );
}

export const plus = (...parts: readonly Traffic[]): Traffic => trafficOf(parts.flat());
export const both = (one: Traffic, other: Traffic): Traffic => combine(one, other, intersection);
export const minus = (one: Traffic, other: Traffic): Traffic => combine(one, other, difference);

/** The part that goes to or comes from these addresses. */
export const within = (traffic: Traffic, addresses: AddressSet): Traffic =>
  both(traffic, box(everyService, addresses));

/** The part that goes to or comes from other addresses. */
export const without = (traffic: Traffic, addresses: AddressSet): Traffic =>
  minus(traffic, box(everyService, addresses));

export const isNone = (traffic: Traffic): boolean => traffic.length === 0;
export const isPart = (part: Traffic, whole: Traffic): boolean => isNone(minus(part, whole));
export const areApart = (one: Traffic, other: Traffic): boolean =>
  !one.some((band) =>
    other.some(
      ({ first, last, addresses }) =>
        first <= band.last && last >= band.first && !areDisjoint(addresses, band.addresses),
    ),
  );

/** Whether one service with one address is in a set. */
export function holds(traffic: Traffic, service: number, address: bigint): boolean {
  for (const { first, last, addresses } of traffic) {
    if (first <= service && service <= last && hasAddress(addresses, address)) return true;
  }
  return false;
}

/** The addresses that go with every service of a range. */
export function addressesThroughout(traffic: Traffic, { first, last }: ServiceRange): AddressSet {
  let common: AddressSet = everyAddress;
  let next = first;
  for (const band of traffic) {
    if (band.last < first || band.first > last) continue;
    if (band.first > next) return noAddress;
    common = intersection(common, band.addresses);
    next = band.last + 1;
  }
  return next > last ? common : noAddress;
}

/** The services that go with all of these addresses, and those that go with some of them. */
export function servicesOf(
  traffic: Traffic,
  addresses: AddressSet,
): { readonly certain: Traffic; readonly possible: Traffic } {
  const chosen = (holds: (band: Band) => boolean): Traffic =>
    join(traffic.filter(holds).map((band) => ({ ...band, addresses: everyAddress })));
  return {
    certain: chosen((band) => isSubset(addresses, band.addresses)),
    possible: chosen((band) => !areDisjoint(addresses, band.addresses)),
  };
}

/** The bands of a set that hold a service of another: all that matters for what the other does with it. */
export function near(traffic: Traffic, other: Traffic): Traffic {
  const [low, high] = [other[0], other.at(-1)];
  if (low === undefined || high === undefined) return noTraffic;
  return traffic.filter(({ first, last }) => last >= low.first && first <= high.last);
}

/** All addresses of a set, whatever the service. */
export const addressesIn = (traffic: Traffic): AddressSet =>
  union(...traffic.map(({ addresses }) => addresses));

/** One service and one address of a set, which shows that it is not empty; null if it is. */
export function witness([band]: Traffic): { readonly service: string; readonly address: string } | null {
  const address = firstAddress(band?.addresses ?? []);
  if (band === undefined || address === null) return null;
  return { service: describeServices({ first: band.first, last: band.first }), address };
}

/** A set as text, the same for the same set. */
export const describeTraffic = (traffic: Traffic): string =>
  isNone(traffic)
    ? 'no traffic'
    : traffic.map((band) => `${describeServices(band)}: ${describeAddresses(band.addresses)}`).join('; ');

function combine(
  one: Traffic,
  other: Traffic,
  operation: (one: AddressSet, other: AddressSet) => AddressSet,
): Traffic {
  const only = one[0];
  // One service and one band is what nearly every question is about.
  const all = only === undefined || one.length > 1 ? undefined : aloneWith(only, other);
  if (only !== undefined && all !== undefined) {
    const addresses = operation(only.addresses, all.addresses);
    return addresses === only.addresses ? one : box(only, addresses);
  }
  // Neither an intersection nor a difference reaches beyond the first set.
  const others = near(other, one);
  if (only === undefined || others.length === 0) return operation === intersection ? noTraffic : one;
  let [i, j] = [0, 0];
  const combined: Band[] = [];
  for (const { first, last } of segments([...one, ...others])) {
    while ((one[i]?.last ?? first) < first) i += 1;
    while ((others[j]?.last ?? first) < first) j += 1;
    combined.push({ first, last, addresses: operation(at(one[i], first), at(others[j], first)) });
  }
  return join(combined);
}

/** The band that has all services of another, if it is the only one that has any. */
function aloneWith({ first, last }: ServiceRange, traffic: Traffic): Band | undefined {
  let found: Band | undefined;
  for (const band of traffic) {
    if (band.last < first) continue;
    if (band.first > last) break;
    if (found !== undefined) return undefined;
    found = band;
  }
  return found !== undefined && found.first <= first && last <= found.last ? found : undefined;
}

const at = (band: Band | undefined, service: number): AddressSet =>
  band !== undefined && band.first <= service ? band.addresses : noAddress;

/** The ranges between all ends of these bands, in which nothing changes. */
function segments(bands: readonly Band[]): readonly ServiceRange[] {
  const starts = [...new Set(bands.flatMap(({ first, last }) => [first, last + 1]))].sort((a, b) => a - b);
  return starts.slice(0, -1).map((first, index) => ({ first, last: (starts[index + 1] ?? first) - 1 }));
}

/** Neighbours of equal addresses as one, empty ones left out. */
function join(bands: readonly Band[]): Traffic {
  const joined: Band[] = [];
  for (const band of bands) {
    if (band.addresses.length === 0) continue;
    const before = joined.at(-1);
    if (before !== undefined && before.last + 1 === band.first && areEqual(before.addresses, band.addresses))
      joined[joined.length - 1] = { ...before, last: band.last };
    else joined.push(band);
  }
  return joined;
}
