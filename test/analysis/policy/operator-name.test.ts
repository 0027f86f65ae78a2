import { describe, expect, it } from 'vitest';
import {
  nearestOperator,
  operatorInOtherCase,
  readOperator,
} from '../../../src/analysis/policy/operator-name.ts';
import { BASE_OPERATORS } from '../../../src/analysis/policy/operators.ts';

const NAMES = BASE_OPERATORS.map(({ name }) => name);

it('knows the 27 operators', () => {
  expect(new Set(NAMES).size).toBe(27);
});

describe('readOperator', () => {
  it.each(NAMES)('takes %s with ForAllValues and ForAnyValue', (name) => {
    expect(readOperator(name)).toMatchObject({ quantifier: null, ifExists: false });
    expect(readOperator(`ForAllValues:${name}`)?.quantifier).toBe('all');
    expect(readOperator(`ForAnyValue:${name}`)?.quantifier).toBe('any');
  });

  it.each(NAMES.filter((name) => name !== 'Null'))('takes %sIfExists', (name) => {
    expect(readOperator(`${name}IfExists`)?.ifExists).toBe(true);
    expect(readOperator(`ForAnyValue:${name}IfExists`)).toMatchObject({ quantifier: 'any', ifExists: true });
  });

  it.each([
    'NullIfExists',
    'stringEquals',
    'ArnEqual',
    '',
    'IfExists',
    'ForAllValues:',
    '__proto__',
    'StringEqualsIfExistsIfExists',
  ])('refuses %j', (name) => {
    expect(readOperator(name)).toBeNull();
  });
});

it.each([
  ['ArnEqual', 'ArnEquals'],
  ['StringEqual', 'StringEquals'],
  ['stringnotequal', 'StringNotEquals'],
  ['ForAnyValues:StringLike', 'ForAnyValue:StringLike'],
  ['StringEqualsIfExist', 'StringEqualsIfExists'],
  ['NumberEquals', 'NumericEquals'],
  ['Regex', null],
  ['x'.repeat(100_000), null],
])('the operator nearest to %.40s is %s', (name, expected) => {
  expect(nearestOperator(name)).toBe(expected);
});

it.each([
  ['stringEquals', 'StringEquals'],
  ['FORANYVALUE:ARNLIKEIFEXISTS', 'ForAnyValue:ArnLikeIfExists'],
  ['ArnEqual', null],
])('%s in another case is %s', (name, expected) => {
  expect(operatorInOtherCase(name)).toBe(expected);
});
