import { describe, expect, it } from 'vitest';
import {
  type AddressSet,
  difference,
  everyAddress,
  everyIpv4,
  everyIpv6,
  intersection,
  isSubset,
  union,
} from '../../../src/analysis/network/address-set.ts';
import {
  describeAddresses,
  firstAddress,
  fromAddress,
  fromCidr,
} from '../../../src/analysis/network/address-text.ts';
import { internetIpv4, internetIpv6 } from '../../../src/analysis/network/internet.ts';
import { set } from './sets.ts';

describe('a range', () => {
  it.each([
    ['10.0.0.0/16', '10.0.0.0/16'],
    ['10.0.0.7/16', '10.0.0.0/16'],
    ['10.0.0.7/32', '10.0.0.7'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::/0', '::/0'],
    ['2001:DB8:0:0::/32', '2001:db8::/32'],
    ['2001:db8::1/128', '2001:db8::1'],
    ['::ffff:1.2.3.4/128', '::ffff:102:304'],
  ])('%s is %s', (cidr, text) => {
    expect(describeAddresses(set(cidr))).toBe(text);
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0/16',
    '010.0.0.0/8',
    '0x0a.0.0.0/8',
    '::/129',
    'fe80::1%eth0/64',
    'db/8',
    '1::2::3/64',
  ])('%j is none', (text) => {
    expect(fromCidr(text)).toBeNull();
  });
});

describe('an address', () => {
  it('is a set of one', () => {
    expect(fromAddress('10.0.0.7')).toEqual(set('10.0.0.7/32'));
    expect(fromAddress('2001:db8::7')).toEqual(set('2001:db8::7/128'));
  });

  it.each(['db.internal', '10.0.0', '10.0.0.0/8', '10.0.0.256', '[::1]', '', '167772160'])(
    'is not %j',
    (text) => {
      expect(fromAddress(text)).toBeNull();
    },
  );
});

describe('a set as text', () => {
  it('is the same however it is put together', () => {
    const halves = union(set('128.0.0.0/1'), set('0.0.0.0/1'));
    expect(halves).toEqual(everyIpv4);
    expect(describeAddresses(halves)).toBe('0.0.0.0/0');
    expect(describeAddresses(union(set('::/0'), set('10.0.0.0/9', '10.128.0.0/9')))).toBe('10.0.0.0/8, ::/0');
  });

  it('names the ends of what is no block', () => {
    expect(describeAddresses(difference(set('10.0.0.0/30'), set('10.0.0.0/32')))).toBe('10.0.0.1–10.0.0.3');
  });

  it('says when there is nothing', () => {
    expect(describeAddresses([])).toBe('no address');
    expect(firstAddress([])).toBeNull();
  });
});

describe('IPv4 and IPv6', () => {
  it('never touch', () => {
    expect(everyAddress).toHaveLength(2);
    expect(union(everyIpv6, everyIpv4)).toEqual(everyAddress);
    expect(intersection(everyIpv4, everyIpv6)).toEqual([]);
    expect(difference(everyAddress, everyIpv4)).toEqual(everyIpv6);
  });
});

describe('the internet', () => {
  const covered = (...cidrs: readonly string[]): boolean => isSubset(internetIpv4, set(...cidrs));

  it('is covered by everything, in one range or in halves', () => {
    expect(covered('0.0.0.0/0')).toBe(true);
    expect(covered('0.0.0.0/1', '128.0.0.0/1')).toBe(true);
  });

  it('is covered without the addresses that nobody has there', () => {
    const privateRanges = set('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '224.0.0.0/3');
    expect(isSubset(internetIpv4, difference(everyIpv4, privateRanges))).toBe(true);
  });

  it.each([
    ['half of it', ['0.0.0.0/1']],
    ['IPv6', ['::/0']],
  ])('is not covered by %s', (_, cidrs) => {
    expect(covered(...cidrs)).toBe(false);
  });

  it('is not covered where one address is left out', () => {
    expect(isSubset(internetIpv4, difference(everyIpv4, fromAddress('8.8.8.8') as AddressSet))).toBe(false);
  });

  it('of IPv6 is what is given out', () => {
    expect(describeAddresses(internetIpv6)).toBe('2000::/3');
    expect(isSubset(internetIpv6, set('2000::/4', '3000::/4'))).toBe(true);
  });
});
