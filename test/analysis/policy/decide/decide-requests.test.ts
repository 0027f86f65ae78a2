import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideRequests,
  type RequestsDecision,
  type RequestsQuestion,
} from '../../../../src/analysis/policy/decide/decide-requests.ts';
import type { LinkedKeys } from '../../../../src/analysis/policy/decide/linked-keys.ts';
import type { RequestKey } from '../../../../src/analysis/policy/decide/request-keys.ts';
import { type EvaluationRequest, evaluateRequest } from '../../../../src/analysis/policy/evaluate-request.ts';
import { dmsMayAssume, FOREIGN, OWN, policy } from '../builders.ts';
import { holds } from '../random-cases.ts';

/** DMS asks to assume a role whose trust lets it in under these conditions. */
const trust = (Condition: object, ...more: readonly object[]) =>
  ({
    principal: { service: 'dms.amazonaws.com' },
    action: 'sts:AssumeRole',
    resource: null,
    resourcePolicy: policy([{ ...dmsMayAssume, Condition }, ...more]),
    resourcePolicyKind: 'trust',
    resourceAccount: OWN,
  }) as const satisfies RequestsQuestion;

const key = 'aws:SourceAccount';
const asked = trust({ StringEquals: { [key]: OWN } });

describe('what is known of a key decides', () => {
  it.each<readonly [string, Record<string, RequestKey>, RequestsDecision['answer']]>([
    ['nothing is known', {}, 'undecided'],
    ['it is never sent', { [key]: { presence: 'never' } }, 'never'],
    ['it may hold anything', { [key]: { presence: 'maybe' } }, 'sometimes'],
    [
      'it always holds the one value',
      { [key]: { presence: 'always', multivalued: false, values: [OWN] } },
      'always',
    ],
    ['it never holds it', { [key]: { presence: 'always', values: [FOREIGN] } }, 'never'],
    ['it holds one of two', { [key]: { presence: 'always', values: [OWN, FOREIGN] } }, 'sometimes'],
    [
      'its pattern leaves the value out',
      { [key]: { presence: 'maybe', values: { patterns: ['9*'] } } },
      'never',
    ],
    [
      'its pattern takes the value in',
      { [key]: { presence: 'always', multivalued: false, values: { patterns: ['1???????????', 'x'] } } },
      'sometimes',
    ],
    [
      'its pattern is the value',
      { [key]: { presence: 'always', multivalued: false, values: { patterns: [OWN] } } },
      'always',
    ],
    ['it is named in another case', { 'AWS:SOURCEACCOUNT': { presence: 'never' } }, 'never'],
  ])('%s', (_, keys, answer) => {
    expect(decideRequests({ ...asked, keys }).answer).toBe(answer);
  });

  it.each<readonly [string, object, RequestKey, RequestsDecision['answer']]>([
    ['numbers', { NumericLessThan: { k: '5' } }, { presence: 'always', values: 'number' }, 'sometimes'],
    ['dates', { DateGreaterThan: { k: '2020-01-01' } }, { presence: 'always', values: 'date' }, 'sometimes'],
    ['addresses', { IpAddress: { k: '10.0.0.0/8' } }, { presence: 'always', values: 'address' }, 'sometimes'],
    [
      'addresses, all of both families',
      { IpAddress: { k: ['0.0.0.0/0', '::/0'] } },
      { presence: 'always', multivalued: false, values: 'address' },
      'always',
    ],
  ])('%s', (_, condition, k, answer) => {
    expect(decideRequests({ ...trust(condition), keys: { k } }).answer).toBe(answer);
  });

  it('what a request carries in any case is fixed', () => {
    expect(decideRequests({ ...asked, context: { 'AWS:sourceaccount': OWN } }).answer).toBe('always');
    expect(decideRequests({ ...asked, context: { [key]: FOREIGN } }).answer).toBe('never');
  });

  it('keys that are named nowhere are what they are said to be', () => {
    expect(decideRequests({ ...asked, otherKeys: { presence: 'never' } }).answer).toBe('never');
    expect(decideRequests({ ...asked, otherKeys: { presence: 'maybe' } }).answer).toBe('sometimes');
  });

  it.each(['constructor', '__proto__', 'toString'])('a key called %s is a key like others', (name) => {
    const question = trust(JSON.parse(`{"StringEquals":{"${name}":"x"}}`) as object);
    expect(decideRequests(question).answer).toBe('undecided');
    expect(decideRequests({ ...question, otherKeys: { presence: 'never' } }).answer).toBe('never');
  });
});

