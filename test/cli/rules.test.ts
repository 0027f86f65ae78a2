import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/rules/index.ts';
import { run } from './support/run.ts';

const ids = catalogue.map(({ id }) => id);

describe('rules', () => {
  it('is a table with each rule and its whole title', async () => {
    const { exitCode, out, err } = await run('rules');
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).not.toContain('…');
    const words = out.replaceAll(/[│\s]+/g, ' ');
    for (const { id, severity, judges, title } of catalogue) {
      expect(out).toMatch(new RegExp(`│ ${id} +│ ${severity} `));
      expect(out).toContain(judges[0]);
      expect(words).toContain(title.split(' ').slice(0, 3).join(' '));
    }
  });

  it('is JSON that says all that a rule is, without its functions', async () => {
    const { exitCode, out } = await run('rules', '--format', 'json');
    expect(exitCode).toBe(0);
    const listed = JSON.parse(out) as readonly Readonly<Record<string, unknown>>[];
    expect(listed.map(({ id }) => id)).toEqual(ids);
    for (const [index, { evaluate, asSecurityHub, parameters, ...facts }] of catalogue.entries()) {
      expect(evaluate).toBeTypeOf('function');
      expect(asSecurityHub).toBeTypeOf('function');
      expect(listed[index]).toMatchObject(facts);
      expect(Object.keys(listed[index]?.['parameters'] ?? {})).toEqual(Object.keys(parameters));
    }
    expect(listed.find(({ id }) => id === 'account-role-exists')?.['parameters']).toEqual({
      'require-roles': {
        description: 'Whether an account without any DMS resource must have the roles.',
        default: 'when-used',
        schema: { enum: ['when-used', 'always'] },
      },
    });
  });

  it('is a Markdown table with a row each', async () => {
    const { exitCode, out } = await run('rules', '--format', 'markdown');
    expect(exitCode).toBe(0);
    const [head, line, ...rows] = out.trimEnd().split('\n');
    expect([head, line]).toEqual(['| rule | severity | judges | title |', '|---|---|---|---|']);
    expect(rows.map((row) => /^\| `([a-z0-9-]+)` \|/.exec(row)?.[1])).toEqual(ids);
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  });
});

describe('about itself', () => {
  it('--version is that of the manifest', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { readonly version: string };
    expect(await run('--version')).toEqual({ exitCode: 0, out: `${version}\n`, err: '' });
  });

  it.each([
    ['--help', ['--help'], /^Usage: dms-auditor [^]*\n {2}scan [^]*\n {2}collect [^]*\n {2}rules /],
    [
      'help of a command',
      ['help', 'scan'],
      /^Usage: dms-auditor scan [^]*--fail-on <severity>[^]*--allow-unknown/,
    ],
    ['--help of a command', ['collect', '--help'], /^Usage: dms-auditor collect [^]*--role-arn <arn>/],
  ])('%s goes to standard output and ends 0', async (_, args, usage) => {
    const { exitCode, out, err } = await run(...args);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(usage);
  });

  it('no command at all gets the help on standard error and ends 2', async () => {
    const { exitCode, out, err } = await run();
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(/^Usage: dms-auditor /);
  });
});
