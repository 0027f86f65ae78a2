import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { demoEstate } from '../../src/cli/demo/estate.ts';
import type { PrintedFixes } from '../../src/remediation/render/json.ts';
import { offences } from './support/contract.ts';
import { run, scratch } from './support/run.ts';

const files = scratch();

async function fixed(...args: readonly string[]): Promise<string> {
  const { exitCode, out, err } = await run('fix', ...args);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  return out;
}

async function asJson(...args: readonly string[]): Promise<PrintedFixes> {
  return JSON.parse(await fixed('--demo', '--format', 'json', ...args)) as PrintedFixes;
}

describe('fix prints patches that were tried', () => {
  it('as commands of the AWS CLI, with what they do and that they were checked', async () => {
    const out = await fixed('--demo', '--rule', 'key-rotates');
    expect(out).toContain('# checked: fixes 1 finding, worsens none\naws kms enable-key-rotation --region');
    expect(out).toMatch(/# checked: 1 fix together mend 1 finding, worsen none; 0 findings left\n$/);
  });

  it('as templates, configurations and data that can be read back', async () => {
    const documents = parseAllDocuments(await fixed('--demo', '--format', 'cloudformation'));
    expect(documents.length).toBeGreaterThan(1);
    expect(await fixed('--demo', '--format', 'terraform')).toContain('resource "aws_sns_topic_policy" "fix_');
    expect((await asJson()).fixes.length).toBeGreaterThan(5);
  });

  it('one call for a resource that several findings concern', async () => {
    const { fixes } = await asJson('--resource', 'warehouse-nightly', '--profile-set', 'all');
    expect(fixes.map(({ changes }) => changes.map(({ call }) => call))).toEqual([
      ['dms:ModifyReplicationTask'],
    ]);
    expect(fixes[0]?.fixes.map((id) => id.split('@')[0])).toEqual(['task-logs-source', 'task-logs-target']);
  });

  it('as data that fits its schema, with what is left', async () => {
    const value = JSON.parse(
      await fixed('--demo', '--format', 'json', '--profile-set', 'all'),
    ) as PrintedFixes;
    expect(value.left.length).toBeGreaterThan(5);
    expect(offences('fix', value)).toEqual([]);
  });

  it('of a saved snapshot', async () => {
    const file = await files.write('estate.json', JSON.stringify(demoEstate));
    expect(await fixed('--snapshot', file)).toBe(await fixed('--demo'));
  });
});

describe('what has no patch says why, and what to do instead', () => {
  it('in every format that people read', async () => {
    const out = await fixed('--demo', '--rule', 'endpoint-uses-secret');
    expect(out).toMatch(/^# endpoint-uses-secret@.*: no patch, as .* Instead: .*\n/);
  });
});

describe('what is asked for must be there', () => {
  it.each([
    [['--demo', '--rule', 'key-rotate'], 'no rule is called "key-rotate"; did you mean "key-rotates"?'],
    [['--demo', '--finding', 'nothing@1'], 'no finding that fails has the id "nothing@1"'],
    [['--demo', '--snapshot', 'a.json'], '--demo and --snapshot exclude each other'],
    [['--demo', '--profile', 'me'], '--demo reads no account'],
  ])('%j', async (args, message) => {
    const { exitCode, out, err } = await run('fix', ...args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
