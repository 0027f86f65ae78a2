import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding, Witness } from '../../src/model/finding.ts';
import type { Result } from '../../src/model/result.ts';
import { catalogue } from '../../src/rules/index.ts';
import { aFinding, aResult, excepted } from '../audit/results.ts';
import { policy, trustStatement } from '../support/builders.ts';
import { run, runOn, scratch } from './support/run.ts';

const files = scratch();

/** Explains a finding of a result that holds it and another one. */
async function explained(over: Partial<Finding>): Promise<string> {
  const id = 'instance-is-private@1';
  const file = await files.write(
    'result.json',
    JSON.stringify(aResult(aFinding({ id: 'other' }), aFinding({ id, ...over }))),
  );
  const { exitCode, out, err } = await run('explain', id, '--result', file);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  return out;
}

/** A file with what the example estate is judged to be. */
async function demoResult(name: string): Promise<string> {
  const { out } = await run('scan', '--demo', '--format', 'json', '--profile-set', 'all');
  return files.write(name, out);
}

const request: Witness = {
  kind: 'request',
  document: policy(
    trustStatement({ Principal: { AWS: '222222222222' } }),
    trustStatement({ Sid: 'Decides' }),
  ),
  statement: 1,
  principal: { service: 'dms.amazonaws.com' },
  action: 'sts:AssumeRole',
  resource: null,
  context: { 'aws:sourceaccount': '999999999999', 'aws:tagkeys': ['a', 'b'] },
  decision: 'allowed',
};

