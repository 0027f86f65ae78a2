import { describe, expect, it } from 'vitest';
import { authorizationQuestion } from '../../../src/analysis/policy/authorization-question.ts';
import { type Applies, combine, isAllowed } from '../../../src/analysis/policy/authorize.ts';
import { evaluateRequest } from '../../../src/analysis/policy/evaluate-request.ts';
import type { PolicySet } from '../../../src/analysis/policy/policy-set.ts';
import { OWN, policy } from './builders.ts';

const ROLE = `arn:aws:iam::${OWN}:role/loader`;
const caller = { principal: { aws: `arn:aws:sts::${OWN}:assumed-role/loader/s` }, action: 'kms:Decrypt' };

const own = (Sid: string, Effect = 'Allow') => ({ Sid, Effect, Action: '*', Resource: '*' });
const forWhom = (Sid: string, Principal: unknown, Effect = 'Allow') => ({ ...own(Sid, Effect), Principal });

/** A key with an Allow of each worth, and a session under each kind of policy. */
const set: PolicySet = {
  identity: [policy([own('identity')])],
  resource: {
    kind: 'key',
    account: OWN,
    document: policy([
      forWhom('everyone', '*'),
      forWhom('role', { AWS: ROLE }),
      forWhom('account', { AWS: OWN }),
      forWhom('deny', '*', 'Deny'),
    ]),
  },
  boundary: policy([own('boundary')]),
  session: [policy([own('session')])],
  serviceControl: [[policy([own('root')]), policy([own('rootDeny', 'Deny')])], [policy([own('unit')])]],
  resourceControl: [[policy([forWhom('resources', '*')])]],
  grants: [],
};
const guards = ['root', 'unit', 'resources'];

describe('with these applying, and these not known yet', () => {
  it.each<[applying: string[], unknown: string[], allowed: boolean | undefined, effect: string | undefined]>([
    [[...guards, 'everyone'], [], true, 'allowed'],
    [[...guards, 'everyone'], ['role', 'identity', 'boundary'], true, 'allowed'],
    [[...guards, 'everyone'], ['deny'], undefined, undefined],
    [['root', 'unit', 'everyone'], ['resources'], undefined, undefined],
    [['unit', 'resources', 'everyone'], ['boundary'], false, 'implicitDeny'],
    [['unit', 'resources', 'everyone'], ['deny'], false, undefined],
    [['unit', 'everyone', 'deny'], ['root'], false, 'explicitDeny'],
    [['rootDeny'], ['root', 'everyone'], false, 'explicitDeny'],
    [guards, ['everyone'], undefined, undefined],
    [[...guards, 'role', 'boundary', 'session'], [], true, 'allowed'],
    [[...guards, 'role', 'boundary'], [], false, 'implicitDeny'],
    [[...guards, 'role', 'boundary'], ['session'], undefined, undefined],
    [[...guards, 'role', 'session'], ['everyone'], undefined, undefined],
    [[...guards, 'role', 'session'], ['identity', 'account'], false, 'implicitDeny'],
    [[...guards, 'account', 'boundary', 'session'], [], false, 'implicitDeny'],
    [[...guards, 'account', 'identity', 'boundary', 'session'], [], true, 'allowed'],
    [[...guards, 'account', 'boundary', 'session'], ['identity'], undefined, undefined],
    [[...guards, 'identity', 'boundary', 'session'], ['account'], undefined, undefined],
    [[...guards, 'identity', 'boundary', 'session'], ['role'], undefined, undefined],
    [[...guards, 'boundary', 'session'], ['account'], false, 'implicitDeny'],
    [[...guards, 'boundary', 'session'], ['account', 'identity'], undefined, undefined],
  ])('%j and %j: allowed %s, effect %s', (applying, unknown, allowed, effect) => {
    const question = authorizationQuestion(set, caller);
    const applies: Applies = ({ sid }) => {
      if (sid !== null && unknown.includes(sid)) return undefined;
      return sid !== null && applying.includes(sid);
    };
    expect(isAllowed(question, applies)).toBe(allowed);
    expect(combine(question, applies)).toMatchObject({ allowed, effect });
  });
});

it('asks about the policies that bear on the request, by their place', () => {
  const places = authorizationQuestion(set, caller).policies.map(({ type, index }) => `${type} ${index}`);
  expect(places).toEqual([
    'serviceControl 0',
    'serviceControl 1',
    'serviceControl 2',
    'resourceControl 0',
    'resource 0',
    'identity 0',
    'boundary 0',
    'session 0',
  ]);
  const ofService = authorizationQuestion(set, { ...caller, principal: { service: 'dms.amazonaws.com' } });
  expect(ofService.policies.map(({ type }) => type)).toEqual(['resourceControl', 'resource']);
});

it('evaluates a request to a decision, the statement that made it, and a trace', () => {
  const request = { ...caller, resource: `arn:aws:kms:eu-west-1:${OWN}:key/k`, context: {} };
  const refused = { ...own('refused'), Condition: { ArnEqual: { 'aws:SourceArn': 'x' } } };
  const evaluation = evaluateRequest({
    ...request,
    identityPolicies: [policy([refused]), policy([own('a')])],
  });
  expect(evaluation).toEqual({
    effect: 'allowed',
    decidedBy: { policy: 'identity', index: 1, statement: 0 },
    trace: [
      {
        policy: 'identity',
        index: 0,
        statement: 0,
        sid: 'refused',
        applies: false,
        reason: '"ArnEqual" is not a condition operator, did you mean ArnEquals',
      },
      { policy: 'identity', index: 1, statement: 0, sid: 'a', applies: true, reason: 'every part matches' },
    ],
  });
});
