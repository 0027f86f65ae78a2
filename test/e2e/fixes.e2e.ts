import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Finding } from '../../src/model/finding.ts';
import type { Result } from '../../src/model/result.ts';
import type { CallName } from '../../src/remediation/calls.ts';
import { freshAccount, region } from './support/aws.ts';
import { judged } from './support/command.ts';
import { buildEstate } from './support/estate.ts';
import { buildFixableEstate } from './support/fixable.ts';
import { buildPlanEstate, planSettings } from './support/plan/plan-estate.ts';
import {
  commandsOf,
  inShell,
  type PrintedCommand,
  type PrintedFix,
  printedFixes,
} from './support/printed-fixes.ts';

const hasAws = spawnSync('aws', ['--version']).status === 0;
if (!hasAws) console.error('printed fixes are NOT run: there is no program aws (the AWS CLI)');

/** What the stand-in does not do as AWS does; a call that it learns has to leave this table. */
const lacks: readonly {
  readonly call: CallName;
  /** Only with this in its input. */
  readonly of?: string;
  /** What it answers; null: it takes the call. */
  readonly error: string | null;
  readonly reason: string;
}[] = [
  ...(['dms:ModifyReplicationTask', 'dms:ModifyReplicationConfig', 'dms:ModifyDataProvider'] as const).map(
    (call) => ({ call, error: 'UnknownOperationException', reason: 'it does not know the call' }),
  ),
  ...['RedisSettings', 'KafkaSettings'].map((of) => ({
    ...{ call: 'dms:ModifyEndpoint' as const, of, error: null },
    reason: 'of the settings of engines it changes those of S3 alone',
  })),
  {
    ...{ call: 'iam:CreateServiceLinkedRole', error: null },
    reason: 'it calls the role AWSServiceRoleFordms',
  },
];
const lackFor = ({ call, command }: PrintedCommand) =>
  lacks.find((lack) => lack.call === call && (lack.of === undefined || command.includes(lack.of)));

const statusesOf = ({ findings }: Result): ReadonlyMap<string, Finding['status']> =>
  new Map(findings.map(({ id, status }) => [id, status]));

/** Findings that pass before and fail after, or are not known any more; and failures that are new. */
function worsened(before: Result, after: Result): readonly string[] {
  const was = statusesOf(before);
  return after.findings
    .filter(
      ({ id, status }) =>
        (status === 'NON_COMPLIANT' && was.get(id) !== 'NON_COMPLIANT') ||
        (status === 'UNKNOWN' && was.get(id) === 'COMPLIANT'),
    )
    .map(({ id, status, because }) => `${id}: ${status}: ${because}`);
}

/** What these findings are that should be in order. */
function unsettled(ids: readonly string[], after: Result): readonly string[] {
  const is = statusesOf(after);
  return ids
    .filter((id) => !['COMPLIANT', 'NOT_APPLICABLE'].includes(is.get(id) ?? ''))
    .map((id) => `${id}: ${is.get(id) ?? 'gone'}`);
}

const patience = 600_000;
const allowed = ['--fail-on', 'none', '--allow-unknown'];