describe('a finding is explained', () => {
  it('by its rule, its verdict and what to do', async () => {
    const out = await explained({
      status: 'NON_COMPLIANT',
      because: 'PubliclyAccessible is true',
      witness: { kind: 'value', field: 'PubliclyAccessible', value: true },
      assumes: ['no SCP/RCP'],
      controls: ['DMS.1'],
      exception: excepted,
      remediation: { summary: 'Replace it:\n  step one\n  step two' },
    });
    const rule = catalogue.find(({ id }) => id === 'instance-is-private');
    expect(out).toMatch(/^Replication instances .*\ninstance-is-private: NON_COMPLIANT, CRITICAL\n/);
    for (const part of [
      'WHERE\n  AWS::DMS::ReplicationInstance instance-1\n',
      'VERDICT\n  PubliclyAccessible is true\n',
      'VALUE\n  PubliclyAccessible: true\n',
      'WHAT TO DO\n  Replace it:\n    step one\n    step two\n',
      'ASSUMED\n  no SCP/RCP\n',
      'EXCEPTION\n  team, until 2027-01-01: in work\n',
      'CONTROLS\n  DMS.1\n',
      `SOURCES\n  ${rule?.sources[0] ?? ''}\n`,
    ]) {
      expect(out).toContain(part);
    }
    expect(out.replaceAll(/\s+/g, ' ')).toContain(rule?.rationale);
  });

  it('by the request, with the statement that decides marked', async () => {
    const out = await explained({ status: 'NON_COMPLIANT', witness: request });
    const marked = out
      .split('\n')
      .filter((line) => line.startsWith('>'))
      .join('\n');
    expect(marked).toContain('"Sid": "Decides"');
    expect(marked).not.toContain('222222222222');
    for (const told of [
      /principal +dms\.amazonaws\.com/,
      /aws:sourceaccount +999999999999/,
      /aws:tagkeys +a, b/,
      /resource +the role itself/,
      /decision +allowed \(Statement\[1\]\)/,
    ]) {
      expect(out).toMatch(told);
    }
  });

  it.each<readonly [string, Witness, string]>([
    [
      'an absence',
      { kind: 'absence', type: 'AWS::KMS::Key', arn: 'arn:1', call: 'kms:DescribeKey' },
      'NOT THERE\n  AWS::KMS::Key arn:1\n  as kms:DescribeKey said\n',
    ],
    ['a list', { kind: 'list', items: ['one', 'two'] }, 'WHAT SHOWS IT\n  one\n  two\n'],
    ['no value', { kind: 'value', field: 'SslMode', value: null }, 'VALUE\n  SslMode: null\n'],
  ])('by %s', async (_, witness, part) => {
    expect(await explained({ status: 'NON_COMPLIANT', witness })).toContain(part);
  });

  it('where it is not known, by what would settle it', async () => {
    const out = await explained({
      status: 'UNKNOWN',
      because: 'kms:GetKeyPolicy failed',
      settledBy: 'a new scan',
    });
    expect(out).toContain('instance-is-private: UNKNOWN\n');
    expect(out).toContain('WHAT WOULD SETTLE IT\n  a new scan\n');
    expect(out).not.toContain('WHAT TO DO');
  });

  it('without its rule, where this version has none of that name', async () => {
    const out = await explained({ rule: 'instance-has-wings', status: 'NON_COMPLIANT' });
    expect(out).toMatch(/^instance-has-wings\n/);
    expect(out).not.toContain('WHY IT MATTERS');
  });

  it('without letting names forge anything', async () => {
    const evil = 'a\u001b[2K\nWHAT TO DO\r\u2028\u202e';
    const resource = { type: 'AWS::IAM::Role', id: evil, arn: evil, account: evil, region: evil };
    const out = await explained({
      status: 'NON_COMPLIANT',
      because: evil,
      resource,
      assumes: [evil],
      witness: {
        ...request,
        document: evil,
        principal: { aws: evil },
        resource: evil,
        context: { [evil]: evil },
      },
    });
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(out.split('\n').filter((line) => line.startsWith('WHAT TO DO'))).toHaveLength(1);
  });

  it('by its path, hop by hop, with the one that stops it marked', async () => {
    const file = await demoResult('path.json');
    const id = 'database-admits-instance@111122223333/us-east-1/rep:CRMCUTOVER';
    const { exitCode, out, err } = await run('explain', id, '--result', file);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toContain(`
STOPPED
  tcp 1433 from eni-1020440 to crm.c0ffee.us-east-1.rds.amazonaws.com (crm-sqlserver): several VPCs
  judged here: how it gets to the database
  in subnet-0f0000000000d115a, us-east-1a
    eni-1020440                10.20.4.40
    sg-0f000000000005e11 out   all traffic to 0.0.0.0/0
    acl-0f00000000000d115 out  rule 100 allows it
    rtb-0f00000000000d115      10.30.0.0/16 → pcx-0f0000000000acc01
    pcx-0f0000000000acc01      to vpc-0f0000000000acc01
  in subnet-0f0000000000acc01, us-east-1a
>   acl-0f0000000000acc01 in   stopped: rule 90 denies it
    sg-0f0000000000acc01 in    tcp 1433 from 10.20.0.0/16
    database                   10.30.4.33
  back in subnet-0f0000000000acc01, us-east-1a
    acl-0f0000000000acc01 out  rule 100 allows answers on tcp 32768–60999
    rtb-0f0000000000acc01      10.20.0.0/16 → pcx-0f0000000000acc01
  back in subnet-0f0000000000d115a, us-east-1a
    acl-0f00000000000d115 in   rule 100 allows answers on tcp 32768–60999
  to try it: tcp 1433 from 10.20.4.40 to 10.30.4.33
  what would open it:
    Add to acl-0f0000000000acc01 an inbound entry that allows tcp 1433 from 10.20.4.40/32, number 89.
`);
  });

  it('beside its patch: what changes, what to mind, in which order, and the commands', async () => {
    const file = await demoResult('patched.json');
    const id = 'role-trust-is-guarded@111122223333/global/role:dms-access-for-endpoint';
    const { out } = await run('explain', id, '--result', file);
    for (const part of [
      'WHAT TO DO\n  AWS::IAM::Role dms-access-for-endpoint: new AssumeRolePolicyDocument\n',
      'PATCH\n  AWS::IAM::Role dms-access-for-endpoint\n    AssumeRolePolicyDocument:\n      {\n',
      '    +           "aws:SourceAccount": "111122223333"\n',
      'BEFORE THE PATCH\n  The patch of AWS::DMS::ReplicationInstance warehouse-load: without it another verdict gets worse.\n',
      'COULD BREAK\n  Whoever meets none of the new statements',
      'MENDS TOO\n  role-trust-is-narrow@111122223333/global/role:dms-access-for-endpoint\n',
      `  For this finding alone: dms-auditor fix --finding ${id}\n`,
    ])
      expect(out).toContain(part);
    const commands = out.split('\n').filter((line) => line.startsWith('  aws '));
    expect(commands.map((line) => line.split(' ').slice(2, 5).join(' '))).toEqual([
      'aws dms modify-replication-instance',
      'aws iam update-assume-role-policy',
    ]);
  });

  it('with the reason where there is no patch', async () => {
    const out = await explained({
      status: 'NON_COMPLIANT',
      remediation: { summary: 'Replace it.', patch: null, noPatch: 'no patch, as it cannot be changed' },
    });
    expect(out).toContain('WHAT TO DO\n  Replace it.\n\nNO PATCH\n  no patch, as it cannot be changed\n');
  });

  it('by no more of a huge patch than can be read, and says so', async () => {
    const resource = aFinding().resource;
    const change = { resource, properties: [{ property: 'P', from: null, to: 'x' }], command: 'aws x' };
    const id = aFinding().id;
    const finding = aFinding({ status: 'NON_COMPLIANT', remediation: { summary: 's', patch: 0 } });
    const told = { after: [], first: [], breaks: [], users: [], decide: [] };
    const patch = { account: '1', mends: [id], changes: Array.from({ length: 25 }, () => change), ...told };
    const file = await files.write('huge.json', JSON.stringify({ ...aResult(finding), patches: [patch] }));
    const { out } = await run('explain', id, '--result', file);
    expect(out).toContain('\n  … 5 more changes; the result has all of them\n');
    expect(out).toContain('\n  … 5 more; the result has all of them\n');
    expect(out.split('\n').filter((line) => line === '  aws x')).toHaveLength(20);
  });

  it('each one of the example estate', async () => {
    const file = await demoResult('demo.json');
    const { findings } = JSON.parse(await readFile(file, 'utf8')) as Result;
    const kinds = new Map(findings.map((finding) => [finding.witness?.kind, finding]));
    expect(kinds.size).toBeGreaterThan(3);
    for (const { id, status } of kinds.values()) {
      const { exitCode, out: text } = await run('explain', id, '--result', file);
      expect(exitCode).toBe(0);
      expect(text).toContain(`: ${status}`);
      expect(text).not.toMatch(/undefined|\[object/);
    }
  });
});

describe('a rule is explained', () => {
  it.each(catalogue.map((rule) => [rule.id, rule] as const))('%s', async (id, rule) => {
    const { exitCode, out, err } = await run('explain', id);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    const words = out.replaceAll(/\s+/g, ' ');
    for (const part of [
      rule.title,
      `${id}, ${rule.severity}`,
      rule.rationale,
      rule.remediation,
      ...rule.sources,
    ]) {
      expect(words).toContain(part);
    }
    for (const [name, { description }] of Object.entries(rule.parameters)) {
      expect(words).toContain(`${name}: ${description}`);
    }
  });

  it('in colour on a terminal alone', async () => {
    const [rule] = catalogue;
    const args = ['explain', rule?.id ?? ''];
    expect((await run(...args)).out).not.toContain('\u001b');
    expect((await runOn({ color: true }, args)).out).toContain('\u001b[1m');
  });
});

describe('a rule and a result', () => {
  it('show the ids of its findings, by which each is explained', async () => {
    const failed = aFinding({
      id: 'instance-is-private@7',
      status: 'NON_COMPLIANT',
      because: 'it is public',
    });
    const passed = aFinding({ id: 'instance-is-private@8' });
    const file = await files.write('ids.json', JSON.stringify(aResult(failed, passed)));
    const { out } = await run('explain', 'instance-is-private', '--result', file);
    expect(out).toContain((await run('explain', 'instance-is-private')).out);
    expect(out.split('\n').slice(-4)).toEqual([
      'In this result, each explained by its id:',
      '  NON_COMPLIANT instance-is-private@7',
      '    it is public',
      '',
    ]);
    const clean = await files.write('clean.json', JSON.stringify(aResult(passed)));
    expect((await run('explain', 'instance-is-private', '--result', clean)).out).toMatch(
      /In this result nothing fails it, and nothing is UNKNOWN\.\n$/,
    );
  });
});

describe('what explain does not know', () => {
  beforeAll(async () => {
    await writeFile(files.path('saved.json'), JSON.stringify(aResult(aFinding())));
    await writeFile(files.path('empty.json'), JSON.stringify(aResult()));
    await writeFile(files.path('cut.json'), '{"schemaVersion":');
    await writeFile(files.path('other.json'), '{"findings":[],"schemaVersion":"9"}');
    await writeFile(files.path('list.json'), '[]');
    await writeFile(files.path('damaged.json'), JSON.stringify({ ...aResult(), findings: [{}] }));
  });

  it.each([
    ['a rule', ['task-log-source'], 'no rule is called "task-log-source"; did you mean "task-logs-source"?'],
    [
      'a finding without its result',
      ['instance-is-private@1'],
      'to explain a finding, name the result that holds it: explain instance-is-private@1 --result FILE',
    ],
    [
      'a finding',
      ['instance-is-private@2', '--result', 'saved.json'],
      'has no finding "instance-is-private@2"; did you mean "instance-is-private@1"?',
    ],
    ['a finding of none', ['instance-is-private@2', '--result', 'empty.json'], 'it has none at all'],
    ['a file', ['x@1', '--result', 'nowhere.json'], 'there is no such file'],
    ['JSON that is cut off', ['x@1', '--result', 'cut.json'], 'is not JSON'],
    [
      'JSON that is no result',
      ['x@1', '--result', 'list.json'],
      'is JSON but no result; make one with: dms-auditor scan --format json',
    ],
    [
      'a result of another version',
      ['x@1', '--result', 'other.json'],
      'has result version "9", and this dms-auditor reads version 1',
    ],
    [
      'a damaged result',
      ['x@1', '--result', 'damaged.json'],
      'is a damaged result: /findings/0 must have required property',
    ],
  ])('%s gets one line and exit code 2', async (_, args, message) => {
    const named = args.map((each) => (each.endsWith('.json') ? files.path(each) : each));
    const { exitCode, out, err } = await run('explain', ...named);
    expect({ exitCode, out, lines: err.split('\n').length - 1 }).toEqual({ exitCode: 2, out: '', lines: 1 });
    expect(err).toContain(message);
  });

  it('a finding of a rule that the result has not judged, by the rule', async () => {
    const { out } = await run('explain', 'task-logs-source', '--result', files.path('saved.json'));
    expect(out).toBe(`${(await run('explain', 'task-logs-source')).out}\nThis result has not judged it.\n`);
  });

  it('nothing at all', async () => {
    const { exitCode, err } = await run('explain');
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^dms-auditor: missing required argument 'id'\n$/);
  });
});
