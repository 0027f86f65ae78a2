interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

interface AddressRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Whether an address lies in a CIDR range; a bare address is a range of one. False where either is not
 * one, or where one is IPv4 and the other IPv6.
 * (IAM User Guide, reference_policies_elements_condition_operators, "IP address condition operators")
 */
export function isInRange(text: string, range: string): boolean {
  const address = readAddress(text);
  const within = readRange(range);
  if (address === null || within === null || address.bits !== within.bits) return false;
  return within.first <= address.value && address.value <= within.last;
}

/** A CIDR range, or one address, as its first and last address; null if it is neither. */
export function readRange(text: string): AddressRange | null {
  const [first = '', prefix, ...more] = text.split('/');
  const base = readAddress(first);
  if (base === null || more.length > 0) return null;
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return null;
  const length = prefix === undefined ? base.bits : Number(prefix);
  if (length > base.bits) return null;
  const hostBits = BigInt(base.bits - length);
  const start = (base.value >> hostBits) << hostBits;
  return { bits: base.bits, first: start, last: start + (1n << hostBits) - 1n };
}

export function formatAddress({ bits, value }: Address): string {
  const width = bits === 32 ? 8n : 16n;
  const parts = Array.from({ length: bits === 32 ? 4 : 8 }, (_, index) => {
    const shift = BigInt(bits) - width * BigInt(index + 1);
    return (value >> shift) & ((1n << width) - 1n);
  });
  return bits === 32 ? parts.join('.') : parts.map((part) => part.toString(16)).join(':');
}

function readAddress(text: string): Address | null {
  if (text.length > 45) return null;
  const value = text.includes(':') ? readIpv6(text) : readIpv4(text);
  return value === null ? null : { bits: text.includes(':') ? 128 : 32, value };
}

function readIpv4(text: string): bigint | null {
  const parts = text.split('.');
  // A leading zero is octal to some readers and decimal to others.
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) return null;
  if (parts.some((part) => Number(part) > 255)) return null;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function readIpv6(text: string): bigint | null {
  const [head = '', tail, ...more] = text.split('::');
  const left = readGroups(head);
  const right = tail === undefined ? [] : readGroups(tail);
  if (left === null || right === null || more.length > 0) return null;
  const gap = 8 - left.length - right.length;
  if (tail === undefined ? gap !== 0 : gap < 1) return null;
  const groups = [...left, ...Array.from({ length: gap }, () => 0n), ...right];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

function readGroups(text: string): bigint[] | null {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const dotted = index === parts.length - 1 && part.includes('.') ? readIpv4(part) : null;
    if (dotted !== null) groups.push(dotted >> 16n, dotted & 0xffffn);
    else if (/^[\da-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return null;
  }
  return groups;
}
