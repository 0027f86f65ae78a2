import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatches, tokenize, tokensMatch } from '../../../src/analysis/policy/glob.ts';
import { holds } from './random-cases.ts';

/** The definition of a glob, exponential and obviously right. */
function obviouslyMatches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern.startsWith('*')) {
    return obviouslyMatches(rest, text) || (text !== '' && obviouslyMatches(pattern, text.slice(1)));
  }
  return (
    text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && obviouslyMatches(rest, text.slice(1))
  );
}

describe('globMatches', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything:at/all', true],
    ['**', 'a', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['?', '😀', true],
    ['?', '\ud800', true],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['a*c', 'abcd', false],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'aab', false],
    ['sts:Assume*', 'sts:AssumeRole', true],
    ['sts:assume*', 'sts:AssumeRole', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
  ])('%j against %j is %s', (pattern, text, expected) => {
    expect(globMatches(pattern, text)).toBe(expected);
  });

  it('agrees with the definition', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 7 });
    holds(
      fc.property(pattern, text, (glob, value) => {
        expect(globMatches(glob, value)).toBe(obviouslyMatches(glob, value));
      }),
    );
  });

  it('is fast on a pattern made to backtrack', () => {
    const started = performance.now();
    expect(globMatches('*a*a*a*a*a*b', 'a'.repeat(10_000))).toBe(false);
    expect(globMatches(`*${'a'.repeat(100)}b`, 'a'.repeat(10_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

it('takes the wildcards of a literal piece for characters', () => {
  const pattern = tokenize([
    { text: 'a*', literal: true },
    { text: '?', literal: false },
  ]);
  expect(tokensMatch(pattern, ['a', '*', 'x'])).toBe(true);
  expect(tokensMatch(pattern, ['a', 'b', 'x'])).toBe(false);
});
