import ipaddr from 'ipaddr.js';
import { oncePer } from '../once.ts';
import { type AddressRange, type AddressSet, ipv6Base, noAddress, union } from './address-set.ts';

/** The addresses of a range as EC2 writes it (`10.0.0.0/16`, `2001:db8::/32`); null if it is none. */
export function fromCidr(text: string): AddressSet | null {
  // Names are asked too, and the library tells them from addresses by exceptions, which takes long.
  if (!/^[\d.]+\/|:/.test(text)) return null;
  const { IPv4, IPv6 } = ipaddr;
  // The library reads octal and shortened IPv4 too, which EC2 never writes and readers disagree on.
  if (IPv4.isValidCIDRFourPartDecimal(text)) return block(...IPv4.parseCIDR(text));
  return !text.includes('%') && IPv6.isValidCIDR(text) ? block(...IPv6.parseCIDR(text)) : null;
}

/** The one address that a text is; null if it is a name or anything else. */
export function fromAddress(text: string): AddressSet | null {
  return text.includes('/') ? null : fromCidr(`${text}/${text.includes(':') ? 128 : 32}`);
}

/** All addresses of these ranges; what is no range has none. */
export const fromCidrs = (cidrs: readonly string[]): AddressSet =>
  union(...cidrs.map((cidr) => fromCidr(cidr) ?? noAddress));

/** The lowest address of a set, as text; null if it is empty. */
export const firstAddress = (set: AddressSet): string | null =>
  set[0] === undefined ? null : addressText(set[0].first);

/** A set as text, the same for the same set: blocks as CIDR, other ranges by their ends. */
export const describeAddresses = oncePer((set: AddressSet) =>
  set.length === 0 ? 'no address' : set.map(rangeText).join(', '),
);

/** The first few ranges, which is as much as a reader takes in; null where there is none. */
export const fewAddresses = oncePer((set: AddressSet): string | null => {
  if (set.length === 0) return null;
  const text = describeAddresses(set.slice(0, 3));
  return set.length > 3 ? `${text} and ${set.length - 3} more` : text;
});

/** The blocks that together are a set, as EC2 takes them in a rule; null if they are more than `atMost`. */
export function cidrsOf(set: AddressSet, atMost: number): readonly string[] | null {
  const blocks: string[] = [];
  for (const { first, last } of set) {
    const bits = first >= ipv6Base ? 128 : 32;
    const base = bits === 128 ? ipv6Base : 0n;
    for (let next = first; next <= last; ) {
      if (blocks.length === atMost) return null;
      let host = 0;
      while (
        host < bits &&
        (next - base) % (2n << BigInt(host)) === 0n &&
        next + (2n << BigInt(host)) - 1n <= last
      )
        host += 1;
      blocks.push(`${addressText(next)}/${bits - host}`);
      next += 1n << BigInt(host);
    }
  }
  return blocks;
}

function block(address: ipaddr.IPv4 | ipaddr.IPv6, length: number): AddressSet {
  const bytes = address.toByteArray();
  const size = bytes.length * 8;
  const value = bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const hosts = (1n << BigInt(size - length)) - 1n;
  const base = size === 32 ? 0n : ipv6Base;
  // EC2 clears host bits itself; other sources may not.
  return [{ first: base + (value & ~hosts), last: base + (value | hosts) }];
}

function rangeText({ first, last }: AddressRange): string {
  if (first === last) return addressText(first);
  const bits = first >= ipv6Base ? 128 : 32;
  const value = bits === 128 ? first - ipv6Base : first;
  const host = (last - first).toString(2).length;
  const isBlock = last - first + 1n === 1n << BigInt(host) && value % (1n << BigInt(host)) === 0n;
  return isBlock ? `${addressText(first)}/${bits - host}` : `${addressText(first)}–${addressText(last)}`;
}

function addressText(address: bigint): string {
  const isIpv6 = address >= ipv6Base;
  const value = isIpv6 ? address - ipv6Base : address;
  const size = isIpv6 ? 16 : 4;
  const bytes = Array.from({ length: size }, (_, index) =>
    Number((value >> BigInt(8 * (size - 1 - index))) & 0xffn),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
