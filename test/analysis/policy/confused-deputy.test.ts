import { describe, expect, it } from 'vitest';
import { evaluatePolicy, type Reading } from '../../../src/analysis/policy/evaluate.ts';
import type { PolicyRequest } from '../../../src/analysis/policy/request.ts';
import { dmsMayAssume, dmsRequest, FOREIGN, OWN, policy, sourceOf } from './builders.ts';

/** Who may assume the role: DMS for our account, for a stranger's, and without saying for whom. */
type Verdict = readonly [own: boolean, foreign: boolean, unsaid: boolean];

const ANYONE: Verdict = [true, true, true];
const NOBODY: Verdict = [false, false, false];
const ONLY_OWN: Verdict = [true, false, false];

function whoMay(
  statements: unknown,
  reading: Reading,
  over: Partial<PolicyRequest> & { extra?: PolicyRequest['context'] } = {},
): Verdict {
  const document = policy(statements);
  const may = (source: Record<string, string>): boolean => {
    const request = dmsRequest({ ...over, context: { ...source, ...over.extra } });
    return evaluatePolicy(document, request, { kind: 'trust', reading }).effect === 'allowed';
  };
  return [may(sourceOf(OWN)), may(sourceOf(FOREIGN)), may({})];
}

const when = (Condition: object): object => ({ ...dmsMayAssume, Condition });
const { Effect, Principal, Action } = dmsMayAssume;
const ownAccount = { 'aws:SourceAccount': OWN };

describe('DMS may assume the role for whom', () => {
  it.each<[name: string, statements: unknown, verdict: Verdict]>([
    ['no condition', dmsMayAssume, ANYONE],
    ['the own account', when({ StringEquals: ownAccount }), ONLY_OWN],
    ['the own account, key in upper case', when({ StringEquals: { 'AWS:SOURCEACCOUNT': OWN } }), ONLY_OWN],
    ['a foreign account', when({ StringEquals: { 'aws:SourceAccount': FOREIGN } }), [false, true, false]],
    ['any account', when({ StringLike: { 'aws:SourceAccount': '*' } }), [true, true, false]],
    ['any DMS ARN', when({ ArnLike: { 'aws:SourceArn': 'arn:aws:dms:*:*:*' } }), [true, true, false]],
    ['a bucket ARN', when({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::foo' } }), NOBODY],
    ['both accounts', when({ StringEquals: { 'aws:SourceAccount': [OWN, FOREIGN] } }), [true, true, false]],
    ['a user id, which a service has not', when({ StringLike: { 'aws:userid': '*' } }), NOBODY],
    ['any organization, of none', when({ StringLike: { 'aws:SourceOrgID': '*' } }), NOBODY],
    ['the own account in any case', when({ StringEqualsIgnoreCase: ownAccount }), ONLY_OWN],
    ['the own account as a number', when({ StringEquals: { 'aws:SourceAccount': Number(OWN) } }), ONLY_OWN],
    ['the own account if given', when({ StringEqualsIfExists: ownAccount }), [true, false, true]],
    ['all values the own account', when({ 'ForAllValues:StringEquals': ownAccount }), [true, false, true]],
    [
      'the own account if given, and it must be given',
      when({ StringEqualsIfExists: ownAccount, Null: { 'aws:SourceAccount': 'false' } }),
      ONLY_OWN,
    ],
    ['any value the own account', when({ 'ForAnyValue:StringEquals': ownAccount }), ONLY_OWN],
    ['an action with a wildcard', { Effect, Principal, Action: 'sts:Assume*' }, ANYONE],
    [
      'DMS and EKS',
      { ...dmsMayAssume, Principal: { Service: ['dms.amazonaws.com', 'eks.amazonaws.com'] } },
      ANYONE,
    ],
    ['an action in upper case', { Effect, Principal, Action: 'STS:AssumeRole' }, ANYONE],
    ['a list with a wildcard', { Effect, Principal, Action: ['sts:AssumeRole*'] }, ANYONE],
    ['all actions but another', { Effect, Principal, NotAction: 'sts:TagSession' }, ANYONE],
    ['all actions but this', { Effect, Principal, NotAction: 'sts:Assume*' }, NOBODY],
    ['every principal', { Effect, Action, Principal: '*' }, ANYONE],
    ['every AWS principal', { Effect, Action, Principal: { AWS: '*' } }, ANYONE],
    ['services and accounts', { Effect, Action, Principal: { ...Principal, AWS: OWN } }, ANYONE],
    [
      'a statement for an account besides',
      [dmsMayAssume, { Effect, Action, Principal: { AWS: OWN } }],
      ANYONE,
    ],
    [
      'a Deny unless the own account',
      [dmsMayAssume, { Effect: 'Deny', Principal: '*', Action, Condition: { StringNotEquals: ownAccount } }],
      ONLY_OWN,
    ],
    [
      'a Deny unless the own account, if given',
      [dmsMayAssume, { ...dmsMayAssume, Effect: 'Deny', Condition: { StringNotEqualsIfExists: ownAccount } }],
      ONLY_OWN,
    ],
    [
      'account and ARN',
      when({ StringEquals: ownAccount, ArnLike: { 'aws:SourceArn': `arn:*:dms:*:${OWN}:*` } }),
      ONLY_OWN,
    ],
  ])('%s', (_, statements, verdict) => {
    expect(whoMay(statements, 'refused-parts-match-nothing')).toEqual(verdict);
    expect(whoMay(statements, 'refused-parts-ignored')).toEqual(verdict);
  });

  it.each<[name: string, statement: object]>([
    ['an operator in lower case', when({ stringequals: ownAccount })],
    ['the operator ArnEqual', when({ ArnEqual: { 'aws:SourceArn': `arn:aws:dms:*:${OWN}:*` } })],
    ['an ARN pattern that is a star', when({ ArnLike: { 'aws:SourceArn': '*' } })],
    ['all principals but another', { Effect, Action, NotPrincipal: { AWS: FOREIGN } }],
  ])('%s: anyone or nobody, by the reading', (_, statement) => {
    expect(whoMay(statement, 'refused-parts-ignored')).toEqual(ANYONE);
    expect(whoMay(statement, 'refused-parts-match-nothing')).toEqual(NOBODY);
  });

  it.each<[name: string, condition: object, extra: PolicyRequest['context'], verdict: Verdict]>([
    ['any user id, given one', { StringLike: { 'aws:userid': '*' } }, { 'aws:userid': 'u' }, ANYONE],
    [
      'any organization, given one',
      { StringLike: { 'aws:SourceOrgID': '*' } },
      { 'aws:SourceOrgID': 'o-1' },
      ANYONE,
    ],
    [
      'a set under a plain operator',
      { StringEquals: { 'aws:CalledVia': 'x' } },
      { 'aws:CalledVia': ['x'] },
      NOBODY,
    ],
    [
      'a set under ForAnyValue',
      { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'x' } },
      { 'aws:CalledVia': ['x'] },
      ANYONE,
    ],
  ])('%s', (_, condition, extra, verdict) => {
    expect(whoMay(when(condition), 'refused-parts-match-nothing', { extra })).toEqual(verdict);
  });

  it.each(['dms.cn-north-1.amazonaws.com.cn', 'dms.eu-west-1.amazonaws.com'])(
    '%s without condition',
    (service) => {
      const statement = { Effect, Action, Principal: { Service: service } };
      const over = { principal: { service } };
      expect(whoMay(statement, 'refused-parts-match-nothing', over)).toEqual(ANYONE);
      expect(whoMay(statement, 'refused-parts-match-nothing')).toEqual(NOBODY);
    },
  );
});
