import { difference, everyIpv4, union } from './address-set.ts';
import { fromCidr } from './address-text.ts';

const blocks = (...cidrs: readonly string[]) => union(...cidrs.map((cidr) => fromCidr(cidr) ?? []));

/**
 * Blocks of IPv4 that nobody on the internet has: RFC 6890 with its registry (IANA IPv4 Special-Purpose
 * Address Registry, those not globally reachable) and multicast (RFC 5771).
 */
const specialIpv4 = blocks(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
);

/** All of IPv4 that a stranger may have. */
export const internetIpv4 = difference(everyIpv4, specialIpv4);
/** What is given out of IPv6 for use on the internet (RFC 4291, 2.4; IANA IPv6 Global Unicast Addresses). */
export const internetIpv6 = blocks('2000::/3');
