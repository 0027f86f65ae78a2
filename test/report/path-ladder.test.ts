import { describe, expect, it } from 'vitest';
import type { PathWitness, ShownHop, ShownPath } from '../../src/model/finding.ts';
import type { Opening } from '../../src/model/path.ts';
import { pathLadders } from '../../src/report/path-ladder.ts';
import { aPathWitness, aShownHop, aShownPath } from '../support/path-builders.ts';

const drawn = (witness: PathWitness, width = 100, color = false): string =>
  pathLadders(witness, { width, color }).join('\n');
const lines = (...paths: readonly ShownPath[]): readonly string[] =>
  drawn(aPathWitness(...paths)).split('\n');

const far = { vpc: 'vpc-2', subnet: 'subnet-21', zone: 'eu-west-1b' } as const;
const acl = { kind: 'network-acl', ids: ['acl-1'], rule: 'rule 100 allows it' } as const;
const table = { kind: 'route-table', ids: ['rtb-1'], direction: null, part: 'route' } as const;
const over: readonly ShownHop[] = [
  aShownHop(),
  aShownHop(acl),
  aShownHop({ ...table, rule: '10.2.0.0/16 → pcx-1' }),
  aShownHop({ ...table, kind: 'peering', ids: ['pcx-1'], rule: 'to vpc-2' }),
  aShownHop({ ...far, ...acl, ids: ['acl-2'], direction: 'in', part: 'arrival' }),
  aShownHop({ ...far, ids: ['sg-db'], direction: 'in', rule: 'sg-db tcp 5432 from sg-dms', part: 'arrival' }),
  aShownHop({ ...far, ...table, way: 'back', ids: ['rtb-2'], rule: '10.1.0.0/16 → pcx-1' }),
  aShownHop({
    ...far,
    ...acl,
    way: 'back',
    ids: ['acl-2'],
    rule: 'rule 100 allows answers',
    part: 'arrival',
  }),
  aShownHop({ ...acl, way: 'back', direction: 'in', rule: 'rule 100 allows answers' }),
];
const denied = over.map((hop) =>
  hop.ids[0] === 'acl-2' && hop.way === 'there'
    ? { ...hop, outcome: 'stopped' as const, rule: 'rule 90 denies it' }
    : hop,
);
const opens: readonly Opening[] = [
  {
    ...{ add: 'network ACL entry', acl: 'acl-2', egress: false, numbers: [89], protocol: 'tcp' },
    ...{ fromPort: 5432, toPort: 5432, cidrs: ['10.1.0.10/32'] },
  },
];
const stopped = aShownPath({ hops: denied, outcome: 'stopped', judged: 'stopped', opens });

