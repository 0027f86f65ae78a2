import { describe, expect, it } from 'vitest';
import { DULL, finds, findsNot, lint, messageOf } from './lint-builders.ts';

describe('the action', () => {
  const action = (Action: unknown): object => ({ Action });
  const not = (NotAction: unknown): object => ({ Action: null, NotAction });
  finds([
    [
      'without a service',
      action('DescribeEndpoints'),
      'identity',
      'action-without-prefix',
      '.Action',
      'refused',
    ],
    ['empty', not(''), 'identity', 'action-without-prefix', '.NotAction', 'refused'],
    ['with two colons', action('s3:List:Bucket'), 'identity', 'malformed-action', '.Action', 'refused'],
    ['of a service with a space', action('a a:List'), 'identity', 'unknown-service', '.Action', 'warning'],
    ['of no service', action(':List'), 'identity', 'unknown-service', '.Action', 'warning'],
    [
      'that is not there',
      action(['dms:DescribeEndpoint', 'dms:*']),
      'identity',
      'unknown-action',
      '.Action',
      'dead',
    ],
    ['whose pattern matches none', action('kms:Dekrypt*'), 'key', 'unknown-action', '.Action', 'dead'],
    ['excepted but not there', not('DMS:Foo'), 'identity', 'unknown-action', '.NotAction', 'dead'],
    ['of DMS, in a trust', action('dms:*'), 'trust', 'trust-action-not-sts', '.Action', 'refused'],
    [
      'of STS but not of assuming',
      action('sts:GetCallerIdentity'),
      'trust',
      'trust-action-not-sts',
      '.Action',
      'refused',
    ],
  ]);
  findsNot([
    ['everything', action('*'), 'identity', 'action-without-prefix'],
    ['one colon', action('s3:ListBucket'), 'identity', 'malformed-action'],
    ['a service with a dot', action('s3.s:List'), 'identity', 'unknown-service'],
    ['a service with a wildcard', action('d*:List'), 'identity', 'unknown-service'],
    ['of a service that is not in the tables', action('s3:Foo'), 'identity', 'unknown-action'],
    ['in another case', action('DMS:describeENDPOINTS'), 'identity', 'unknown-action'],
    ['a pattern', action('dms:*Endpoint?'), 'identity', 'unknown-action'],
    [
      'assuming with a provider',
      action(['sts:AssumeRoleWithSAML', 'sts:TagSession']),
      'trust',
      'trust-action-not-sts',
    ],
    ['a pattern of assuming', action('sts:Assume*'), 'trust', 'trust-action-not-sts'],
    ['everything, in a trust', action('*'), 'trust', 'trust-action-not-sts'],
  ]);

  it.each([
    [
      action('dms:DescribeEndpoint'),
      'identity',
      'unknown-action',
      'matches no action of dms, did you mean dms:DescribeEndpoints',
    ],
    [
      action('sts:AsumeRole'),
      'trust',
      'trust-action-not-sts',
      'is not an action of assuming a role, did you mean sts:AssumeRole',
    ],
  ] as const)('%j of %s', (over, kind, code, message) => {
    expect(messageOf(over, kind, code)).toContain(message);
  });
});

