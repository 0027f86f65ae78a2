import { describe, expect, it } from 'vitest';
import { type Case, decide, type Question } from '../../../../src/analysis/policy/decide/decide.ts';
import type { KeyFacts } from '../../../../src/analysis/policy/decide/dimension.ts';
import { OWN, policy } from '../builders.ts';

const text: KeyFacts = { presence: 'maybe', multivalued: false, values: { kind: 'open' } };
const facts: Readonly<Record<string, KeyFacts>> = {
  'x:text': text,
  'x:always': { ...text, presence: 'always' },
  'x:never': { ...text, presence: 'never' },
  'x:set': { ...text, multivalued: true },
  'x:unverified': { ...text, presence: 'unverified', values: { kind: 'listed', values: ['a', 'b'] } },
  'x:true': { ...text, presence: 'unverified', values: { kind: 'listed', values: ['true'] } },
};

const user = `arn:aws:iam::${OWN}:user/jo`;
const question = (statements: readonly object[], over: Partial<Question> = {}): Question => ({
  policies: {
    identity: [policy(statements)],
    resource: null,
    boundary: null,
    session: [],
    serviceControl: [],
    resourceControl: [],
    grants: [],
  },
  principal: { aws: user },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/x',
  fixed: { 'x:fixed': 'f' },
  dimensions: [],
  keyFacts: (key) => facts[key] ?? text,
  ...over,
});

const allow = (Condition: object = {}, over: object = {}): object => ({
  Effect: 'Allow',
  Action: 's3:*',
  Resource: '*',
  Condition,
  ...over,
});
const deny = (Condition: object = {}, over: object = {}): object =>
  allow(Condition, { Effect: 'Deny', ...over });

/** `always`, `never` or `sometimes` allowed; `unsure` where nothing was found and there are doubts. */
function answer({ allowed, refused, doubts }: Case): string {
  if (allowed !== null) return refused === null ? (doubts.length > 0 ? 'unsure' : 'always') : 'sometimes';
  return doubts.length > 0 ? 'unsure' : 'never';
}
const answers = (statements: readonly object[], over: Partial<Question> = {}): readonly string[] =>
  decide(question(statements, over)).map(answer);

describe('for every request', () => {
  it.each<[name: string, statements: object[], answer: string]>([
    ['nothing is said', [], 'never'],
    ['it is allowed', [allow()], 'always'],
    ['it is denied', [allow(), deny()], 'never'],
    ['another action is denied', [allow(), deny({}, { Action: 's3:PutObject' })], 'always'],
    ['another resource is allowed', [allow({}, { Resource: 'arn:aws:s3:::c/*' })], 'never'],
    ['a value is asked for', [allow({ StringEquals: { 'x:text': 'a' } })], 'sometimes'],
    ['a key that is always there must be there', [allow({ Null: { 'x:always': 'false' } })], 'always'],
    ['a key that is never there must be there', [allow({ Null: { 'x:never': 'false' } })], 'never'],
    ['a key that is never there is compared', [allow({ StringNotEquals: { 'x:never': 'a' } })], 'always'],
    ['a key that is fixed is compared', [allow({ StringEquals: { 'X:Fixed': 'f' } })], 'always'],
    [
      'one of two opposites',
      [allow({ StringLike: { 'x:text': 'a*' } }), allow({ StringNotLike: { 'x:text': 'a*' } })],
      'always',
    ],
    [
      'one of two that overlap',
      [allow({ StringLike: { 'x:text': 'a*' } }), allow({ StringNotLike: { 'x:text': 'ab*' } })],
      'always',
    ],
    [
      'one of two that leave the key’s absence',
      [
        allow({ StringLike: { 'x:text': 'a*' } }),
        allow({ StringNotLikeIfExists: { 'x:text': 'a*' }, Null: { 'x:text': 'false' } }),
      ],
      'sometimes',
    ],
    [
      'an Allow within its Deny',
      [allow({ StringLike: { 'x:text': 'ab*' } }), deny({ StringLike: { 'x:text': 'a*' } })],
      'never',
    ],
    [
      'an Allow beyond its Deny',
      [allow({ StringLike: { 'x:text': 'a*' } }), deny({ StringLike: { 'x:text': 'ab*' } })],
      'sometimes',
    ],
    [
      'contradicting keys',
      [allow({ StringEquals: { 'x:text': 'a' }, StringLike: { 'X:TEXT': 'b*' } })],
      'never',
    ],
    [
      'all of a set',
      [
        allow({ 'ForAllValues:StringEquals': { 'x:set': ['a', 'b'] } }),
        allow({ 'ForAnyValue:StringNotEquals': { 'x:set': ['a', 'b'] } }),
      ],
      'always',
    ],
    ['a set without set operator', [allow({ StringEquals: { 'x:set': 'a' } })], 'never'],
    ['a variable that is fixed', [allow({ StringEquals: { 'x:fixed': '${x:fixed}' } })], 'always'],
    ['a variable that is never there', [allow({ StringNotEquals: { 'x:text': '${x:never}' } })], 'always'],
    ['a variable that varies', [allow({ StringEquals: { 'x:always': '${x:text}' } })], 'unsure'],
    [
      'a variable that varies, denied beside what is always allowed',
      [allow(), deny({ StringEquals: { 'x:always': '${x:text}' } })],
      'unsure',
    ],
    [
      'a resource with a variable that varies',
      [allow({}, { Resource: 'arn:aws:s3:::b/${x:text}' })],
      'unsure',
    ],
    [
      'such a resource for another action',
      [allow(), deny({}, { Action: 'ec2:*', Resource: 'arn:aws:s3:::b/${x:text}' })],
      'always',
    ],
    [
      'a resource with a variable that is fixed',
      [allow({}, { Resource: 'arn:aws:s3:::b/${x:fixed}' })],
      'never',
    ],
    [
      'text and number',
      [allow({ StringEquals: { 'x:always': 'a' }, NumericEquals: { 'x:always': '5' } })],
      'unsure',
    ],
  ])('%s', (_, statements, expected) => {
    expect(answers(statements)).toEqual([expected]);
  });

  it('what is found are whole requests', () => {
    const [found] = decide(question([allow({ StringEquals: { 'x:text': 'a' } })]));
    const request = { principal: { aws: user }, action: 's3:GetObject', resource: 'arn:aws:s3:::b/x' };
    expect(found?.allowed).toEqual({ ...request, context: { 'x:fixed': 'f', 'x:text': 'a' } });
    expect(found?.refused).toEqual({ ...request, context: { 'x:fixed': 'f' } });
  });

  it('keys that vary together are seen together', () => {
    const together = {
      keys: ['x:a', 'x:b'],
      options: [
        { 'x:a': '1', 'x:b': '1' },
        { 'x:a': '2', 'x:b': '2' },
      ],
      unverified: false,
      doubts: ['there may be more'],
    };
    const statements = [allow({ StringEquals: { 'x:a': '1', 'x:b': '2' } })];
    expect(answers(statements, { dimensions: [{ ...together, doubts: [] }] })).toEqual(['never']);
    expect(answers(statements, { dimensions: [together] })).toEqual(['unsure']);
    expect(
      answers([allow({ StringEquals: { 'x:a': '${x:b}' } })], { dimensions: [{ ...together, doubts: [] }] }),
    ).toEqual(['always']);
    // What nothing asks for is in no doubt.
    expect(answers([allow()], { dimensions: [together] })).toEqual(['always']);
  });
});