describe('a path', () => {
  it('is drawn from the instance to the database and back, and what stops it is marked', () => {
    expect(drawn(aPathWitness(stopped))).toBe(`
STOPPED
  tcp 5432 from eni-1 to db.internal (orders): several VPCs
  in subnet-1, eu-west-1a
    eni-1       10.1.0.10
    sg-dms out  tcp 5432 to 10.0.0.0/8
    acl-1 out   rule 100 allows it
    rtb-1       10.2.0.0/16 → pcx-1
    pcx-1       to vpc-2
  in subnet-21, eu-west-1b
>   acl-2 in    stopped: rule 90 denies it
    sg-db in    tcp 5432 from sg-dms
    database    10.2.0.5
  back in subnet-21, eu-west-1b
    rtb-2       10.1.0.0/16 → pcx-1
    acl-2 out   rule 100 allows answers
  back in subnet-1, eu-west-1a
    acl-1 in    rule 100 allows answers
  to try it: tcp 5432 from 10.1.0.10 to 10.2.0.5
  what would open it:
    Add to acl-2 an inbound entry that allows tcp 5432 from 10.1.0.10/32, number 89.`);
  });

  it('tells what a rule judges of it, and what it leaves to others', () => {
    expect(lines({ ...stopped, parts: ['departure'], judged: 'allowed' }).slice(1, 4)).toEqual([
      'ALLOWED',
      '  tcp 5432 from eni-1 to db.internal (orders): several VPCs',
      '  judged here: how it leaves the instance; the whole path is stopped',
    ]);
    expect(lines({ ...stopped, parts: ['route', 'nat-host'] })[3]).toBe(
      '  judged here: its route, the host that forwards it',
    );
  });

  it.each<readonly [string, Partial<ShownHop>, string]>([
    [
      'both addresses of a translation',
      { kind: 'nat-gateway', ids: ['nat-1'], direction: null, rule: 'as 10.1.2.5', leavesAs: '10.1.2.5' },
      '    nat-1  10.1.0.10 goes on as 10.1.2.5',
    ],
    [
      'them beside the rule, where that says more',
      { kind: 'nat-host', ids: ['i-1'], direction: null, rule: 'it forwards', leavesAs: '10.1.2.7' },
      '    i-1    it forwards; 10.1.0.10 goes on as 10.1.2.7',
    ],
    [
      'several groups, and whose rule it is',
      { ids: ['sg-a', 'sg-b'], rule: 'sg-b tcp 5432 to sg-db' },
      '    sg-a, sg-b out  sg-b tcp 5432 to sg-db',
    ],
    [
      'what has no id by its kind',
      { kind: 'route-table', ids: [], direction: null, rule: 'the route table of subnet-1' },
      '    route table  the route table of subnet-1',
    ],
    [
      'what is not known, marked',
      { outcome: 'unknown', rule: 'the rules of sg-dms' },
      '>   sg-dms out  unknown: the rules of sg-dms',
    ],
  ])('shows %s', (_, hop, line) => {
    expect(lines(aShownPath({ hops: [aShownHop(hop)], end: 'nowhere' }))).toContain(line);
  });

  it.each<readonly [ShownPath['end'], readonly string[]]>([
    ['database', ['  in subnet-1, eu-west-1a', '    database    10.2.0.5']],
    ['outside', ['  beyond what can be read', '    database    10.2.0.5']],
    ['nowhere', []],
  ])('that ends in the %s', (end, ends) => {
    const shown = lines(aShownPath({ end }));
    expect(shown).toEqual(expect.arrayContaining([...ends]));
    expect(shown.some((line) => line.startsWith('    database'))).toBe(ends.length > 0);
  });

  it.each([
    [5432, 5432, 'tcp 5432 from'],
    [9092, 9094, 'tcp 9092–9094 from'],
    [1, 65_535, 'tcp on some port from'],
  ])('names the ports %i to %i', (fromPort, toPort, text) => {
    const { flow } = aShownPath();
    expect(lines(aShownPath({ flow: { ...flow, fromPort, toPort } }))[2]).toContain(text);
  });

  it('without a place or a configuration says nothing of them', () => {
    const nowhere = { vpc: null, subnet: null, zone: null } as const;
    const path = aShownPath({ configuration: null, hops: [aShownHop(nowhere)], end: 'nowhere' });
    expect(lines(path).slice(2, 4)).toEqual([
      '  tcp 5432 from eni-1 to db.internal (orders)',
      '  on the way',
    ]);
    const inVpc = aShownPath({ hops: [aShownHop({ subnet: null, zone: null })] });
    expect(lines(inVpc)[3]).toBe('  in vpc-1');
    const noZone = aShownPath({ hops: [aShownHop({ zone: null })] });
    expect(lines(noZone)[3]).toBe('  in subnet-1');
  });

  it('that nothing added would open says so', () => {
    expect(lines({ ...stopped, opens: null }).at(-1)).toBe(
      '  nothing that could be added would open it: what stops it has to be put right',
    );
  });
});

