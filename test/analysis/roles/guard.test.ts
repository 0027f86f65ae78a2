import { describe, expect, it } from 'vitest';
import { describeRequest } from '../../../src/analysis/callers/describe.ts';
import { type GuardAnswer, judgeGuard } from '../../../src/analysis/roles/guard.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { alone } from '../../support/organization-builders.ts';
import { dmsMayAssume, policy } from '../policy/builders.ts';

const question = {
  account: ACCOUNT,
  partition: 'aws',
  regions: ['eu-west-1'],
  organization: undefined,
  ...alone,
  trustedAccounts: [],
  trustedOrganizations: [],
  trustedOrganizationPaths: [],
  knownArns: [],
};
const when = (...conditions: object[]): object[] =>
  conditions.map((Condition) => ({ ...dmsMayAssume, Condition }));
const own = { 'aws:SourceAccount': ACCOUNT };
const arn = (...patterns: string[]): object => ({ 'aws:SourceArn': patterns });
const ask = (statements: unknown, over: object = {}): GuardAnswer =>
  judgeGuard(policy(statements), { ...question, ...over });

describe('a guard holds for every request', () => {
  it.each<[name: string, statements: unknown, answer: GuardAnswer['answer']]>([
    [
      'each statement asks for the own account',
      when({ StringEquals: own }, { ArnLike: arn(`arn:aws:dms:*:${ACCOUNT}:*`) }),
      'guarded',
    ],
    ['one statement of two does not', when({ StringEquals: own }, {}), 'open'],
    [
      'a list of ARNs of which one is foreign',
      when({ ArnLike: arn(`arn:aws:dms:*:${ACCOUNT}:*`, `arn:aws:dms:*:${FOREIGN}:*`) }),
      'open',
    ],
    [
      'a Null check on the other key',
      when({ ArnLikeIfExists: arn(`arn:aws:dms:*:${ACCOUNT}:*`), Null: { 'aws:SourceAccount': 'false' } }),
      'open',
    ],
    [
      'a Null check that asks for absence',
      when({ StringEquals: own, Null: { 'aws:SourceArn': 'true' } }),
      'undecided',
    ],
    [
      'a variable whose name holds the account',
      when({ ArnLike: arn(`arn:aws:dms:\${a:${ACCOUNT}:b, 'eu-west-9'}:*:*`) }),
      'undecided',
    ],
    [
      'a variable that shifts the parts',
      when({ ArnLike: arn(`arn:\${a:b, 'aws'}:dms:eu-west-9:${ACCOUNT}:*`) }),
      'undecided',
    ],
    [
      'a service in another case',
      when({ StringEqualsIgnoreCase: arn(`arn:aws:DMS:eu-west-9:${ACCOUNT}:rep:A`) }),
      'guarded',
    ],
    [
      'a foreign account if given, and an own ARN',
      when({
        StringEqualsIfExists: { 'aws:SourceAccount': FOREIGN },
        ArnLike: arn(`arn:aws:dms:*:${ACCOUNT}:*`),
      }),
      'undecided',
    ],
    [
      'a foreign ARN if given, and the own account',
      when({ ArnLikeIfExists: arn('arn:aws:s3:::*'), StringEquals: own }),
      'undecided',
    ],
    [
      'a foreign ARN beside one that IAM refuses, and the own account',
      when({ ArnLike: arn('arn:aws:s3:::*', 'arn:aws'), StringEquals: own }),
      'undecided',
    ],
    [
      'a foreign ARN, and the own account',
      when({ ArnLike: arn('arn:aws:s3:::*'), StringEquals: own }),
      'unusable',
    ],
    ['no values', when({ StringEquals: { 'aws:SourceAccount': [] } }), 'open'],
    [
      'the own account, by the principal that it names',
      when({ StringEquals: { ...own, 'aws:PrincipalServiceName': 'dms.amazonaws.com' } }),
      'guarded',
    ],
    [
      'the own account, by another principal than it names',
      when({ StringEquals: { ...own, 'aws:PrincipalServiceName': 'rds.amazonaws.com' } }),
      'unusable',
    ],
    ['a text pattern that names a type alone', when({ StringLike: arn('*:task:*') }), 'open'],
    ['a number compared with the account', when({ NumericEquals: own }), 'undecided'],
    [
      'an organization if given, and the own account',
      when({ StringEquals: own, StringEqualsIfExists: { 'aws:SourceOrgID': 'o-1' } }),
      'guarded',
    ],
    ['an organization if given', when({ StringEqualsIfExists: { 'aws:SourceOrgID': 'o-1' } }), 'open'],
    [
      'a NotPrincipal of everybody',
      [{ Effect: 'Allow', Action: '*', NotPrincipal: '*' }],
      'no-dms-principal',
    ],
  ])('%s', (_, statements, answer) => {
    expect(ask(statements).answer).toBe(answer);
  });
});

describe('the witness', () => {
  const stranger = (answer: GuardAnswer): string =>
    answer.answer === 'open' ? describeRequest(answer.witness) : answer.answer;

  it.each<[name: string, statements: unknown, witness: string]>([
    ['any account', [dmsMayAssume], 'dms.amazonaws.com acting for account 999999999999'],
    [
      'an account only in the ARN',
      when({ Null: { 'aws:SourceAccount': 'true', 'aws:SourceArn': 'false' } }),
      'dms.amazonaws.com acting for arn:aws:dms:eu-west-1:999999999999:rep:EXAMPLE4WITNESS2RESOURCE26',
    ],
    [
      'nobody',
      when({ Null: { 'aws:SourceAccount': 'true', 'aws:SourceArn': 'true' } }),
      'dms.amazonaws.com acting for nobody in particular (no source key)',
    ],
    [
      'the principal that is written',
      [{ ...dmsMayAssume, Principal: { Service: 'dms.us-east-1.amazonaws.com' } }],
      'dms.us-east-1.amazonaws.com acting for account 999999999999',
    ],
  ])('is %s', (_, statements, witness) => {
    expect(stranger(ask(statements))).toBe(witness);
  });

  it('is an account that nobody trusts', () => {
    const trustedAccounts = ['999999999999'];
    expect(stranger(ask([dmsMayAssume], { trustedAccounts }))).toBe(
      'dms.amazonaws.com acting for account 888888888888',
    );
  });

  it('of a guard is a resource that the account has', () => {
    const mine = `arn:aws:dms:eu-west-1:${ACCOUNT}:endpoint:MINE`;
    const answer = ask(when({ StringEquals: own }), { knownArns: [mine] });
    expect(answer).toMatchObject({
      answer: 'guarded',
      letIn: { request: { context: { 'aws:sourcearn': mine } } },
    });
  });
});