describe('the condition key', () => {
  const of = (operator: string, key: string, value = 'x'): object => ({
    Condition: { [operator]: { [key]: value } },
  });
  const at = (operator: string, key: string): string => `.Condition.${operator}.${key}`;
  const code = 'unknown-condition-key';
  const set = 'set-operator-on-single-valued-key';
  const single = 'single-operator-on-multivalued-key';
  finds([
    [
      'without a service',
      of('StringEquals', 'SourceAccount'),
      'trust',
      'malformed-condition-key',
      at('StringEquals', 'SourceAccount'),
      'dead',
    ],
    [
      'with nothing after it',
      of('StringEquals', 'aws:'),
      'trust',
      'malformed-condition-key',
      at('StringEquals', 'aws:'),
      'dead',
    ],
    [
      'global but misspelt',
      of('StringEquals', 'aws:SourceAcount'),
      'trust',
      code,
      at('StringEquals', 'aws:SourceAcount'),
      'dead',
    ],
    ['of a service', of('StringEquals', 'kms:Caller'), 'key', code, at('StringEquals', 'kms:Caller'), 'dead'],
    [
      'a tag of DMS as the guide writes it',
      of('StringEquals', 'dms:ResourceTag/a'),
      'identity',
      code,
      at('StringEquals', 'dms:ResourceTag/a'),
      'dead',
    ],
    [
      'a tag without its name',
      of('StringEquals', 'aws:ResourceTag/'),
      'identity',
      code,
      at('StringEquals', 'aws:ResourceTag/'),
      'dead',
    ],
    [
      'single, with ForAllValues',
      of('ForAllValues:ArnLike', 'aws:SourceArn', 'arn:aws:dms:*:*:*'),
      'trust',
      set,
      at('ForAllValues:ArnLike', 'aws:SourceArn'),
      'warning',
    ],
    [
      'single, with ForAnyValue',
      of('ForAnyValue:StringLike', 'kms:ViaService'),
      'key',
      set,
      at('ForAnyValue:StringLike', 'kms:ViaService'),
      'warning',
    ],
    [
      'multivalued, without either',
      of('StringLike', 'aws:SourceOrgPaths'),
      'trust',
      single,
      at('StringLike', 'aws:SourceOrgPaths'),
      'dead',
    ],
    [
      'multivalued, of a service',
      of('StringEquals', 'KMS:grantoperations'),
      'key',
      single,
      at('StringEquals', 'KMS:grantoperations'),
      'dead',
    ],
  ]);
  findsNot([
    [
      'of an identity provider',
      of('StringEquals', 'graph.facebook.com:id'),
      'trust',
      'malformed-condition-key',
    ],
    ['in another case', of('StringEquals', 'AWS:sourceaccount', '111111111111'), 'trust', code],
    ['of a service that is not in the tables', of('StringEquals', 's3:prefix'), 'identity', code],
    ['a tag', of('StringEquals', 'aws:resourcetag/Any:thing'), 'identity', code],
    ['a tag of a service', of('StringEquals', 'dms:rep-tag/a'), 'identity', code],
    ['a tag of the caller', of('StringEquals', 'aws:PrincipalTag/a'), 'trust', code],
    ['single, plain', of('StringEquals', 'aws:SourceAccount', '111111111111'), 'trust', set],
    ['unknown, with a set operator', of('ForAnyValue:StringLike', 's3:keys'), 'trust', set],
    ['multivalued, with ForAnyValue', of('ForAnyValue:StringLike', 'aws:SourceOrgPaths'), 'trust', single],
    ['multivalued, asked for being there', of('Null', 'aws:TagKeys', 'false'), 'identity', single],
  ]);

  it.each([
    [
      'dms:ResourceTag/a',
      '"dms:ResourceTag/a" is not a condition key, did you mean aws:ResourceTag/${TagKey}',
    ],
    ['kms:SourceAccount', '"kms:SourceAccount" is not a condition key, did you mean aws:SourceAccount'],
    ['aws:SourceAcount', '"aws:SourceAcount" is not a condition key, did you mean aws:SourceAccount'],
    ['kms:__proto__', '"kms:__proto__" is not a condition key'],
  ])('%s', (key, message) => {
    expect(messageOf(of('StringEquals', key), 'identity', code)).toBe(message);
  });
});

describe('without tables', () => {
  it.each(['dms:Foo', 'kms:Foo'])('nothing is said of %s', (Action) => {
    const Condition = { 'ForAllValues:StringEquals': { 'aws:SourceAcount': 'x', 'aws:SourceOrgPaths': 'x' } };
    const text = JSON.stringify({
      Version: '2012-10-17',
      Statement: { ...DULL.identity, Action, Condition },
    });
    expect(lint(text, 'identity', null)).toEqual([]);
  });

  it('nor of a service that is named like a part of every object', () => {
    const text = JSON.stringify({
      Version: '2012-10-17',
      Statement: { ...DULL.identity, Action: 'constructor:x' },
    });
    expect(lint(text, 'identity')).toEqual([]);
  });
});
