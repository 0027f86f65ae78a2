import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../src/analysis/policy/document.ts';
import { judgeAdmission } from '../../../../src/analysis/roles/admission.ts';
import { judgeGuard } from '../../../../src/analysis/roles/guard.ts';
import { alone } from '../../../support/organization-builders.ts';
import { OWN, policy } from '../builders.ts';

// What somebody writes to make the decision slow ends in bounded time all the same, with an answer or none.

const question = {
  account: OWN,
  partition: 'aws',
  regions: ['eu-west-1'],
  organization: undefined,
  ...alone,
  trustedAccounts: [],
  trustedOrganizations: [],
  trustedOrganizationPaths: [],
  trustedPrincipals: [],
  expectedServices: [],
  knownArns: [],
};
const letIn = (Condition: object, over: object = {}): object => ({
  Effect: 'Allow',
  Principal: { Service: 'dms.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition,
  ...over,
});
const upTo = <T>(count: number, each: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => each(index));
const accountOf = (index: number): string =>
  String(100_000_000_000 + ((index * 7919 * 104_729) % 899_999_999_999));
const letters = 'abcdefghijklmnopqrstuvwxyz';

// Several times what the slowest takes of the processor; what is not bounded takes hours.
const mostMilliseconds = 5000;

describe('a policy that was made to be slow is judged in bounded time', () => {
  it.each<[name: string, statements: object[]]>([
    [
      'globs that remember much',
      [
        letIn({ StringLike: { 'aws:SourceArn': '*a??????????' } }),
        letIn({ StringLike: { 'aws:SourceArn': '*b??????????*c' } }),
      ],
    ],
    ['a glob of stars', [letIn({ StringLike: { 'aws:SourceArn': '*a'.repeat(200) } })]],
    ['a glob of question marks', [letIn({ StringLike: { 'aws:SourceArn': `*a${'?'.repeat(500)}` } })]],
    ['many globs', upTo(200, (index) => letIn({ StringLike: { 'aws:SourceArn': `*${index}*` } }))],
    [
      'many statements',
      upTo(300, (index) => letIn({ StringEquals: { 'aws:SourceAccount': accountOf(index) } })),
    ],
    [
      'many values',
      [
        letIn({
          StringLike: { 'aws:SourceAccount': upTo(600, (index) => `${accountOf(index).slice(0, 6)}*`) },
        }),
      ],
    ],
    [
      'many keys',
      upTo(40, (index) => letIn({ StringEquals: { [`aws:PrincipalTag/${index}`]: letters.split('') } })),
    ],
    [
      'many keys that meet',
      [
        letIn({}),
        ...upTo(24, (index) =>
          letIn(
            {
              StringEquals: {
                [`aws:RequestTag/${index}`]: ['a', 'b'],
                [`aws:RequestTag/${(index + 5) % 24}`]: 'a',
              },
            },
            { Effect: 'Deny' },
          ),
        ),
      ],
    ],
    [
      'many sets',
      [letIn({ 'ForAllValues:StringLike': { 'aws:TagKeys': letters.split('').map((each) => `*${each}*`) } })],
    ],
    [
      'many principals',
      [
        letIn(
          {},
          { Principal: { AWS: upTo(300, (index) => `arn:aws:iam::${accountOf(index)}:role/r${index}`) } },
        ),
      ],
    ],
    [
      'many numbers and addresses',
      upTo(100, (index) =>
        letIn({
          NumericLessThan: { 'sts:DurationSeconds': upTo(10, (more) => String(index * 10 + more)) },
          IpAddress: { 'aws:SourceIp': upTo(10, (more) => `10.${index}.${more}.0/24`) },
        }),
      ),
    ],
    [
      'many dates',
      upTo(200, (index) =>
        letIn({
          DateLessThan: { 'aws:CurrentTime': `2026-01-01T00:${String(index % 60).padStart(2, '0')}:00Z` },
        }),
      ),
    ],
  ])('%s', (_, statements) => {
    const document = policy(statements);
    const begun = process.cpuUsage();
    expect(judgeGuard(document, question).answer).toBeTypeOf('string');
    expect(judgeAdmission(document, question).undecided).toBeInstanceOf(Array);
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(mostMilliseconds);
  });

  it.each<[name: string, text: string]>([
    ['a megabyte of spaces', `{"Version":"2012-10-17","Statement":[${' '.repeat(1_000_000)}]}`],
    [
      'a megabyte of values',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: letIn({ StringEquals: { 'aws:SourceAccount': upTo(66_000, accountOf) } }),
      }),
    ],
    [
      'ten thousand brackets',
      `{"Version":"2012-10-17","Statement":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    ],
  ])('%s is read, or not', (_, text) => {
    const begun = process.cpuUsage();
    const { document, problems } = parsePolicy(text);
    if (document === null) expect(problems).not.toEqual([]);
    else expect(judgeGuard(document, question).answer).toBeTypeOf('string');
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(mostMilliseconds);
  });
});
