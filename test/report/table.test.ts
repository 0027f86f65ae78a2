import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../../src/model/finding.ts';
import type { Result } from '../../src/model/result.ts';
import { formatNames } from '../../src/report/index.ts';
import { json } from '../../src/report/json.ts';
import { table } from '../../src/report/table.ts';
import { aFinding, aResult, excepted } from '../audit/results.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';

const wide = { width: 140, color: false };
const failure = (over: Partial<Finding> = {}): Finding =>
  aFinding({ status: 'NON_COMPLIANT', because: 'PubliclyAccessible is true', ...over });
const on = (id: string): Partial<Finding> => ({ resource: { ...aFinding().resource, id } });
const lines = (result: Result, options = wide): readonly string[] => table(result, options).split('\n');
/** The lines of the findings, below the first heading. */
const rows = (result: Result, options = wide): readonly string[] => {
  const all = lines(result, options);
  return all.slice(1, all.indexOf(''));
};

describe('the table', () => {
  it('is this', () => {
    const result = aResult(
      failure(),
      failure({
        id: '2',
        rule: 'task-logs-source',
        severity: 'MEDIUM',
        because: 'logging is off',
        ...on('task-1'),
      }),
      aFinding({
        id: '3',
        rule: 'task-logs-source',
        status: 'UNKNOWN',
        because: 'DMS does not report Logging',
      }),
      aFinding({ id: '4' }),
    );
    expect(table(result, wide)).toBe(`\
SEVERITY    RULE                                RESOURCE                    REGION           BECAUSE
CRITICAL    instance-is-private                 instance-1                  eu-west-1        PubliclyAccessible is true
MEDIUM      task-logs-source                    task-1                      eu-west-1        logging is off

SEVERITY    RULE                                RESOURCE                    REGION           BECAUSE
UNKNOWN     task-logs-source                    instance-1                  eu-west-1        DMS does not report Logging

RULE                 COMPLIANT  NON_COMPLIANT  NOT_APPLICABLE  UNKNOWN
instance-is-private          1              1               ·        ·
task-logs-source             ·              1               ·        1

4 verdicts on 1 account, 1 Region (eu-west-1), taken 2026-11-01T03:00:00.000Z: 1 COMPLIANT, 2 NON_COMPLIANT, 0 NOT_APPLICABLE, 1 UNKNOWN.
`);
  });

  it('has the heaviest first, and leaves equals in their order', () => {
    const weights: readonly Severity[] = ['LOW', 'CRITICAL', 'INFORMATIONAL', 'MEDIUM', 'HIGH', 'LOW'];
    const result = aResult(...weights.map((severity, index) => failure({ severity, ...on(`n${index}`) })));
    expect(rows(result).map((row) => /^(\w+) .* (n\d) /.exec(row)?.slice(1))).toEqual([
      ['CRITICAL', 'n1'],
      ['HIGH', 'n4'],
      ['MEDIUM', 'n3'],
      ['LOW', 'n0'],
      ['LOW', 'n5'],
      ['INFORMATIONAL', 'n2'],
    ]);
  });

  it('says who answers for what is excepted until when, below all that nobody does', () => {
    const result = aResult(
      failure({ severity: 'CRITICAL', exception: excepted, ...on('n0') }),
      failure({ severity: 'LOW', ...on('n1') }),
    );
    const found = rows(result, { ...wide, width: 400 });
    expect(found.map((row) => /^(\w+) .* (n\d) /.exec(row)?.slice(1))).toEqual([
      ['LOW', 'n1'],
      ['CRITICAL', 'n0'],
    ]);
    expect(found[1]).toMatch(/ \(until 2027-01-01 by team: in work\)$/);
  });

  it('counts what is excepted', () => {
    expect(table(aResult(failure({ exception: excepted })), wide)).toMatch(/0 UNKNOWN, 1 excepted\.\n$/);
  });

  it('says why there was nothing to judge', () => {
    const because = 'there is no DMS resource in eu-west-1';
    const other = aFinding({ status: 'NOT_APPLICABLE', because: 'no AWS::DMS::Endpoint in eu-west-1' });
    const none = aFinding({ status: 'NOT_APPLICABLE', because });
    expect(table(aResult(other, none), wide)).toMatch(new RegExp(`\nNothing to judge: ${because}\\.\n$`));
    expect(table(aResult(other, none, aFinding()), wide)).not.toContain('Nothing to judge');
  });

  it.each([
    [0, 0, ''],
    [10, 10, ''],
    [11, 10, '  and 1 more (all of them with --format json)'],
  ])('of %i places not read it lists %i', (count, shown, more) => {
    const result = aResult(aFinding());
    const unread = Array.from({ length: count }, (_, index) => ({
      account: ACCOUNT,
      region: REGION,
      call: 'dms:ListTagsForResource',
      resource: `arn-${index}`,
      error: 'Throttling',
      transient: true,
    }));
    const all = lines({ ...result, coverage: { ...result.coverage, unread } });
    expect(all.filter((line) => line === 'Not read:')).toHaveLength(count === 0 ? 0 : 1);
    const told = all.filter((line) =>
      line.startsWith(`  ${ACCOUNT} ${REGION}: dms:ListTagsForResource of arn-`),
    );
    expect(told).toHaveLength(shown);
    expect(told.filter((line) => !line.endsWith(' failed (Throttling, transient)'))).toEqual([]);
    expect(all.find((line) => line.includes(' more (')) ?? '').toBe(more);
  });
});

