import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Result } from '../../src/model/result.ts';
import { accountWith, anInstance, aSnapshot, listed } from '../support/builders.ts';
import { offences } from './support/contract.ts';
import { run, scratch } from './support/run.ts';

const files = scratch();
const rules = ['--rules', 'instance-spans-zones,instance-is-private'];

const instance = (id: string, over: Parameters<typeof anInstance>[0] = {}) =>
  anInstance({ id, arn: anInstance().arn.replace('INSTANCE1', id.toUpperCase()), ...over });
/** instance-spans-zones is MEDIUM, instance-is-private CRITICAL. */
const estates = {
  clean: [instance('a'), instance('b')],
  oneZone: [instance('a', { multiAz: false }), instance('b')],
  public: [instance('a', { multiAz: false, publiclyAccessible: true }), instance('b')],
  unknown: [instance('a', { multiAz: null }), instance('b')],
  smaller: [instance('b')],
};

async function save(name: string, ...args: readonly string[]): Promise<string> {
  const file = files.path(`${name}.result.json`);
  await run('scan', ...args, ...rules, '--format', 'json', '--output', file);
  return file;
}

const results: Record<string, string> = {};
const snapshots: Record<string, string> = {};
beforeAll(async () => {
  for (const [name, instances] of Object.entries(estates)) {
    const snapshot = aSnapshot(accountWith({ instances: listed(...instances) }));
    snapshots[name] = await files.write(`${name}.json`, JSON.stringify(snapshot));
    results[name] = await save(name, '--snapshot', snapshots[name]);
  }
});
const result = (name: keyof typeof estates): string => results[name] ?? '';

const changes: readonly (readonly [
  exitCode: number,
  before: keyof typeof estates,
  after: keyof typeof estates,
  options: readonly string[],
  told: Readonly<Partial<Comparison['summary']>>,
])[] = [
  [0, 'clean', 'clean', [], {}],
  [1, 'clean', 'oneZone', [], { new: 1 }],
  [0, 'clean', 'oneZone', ['--fail-on', 'HIGH'], { new: 1 }],
  [0, 'clean', 'oneZone', ['--fail-on', 'none'], { new: 1 }],
  [1, 'oneZone', 'public', ['--fail-on', 'HIGH'], { new: 1, open: 1 }],
  [0, 'oneZone', 'oneZone', [], { open: 1 }],
  [0, 'public', 'oneZone', [], { open: 1, resolved: 1 }],
  [0, 'oneZone', 'smaller', [], { resolved: 1 }],
  [1, 'clean', 'unknown', [], { unknown: 1 }],
  [0, 'clean', 'unknown', ['--allow-unknown'], { unknown: 1 }],
  [0, 'unknown', 'unknown', [], {}],
  [1, 'unknown', 'oneZone', [], { new: 1 }],
  [0, 'oneZone', 'unknown', [], { unreadable: 1 }],
];

