import { describe, expect, it } from 'vitest';
import {
  comparedTexts,
  type Resolve,
  type VariableValue,
} from '../../../../src/analysis/policy/decide/patterns.ts';
import type { PolicyVersion } from '../../../../src/analysis/policy/shape.ts';
import { holdsText } from './texts.ts';

const values: Readonly<Record<string, VariableValue>> = {
  'x:star': { kind: 'text', text: 'a*' },
  'x:account': { kind: 'own-account' },
  'x:open': { kind: 'open' },
};
const resolve: Resolve = (key) => values[key] ?? { kind: 'absent' };

function compared(
  operator: string,
  value: string | readonly string[],
  version: PolicyVersion = '2012-10-17',
) {
  const condition = { operator, key: 'x:key', values: typeof value === 'string' ? [value] : value, path: '' };
  return comparedTexts({ condition, version }, resolve);
}

describe('what an operator compares equal', () => {
  it.each<[operator: string, value: string | readonly string[], equal: string[], different: string[]]>([
    ['StringEquals', 'a*', ['a*'], ['a', 'ab', 'A*']],
    ['StringNotEquals', 'a', ['a'], ['b']],
    ['StringEquals', ['a', 'b'], ['a', 'b'], ['ab', '']],
    ['StringEquals', '', [''], ['a']],
    ['StringEqualsIgnoreCase', 'Ok', ['ok', 'OK', 'o\u212A'], ['0k', 'okk']],
    ['StringNotEqualsIgnoreCase', 'a?', ['A?'], ['ab']],
    ['StringLike', 'a*b?', ['abx', 'a:/b-'], ['ab', 'Abx']],
    ['StringLike', '*', ['', 'anything'], []],
    ['StringLike', 'a${*}${?}${$}', ['a*?$'], ['abcd']],
    ['StringLike', '${x:star}c', ['a*c'], ['abc']],
    ['StringLike', "${x:absent, 'b*'}*", ['b*', 'b*c'], ['bc']],
    ['StringLike', '${x:absent}*', [], ['', 'a', '${x:absent}']],
    ['StringLike', '${not a variable}', ['${not a variable}'], ['']],
    [
      'ArnLike',
      'arn:aws:dms:*:1:rep:*',
      ['arn:aws:dms:eu:1:rep:a:b'],
      ['arn:aws:dms:eu:x:1:rep:a', 'arn:aws:dms:1:rep:a'],
    ],
    ['ArnEquals', 'arn:aws:s3:::b*', ['arn:aws:s3:::b/c:d'], ['arn:aws:s3::1:b']],
    ['ArnLike', 'arn:aws:dms:?:1:?', ['arn:aws:dms:x:1::'], ['arn:aws:dms:::1:x', 'arn:aws:dms:xy:1:x']],
    ['ArnLike', 'ARN:aws:dms:*:1:*', ['ARN:aws:dms::1:x'], ['arn:aws:dms::1:x']],
    ['Bool', 'TRUE', ['true', 'True'], ['false', 'yes', '']],
    ['Bool', 'yes', [], ['yes', 'true']],
    ['BinaryEquals', 'QQ==', ['QQ=='], ['qq==']],
  ])('%s %j', (operator, value, equal, different) => {
    const texts = compared(operator, value);
    const [set = []] = texts?.sets ?? [];
    expect(texts?.open).toBeNull();
    expect(equal.filter((text) => !holdsText(set, text))).toEqual([]);
    expect(different.filter((text) => holdsText(set, text))).toEqual([]);
  });

  it('takes a variable as it is written in the old version', () => {
    const [set = []] = compared('StringEquals', '${x:star}', '2008-10-17')?.sets ?? [];
    expect(holdsText(set, '${x:star}')).toBe(true);
  });

  it.each(['NumericEquals', 'DateLessThan', 'IpAddress', 'Null', 'stringEquals'])(
    'is no text for %s',
    (operator) => {
      expect(compared(operator, '1')).toBeNull();
    },
  );

  it('is nothing decided for an ARN of five parts, and for no value at all', () => {
    expect(compared('ArnLike', 'arn:aws:dms:*:1')).toBeNull();
    expect(compared('StringEquals', [])).toBeNull();
  });
});

describe('a variable whose value is not fixed', () => {
  it.each<[operator: string, value: string, open: string | null]>([
    ['StringEquals', '${x:open}', 'x:open'],
    ['StringLike', "a${x:open, 'b'}", 'x:open'],
    ['StringEquals', 'a', null],
    ['ArnLike', 'arn:aws:dms:*:${x:account}:*', null],
    ['ArnLike', 'arn:aws:dms:${x:account}:1:*', 'x:account'],
    ['ArnLike', 'arn:aws:dms:*:1${x:account}:*', 'x:account'],
    ['ArnLike', 'arn:aws:dms:*:${x:account}*:*', 'x:account'],
    ['ArnLike', 'arn:aws:dms:*:1:*${x:account}', 'x:account'],
    ['StringLike', '*:${x:account}:*', 'x:account'],
    ['StringEquals', '${x:account}', null],
  ])('%s %s leaves %s open', (operator, value, open) => {
    expect(compared(operator, value)?.open).toBe(open);
  });
});

describe('the account of the ARN itself', () => {
  it('is any account in its place, and what its default says where it is not carried', () => {
    const [carried = [], missing = []] =
      compared('ArnLike', "arn:aws:dms:*:${x:account, '3'}:rep:*")?.sets ?? [];
    expect(holdsText(carried, 'arn:aws:dms:eu:1:rep:a')).toBe(true);
    expect(holdsText(carried, 'arn:aws:dms:eu:1:task:a')).toBe(false);
    expect(holdsText(missing, 'arn:aws:dms:eu:3:rep:a')).toBe(true);
    expect(holdsText(missing, 'arn:aws:dms:eu:1:rep:a')).toBe(false);
  });

  it('without a default matches nothing where it is not carried', () => {
    expect(compared('ArnLike', 'arn:aws:dms:*:${x:account}:*')?.sets[1]).toEqual([]);
  });
});
