import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AddressSet,
  areDisjoint,
  areEqual,
  difference,
  intersection,
  isSubset,
  noAddress,
  union,
} from '../../../src/analysis/network/address-set.ts';
import { describeAddresses, firstAddress, fromCidr } from '../../../src/analysis/network/address-text.ts';
import { randomCases } from '../../support/random-snapshots.ts';
import { indices, nth } from './sets.ts';

// The oracle holds a set of 16 addresses as 16 flags and answers each question flag by flag.

const flags = fc.array(fc.boolean(), { minLength: 16, maxLength: 16 });
const setOf = (bits: readonly boolean[]): AddressSet =>
  union(
    ...indices(16)
      .filter((i) => bits[i])
      .map(nth),
  );
const bitsOf = (addresses: AddressSet): readonly boolean[] =>
  indices(16).map((index) => isSubset(nth(index), addresses));

const property = (holds: (one: readonly boolean[], other: readonly boolean[]) => void): void => {
  fc.assert(fc.property(flags, flags, holds), { numRuns: randomCases });
};

it('union, intersection and difference are those of the single addresses', () => {
  property((one, other) => {
    const [a, b] = [setOf(one), setOf(other)];
    expect(bitsOf(union(a, b))).toEqual(one.map((flag, i) => flag || other[i]));
    expect(bitsOf(intersection(a, b))).toEqual(one.map((flag, i) => flag && other[i]));
    expect(bitsOf(difference(a, b))).toEqual(one.map((flag, i) => flag && other[i] !== true));
  });
});

it('subset, disjoint and equal are those of the single addresses', () => {
  property((one, other) => {
    const [a, b] = [setOf(one), setOf(other)];
    expect(isSubset(a, b)).toBe(one.every((flag, i) => !flag || other[i]));
    expect(areDisjoint(a, b)).toBe(one.every((flag, i) => !flag || other[i] !== true));
    expect(areEqual(a, b)).toBe(one.every((flag, i) => flag === other[i]));
  });
});

it('equal sets are the same ranges and the same text, however they came about', () => {
  property((one, other) => {
    const [a, b] = [setOf(one), setOf(other)];
    const again = union(difference(a, b), intersection(b, a));
    expect(again).toEqual(a);
    expect(describeAddresses(again)).toBe(describeAddresses(a));
    expect(describeAddresses(a) === describeAddresses(b)).toBe(areEqual(a, b));
  });
});

it('the first address is in the set, and there is one unless it is empty', () => {
  property((one) => {
    const first = firstAddress(setOf(one));
    expect(first === null).toBe(!one.includes(true));
    if (first !== null) expect(isSubset(fromCidr(`${first}/32`) ?? noAddress, setOf(one))).toBe(true);
  });
});

it('a block that is written out reads back as the same set', () => {
  const block = fc.tuple(fc.boolean(), fc.bigInt(0n, (1n << 128n) - 1n), fc.integer({ min: 0, max: 128 }));
  fc.assert(
    fc.property(block, ([isIpv6, value, length]) => {
      const bytes = isIpv6 ? 16 : 4;
      const parts = indices(bytes).map((i) => Number((value >> BigInt(8 * i)) & 0xffn));
      const text = isIpv6
        ? indices(8)
            .map((i) => (((parts[2 * i] ?? 0) << 8) | (parts[2 * i + 1] ?? 0)).toString(16))
            .join(':')
        : parts.join('.');
      const range = fromCidr(`${text}/${isIpv6 ? length : length % 33}`);
      expect(range).not.toBeNull();
      const written = describeAddresses(range ?? []);
      expect(fromCidr(written.includes('/') ? written : `${written}/${isIpv6 ? 128 : 32}`)).toEqual(range);
    }),
    { numRuns: randomCases },
  );
});