describe('what is long', () => {
  const arn = `arn:aws:dms:eu-west-1:${ACCOUNT}:endpoint:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
  const long = failure({ because: `it names ${arn} twice`, ...on('x'.repeat(1_000)) });

  it.each([80, 100, 119, 120, 140, 300])('is whole, wrapped within its column, at %i columns', (width) => {
    const all = lines(aResult(long), { width, color: false });
    expect(all.join('')).not.toContain('…');
    const body = rows(aResult(long), { width, color: false });
    const because = all[0]?.indexOf('BECAUSE') ?? 0;
    const resource = all[0]?.indexOf('RESOURCE') ?? 0;
    const region = all[0]?.indexOf('REGION') ?? 0;
    const cell = (from: number, to?: number): string =>
      body.map((row) => row.slice(from, to).replaceAll(' ', '')).join('');
    expect(cell(because)).toBe(`itnames${arn}twice`);
    expect(cell(resource, region)).toBe('x'.repeat(1_000));
    expect(body.filter((row) => row.length > width)).toEqual([]);
  });

  it.each([80, 140])('rule ids, at %i columns', (width) => {
    const rule = 'instance-upgrades-minor-versions-of-its-engine';
    expect(rows(aResult(failure({ rule })), { width, color: false }).join('')).not.toContain('…');
  });
});

describe('names that other people chose', () => {
  const forged = 'LOW       instance-is-private   harmless';
  it.each([
    ['a line break', `a\n${forged}`],
    ['a carriage return', `a\r${forged}`],
    ['a line separator', `a\u2028${forged}`],
    ['a next line', `a\u0085${forged}`],
    ['cursor movements', `a\u001b[1E${forged}\u001b[2K`],
    ['spaces up to the edge', `a${' '.repeat(200)}${forged}`],
  ])('cannot forge a line with %s', (_, id) => {
    const result = aResult(failure({ because: id, ...on(id) }));
    const unread = { call: 'iam:GetRole', resource: id, error: 'AccessDenied', transient: false };
    const scope = { ...result.scope, regions: [id] };
    const coverage = { ...result.coverage, unread: [{ account: ACCOUNT, region: id, ...unread }] };
    const all = lines({ ...result, scope, coverage, takenAt: id }, { width: 100, color: false });
    expect(all.filter((line) => line.startsWith('LOW'))).toEqual([]);
    expect(all.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('show that something was there', () => {
    expect(rows(aResult(failure(on('abc\u202edef'))))[0]).toContain('abc\u{FFFD}def');
  });
});

describe('colour', () => {
  const result = aResult(
    failure(),
    ...(['HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'] as const).map((severity) => failure({ severity })),
    aFinding({ status: 'UNKNOWN', because: 'x' }),
  );

  it('is there only when asked for', () => {
    expect(table(result, wide)).not.toContain('\u001b');
    expect(table(result, { ...wide, color: true })).toContain('\u001b[35mCRITICAL\u001b[39m');
  });

  it('changes nothing else', () => {
    const plain = stripVTControlCharacters(table(result, { ...wide, color: true })).replace(/ +$/gm, '');
    expect(plain).toBe(table(result, wide));
  });
});

it('the JSON is the result itself', () => {
  const result = aResult(failure());
  expect(JSON.parse(json(result))).toEqual(result);
  expect(json(result)).toMatch(/\}\n$/);
  expect(formatNames).toEqual(['table', 'json', 'asff', 'ocsf']);
});
