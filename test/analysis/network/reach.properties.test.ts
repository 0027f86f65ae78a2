import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkFrom } from '../../../src/analysis/network/network.ts';
import type { Outcome } from '../../../src/analysis/network/path.ts';
import { type Reachability, reach } from '../../../src/analysis/network/paths.ts';
import { tcp } from '../../../src/analysis/network/service.ts';
import { randomCases } from '../../support/random-snapshots.ts';
import { applied, isWhole } from './applied.ts';
import { aDestination, addresses, aSide, aSource, factsOf, forgettingEach } from './estate.ts';
import { oracle } from './oracle.ts';
import { indices } from './sets.ts';
import {
  allSubnets,
  type Block,
  estateOf,
  firstOf,
  ipv4,
  ipv6,
  type SubnetName,
  type Tiny,
  type TinyRoute,
  type TinyRule,
  tinyNetwork,
  vpcOf,
  type Writing,
} from './tiny-network.ts';

// 2,000 networks for the usual hundred cases.
const numRuns = Math.ceil((randomCases / 100) * 2000);

const options = { ephemeralPorts: tcp(4, 7) };
const sourceOf = (tiny: Tiny, writing: Writing) =>
  aSource({
    ...{ vpcId: 'A', subnets: ['A1'], groups: [['sg-source']], addresses: [writing.address(8)] },
    ...{ publicAddresses: tiny.publicAddress ? [writing.address(0)] : [], ipv6: writing !== ipv4 },
  });
const destinationOf = ({ address, home, port }: Tiny, writing: Writing) =>
  aDestination(writing.address(address), {
    services: tcp(port),
    sides: home === null ? [] : [aSide({ vpcId: vpcOf(home), subnetIds: [home], groupIds: ['sg-db'] })],
  });
const judge = (tiny: Tiny, facts = factsOf(estateOf(tiny)), writing = ipv4): Reachability =>
  reach(sourceOf(tiny, writing), destinationOf(tiny, writing), networkFrom(facts, options));

const expected = (tiny: Tiny): Outcome => {
  const found = oracle(tiny);
  return found === null ? 'unknown' : found ? 'allowed' : 'stopped';
};

const property = (check: (tiny: Tiny) => void, runs: number): void => {
  fc.assert(fc.property(tinyNetwork, check), { numRuns: Math.ceil(runs), includeErrorInReport: true });
};

describe('in a tiny universe', () => {
  it('a path is what an oracle finds that follows single packets', () => {
    property((tiny) => {
      expect(judge(tiny).outcome).toBe(expected(tiny));
    }, numRuns);
  });

  it('every configuration is tried, working and broken, and every kind of change', () => {
    const seen = new Set<string>();
    for (const tiny of fc.sample(tinyNetwork, { numRuns: 2500, seed: 1 })) {
      const { outcome, paths } = judge(tiny);
      for (const { configuration, opens } of paths) {
        seen.add(`${outcome} ${String(configuration)}`);
        for (const opening of opens ?? []) seen.add('add' in opening ? opening.add : opening.turnOff);
      }
    }
    const configurations = [
      ...['one VPC', 'several VPCs', 'VPN or Direct Connect', 'internet', 'NAT gateway', 'VPC endpoint'],
    ];
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...configurations.flatMap((name) => [`allowed ${name}`, `stopped ${name}`]),
        ...['egress rule', 'ingress rule', 'network ACL entry', 'route', 'source/destination check'],
      ]),
    );
  });

  it('more addresses at once are decided as each of them alone', () => {
    property((tiny) => {
      const own = tiny.home === null ? indices(8) : [firstOf[tiny.home], firstOf[tiny.home] + 1];
      const homes = tiny.address < 8 ? indices(8) : own;
      const whole = destinationOf(tiny, ipv4);
      const set = addresses(...homes.map((index) => ipv4.address(index)));
      const network = networkFrom(factsOf(estateOf(tiny)), options);
      const together = reach(sourceOf(tiny, ipv4), { ...whole, addresses: set }, network);
      const alone = homes.map((address) => judge({ ...tiny, address }).outcome);
      expect(together.outcome).toBe(alone.every((outcome) => outcome === alone[0]) ? alone[0] : 'unknown');
    }, numRuns / 20);
  });
});