describe('keys that vary together', () => {
  const source: LinkedKeys = { arnKey: 'aws:SourceArn', accountKeys: [key], service: 'dms' };
  const strangers = { ...source, accounts: { notOf: [OWN] } };
  it.each<readonly [string, object, LinkedKeys, RequestsDecision['answer']]>([
    ['of anybody', { StringEquals: { [key]: OWN } }, source, 'sometimes'],
    ['of strangers', { StringEquals: { [key]: OWN } }, strangers, 'never'],
    ['of the account', { StringEquals: { [key]: OWN } }, { ...source, accounts: { of: [OWN] } }, 'always'],
    [
      'of strangers, by the ARN alone',
      { ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${OWN}:*` } },
      strangers,
      'never',
    ],
    [
      'of strangers, where neither need be sent',
      { StringEqualsIfExists: { [key]: OWN } },
      { ...strangers, sent: ['both', 'none'] },
      'sometimes',
    ],
    ['of strangers, where both are sent', { StringEqualsIfExists: { [key]: OWN } }, strangers, 'never'],
    ['of another service', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:*' } }, source, 'never'],
    [
      'of any service',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:*' } },
      { arnKey: 'aws:SourceArn', accountKeys: [key] },
      'sometimes',
    ],
    [
      'of another partition',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:dms:*:*:*' } },
      { ...source, partition: 'aws-cn' },
      'never',
    ],
    [
      'with the account as a variable',
      { ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:\${${key}}:*` } },
      source,
      'always',
    ],
  ])('%s', (_, condition, linked, answer) => {
    expect(decideRequests({ ...trust(condition), linked: [linked] }).answer).toBe(answer);
  });
});

describe('why it is undecided', () => {
  it.each<readonly [string, RequestsQuestion, readonly string[]]>([
    [
      'a key of which nothing is known',
      asked,
      ['nothing says whether, or with which value, aws:sourceaccount is sent'],
    ],
    [
      'a part that IAM would refuse',
      trust({ ArnEqual: { 'aws:SourceArn': 'x' } }),
      ['IAM would refuse a part of the policies, and it can be read in two ways'],
    ],
    [
      'keys that are compared with each other',
      { ...trust({ StringEquals: { a: `\${b}` } }), otherKeys: { presence: 'maybe' } },
      ['a: it is compared with ${b}', 'its conditions leave combinations open'],
    ],
  ])('%s', (_, question, because) => {
    expect(decideRequests(question)).toMatchObject({ answer: 'undecided', because });
  });

  it('is not said of what is decided', () => {
    expect(decideRequests({ ...asked, keys: { [key]: { presence: 'maybe' } } }).because).toEqual([]);
  });
});

const values = ['a', 'ab', 'b'];
const names = ['x:one', 'x:two'];
const conditions = fc.dictionary(
  fc.constantFrom(
    'StringEquals',
    'StringNotEquals',
    'StringLike',
    'StringEqualsIfExists',
    'ForAllValues:StringLike',
    'ArnEqual',
  ),
  fc.dictionary(fc.constantFrom(...names), fc.constantFrom('a', 'b', 'a*', '?'), { minKeys: 1, maxKeys: 2 }),
  { maxKeys: 2 },
);
const statements = fc.array(
  fc
    .record({ Effect: fc.constantFrom('Allow', 'Deny'), Condition: conditions })
    .map((part) => ({ ...dmsMayAssume, ...part })),
  { maxLength: 3 },
);
const presence = fc.constantFrom<RequestKey['presence']>('always', 'never', 'maybe');

it('agrees with every single request of a small world, and its witnesses are what they say', () => {
  holds(
    fc.property(conditions, statements, presence, presence, (condition, more, one, two) => {
      const keys = Object.fromEntries(
        [one, two].map((each, index) => [names[index] ?? '', { presence: each, multivalued: false, values }]),
      );
      const question = { ...trust(condition, ...more), keys };
      const { answer, allowed, refused } = decideRequests(question);
      const isAllowed = (request: Pick<EvaluationRequest, 'context' | 'reading'>): boolean =>
        evaluateRequest({ ...question, ...request }).effect === 'allowed';
      const outcomes = contextsOf([one, two]).flatMap((context) =>
        (['refused-parts-ignored', 'refused-parts-match-nothing'] as const).map((reading) =>
          isAllowed({ context, reading }),
        ),
      );
      const seen = new Set(outcomes);
      if (answer === 'always' || answer === 'never') expect([...seen]).toEqual([answer === 'always']);
      if (answer === 'sometimes') expect(seen.size).toBe(2);
      if (answer === 'undecided') expect(JSON.stringify([condition, more])).toContain('ArnEqual');
      if (allowed !== null) expect(isAllowed(allowed)).toBe(true);
      if (refused !== null) expect(isAllowed(refused)).toBe(false);
      if (answer !== 'undecided') {
        expect([allowed !== null, refused !== null]).toEqual([answer !== 'never', answer !== 'always']);
      }
    }),
  );
});

/** Everything that requests of this world can carry. */
function contextsOf(presences: readonly RequestKey['presence'][]): readonly Record<string, string>[] {
  let all: readonly Record<string, string>[] = [{}];
  for (const [index, each] of presences.entries()) {
    const name = names[index] ?? '';
    all = all.flatMap((context) => [
      ...(each === 'always' ? [] : [context]),
      ...(each === 'never' ? [] : values.map((value) => ({ ...context, [name]: value }))),
    ]);
  }
  return all;
}