describe.skipIf(!hasAws)('the commands that fix prints, run by the AWS CLI one after the other', () => {
  const fresh = freshAccount();
  const settings = `coverage/${fresh.account}.settings.yaml`;
  const args = ['--role-arn', fresh.roleArn, '--regions', region, '--settings', settings];
  const answers: { readonly command: PrintedCommand; readonly code: number; readonly error: string }[] = [];
  let fixes: readonly PrintedFix[];
  let before: Result;
  let after: Result;

  beforeAll(async () => {
    mkdirSync('coverage', { recursive: true });
    writeFileSync(settings, planSettings);
    await buildEstate(fresh);
    await buildPlanEstate(fresh, { attached: true });
    before = await judged([...args, ...allowed]);
    ({ fixes } = JSON.parse(await printedFixes('json', args)) as { fixes: readonly PrintedFix[] });
    for (const command of commandsOf(await printedFixes('cli', args), fixes)) {
      const { code, stderr } = await inShell(command.command, fresh);
      answers.push({ command, code, error: stderr.trim() });
    }
    after = await judged([...args, ...allowed]);
  }, patience);

  it('are taken, each of them', () => {
    const refused = answers.filter(({ command, code, error }) => {
      const expected = lackFor(command)?.error ?? null;
      return expected === null ? code !== 0 : code === 0 || !error.includes(expected);
    });
    expect(refused.map(({ command, error }) => `${command.command}: ${error}`)).toEqual([]);
    const calls = new Set(
      answers.filter(({ command }) => lackFor(command) === undefined).map(({ command }) => command.call),
    );
    expect([...calls].sort()).toEqual([
      ...['dms:ModifyEndpoint', 'dms:ModifyReplicationInstance', 'ec2:AuthorizeSecurityGroupEgress'],
      ...['ec2:AuthorizeSecurityGroupIngress', 'ec2:ModifyNetworkInterfaceAttribute'],
      ...['ec2:RevokeSecurityGroupIngress', 'iam:AttachRolePolicy', 'iam:PutRolePolicy'],
      ...['iam:UpdateAssumeRolePolicy', 'kms:EnableKeyRotation', 'kms:PutKeyPolicy'],
    ]);
  });

  it('mend what they say that they mend', () => {
    const commands = answers.map(({ command }) => command);
    let from = 0;
    const mended = fixes.flatMap((fix) => {
      const own = commands.slice(from, (from += fix.changes.length));
      return own.some((command) => lackFor(command) !== undefined) ? [] : fix.fixes;
    });
    expect(mended.length).toBeGreaterThan(30);
    expect(unsettled(mended, after)).toEqual([]);
  });

  it('make no other verdict worse', () => {
    expect(worsened(before, after)).toEqual([]);
  });
});

/** It leaves ManagedPolicyArns of a role in a template out, so that the roles may do nothing. */
const unattached = ['account-role-has-permissions', 'account-role-policy-is-current'];

/** Types of templates that the stand-in makes; it skips others without a word. */
const realTypes = ['AWS::EC2::Route', 'AWS::EC2::SecurityGroupIngress', 'AWS::IAM::Role'];

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

describe.skipIf(!hasAws)('the templates that fix prints, made into stacks', () => {
  const fresh = freshAccount();
  const args = ['--role-arn', fresh.roleArn, '--regions', region];
  let templates: readonly Template[];
  let fixes: readonly PrintedFix[];
  let before: Result;
  let after: Result;

  beforeAll(async () => {
    mkdirSync('coverage', { recursive: true });
    await buildFixableEstate(fresh);
    before = await judged([...args, ...allowed]);
    ({ fixes } = JSON.parse(await printedFixes('json', args)) as { fixes: readonly PrintedFix[] });
    const printed = await printedFixes('cloudformation', args);
    // Of the documents a template each, the others name what is to be merged into templates that there are.
    const documents = printed.split(/^---\n/m).filter((text) => text.includes('\nAWSTemplateFormatVersion:'));
    templates = documents.map((text) => parseAllDocuments(text)[0]?.toJS() as Template);
    for (const [index, text] of documents.entries()) {
      const file = `coverage/${fresh.account}.${index}.yaml`;
      writeFileSync(file, text);
      const stack = `aws cloudformation create-stack --stack-name fixes-${index} --template-body file://${file} --capabilities CAPABILITY_NAMED_IAM`;
      const { code, stderr } = await inShell(stack, fresh);
      if (code !== 0) throw new Error(`the stack was refused: ${stderr}`);
    }
    after = await judged([...args, ...allowed]);
  }, patience);

  it('hold each type that the stand-in knows, and no other', () => {
    const types = templates.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type));
    expect([...new Set(types)].sort()).toEqual(realTypes);
  });

  it('mend what they say that they mend', () => {
    const declared: readonly CallName[] = [
      'ec2:AuthorizeSecurityGroupIngress',
      'ec2:CreateRoute',
      'iam:CreateRole',
      'iam:AttachRolePolicy',
    ];
    const mended = fixes
      .filter(({ changes }) => changes.every(({ call }) => declared.includes(call)))
      .flatMap((fix) => fix.fixes);
    expect(mended.map((id) => id.split('@')[0]).sort()).toEqual([
      ...['account-role-exists', 'account-role-exists', 'account-role-exists'],
      ...['database-admits-instance', 'instance-routes-to-endpoints'],
    ]);
    expect(unsettled(mended, after)).toEqual([]);
  });

  it('make no other verdict worse', () => {
    const worse = worsened(before, after).filter(
      (each) => !unattached.some((rule) => each.startsWith(`${rule}@`)),
    );
    expect(worse).toEqual([]);
  });
});
