import { describe, expect, it } from 'vitest';
import { type Decision, evaluatePolicy, type Reading } from '../../../src/analysis/policy/evaluate.ts';
import type { PolicyRequest } from '../../../src/analysis/policy/request.ts';
import { dmsMayAssume, dmsRequest, FOREIGN, OWN, policy, sourceOf } from './builders.ts';

type Kind = 'trust' | 'resource' | 'identity';

function decide(
  kind: Kind,
  statements: unknown,
  request: Partial<PolicyRequest> = {},
  reading: Reading = 'refused-parts-match-nothing',
): Decision {
  return evaluatePolicy(policy(statements), dmsRequest(request), { kind, reading });
}

const deny = { ...dmsMayAssume, Effect: 'Deny' };
const onlyOwn = { StringEquals: { 'aws:SourceAccount': OWN } };

describe('the decision', () => {
  it.each<[name: string, statements: object[], effect: string, statement: number | null]>([
    ['allows by an Allow', [dmsMayAssume], 'allowed', 0],
    [
      'allows by the first Allow that applies',
      [{ ...dmsMayAssume, Action: 'a:b' }, dmsMayAssume],
      'allowed',
      1,
    ],
    ['denies when nothing is said', [], 'implicitDeny', null],
    ['denies when no Allow applies', [{ ...dmsMayAssume, Action: 'a:b' }], 'implicitDeny', null],
    ['denies by a Deny, whatever precedes it', [dmsMayAssume, deny, dmsMayAssume], 'explicitDeny', 1],
    ['denies by a Deny without an Allow', [deny], 'explicitDeny', 0],
    ['forgets a Deny that does not apply', [{ ...deny, Action: 'a:b' }, dmsMayAssume], 'allowed', 1],
  ])('%s', (_, statements, effect, statement) => {
    expect(decide('trust', statements)).toMatchObject({ effect, statement });
  });
});

describe('the trace says', () => {
  it.each<[statement: object, applies: boolean, reason: string]>([
    [{}, true, 'every part matches'],
    [{ Principal: { Service: 'rds.amazonaws.com' } }, false, 'principal dms.amazonaws.com is not named'],
    [{ Action: 'sts:TagSession' }, false, 'action sts:AssumeRole is not listed'],
    [
      { Condition: { StringEquals: { 'aws:SourceAccount': FOREIGN } } },
      false,
      `aws:SourceAccount "${OWN}" does not equal "${FOREIGN}"`,
    ],
    [{ Condition: { StringEquals: { 'aws:SourceAccount': OWN, 'aws:x': '1' } } }, false, 'aws:x is missing'],
    [{ Condition: onlyOwn }, true, 'every part matches'],
  ])('of %j: %s, %s', (over, applies, reason) => {
    expect(decide('trust', { ...dmsMayAssume, ...over }).trace).toEqual([{ statement: 0, applies, reason }]);
  });

  it.each<[statement: object, reason: string]>([
    [{ Action: '*' }, 'the statement has no Principal'],
    [
      { NotPrincipal: { Service: 'dms.amazonaws.com' }, Action: '*' },
      'principal dms.amazonaws.com is excepted by NotPrincipal',
    ],
    [{ Principal: '*', NotAction: 'sts:*' }, 'action sts:AssumeRole is excepted by NotAction'],
    [{ Principal: '*' }, 'the statement has no Action'],
    [{ Principal: '*', Action: '*' }, 'the statement has no Resource'],
    [{ Principal: '*', Action: '*', Resource: 'x' }, 'no resource is not listed'],
    [{ Principal: '*', Action: '*', NotResource: '*' }, 'no resource is excepted by NotResource'],
  ])('why %j does not apply', (statement, reason) => {
    expect(decide('resource', { Effect: 'Allow', ...statement }).trace[0]).toMatchObject({
      applies: false,
      reason,
    });
  });

  it('who was not named', () => {
    const trace = decide('trust', dmsMayAssume, { principal: { aws: 'arn:aws:iam::1:user/x' } }).trace;
    expect(trace[0]?.reason).toBe('principal arn:aws:iam::1:user/x is not named');
  });

  it('what was left out, and why', () => {
    const statement = { ...dmsMayAssume, Condition: { ArnEqual: { 'aws:SourceArn': 'x' } } };
    const { effect, trace } = decide('trust', statement, {}, 'refused-parts-ignored');
    expect(effect).toBe('allowed');
    expect(trace[0]?.reason).toBe(
      'every part matches; left out because "ArnEqual" is not a condition operator, did you mean ArnEquals',
    );
  });
});

describe('a statement that IAM would refuse', () => {
  const refused = { Effect: 'Allow', NotPrincipal: { Service: 'rds.amazonaws.com' }, Action: '*' };
  it.each<[reading: Reading, effect: string, reason: string]>([
    ['refused-parts-match-nothing', 'implicitDeny', 'the statement is not valid: NotPrincipal with Allow'],
    [
      'refused-parts-ignored',
      'allowed',
      'every part matches; read as it stands though NotPrincipal with Allow',
    ],
  ])('under %s: %s', (reading, effect, reason) => {
    const decision = decide('trust', refused, {}, reading);
    expect(decision.effect).toBe(effect);
    expect(decision.trace[0]?.reason.startsWith(reason)).toBe(true);
  });
});

