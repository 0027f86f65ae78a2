import { describe, expect, it } from 'vitest';
import { environmentsOf } from '../../../../src/analysis/policy/decide/environments.ts';
import type { ToldApart } from '../../../../src/analysis/policy/decide/outcomes.ts';

const told = (key: string, values: readonly (string | null)[], unverified: boolean): ToldApart => ({
  keys: [key],
  unverified,
  doubts: [],
  options: values.map((value) => (value === null ? {} : { [key]: value })),
  outcomes: new Map([[0, values.map((value) => value !== null)]]),
});

describe('what may be sent of unverified keys', () => {
  it('is one thing where all are verified', () => {
    const dimensions = [told('x:a', [null, 'b'], false)];
    expect(environmentsOf(dimensions)).toEqual([{ dimensions, assumed: {} }]);
  });

  it('is every combination of their options', () => {
    const verified = told('x:c', [null, 'c'], false);
    const all =
      environmentsOf([told('x:a', [null, 'a'], true), verified, told('x:b', ['b', 'B'], true)]) ?? [];
    expect(all.map(({ assumed }) => assumed)).toEqual([
      { 'x:b': 'b' },
      { 'x:b': 'B' },
      { 'x:a': 'a', 'x:b': 'b' },
      { 'x:a': 'a', 'x:b': 'B' },
    ]);
    const [, , third] = all;
    expect(third?.dimensions).toEqual([told('x:a', ['a'], true), verified, told('x:b', ['b'], true)]);
  });

  it('is nothing that can be said where there are more than 64', () => {
    const six = Array.from({ length: 6 }, (_, index) => told(`x:${index}`, [null, 'a'], true));
    expect(environmentsOf(six)).toHaveLength(64);
    expect(environmentsOf([...six, told('x:6', [null, 'a'], true)])).toBeNull();
    expect(environmentsOf([...six, told('x:6', [], true)])).toEqual([]);
  });
});
