import { type AddressSet, union } from '../../../src/analysis/network/address-set.ts';
import { fromCidr } from '../../../src/analysis/network/address-text.ts';

/** The addresses of these ranges. */
export const set = (...cidrs: readonly string[]): AddressSet =>
  union(
    ...cidrs.map((cidr) => {
      const range = fromCidr(cidr);
      if (range === null) throw new Error(`${cidr} is no range`);
      return range;
    }),
  );

// A tiny universe, small enough to look at every part of it: 16 addresses and 8 ports.
const lowest = 0x0a_00_00_00;
/** The nth of the 16 addresses, 10.0.0.0 and up. */
export const nth = (index: number): AddressSet => [
  { first: BigInt(lowest + index), last: BigInt(lowest + index) },
];

/** A block of 1, 2, 4, 8 or all 16 addresses, as EC2 writes it, and which it holds. */
export const blockAt = (
  index: number,
  bits: number,
): { readonly cidr: string; readonly held: readonly number[] } => {
  const size = 2 ** bits;
  const first = Math.floor(index / size) * size;
  return {
    cidr: `10.0.0.${first}/${32 - bits}`,
    held: Array.from({ length: size }, (_, offset) => first + offset),
  };
};

export const indices = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index);