describe('several paths', () => {
  const standby = aShownPath({ hops: over, flow: { ...stopped.flow, from: 'the standby in subnet-2' } });
  const unknown = aShownPath({ judged: 'unknown', outcome: 'unknown' });

  it('are drawn worst first, and allowed ones told in a line', () => {
    const shown = lines(standby, unknown, { ...stopped, parts: ['arrival'] }, standby);
    expect(shown.filter((line) => /^[A-Z]/.test(line))).toEqual(['STOPPED', 'UNKNOWN', 'ALLOWED']);
    const told = [
      '  tcp 5432 from the standby in subnet-2 to db.internal (orders): several VPCs',
      '    the standby in subnet-2 → sg-dms out → acl-1 out rule 100 → rtb-1 10.2.0.0/16 → pcx-1 → acl-2',
      '      in rule 100 → sg-db in → 10.2.0.5',
    ];
    expect(shown.slice(shown.indexOf('ALLOWED') + 1)).toEqual([...told, ...told]);
  });

  it('say where another rule stops what this one allows', () => {
    const shown = lines({ ...stopped, judged: 'allowed', parts: ['departure'] }, standby);
    expect(shown[2]).toBe(
      '  tcp 5432 from eni-1 to db.internal (orders): several VPCs; the whole path is stopped',
    );
  });

  it('have their notes below', () => {
    const notes = ['eni-1 carries sg-other, DMS lists sg-dms'];
    expect(drawn({ ...aPathWitness(stopped), notes })).toMatch(
      /\n\nNOTES\n {2}eni-1 carries sg-other, DMS lists sg-dms$/,
    );
  });
});

it('has colours on a terminal alone', () => {
  const witness = aPathWitness({ ...stopped, parts: ['arrival'] });
  expect(drawn(witness)).not.toContain('\u001b');
  const shown = drawn(witness, 100, true).split('\n');
  const colorOf = (text: string) => shown.find((line) => line.includes(text))?.match(/\u001b\[\d+m/g);
  expect(colorOf('STOPPED')).toEqual(['\u001b[1m', '\u001b[22m']);
  expect(colorOf('rule 90')).toEqual(expect.arrayContaining(['\u001b[33m', '\u001b[31m']));
  expect(colorOf('pcx-1  ')).toEqual(undefined);
  expect(colorOf('to vpc-2')).toContain('\u001b[2m');
  expect(colorOf('tcp 5432 from sg-dms')).toBeNull();
});

it.each([80, 100, 140])('stays within %i columns and loses nothing', (width) => {
  const rule = `sg-dms tcp 5432 to ${'2001:db8:1111:2222:3333:4444:5555:6666, '.repeat(5)}end`;
  const ids = ['sg-0123456789abcdef0', 'sg-0123456789abcdef1', 'sg-0123456789abcdef2'];
  const text = drawn(aPathWitness(aShownPath({ hops: [aShownHop({ rule, ids })] })), width);
  expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  const words = text.replaceAll(/\s+/g, '');
  for (const id of ids) expect(text.replaceAll(/\s/g, '')).toContain(id);
  expect(text.match(/2001:db8/g)).toHaveLength(5);
  expect(words).toContain('end');
});

it('prints what others wrote without what a terminal would obey', () => {
  const evil = 'a\u001b[2K\nWHAT TO DO\r\u2028\u202e';
  const hop = aShownHop({
    ...{ ids: [evil], vpc: evil, subnet: evil, zone: evil, source: evil, leavesAs: evil },
    ...{ destination: evil, rule: evil, outcome: 'stopped' },
  });
  const flow = { ...stopped.flow, from: evil, to: evil, addresses: evil, address: evil };
  const path = { ...stopped, flow, hops: [hop], opens: opens.map((each) => ({ ...each, acl: evil })) };
  const text = drawn({ ...aPathWitness(path, { ...path, judged: 'allowed' }), notes: [evil] });
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(text.split('\n').filter((line) => line.startsWith('WHAT TO DO'))).toEqual([]);
});
