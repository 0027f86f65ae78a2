import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { newestVersion } from '../../src/analysis/engine-support.ts';
import { demoEstate } from '../../src/cli/demo/estate.ts';
import { complete } from '../../src/model/lookup.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import type { PrintedFixes } from '../../src/remediation/render/json.ts';
import {
  ACCOUNT,
  accountWith,
  anInstance,
  aRole,
  aSnapshot,
  FOREIGN,
  policy,
  roleArn,
  rolesKnown,
  trustStatement,
} from '../support/builders.ts';
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

/** An account with an old engine, and a role whose guard locks such engines out. */
const unguarded = (account: string): AccountFacts =>
  accountWith(
    { instances: complete([anInstance({ arn: instanceOf(account), engineVersion: '3.4.6' })]) },
    rolesKnown(
      aRole({
        arn: roleArn('dms-vpc-role', account),
        trust: policy(trustStatement({ Condition: undefined })),
      }),
    ),
  );
const instanceOf = (account: string): string => `arn:aws:dms:eu-west-1:${account}:rep:INSTANCE1`;

describe('the fixes of several accounts', () => {
  const printed = async (format: string): Promise<string> => {
    const accounts = { [ACCOUNT]: unguarded(ACCOUNT), [FOREIGN]: unguarded(FOREIGN) };
    const file = await files.write('accounts.json', JSON.stringify({ ...aSnapshot(), accounts }));
    return fixed('--snapshot', file, '--rule', 'role-trust-is-guarded', '--format', format);
  };

  it('come after fixes of their own account', async () => {
    const { fixes } = JSON.parse(await printed('json')) as PrintedFixes;
    expect(fixes.map(({ account, after }) => [account, after])).toEqual([
      [ACCOUNT, []],
      [ACCOUNT, [0]],
      [FOREIGN, []],
      [FOREIGN, [2]],
    ]);
  });

  it.each(['cli', 'terraform', 'cloudformation'])('are numbered on, in %s', async (format) => {
    const out = await printed(format);
    const numbers = [...out.matchAll(/^# Fix (\d+): .*\(account (\d+),/gm)].map(([, ...found]) => found);
    const places = new Map(numbers.map(([number, account]) => [number, account]));
    expect([...places].sort()).toEqual([
      ...[
        ['1', ACCOUNT],
        ['2', ACCOUNT],
      ],
      ...[
        ['3', FOREIGN],
        ['4', FOREIGN],
      ],
    ]);
    expect([...new Set(out.match(/^# after fix \d+/gm))].sort()).toEqual(['# after fix 1', '# after fix 3']);
  });

  /** Runs the script in a real shell where `aws` is a program that keeps what it was asked. */
  async function inShell(
    script: string,
    {
      account,
      engine = newestVersion,
      options = [],
    }: { readonly account: string; readonly engine?: string; readonly options?: readonly string[] },
  ) {
    const log = files.path('asked');
    await files.write('asked', '');
    chmodSync(
      await files.write(
        'aws',
        `#!/bin/sh
echo "$1 $2$([ "$2" != wait ] || echo " $3")" >>'${log}'
case "$1 $2" in
'sts get-caller-identity') echo '${account}' ;;
'dms describe-replication-instances') echo '${engine}' ;;
esac
`,
      ),
      0o755,
    );
    const env = { PATH: [files.path('.'), process.env['PATH'] ?? ''].join(delimiter) };
    const { status, stderr } = spawnSync('sh', [...options, '-c', script], { env, encoding: 'utf8' });
    const asked = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
    return { status, stderr, asked };
  }

  it.each([[[]], [['-eu']]])('are run with credentials of their account alone, sh %j', async (options) => {
    const { status, stderr, asked } = await inShell(await printed('cli'), { account: ACCOUNT, options });
    expect(asked).toEqual([
      'sts get-caller-identity',
      'dms modify-replication-instance',
      'dms wait replication-instance-available',
      'dms describe-replication-instances',
      'iam update-assume-role-policy',
      'sts get-caller-identity',
    ]);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `These are not credentials of account ${FOREIGN}: what follows is not run.\n`,
    });
  });

  it.each([[[]], [['-eu']]])('wait for the engine that their conditions lock out, sh %j', async (options) => {
    const before = { account: ACCOUNT, engine: '3.4.6', options };
    const { status, stderr, asked } = await inShell(await printed('cli'), before);
    expect(asked).not.toContain('iam update-assume-role-policy');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `${instanceOf(ACCOUNT)} does not have engine ${newestVersion} yet: what follows is not run.\n`,
    });
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
