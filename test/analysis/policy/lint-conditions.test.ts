import { describe, expect, it } from 'vitest';
import { finds, findsNot, messageOf } from './lint-builders.ts';

const over = (Condition: unknown): object => ({ Condition });
const k = 'aws:SourceAccount';
const own = '111111111111';
const old = (Condition: unknown): string =>
  JSON.stringify({
    Version: '2008-10-17',
    Statement: { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*', Condition },
  });

describe('the operator', () => {
  finds([
    [
      'unknown',
      over({ ArnEqual: { [k]: 'x' } }),
      'trust',
      'unknown-operator',
      '.Condition.ArnEqual',
      'refused',
    ],
    [
      'unknown over nothing',
      over({ ArnEqual: {} }),
      'trust',
      'unknown-operator',
      '.Condition.ArnEqual',
      'warning',
    ],
    [
      'in another case',
      over({ stringEquals: { [k]: own } }),
      'trust',
      'operator-case',
      '.Condition.stringEquals',
      'refused',
    ],
    [
      'Null with IfExists',
      over({ NullIfExists: { [k]: true } }),
      'trust',
      'null-if-exists',
      '.Condition.NullIfExists',
      'refused',
    ],
    [
      'Null with both',
      over({ 'ForAnyValue:NullIfExists': { [k]: true } }),
      'key',
      'null-if-exists',
      '.Condition.ForAnyValue:NullIfExists',
      'refused',
    ],
    [
      'Null with ForAllValues',
      over({ 'ForAllValues:Null': { [k]: true } }),
      'trust',
      'null-with-qualifier',
      `.Condition.ForAllValues:Null.${k}`,
      'dead',
    ],
    [
      'Null with ForAnyValue',
      over({ 'ForAnyValue:Null': { [k]: true } }),
      'trust',
      'null-with-qualifier',
      `.Condition.ForAnyValue:Null.${k}`,
      'dead',
    ],
  ]);
  findsNot([
    [
      'with set and IfExists',
      over({ 'ForAnyValue:StringEqualsIfExists': { [k]: own } }),
      'trust',
      'unknown-operator',
    ],
    ['as AWS writes it', over({ StringEquals: { [k]: own } }), 'trust', 'operator-case'],
    ['Null alone', over({ Null: { [k]: 'true' } }), 'trust', 'null-if-exists'],
    ['Null alone, too', over({ Null: { [k]: 'true' } }), 'trust', 'null-with-qualifier'],
  ]);
});

describe('the values', () => {
  const at = (operator: string): string => `.Condition.${operator}.${k}`;
  const of = (operator: string, values: unknown): object => over({ [operator]: { [k]: values } });
  finds([
    ['a short ARN', of('ArnLike', 'arn:aws:dms:*'), 'trust', 'malformed-arn-pattern', at('ArnLike'), 'dead'],
    ['none', of('StringEquals', []), 'trust', 'empty-values', at('StringEquals'), 'dead'],
    [
      'none for a set',
      of('ForAnyValue:StringLike', []),
      'trust',
      'empty-values',
      at('ForAnyValue:StringLike'),
      'dead',
    ],
    [
      'none for all',
      of('ForAllValues:StringLike', []),
      'trust',
      'empty-values',
      at('ForAllValues:StringLike'),
      'warning',
    ],
    ['none with IfExists', of('BoolIfExists', []), 'trust', 'empty-values', at('BoolIfExists'), 'warning'],
    [
      'a wildcard for StringEquals',
      of('StringEquals', ['1', '1*']),
      'trust',
      'wildcard-without-like',
      at('StringEquals'),
      'warning',
    ],
    [
      'a question mark',
      of('StringNotEqualsIgnoreCase', 'a?'),
      'trust',
      'wildcard-without-like',
      at('StringNotEqualsIgnoreCase'),
      'warning',
    ],
    ['two for Bool', of('Bool', ['true', 'false']), 'trust', 'bool-several-values', at('Bool'), 'warning'],
    ['yes for Bool', of('Bool', 'yes'), 'trust', 'bool-bad-value', at('Bool'), 'dead'],
    ['yes for Null', of('Null', 'yes'), 'trust', 'null-bad-value', at('Null'), 'dead'],
    ['two for Null', of('Null', [true, false]), 'trust', 'null-several-values', at('Null'), 'warning'],
    [
      'a word for a number',
      of('NumericEquals', 'ten'),
      'trust',
      'numeric-bad-value',
      at('NumericEquals'),
      'dead',
    ],
    ['a word for a date', of('DateLessThan', 'soon'), 'trust', 'date-bad-value', at('DateLessThan'), 'dead'],
    [
      'a day that is none',
      of('DateLessThan', '2026-02-30'),
      'trust',
      'date-bad-value',
      at('DateLessThan'),
      'dead',
    ],
    [
      'a range that is none',
      of('IpAddress', '10.0.0.0/33'),
      'trust',
      'ip-bad-value',
      at('IpAddress'),
      'dead',
    ],
    ['no base 64', of('BinaryEquals', 'abc'), 'trust', 'binary-bad-value', at('BinaryEquals'), 'dead'],
    [
      'a variable for a number',
      of('NumericEquals', '${aws:PrincipalTag/n}'),
      'trust',
      'variable-in-typed-operator',
      at('NumericEquals'),
      'dead',
    ],
    [
      'a variable for Null',
      of('Null', '${aws:x}'),
      'trust',
      'variable-in-typed-operator',
      at('Null'),
      'dead',
    ],
    [
      'an open variable',
      of('StringEquals', '${aws:username'),
      'trust',
      'malformed-variable',
      at('StringEquals'),
      'dead',
    ],
    ['an empty variable', of('StringLike', 'a${}b'), 'trust', 'malformed-variable', at('StringLike'), 'dead'],
    [
      'no account id',
      of('StringEquals', [own, '1234']),
      'trust',
      'bad-account-id',
      at('StringEquals'),
      'dead',
    ],
    [
      'a wildcard for an account',
      of('StringEquals', '*'),
      'trust',
      'bad-account-id',
      at('StringEquals'),
      'dead',
    ],
  ]);
  findsNot([
    ['a whole ARN', of('ArnLike', 'arn:aws:dms:*:*:*'), 'trust', 'malformed-arn-pattern'],
    ['a variable for an ARN', of('ArnLike', '${aws:PrincipalArn}'), 'trust', 'malformed-arn-pattern'],
    ['an empty text', of('StringEquals', ''), 'trust', 'empty-values'],
    ['a wildcard for StringLike', of('StringLike', '1*'), 'trust', 'wildcard-without-like'],
    ['a wildcard in an ARN', of('ArnEquals', 'arn:aws:dms:*:*:*'), 'trust', 'wildcard-without-like'],
    ['an escaped wildcard', of('StringEquals', 'a${*}'), 'trust', 'wildcard-without-like'],
    ['one for Bool', of('Bool', true), 'trust', 'bool-several-values'],
    ['TRUE for Bool', of('Bool', 'TRUE'), 'trust', 'bool-bad-value'],
    ['a variable for Bool', of('Bool', '${aws:MultiFactorAuthPresent}'), 'trust', 'bool-bad-value'],
    ['false for Null', of('Null', false), 'trust', 'null-bad-value'],
    ['one for Null', of('Null', ['true']), 'trust', 'null-several-values'],
    ['a number', of('NumericEquals', -1.5), 'trust', 'numeric-bad-value'],
    ['1e3, written so', of('NumericEquals', '1e3'), 'trust', 'numeric-bad-value'],
    ['a day', of('DateLessThan', '2026-02-28'), 'trust', 'date-bad-value'],
    ['a range of IPv6', of('IpAddress', ['2001:db8::/32', '10.0.0.1']), 'trust', 'ip-bad-value'],
    ['base 64', of('BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA=='), 'trust', 'binary-bad-value'],
    [
      'a variable for a text',
      of('StringLike', '${aws:PrincipalTag/n}'),
      'trust',
      'variable-in-typed-operator',
    ],
    [
      'a variable, not a bad number',
      of('NumericEquals', '${aws:PrincipalTag/n}'),
      'trust',
      'numeric-bad-value',
    ],
    [
      'a default with a space',
      of('StringEquals', "${aws:PrincipalTag/n, 'x y'}"),
      'trust',
      'malformed-variable',
    ],
    ['a dollar sign', of('StringEquals', '$'), 'trust', 'malformed-variable'],
    ['an account id', of('StringEquals', own), 'trust', 'bad-account-id'],
    ['an unquoted account id', of('StringEquals', 123456789012), 'trust', 'bad-account-id'],
    ['a variable for an account', of('StringEquals', '${aws:PrincipalAccount}'), 'trust', 'bad-account-id'],
    ['a pattern of accounts', of('StringLike', '1111*'), 'trust', 'bad-account-id'],
  ]);
});

describe('a variable', () => {
  const resource = (Resource: unknown): object => ({ Resource });
  const noVersion = JSON.stringify({
    Statement: { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: ['*', 'arn:aws:s3:::${aws:x}'] },
  });
  const path = '.Condition.StringEquals.aws:PrincipalTag/a';
  finds([
    [
      'under the old version',
      old({ StringEquals: { 'aws:PrincipalTag/a': '${aws:username}' } }),
      'key',
      'variable-under-old-version',
      path,
      'dead',
    ],
    ['without a version', noVersion, 'key', 'missing-version-with-variable', '.Resource', 'dead'],
    [
      'for the account of a resource',
      resource('arn:aws:s3::${aws:x}:b'),
      'identity',
      'variable-before-resource',
      '.Resource',
      'dead',
    ],
    [
      'for all of it',
      { Resource: null, NotResource: '${aws:x}' },
      'identity',
      'variable-before-resource',
      '.NotResource',
      'dead',
    ],
  ]);
  findsNot([
    [
      'under the new version',
      over({ StringEquals: { [k]: '${aws:x}' } }),
      'key',
      'variable-under-old-version',
    ],
    [
      'that is none, under the old',
      old({ StringEquals: { [k]: '${}' } }),
      'key',
      'variable-under-old-version',
    ],
    ['after the fifth colon', resource('arn:aws:s3:::b/${aws:x}'), 'identity', 'variable-before-resource'],
    ['that is an escape', resource('arn:aws:s3:::b/${*}'), 'identity', 'variable-before-resource'],
  ]);
});

describe('contradictory conditions', () => {
  const path = '.Condition';
  const code = 'contradictory-conditions';
  const arn = (account: string): string => `arn:aws:dms:eu-west-1:${account}:rep:A`;
  finds([
    [
      'two values',
      over({ StringEquals: { [k]: own }, StringLike: { [k]: '222222222222' } }),
      'trust',
      code,
      path,
      'dead',
    ],
    [
      'in two cases of the key',
      over({ StringEquals: { [k]: own, 'AWS:SourceAccount': '222222222222' } }),
      'trust',
      code,
      path,
      'dead',
    ],
    [
      'two ARNs',
      over({ ArnLike: { 'aws:SourceArn': arn('1') }, ArnEquals: { 'aws:SourceArn': arn('2') } }),
      'trust',
      code,
      path,
      'dead',
    ],
    [
      'a value and none',
      over({ StringEquals: { [k]: own }, Null: { [k]: 'true' } }),
      'trust',
      code,
      path,
      'dead',
    ],
    [
      'one of them may be missing',
      over({ StringEquals: { [k]: own }, StringEqualsIfExists: { [k]: '2' } }),
      'trust',
      code,
      path,
      'dead',
    ],
    [
      'in any case',
      over({ StringEqualsIgnoreCase: { x: 'A' }, StringEquals: { x: ['b', 'c'] } }),
      'trust',
      code,
      path,
      'dead',
    ],
  ]);
  findsNot([
    [
      'one in common',
      over({ StringEquals: { [k]: [own, '2'] }, StringLike: { [k]: ['2', '3'] } }),
      'trust',
      code,
    ],
    ['a pattern', over({ StringEquals: { [k]: own }, StringLike: { [k]: '2*' } }), 'trust', code],
    ['a variable', over({ StringEquals: { [k]: own }, StringLike: { [k]: '${aws:x}' } }), 'trust', code],
    [
      'equal but for the case',
      over({ StringEqualsIgnoreCase: { x: 'A' }, StringEquals: { x: 'a' } }),
      'trust',
      code,
    ],
    ['a negated one', over({ StringEquals: { [k]: own }, StringNotLike: { [k]: '2' } }), 'trust', code],
    [
      'both may be missing',
      over({ StringLikeIfExists: { [k]: own }, StringEqualsIfExists: { [k]: '2' } }),
      'trust',
      code,
    ],
    ['a set', over({ 'ForAnyValue:StringEquals': { x: 'a' }, StringEquals: { x: 'b' } }), 'trust', code],
    ['there, and equal', over({ StringEquals: { [k]: own }, Null: { [k]: 'false' } }), 'trust', code],
    ['none, or equal', over({ StringEqualsIfExists: { [k]: own }, Null: { [k]: 'true' } }), 'trust', code],
  ]);
});

it.each([
  [
    over({ ArnEqual: { [k]: 'x' } }),
    'unknown-operator',
    '"ArnEqual" is not a condition operator, did you mean ArnEquals',
  ],
  [
    over({ NullIfExists: { [k]: 'true' } }),
    'null-if-exists',
    '"NullIfExists" is not a condition operator: Null takes no IfExists',
  ],
  [
    over({ 'ForAllValues:Null': { [k]: 'true' } }),
    'null-with-qualifier',
    'ForAllValues:Null is always true, whatever the request holds',
  ],
  [over({ DateLessThan: { [k]: 'soon' } }), 'date-bad-value', '"soon" is not a date'],
])('%j is told in a sentence', (statement, code, message) => {
  expect(messageOf(statement, 'trust', code)).toBe(message);
});