describe('diff', () => {
  it.each(changes)('ends %i from %s to %s with %j', async (...[exitCode, before, after, options, told]) => {
    const { exitCode: ended, out } = await run(
      'diff',
      result(before),
      result(after),
      '--format',
      'json',
      ...options,
    );
    const comparison = JSON.parse(out) as Comparison;
    expect(offences('diff', comparison)).toEqual([]);
    const { summary, findings } = comparison;
    expect(Object.fromEntries(Object.entries(summary).filter(([, count]) => count > 0))).toEqual(told);
    expect(findings).toHaveLength(Object.values(told).reduce((sum, count) => sum + count, 0));
    expect(ended).toBe(exitCode);
  });

  it('reads results as functions keep them, compressed', async () => {
    const [before, after] = await Promise.all(
      (['oneZone', 'public'] as const).map(async (name) =>
        files.write(`${name}.json.gz`, gzipSync(await readFile(result(name)))),
      ),
    );
    const plain = await run('diff', result('oneZone'), result('public'));
    expect(await run('diff', before ?? '', after ?? '')).toEqual(plain);
  });

  it('prints what changed, the heaviest first, then what did not', async () => {
    const { out } = await run('diff', result('oneZone'), result('public'));
    const words = out.split('\n').map((line) => line.split(/ {2,}/).slice(0, 4));
    expect(words.slice(0, 3)).toEqual([
      ['SINCE', 'SEVERITY', 'RULE', 'RESOURCE'],
      ['new', 'CRITICAL', 'instance-is-private', 'a'],
      ['still open', 'MEDIUM', 'instance-spans-zones', 'a'],
    ]);
    expect(out.replace(/\s+/g, ' ')).toContain(
      '1 new, 0 worse, 0 newly not known, 0 resolved, 1 still open, 0 no longer readable',
    );
  });

  it('says what else was not the same', async () => {
    const settings = await files.write('settings.yaml', 'regions: [eu-west-1]\nrequired-tags: [team]\n');
    const other = files.path('other.json');
    const narrow = ['--rules', 'instance-is-private', '--settings', settings, '--profile-set', 'all'];
    await run(
      'scan',
      '--snapshot',
      snapshots['clean'] ?? '',
      ...narrow,
      '--format',
      'json',
      '--output',
      other,
    );
    const { differences, findings } = JSON.parse(
      (await run('diff', result('oneZone'), other, '--format', 'json')).out,
    ) as Comparison;
    expect(differences).toEqual([
      'the set of rules was recommended and is all',
      'the settings differ',
      'rules in the first alone: instance-spans-zones',
    ]);
    expect(findings.map(({ standing, because }) => `${standing}: ${because}`)).toEqual([
      'unreadable: instance-spans-zones was not judged',
    ]);
  });

  it('says that a finding got worse, and what it was', async () => {
    const before = JSON.parse(await readFile(result('oneZone'), 'utf8')) as Result;
    const lighter = {
      ...before,
      findings: before.findings.map((finding) => ({ ...finding, severity: 'LOW' })),
    };
    const file = await files.write('lighter.json', JSON.stringify(lighter));
    const { out, exitCode } = await run('diff', file, result('oneZone'));
    expect(out).toMatch(/^worse +LOW to MEDIUM +instance-spans-zones/m);
    expect(exitCode).toBe(1);
  });

  it.each([
    ['a file that is not there', ['missing.json'], 'cannot read missing.json: there is no such file'],
    ['a severity that there is not', ['--fail-on', 'BAD'], '--fail-on takes'],
    ['a format that there is not', ['--format', 'html'], '--format'],
    ['a third file', ['a.json', 'b.json'], 'too many arguments'],
  ])('cannot run with %s', async (_, args, why) => {
    const { exitCode, out, err } = await run(
      'diff',
      result('clean'),
      ...(args.length === 2 ? [result('clean')] : []),
      ...args,
    );
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(why);
  });
});

describe('scan --baseline', () => {
  it.each(changes)(
    'ends %i from %s to %s with %j, as diff does',
    async (exitCode, before, after, options) => {
      const scanned = await run(
        'scan',
        '--snapshot',
        snapshots[after] ?? '',
        ...rules,
        '--baseline',
        result(before),
        ...options,
      );
      expect(scanned.exitCode).toBe(exitCode);
    },
  );

  const scan = (...options: readonly string[]) =>
    run(
      'scan',
      '--snapshot',
      snapshots['public'] ?? '',
      ...rules,
      '--baseline',
      result('oneZone'),
      ...options,
    );

  it('shows what is new below the table', async () => {
    const { out, err } = await scan();
    expect(out).toMatch(/^CRITICAL +instance-is-private +a/m);
    expect(out).toMatch(/^new +CRITICAL +instance-is-private +a/m);
    expect(out).not.toContain('still open  ');
    expect(err).toBe('');
  });

  it('leaves JSON alone', async () => {
    const { out, err } = await scan('--format', 'json');
    expect((JSON.parse(out) as Result).findings).toHaveLength(4);
    expect(err).toContain('1 new');
  });

  it('is read before anything else', async () => {
    const { exitCode, out, err } = await run('scan', '--demo', '--baseline', 'missing.json');
    expect({ exitCode, out, err }).toEqual({
      exitCode: 2,
      out: '',
      err: 'dms-auditor: cannot read missing.json: there is no such file\n',
    });
  });
});