describe('the laws of paths', () => {
  it('to know one thing less leaves an outcome alone or makes it unknown', () => {
    property((tiny) => {
      const facts = factsOf(estateOf(tiny));
      const { outcome } = judge(tiny, facts);
      for (const { label, less } of forgettingEach(facts, (asked) => judge(tiny, asked)))
        expect([outcome, 'unknown'], label).toContain(judge(tiny, less).outcome);
    }, numRuns / 10);
  });

  it('a rule more or a wider one, of a group or one that allows in an ACL, never closes a path', () => {
    const order: readonly Outcome[] = ['stopped', 'unknown', 'allowed'];
    const anyPort: TinyRule['ports'] = [0, 7];
    const anywhere: Block = { index: 0, bits: 4 };
    const more = (rules: readonly TinyRule[]): readonly (readonly TinyRule[])[] => [
      [...rules, { ports: anyPort, peer: { index: 8, bits: 3 } }],
      ...rules.map((rule, index) => rules.with(index, { ...rule, ports: anyPort })),
      ...rules.map((rule, index) => rules.with(index, { ...rule, peer: anywhere })),
    ];
    property((tiny) => {
      const before = order.indexOf(judge(tiny).outcome);
      const entry = { number: 0, allow: true, ports: null, block: { index: 8, bits: 3 } } as const;
      const withAcl = (subnet: SubnetName, entries: Tiny['acls'][SubnetName]): Tiny => ({
        ...tiny,
        acls: { ...tiny.acls, [subnet]: entries },
      });
      const acls = allSubnets.flatMap((subnet) => {
        const entries = tiny.acls[subnet];
        return [
          withAcl(subnet, [{ ...entry, egress: true }, { ...entry, egress: false }, ...entries]),
          ...entries.flatMap((each, index) =>
            each.allow
              ? [withAcl(subnet, entries.with(index, { ...each, ports: null, block: anywhere }))]
              : [],
          ),
        ];
      });
      const groups = (['source', 'database', 'hostIn', 'hostOut'] as const).flatMap((list) =>
        more(tiny[list]).map((rules): Tiny => ({ ...tiny, [list]: rules })),
      );
      for (const each of [...acls, ...groups])
        expect(order.indexOf(judge(each).outcome)).toBeGreaterThanOrEqual(before);
    }, numRuns / 60);
  });

  it('a group that nothing carries changes nothing', () => {
    property((tiny) => {
      const estate = estateOf(tiny);
      const [first] = estate.groups;
      const groups = [...estate.groups, ...(first === undefined ? [] : [{ ...first, id: 'sg-nobody' }])];
      expect(judge(tiny, factsOf({ ...estate, groups }))).toEqual(judge(tiny, factsOf(estate)));
    }, numRuns / 20);
  });

  it('IPv4 and IPv6 are judged alike', () => {
    property((tiny) => {
      // Gateways to the internet and NAT gateways are of one family.
      const isAlike = ({ target }: TinyRoute) => !['igw', 'eigw', 'nat'].includes(target);
      const tables = { ...tiny.tables };
      for (const subnet of allSubnets) tables[subnet] = tables[subnet].filter(isAlike);
      const alike = { ...tiny, tables };
      expect(judge(alike, factsOf(estateOf(alike, ipv6)), ipv6).outcome).toBe(judge(alike).outcome);
    }, numRuns / 20);
  });

  it('what is said to open a path opens it', () => {
    property((tiny) => {
      const estate = estateOf(tiny);
      const { outcome, paths } = judge(tiny, factsOf(estate));
      const [path, second] = paths;
      if (path === undefined || second !== undefined || !path.opens?.every(isWhole)) return;
      expect(outcome).toBe('stopped');
      const isUnsure = path.hops.some((hop) => hop.outcome === 'unknown');
      expect(judge(tiny, factsOf(applied(path.opens, estate))).outcome).toBe(
        isUnsure ? 'unknown' : 'allowed',
      );
    }, numRuns / 4);
  });
});
