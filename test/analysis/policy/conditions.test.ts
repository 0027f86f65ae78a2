import { describe, expect, it } from 'vitest';
import { judgeCondition, type Reading, readContext } from '../../../src/analysis/policy/conditions.ts';

type Value = string | readonly string[];

function judge(operator: string, values: Value, value: Value | undefined, reading?: Reading) {
  const condition = { operator, key: 'aws:Key', values: [values].flat(), path: 'Condition' };
  const context = {
    'AWS:username': 'jo',
    'aws:Tags': ['a'],
    ...(value === undefined ? {} : { 'aws:key': value }),
  };
  return judgeCondition(condition, {
    version: '2012-10-17',
    reading: reading ?? 'refused-parts-match-nothing',
    context: readContext(context),
  });
}

const ARN = 'arn:aws:dms:eu-west-1:111111111111:rep:ABC';

describe('one value of the request', () => {
  it.each<[operator: string, wanted: Value, value: string, holds: boolean]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'a*', 'a*', true],
    ['StringEquals', '${aws:Username}', 'jo', true],
    ['StringEquals', '${*}', '*', true],
    ['StringEquals', "${aws:nobody, 'x'}", 'x', true],
    ['StringEquals', '${aws:nobody}', '${aws:nobody}', false],
    ['StringEquals', '${aws:tags}', 'a', false],
    ['StringEquals', ['${aws:nobody}', 'a'], 'a', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringNotEquals', '${aws:nobody}', 'a', true],
    ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
    ['StringEqualsIgnoreCase', 'aB', 'c', false],
    ['StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
    ['StringLike', 'a*c?', 'abcd', true],
    ['StringLike', 'a*', 'ba', false],
    ['StringLike', 'a${*}', 'ab', false],
    ['StringLike', 'arn:aws:dms:*', ARN, true],
    ['StringNotLike', 'a*', 'ab', false],
    ['StringNotLike', 'a*', 'ba', true],
    ['NumericEquals', '10', '10.0', true],
    ['NumericEquals', 'ten', 'ten', false],
    ['NumericNotEquals', '10', '11', true],
    ['NumericNotEquals', 'ten', 'ten', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThan', '10', 'x', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '10', '9', false],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['NumericEquals', '${aws:username}', 'jo', false],
    ['DateEquals', '2020-04-01T00:00:01Z', '1585699201', true],
    ['DateNotEquals', '2020-04-01T00:00:01Z', '1585699201', false],
    ['DateLessThan', '2020-04-01T00:00:01Z', '2020-04-01T00:00:00Z', true],
    ['DateLessThanEquals', '2020-04-01', '2020-04-01T00:00:00Z', true],
    ['DateGreaterThan', '2020-04-01', '2020-04-01T00:00:00Z', false],
    ['DateGreaterThanEquals', '2020-04-01', 'soon', false],
    ['Bool', 'true', 'true', true],
    ['Bool', 'true', 'false', false],
    ['Bool', 'TRUE', 'true', true],
    ['Bool', 'yes', 'yes', false],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['BinaryEquals', 'QmluYXJ5', 'qmluYXJ5', false],
    ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '2001:db8::1', true],
    ['IpAddress', '10.0.0.0/8', '11.0.0.1', false],
    ['NotIpAddress', '10.0.0.0/8', '10.0.0.1', false],
    ['NotIpAddress', '10.0.0.0/8', 'nowhere', true],
    ['ArnEquals', 'arn:aws:dms:*:111111111111:*', ARN, true],
    ['ArnLike', 'arn:aws:dms:*:111111111111:rep:*', ARN, true],
    ['ArnLike', '${aws:username}', 'jo', false],
    ['ArnNotEquals', 'arn:aws:dms:*:111111111111:*', ARN, false],
    ['ArnNotLike', 'arn:aws:dms:*:999999999999:*', ARN, true],
    ['Null', 'true', '', false],
    ['Null', 'false', 'x', true],
    ['Null', 'False', 'x', true],
    ['Null', ['true', 'false'], 'x', true],
    ['Null', 'no', 'x', false],
    ['ForAllValues:Null', 'true', 'x', true],
    ['ForAnyValue:Null', 'false', 'x', false],
  ])('%s %j holds for %j: %s', (operator, wanted, value, holds) => {
    expect(judge(operator, wanted, value).holds).toBe(holds);
    // IfExists changes nothing for a key that is there.
    if (!operator.includes('Null')) expect(judge(`${operator}IfExists`, wanted, value).holds).toBe(holds);
  });
});