describe('what is not known is a case each', () => {
  const casesOf = (statements: readonly object[]): readonly unknown[] =>
    decide(question(statements)).map((each) => [each.reading, each.assumed, answer(each)]);
  const ignored = 'refused-parts-ignored';
  const nothing = 'refused-parts-match-nothing';

  it.each<[name: string, statements: object[], cases: unknown[]]>([
    [
      'a key that may be sent',
      [allow({ StringEquals: { 'x:unverified': 'a' } })],
      [
        [ignored, {}, 'never'],
        [ignored, { 'x:unverified': 'a' }, 'always'],
      ],
    ],
    [
      'a key that makes no difference',
      [allow({ StringEqualsIfExists: { 'x:true': 'true' } })],
      [[ignored, {}, 'always']],
    ],
    [
      'an operator that IAM lacks',
      [allow({ stringEquals: { 'x:text': 'a' } })],
      [
        [ignored, {}, 'always'],
        [nothing, {}, 'never'],
      ],
    ],
    [
      'a Deny by such an operator',
      [allow(), deny({ stringEquals: { 'x:text': 'a' } })],
      [
        [ignored, {}, 'never'],
        [nothing, {}, 'always'],
      ],
    ],
    [
      'no values',
      [allow({ StringEquals: { 'x:text': [] } })],
      [
        [ignored, {}, 'always'],
        [nothing, {}, 'never'],
      ],
    ],
    [
      'both',
      [allow({ Bool: { 'x:true': 'true' }, arnlike: { 'x:text': 'a' } })],
      [
        [ignored, {}, 'never'],
        [ignored, { 'x:true': 'true' }, 'always'],
        [nothing, {}, 'never'],
        [nothing, { 'x:true': 'true' }, 'never'],
      ],
    ],
    [
      'an operator that IAM lacks, for another action',
      [allow(), deny({ stringEquals: { 'x:text': 'a' } }, { Action: 'ec2:*' })],
      [[ignored, {}, 'always']],
    ],
  ])('%s', (_, statements, cases) => {
    expect(casesOf(statements)).toEqual(cases);
  });

  it('too many of them are one case with a doubt', () => {
    const keys = Array.from({ length: 7 }, (_, index) => `x:${index}`);
    const statements = [allow(), ...keys.map((key) => deny({ StringEquals: { [key]: 'a' } }))];
    const [found, ...more] = decide(
      question(statements, { keyFacts: () => ({ ...text, presence: 'unverified' }) }),
    );
    expect(more).toEqual([]);
    expect(found?.doubts).toEqual([`nothing says whether ${keys.join(', ')} are sent`]);
  });
});
