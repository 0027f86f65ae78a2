import { describe, expect, it } from 'vitest';
import { askCaller } from '../../../src/analysis/callers/caller-question.ts';
import { type Caller, type CallersQuestion, callersFor } from '../../../src/analysis/callers/callers.ts';
import { trustOf } from '../../../src/analysis/callers/service-question.ts';
import type { PolicyDocument } from '../../../src/analysis/policy/document.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { alone } from '../../support/organization-builders.ts';
import { policy } from '../policy/builders.ts';

const stranger = '999999999999';
const question: CallersQuestion = {
  account: ACCOUNT,
  organization: undefined,
  ...alone,
  partition: 'aws',
  regions: ['eu-west-1'],
  trustsOwnAccount: false,
  trustedAccounts: [],
  trustedPrincipals: [],
  accountKeys: [],
};
const letIn = (Principal: unknown, Condition: object = {}): PolicyDocument =>
  policy([{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition }]);
const role = (name: string, account = ACCOUNT): string => `arn:aws:iam::${account}:role/${name}`;
const arnsOf = (callers: readonly Caller[]): readonly string[] => callers.map(({ arn }) => arn);

describe('the identities that a policy tells apart', () => {
  it.each<[name: string, document: PolicyDocument, arns: string[]]>([
    ['everybody: a stranger and the own account', letIn('*'), [role('anyone', stranger), role('anyone')]],
    [
      'a role, the others of its account, and strangers',
      letIn({ AWS: role('a', FOREIGN) }),
      [role('a', FOREIGN), role('anyone', stranger), role('anyone', FOREIGN), role('anyone')],
    ],
    [
      'an account, which its root stands for',
      letIn({ AWS: FOREIGN }),
      [`arn:aws:iam::${FOREIGN}:root`, role('anyone', stranger), role('anyone')],
    ],
    [
      'those of an ARN in a condition',
      letIn('*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/*' } }),
      [
        role('anyone', stranger),
        role('anyone'),
        `arn:aws:iam::${ACCOUNT}:user/x`,
        'arn:aws:iam::999999999999:user/x',
      ],
    ],
  ])('%s', (_, document, arns) => {
    const { callers, doubts } = callersFor(document, question);
    expect(doubts).toEqual([]);
    expect(
      arnsOf(callers)
        .map((arn) => arn.replace(/9{12}/, stranger))
        .toSorted(),
    ).toEqual(arns.toSorted());
  });

  it('know whose they are', () => {
    const { callers } = callersFor(letIn({ AWS: [role('a', FOREIGN), role('b')] }), {
      ...question,
      trustedPrincipals: [role('a', FOREIGN)],
      trustsOwnAccount: true,
    });
    const told = callers.map(({ arn, isOwn, isTrusted, isAnybody }) => [arn, isOwn, isTrusted, isAnybody]);
    expect(told).toEqual(
      expect.arrayContaining([
        [role('a', FOREIGN), false, true, false],
        [role('b'), true, true, false],
        [role('anyone', stranger), false, false, true],
        [role('anyone', FOREIGN), false, false, false],
      ]),
    );
  });

  it('hold the sessions that are named, which show their role', () => {
    const session = `arn:aws:sts::${FOREIGN}:assumed-role/a/s`;
    const { callers } = callersFor(letIn({ AWS: session }), {
      ...question,
      trustedPrincipals: [role('a', FOREIGN)],
    });
    expect(callers.find(({ arn }) => arn === session)).toEqual({
      arn: session,
      principalArn: role('a', FOREIGN),
      account: FOREIGN,
      isOwn: false,
      isTrusted: true,
      isAnybody: false,
    });
  });

  it('are in doubt where an ARN is compared with what varies', () => {
    const { doubts } = callersFor(
      letIn('*', { ArnLike: { 'aws:PrincipalArn': '*:${aws:username}:*:*:*:*' } }),
      question,
    );
    expect(doubts).toEqual(['aws:principalarn: it is compared with ${aws:username}']);
  });
});

describe('whether an identity is let in', () => {
  const caller: Caller = {
    arn: role('a', FOREIGN),
    principalArn: role('a', FOREIGN),
    account: FOREIGN,
    isOwn: false,
    isTrusted: false,
    isAnybody: false,
  };
  const ask = (
    document: PolicyDocument,
    members: 'any' | { of: string[] } = 'any',
  ): readonly [boolean, boolean][] =>
    askCaller({
      policy: trustOf(document, question),
      caller,
      action: 'sts:AssumeRole',
      organization: { members, orNone: members === 'any', unverified: false },
      carries: {},
      keyFacts: () => null,
    }).map(({ allowed, refused }) => [allowed !== null, refused !== null]);

  it.each<[name: string, condition: object, answers: [allowed: boolean, refused: boolean][]]>([
    ['by nothing but its name', {}, [[true, false]]],
    ['by its account', { StringEquals: { 'aws:PrincipalAccount': FOREIGN } }, [[true, false]]],
    ['by another ARN', { ArnEquals: { 'aws:PrincipalArn': role('b', FOREIGN) } }, [[false, true]]],
    ['by a word that it may know', { StringEquals: { 'sts:ExternalId': 'word' } }, [[true, true]]],
    ['by what services alone send', { StringEquals: { 'aws:SourceAccount': FOREIGN } }, [[false, true]]],
    ['by not being a service', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }, [[true, false]]],
    ['by TLS', { Bool: { 'aws:SecureTransport': 'true' } }, [[true, false]]],
    ['by its time', { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }, [[true, true]]],
  ])('%s', (_, condition, answers) => {
    expect(ask(letIn({ AWS: FOREIGN }, condition))).toEqual(answers);
  });

  it('by its organization, if that may be it', () => {
    const document = letIn('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } });
    expect(ask(document)).toEqual([[true, true]]);
    expect(ask(document, { of: ['o-1'] })).toEqual([[true, false]]);
    expect(ask(document, { of: ['o-2'] })).toEqual([[false, true]]);
  });
});