describe('a refused part', () => {
  const refused = { Condition: { ArnEqual: { 'aws:SourceArn': 'x' } } };
  it.each<[name: string, statements: object[], ignored: string, matchesNothing: string]>([
    ['in an Allow', [{ ...dmsMayAssume, ...refused }], 'allowed', 'implicitDeny'],
    ['in a Deny', [dmsMayAssume, { ...deny, ...refused }], 'explicitDeny', 'allowed'],
  ])('%s is read both ways', (_, statements, ignored, matchesNothing) => {
    expect(decide('trust', statements, {}, 'refused-parts-ignored').effect).toBe(ignored);
    expect(decide('trust', statements, {}, 'refused-parts-match-nothing').effect).toBe(matchesNothing);
  });
});

describe('actions', () => {
  it.each([
    ['sts:AssumeRole', true],
    ['STS:assumerole', true],
    ['sts:Assume*', true],
    ['sts:*', true],
    ['*', true],
    ['s?s:AssumeRole', true],
    ['sts:AssumeRoleWithSAML', false],
    ['sts:Assume', false],
  ])('%s covers sts:AssumeRole: %s', (pattern, covers) => {
    const decision = decide('trust', { ...dmsMayAssume, Action: ['a:b', pattern] });
    expect(decision.effect).toBe(covers ? 'allowed' : 'implicitDeny');
    const { Effect, Principal } = dmsMayAssume;
    const opposite = decide('trust', { Effect, Principal, NotAction: ['a:b', pattern] });
    expect(opposite.effect).toBe(covers ? 'implicitDeny' : 'allowed');
  });
});

describe('resources', () => {
  const bucket = 'arn:aws:s3:::bucket/jo/x:y';
  it.each<[pattern: string, resource: string | null, covers: boolean]>([
    ['*', bucket, true],
    ['*', null, true],
    ['arn:aws:s3:::*', null, false],
    [bucket, bucket, true],
    [bucket.toUpperCase(), bucket, false],
    ['arn:aws:s3:::bucket/*', bucket, true],
    ['arn:aws:*', bucket, true],
    ['arn:aws:s3:::bucket/${aws:username}/*', bucket, true],
    ['arn:aws:s3:::bucket/${aws:star}/*', bucket, false],
    ["arn:aws:s3:::bucket/${aws:nobody, 'jo'}/*", bucket, true],
    ['arn:aws:s3:::bucket/${aws:nobody}*', bucket, false],
    ['arn:aws:${aws:service}:::bucket/*', bucket, false],
    ['${aws:arn}', bucket, false],
    ['arn:aws:s3:::bucket/${*}', bucket, false],
  ])('%s covers %s: %s', (pattern, resource, covers) => {
    const context = { 'aws:username': 'jo', 'aws:star': '*', 'aws:service': 's3', 'aws:arn': bucket };
    const request = { action: 's3:GetObject', resource, context };
    const of = (element: object): string =>
      decide('identity', { Effect: 'Allow', Action: 's3:*', ...element }, request).effect;
    expect(of({ Resource: pattern })).toBe(covers ? 'allowed' : 'implicitDeny');
    expect(of({ NotResource: pattern })).toBe(covers ? 'implicitDeny' : 'allowed');
  });
});

describe('the kind of policy', () => {
  const everything = { Effect: 'Allow', Action: '*' };
  it.each<[kind: Kind, element: object, effect: string]>([
    ['trust', { Principal: '*' }, 'allowed'],
    ['trust', { Principal: '*', Resource: 'x' }, 'allowed'],
    ['trust', { Principal: '*', NotResource: '*' }, 'allowed'],
    ['trust', { Resource: '*' }, 'implicitDeny'],
    ['resource', { Principal: '*' }, 'implicitDeny'],
    ['resource', { Principal: '*', Resource: '*' }, 'allowed'],
    ['resource', { Resource: '*' }, 'implicitDeny'],
    ['identity', { Resource: '*' }, 'allowed'],
    ['identity', {}, 'implicitDeny'],
  ])('%s with %j: %s', (kind, element, effect) => {
    expect(decide(kind, { ...everything, ...element }).effect).toBe(effect);
  });

  it('lets a key policy name an account, a role and everyone', () => {
    const key = [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OWN}:root` }, Action: 'kms:*', Resource: '*' },
      {
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:Decrypt', 'kms:CreateGrant'],
        Resource: '*',
        Condition: {
          StringEquals: { 'kms:CallerAccount': FOREIGN, 'kms:ViaService': 'dms.eu-west-1.amazonaws.com' },
          Bool: { 'kms:GrantIsForAWSResource': true },
        },
      },
    ];
    const resource = `arn:aws:kms:eu-west-1:${OWN}:key/k`;
    const ask = (account: string, context: Record<string, string>): number | null =>
      decide('resource', key, {
        principal: { aws: `arn:aws:sts::${account}:assumed-role/r/s` },
        action: 'kms:CreateGrant',
        resource,
        context,
      }).statement;
    const via = { 'kms:calleraccount': FOREIGN, 'kms:ViaService': 'dms.eu-west-1.amazonaws.com' };
    expect(ask(OWN, {})).toBe(0);
    expect(ask(FOREIGN, { ...via, 'kms:GrantIsForAWSResource': 'true' })).toBe(1);
    expect(ask(FOREIGN, via)).toBeNull();
  });
});

it('compares condition keys without their case, tag keys included', () => {
  const Condition = { StringEquals: { 'AWS:sourceACCOUNT': OWN, 'aws:PrincipalTag/Team': 'a' } };
  const context = { ...sourceOf(OWN), 'aws:principaltag/team': 'a' };
  expect(decide('trust', { ...dmsMayAssume, Condition }, { context }).effect).toBe('allowed');
});
