import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePolicy } from '../../../src/analysis/policy/evaluate.ts';
import type { PolicyRequest } from '../../../src/analysis/policy/request.ts';
import { FOREIGN, OWN, policy, sourceOf } from './builders.ts';
import { holds } from './random-cases.ts';

const account = fc.constantFrom(OWN, FOREIGN);
const action = fc.constantFrom('sts:AssumeRole', 'STS:Assume*', 'sts:TagSession', '*');
const values = fc.array(
  fc.constantFrom(OWN, FOREIGN, '*', '1*', `arn:aws:dms:*:${OWN}:*`, '${aws:SourceAccount}', 'true'),
  { maxLength: 3 },
);
const operator = fc.constantFrom(
  'StringEquals',
  'StringNotEquals',
  'StringLikeIfExists',
  'StringNotLike',
  'ForAllValues:StringLike',
  'ForAnyValue:StringNotEquals',
  'ArnLike',
  'ArnNotEqualsIfExists',
  'ArnEqual',
  'stringEquals',
  'Null',
);
const key = fc.constantFrom('aws:SourceAccount', 'AWS:SourceArn', 'aws:CalledVia');

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Principal: fc.oneof(
    fc.constant('*'),
    fc.constantFrom('dms.amazonaws.com', 'rds.amazonaws.com').map((service) => ({ Service: service })),
    account.map((id) => ({ AWS: id })),
  ),
  Action: fc.array(action, { minLength: 1, maxLength: 3 }),
  Condition: fc.dictionary(operator, fc.dictionary(key, values, { maxKeys: 2 }), { maxKeys: 2 }),
});
const statements = fc.array(statement, { maxLength: 4 });

const request: fc.Arbitrary<PolicyRequest> = fc.record({
  principal: fc.oneof(
    fc.constant({ service: 'dms.amazonaws.com' }),
    account.map((id) => ({ aws: `arn:aws:iam::${id}:role/r` })),
  ),
  action: fc.constantFrom('sts:AssumeRole', 'sts:TagSession'),
  resource: fc.constant(null),
  context: fc.oneof(
    fc.constant({}),
    account.map(sourceOf),
    account.map((id) => ({ ...sourceOf(id), 'aws:CalledVia': [id, 'x'] })),
  ),
});
const reading = fc.constantFrom('refused-parts-ignored', 'refused-parts-match-nothing');
const asked = fc.tuple(request, reading);

type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

const effectOf = (list: readonly object[], [one, how]: Asked): string =>
  evaluatePolicy(policy(list), one, { kind: 'trust', reading: how }).effect;

describe('whatever the policy and the request', () => {
  it('another Deny never turns a refusal into an Allow', () => {
    holds(
      fc.property(statements, statement, fc.nat(4), asked, (list, added, at, question) => {
        const before = effectOf(list, question);
        const after = effectOf(list.toSpliced(at, 0, { ...added, Effect: 'Deny' }), question);
        expect(after === 'allowed' && before !== 'allowed').toBe(false);
        if (before === 'explicitDeny') expect(after).toBe('explicitDeny');
      }),
    );
  });

  it('another Allow never turns an Allow into a refusal', () => {
    holds(
      fc.property(statements, statement, asked, (list, added, question) => {
        const before = effectOf(list, question);
        const after = effectOf([...list, { ...added, Effect: 'Allow' }], question);
        expect(after === before || (before === 'implicitDeny' && after === 'allowed')).toBe(true);
      }),
    );
  });

  it('the order of statements does not count, nor does saying one twice', () => {
    const shuffled = statements.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.subarray(list)),
    );
    holds(
      fc.property(shuffled, asked, ([list, reordered, repeated], question) => {
        expect(effectOf([...reordered, ...repeated], question)).toBe(effectOf(list, question));
      }),
    );
  });

  it('a list of actions may be split into two statements', () => {
    holds(
      fc.property(statements, statement, fc.nat(2), asked, (list, split, at, question) => {
        const halves = [split.Action.slice(0, at), split.Action.slice(at)].filter((half) => half.length > 0);
        const parts = halves.map((half) => ({ ...split, Action: half }));
        expect(effectOf([...list, ...parts], question)).toBe(effectOf([...list, split], question));
      }),
    );
  });

  it('the deciding statement is one that applies, with the effect it has', () => {
    holds(
      fc.property(statements, asked, (list, [one, how]) => {
        const {
          effect,
          statement: index,
          trace,
        } = evaluatePolicy(policy(list), one, { kind: 'trust', reading: how });
        expect(trace).toHaveLength(list.length);
        if (index === null) expect(trace.some(({ applies }) => applies)).toBe(false);
        else {
          expect(trace[index]?.applies).toBe(true);
          expect(list[index]?.Effect).toBe(effect === 'allowed' ? 'Allow' : 'Deny');
        }
      }),
    );
  });
});
