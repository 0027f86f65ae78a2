import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Case, decide, type Question } from '../../../../src/analysis/policy/decide/decide.ts';
import type { Context, KeyFacts } from '../../../../src/analysis/policy/decide/dimension.ts';
import type { PolicySet } from '../../../../src/analysis/policy/policy-set.ts';
import { OWN, policy } from '../builders.ts';
import { effectOf } from './brute-force.ts';
import { holdsFor } from './runs.ts';

// Keys that are compared with each other, and with texts as well as with numbers: beyond what is decided for
// certain, so that what is not found must be doubted.

const texts = ['a', 'b', 'ab', '5', '6', '*'];
const keys: Readonly<Record<string, KeyFacts>> = {
  'x:one': { presence: 'maybe', multivalued: false, values: { kind: 'open' } },
  'x:other': { presence: 'always', multivalued: false, values: { kind: 'open' } },
  'x:set': { presence: 'maybe', multivalued: true, values: { kind: 'open' } },
};
const universe: readonly Context[] = [undefined, ...texts].flatMap((one) =>
  texts.flatMap((other) =>
    [undefined, ['a'], ['a', 'b'], ['5']].map((set) => ({
      'x:other': other,
      ...(one === undefined ? {} : { 'x:one': one }),
      ...(set === undefined ? {} : { 'x:set': set }),
    })),
  ),
);

const comparison = fc
  .tuple(
    fc.constantFrom(
      ...['StringEquals', 'StringNotEquals', 'StringLike', 'StringLikeIfExists', 'ForAnyValue:StringLike'],
      ...['ForAllValues:StringEquals', 'NumericEquals', 'NumericGreaterThan', 'Bool'],
    ),
    fc.constantFrom(...Object.keys(keys)),
    fc.constantFrom('a', 'a*', '5', '${x:one}', '${x:other}', "${x:one, 'b'}*", '${x:set}', '*${x:other}'),
  )
  .map(([operator, key, value]) => ({ [operator]: { [key]: value } }));
const conditions = fc
  .array(comparison, { minLength: 1, maxLength: 3 })
  .map((blocks) => Object.assign({}, ...blocks) as object);
const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Action: fc.constantFrom('s3:GetObject', 's3:*', 'ec2:*'),
  Resource: fc.constantFrom('*', 'arn:aws:s3:::b/${x:one}', 'arn:aws:s3:::b/a', 'arn:aws:s3:::${x:other}/*'),
  Condition: conditions,
});

function questionFor(statements: readonly object[]): Question {
  const policies: PolicySet = {
    identity: [policy(statements)],
    resource: null,
    boundary: null,
    session: [],
    serviceControl: [],
    resourceControl: [],
    grants: [],
  };
  return {
    policies,
    principal: { aws: `arn:aws:iam::${OWN}:user/jo` },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/a',
    fixed: {},
    dimensions: [],
    keyFacts: (key) => keys[key] ?? { presence: 'never', multivalued: false, values: { kind: 'open' } },
  };
}

const onlyCase = ([found, ...more]: readonly Case[]): Case => {
  if (found === undefined || more.length > 0) throw new Error('nothing is unverified or refused');
  return found;
};

describe('whatever the policies, outside the class that is decided', () => {
  it('what is found is so, and where a request is missed there is a doubt', () => {
    holdsFor(
      0.1,
      fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), (statements) => {
        const question = questionFor(statements);
        const { principal, action, resource } = question;
        const { allowed, refused, doubts, reading } = onlyCase(decide(question));
        if (allowed !== null) expect(effectOf(question, allowed, reading)).toBe('allowed');
        if (refused !== null) expect(effectOf(question, refused, reading)).not.toBe('allowed');
        if (doubts.length > 0 || (allowed !== null && refused !== null)) return;
        for (const context of universe) {
          const effect = effectOf(question, { principal, action, resource, context }, reading);
          if (effect === 'allowed') expect(allowed).not.toBeNull();
          else expect(refused).not.toBeNull();
        }
      }),
    );
  });
});
