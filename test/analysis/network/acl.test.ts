import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aclAdmission, decidingEntry } from '../../../src/analysis/network/acl.ts';
import { describeAddresses } from '../../../src/analysis/network/address-text.ts';
import { tcp } from '../../../src/analysis/network/service.ts';
import { box, describeTraffic, isPart } from '../../../src/analysis/network/traffic.ts';
import type { AclEntry } from '../../../src/model/network.ts';
import { aNetworkAcl, anAclEntry } from '../../support/builders.ts';
import { randomCases } from '../../support/random-snapshots.ts';
import { blockAt, indices, nth, set } from './sets.ts';

const outOf = (...entries: readonly AclEntry[]): string =>
  describeTraffic(aclAdmission(aNetworkAcl({ entries }))?.out ?? []);
const onPort = (port: number) => ({ protocol: '6', fromPort: port, toPort: port });

describe('what an ACL lets out', () => {
  it('is nothing without an entry', () => {
    expect(outOf()).toBe('no traffic');
  });

  it('is decided by the lowest number, in whatever order they are told', () => {
    const deny = anAclEntry({ number: 90, allow: false, ...onPort(5432) });
    const expected = 'protocols 0–5, tcp 0–5431: 0.0.0.0/0; tcp 5433–65535, protocols 7–255: 0.0.0.0/0';
    expect(outOf(anAclEntry(), deny)).toBe(expected);
    expect(outOf(deny, anAclEntry())).toBe(expected);
  });

  it('is not narrowed by what comes later', () => {
    expect(outOf(anAclEntry(), anAclEntry({ number: 110, allow: false }))).toBe('all traffic: 0.0.0.0/0');
  });

  it('has nothing to do with what it lets in', () => {
    expect(outOf(anAclEntry({ egress: false }))).toBe('no traffic');
  });

  it('is told for IPv6 apart', () => {
    expect(outOf(anAclEntry({ cidr: '::/0', ...onPort(443) }))).toBe('tcp 443: ::/0');
  });

  it.each([{ cidr: 'all' }, { protocol: 'odd' }])('is not known with an entry for %j', (over) => {
    expect(aclAdmission(aNetworkAcl({ entries: [anAclEntry(over)] }))).toBeNull();
    expect(aclAdmission(aNetworkAcl({ entries: [anAclEntry({ egress: false, ...over })] }))).toBeNull();
  });
});

describe('answers', () => {
  const ports = (fromPort: number, toPort: number, over: Partial<AclEntry> = {}) =>
    anAclEntry({ egress: false, protocol: '6', fromPort, toPort, ...over });
  const answers = (...entries: readonly AclEntry[]) => {
    const found = aclAdmission(aNetworkAcl({ entries }))?.answers;
    return [describeAddresses(found?.certain ?? []), describeAddresses(found?.possible ?? [])];
  };

  it.each([
    ['all client ports are open', [ports(1024, 65_535)], ['0.0.0.0/0', '0.0.0.0/0']],
    ['only those of Linux are', [ports(32_768, 60_999)], ['no address', '0.0.0.0/0']],
    ['one of these is closed', [ports(32_769, 65_535)], ['no address', 'no address']],
    [
      'two entries open them together',
      [ports(1024, 40_000), ports(40_001, 65_535, { number: 110 })],
      ['0.0.0.0/0', '0.0.0.0/0'],
    ],
    [
      'one is denied first',
      [ports(50_000, 50_000, { number: 90, allow: false }), ports(1024, 65_535)],
      ['no address', 'no address'],
    ],
    [
      'one is denied that Linux does not take',
      [ports(3389, 3389, { number: 90, allow: false }), ports(1024, 65_535)],
      ['no address', '0.0.0.0/0'],
    ],
    [
      'a part of the addresses is let in',
      [ports(0, 65_535, { cidr: '10.0.0.0/8' })],
      ['10.0.0.0/8', '10.0.0.0/8'],
    ],
    ['only UDP is let in', [ports(1024, 65_535, { protocol: '17' })], ['no address', 'no address']],
    ['nothing is', [], ['no address', 'no address']],
  ])('where %s', (_, entries, expected) => {
    expect(answers(...entries)).toEqual(expected);
  });
});

describe('the entry that decides', () => {
  const wanted = box(tcp(5432), set('10.0.0.0/8'));
  it('is the first that matches', () => {
    const entries = [anAclEntry(), anAclEntry({ number: 90, allow: false, ...onPort(5432) })];
    expect(decidingEntry(aNetworkAcl({ entries }), true, wanted)?.number).toBe(90);
    expect(decidingEntry(aNetworkAcl({ entries }), true, box(tcp(22), set('10.0.0.0/8')))?.number).toBe(100);
  });

  it('is none where none matches, or where nothing is asked', () => {
    expect(decidingEntry(aNetworkAcl({ entries: [] }), true, wanted)).toBeNull();
    expect(decidingEntry(aNetworkAcl(), true, [])).toBeNull();
  });
});

// The oracle tries the entries one by one for each port and address of the tiny universe.

const entry: fc.Arbitrary<AclEntry> = fc
  .record({
    number: fc.integer({ min: 1, max: 1000 }),
    allow: fc.boolean(),
    ports: fc.tuple(fc.nat(7), fc.nat(7)),
    block: fc.tuple(fc.nat(15), fc.integer({ min: 0, max: 4 })),
  })
  .map(({ number, allow, ports: [one, other], block: [index, bits] }) =>
    anAclEntry({
      number,
      allow,
      protocol: '6',
      fromPort: Math.min(one, other),
      toPort: Math.max(one, other),
      cidr: blockAt(index, bits).cidr,
    }),
  );
const entries = fc.uniqueArray(entry, { maxLength: 6, selector: ({ number }) => number });

function oracle(all: readonly AclEntry[], port: number, address: number): boolean {
  const deciding = all
    .toSorted((one, other) => one.number - other.number)
    .find(({ fromPort, toPort, cidr }) => {
      const [, last = '', length = ''] = /\.(\d+)\/(\d+)$/.exec(cidr) ?? [];
      const size = 2 ** (32 - Number(length));
      const inside = Math.floor(address / size) * size === Number(last);
      return inside && (fromPort ?? 0) <= port && port <= (toPort ?? 0);
    });
  return deciding?.allow ?? false;
}

describe('in a tiny universe', () => {
  it('what an ACL lets out is what its first matching entry allows', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const admitted = aclAdmission(aNetworkAcl({ entries: all }))?.out ?? [];
        for (const port of indices(8)) {
          for (const address of indices(16)) {
            expect(isPart(box(tcp(port), nth(address)), admitted)).toBe(oracle(all, port, address));
          }
        }
      }),
      { numRuns: randomCases },
    );
  });

  it('the deciding entry is the one that the oracle finds', () => {
    fc.assert(
      fc.property(entries, fc.nat(7), fc.nat(15), (all, port, address) => {
        const found = decidingEntry(aNetworkAcl({ entries: all }), true, box(tcp(port), nth(address)));
        expect(found?.allow ?? false).toBe(oracle(all, port, address));
      }),
      { numRuns: randomCases },
    );
  });
});
