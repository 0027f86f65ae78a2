import { describe, expect, it } from 'vitest';
import { describeServices, everyService, serviceRange, tcp } from '../../../src/analysis/network/service.ts';

describe('the services of a rule', () => {
  it.each([
    ['-1', null, null, 'all traffic'],
    ['-1', 0, 65_535, 'all traffic'],
    ['tcp', 22, 22, 'tcp 22'],
    ['6', 1024, 65_535, 'tcp 1024–65535'],
    ['tcp', 0, 65_535, 'tcp, all ports'],
    ['tcp', null, null, 'tcp, all ports'],
    ['tcp', -1, -1, 'tcp, all ports'],
    ['udp', 53, 53, 'udp 53'],
    ['17', 0, 65_535, 'udp, all ports'],
    ['50', null, null, 'protocol 50'],
    ['50', 1, 2, 'protocol 50'],
    ['icmp', -1, -1, 'icmp'],
    ['icmp', null, null, 'icmp'],
    ['icmp', 8, -1, 'icmp type 8'],
    ['1', 3, 4, 'icmp type 3 code 4'],
    ['icmpv6', 128, -1, 'icmpv6 type 128'],
    ['58', null, null, 'icmpv6'],
  ])('%s %s–%s are %s', (protocol, from, to, text) => {
    const range = serviceRange(protocol, from, to);
    expect(range === null ? null : describeServices(range)).toBe(text);
  });

  it.each([
    ['odd', null, null],
    ['256', null, null],
    ['constructor', null, null],
    ['tcp', 80, 22],
    ['tcp', 0, 65_536],
    ['icmp', 256, -1],
    ['icmp', 3, 256],
  ])('%s %s–%s are not known', (protocol, from, to) => {
    expect(serviceRange(protocol, from, to)).toBeNull();
  });

  it.each([
    [{ first: 0, last: tcp(0).first - 1 }, 'protocols 0–5'],
    [{ first: 0, last: tcp(9).last }, 'protocols 0–5, tcp 0–9'],
    [{ first: tcp(9).first, last: 17 * 65_536 - 1 }, 'tcp 9–65535, protocols 7–16'],
    [{ first: tcp(9).first, last: 8 * 65_536 - 1 }, 'tcp 9–65535, protocol 7'],
    [{ first: 65_536, last: 65_536 + 511 }, 'icmp types 0–1'],
    [{ first: 65_536 + 1, last: 65_536 + 511 }, 'icmp type 0 code 1 to type 1 code 255'],
    [{ first: 50 * 65_536, last: 50 * 65_536 }, 'protocol 50'],
    [everyService, 'all traffic'],
  ])('%j are %s', (range, text) => {
    expect(describeServices(range)).toBe(text);
  });
});