describe('an absent key', () => {
  it.each<[operator: string, wanted: Value, holds: boolean]>([
    ['StringEquals', 'a', false],
    ['StringLike', '*', false],
    ['StringNotEquals', 'a', true],
    ['StringEqualsIfExists', 'a', true],
    ['StringNotEqualsIfExists', 'a', true],
    ['ArnLike', 'arn:*:*:*:*:*', false],
    ['ArnNotLike', 'arn:*:*:*:*:*', true],
    ['NumericLessThan', '1', false],
    ['NotIpAddress', '0.0.0.0/0', true],
    ['Bool', 'false', false],
    ['Null', 'true', true],
    ['Null', 'false', false],
    ['ForAllValues:StringEquals', 'a', true],
    ['ForAllValues:StringNotEquals', 'a', true],
    ['ForAnyValue:StringEquals', 'a', false],
    ['ForAnyValue:StringNotEquals', 'a', false],
    ['ForAnyValue:StringEqualsIfExists', 'a', false],
    ['ForAllValues:StringEqualsIfExists', 'a', true],
    ['StringEqualsIfExists', [], true],
    ['ForAllValues:StringEquals', [], true],
    ['ForAnyValue:StringEquals', [], false],
    ['ForAllValues:Null', 'false', true],
    ['ForAnyValue:Null', 'true', false],
  ])('under %s %j: %s', (operator, wanted, holds) => {
    expect(judge(operator, wanted, undefined).holds).toBe(holds);
    // A multivalued key without values is absent.
    expect(judge(operator, wanted, []).holds).toBe(holds);
  });
});

describe('a multivalued key', () => {
  it.each<[operator: string, wanted: Value, value: readonly string[], holds: boolean]>([
    ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', 'a', [''], true],
    ['ForAllValues:StringEquals', 'a', ['', 'a'], false],
    ['ForAllValues:StringEquals', [], ['a'], false],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c'], true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], false],
    ['ForAllValues:StringNotEquals', [], ['a'], false],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'a'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false],
    ['ForAnyValue:StringEquals', 'a', [''], false],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
    ['ForAnyValue:StringNotEquals', [], ['a'], false],
    ['ForAnyValue:StringLike', 'a*', ['ab'], true],
    ['StringEquals', 'a', ['a'], false],
    ['StringEqualsIfExists', 'a', ['a'], false],
    ['StringNotEquals', 'a', ['a'], true],
    ['Null', 'false', ['a'], true],
  ])('under %s %j with %j: %s', (operator, wanted, value, holds) => {
    expect(judge(operator, wanted, value).holds).toBe(holds);
  });
});

describe('a condition that IAM would refuse', () => {
  it.each<[operator: string, wanted: Value]>([
    ['ArnEqual', ARN],
    ['stringEquals', ARN],
    ['NullIfExists', 'false'],
    ['ArnLike', 'arn:aws:dms:*'],
    ['ArnNotLike', '*'],
    ['ArnLike', [ARN, '*']],
    ['StringEquals', []],
    ['StringNotEquals', []],
    ['Null', []],
  ])('%s %j is left out, or holds for nothing', (operator, wanted) => {
    expect(judge(operator, wanted, ARN, 'refused-parts-ignored').holds).toBe(true);
    expect(judge(operator, wanted, ARN, 'refused-parts-match-nothing').holds).toBe(false);
  });
});

describe('the note says', () => {
  it.each<[operator: string, wanted: Value, value: Value | undefined, note: string]>([
    ['StringEquals', 'a', 'b', 'aws:Key "b" does not equal "a"'],
    ['StringEquals', ['a', 'c'], 'b', 'aws:Key "b" does not equal "a" or "c"'],
    ['StringNotEquals', 'b', 'b', 'aws:Key "b" equals "b"'],
    ['ArnLike', 'arn:*:*:*:*:x', ARN, `aws:Key "${ARN}" does not match "arn:*:*:*:*:x"`],
    ['NumericLessThan', '1', '2', 'aws:Key "2" is not less than "1"'],
    ['NotIpAddress', '::/0', '::1', 'aws:Key "::1" is in "::/0"'],
    ['StringEquals', 'a', undefined, 'aws:Key is missing'],
    ['StringEquals', 'a', ['a'], 'aws:Key has a set of values and StringEquals compares one'],
    ['StringEqualsIfExists', [], 'a', 'aws:Key is present and StringEqualsIfExists has no values'],
    ['Null', 'true', 'a', 'aws:Key is present'],
    ['Null', 'false', undefined, 'aws:Key is missing'],
    [
      'ForAnyValue:StringEquals',
      'a',
      ['b', 'c'],
      'aws:Key ("b", "c") does not satisfy ForAnyValue:StringEquals "a"',
    ],
    ['ForAnyValue:Null', 'false', 'a', 'aws:Key ("a") does not satisfy ForAnyValue:Null "false"'],
    ['ArnEqual', 'a', 'a', '"ArnEqual" is not a condition operator, did you mean ArnEquals'],
    ['StringEquals', 'x'.repeat(300), 'a', `aws:Key "a" does not equal "${'x'.repeat(200)}…"`],
  ])('%s %j with %j', (operator, wanted, value, note) => {
    expect(judge(operator, wanted, value)).toEqual({ holds: false, note });
  });

  it('nothing when the condition holds', () => {
    expect(judge('StringEquals', 'a', 'a').note).toBeNull();
  });
});

it('has no variables before version 2012-10-17', () => {
  const condition = { operator: 'StringEquals', key: 'k', values: ['${aws:x}'], path: '' };
  const context = readContext({ K: '${aws:x}', 'aws:x': 'y' });
  const scope = { version: '2008-10-17', reading: 'refused-parts-ignored', context } as const;
  expect(judgeCondition(condition, scope).holds).toBe(true);
});
