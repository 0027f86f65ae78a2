import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayAllowDms, mayLetDmsIn } from '../../src/collect/iam/generous.ts';
import { randomCases } from '../support/random-snapshots.ts';

const statement = (over: object): string => JSON.stringify({ Statement: [{ Effect: 'Allow', ...over }] });

const letters = ['d', 'm', 's', ':', 'x'];
/** Every text of up to so many letters. */
const texts = (most: number): readonly string[] =>
  most === 0 ? [''] : ['', ...letters.flatMap((letter) => texts(most - 1).map((rest) => letter + rest))];
const actions = [...new Set(texts(4))].map((rest) => `dms:${rest}`);
const matches = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll('?', '.').replaceAll('*', '.*')}$`, 'i');

describe('a policy may allow DMS', () => {
  it('if and only if one of its patterns matches a text that begins as an action of DMS does', () => {
    const pattern = fc
      .array(fc.constantFrom(...letters, 'D', '*', '?'), { maxLength: 5 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 3 }), (patterns) => {
        const one = patterns
          .map(matches)
          .some((expression) => actions.some((action) => expression.test(action)));
        expect(mayAllowDms(statement({ Action: patterns, Resource: '*' }))).toBe(one);
      }),
      { numRuns: randomCases },
    );
  });

  it.each([
    ['an odd case of its elements', '{"statement":{"effect":"Allow","action":"dms:*"}}', true],
    ['an Effect that IAM does not know', '{"Statement":{"Effect":"allow","Action":"dms:*"}}', true],
    ['a statement that is none', '{"Statement":["dms"]}', true],
    ['no statement', '{"Version":"2012-10-17"}', true],
    ['an empty list of statements', '{"Statement":[]}', false],
    ['an escaped name', '{"Statement":{"Effect":"Allow","Action":"\\u0064ms:*"}}', true],
    [
      'its Sid or Resource alone',
      statement({ Sid: 'dms', Action: 's3:*', Resource: 'arn:aws:dms:::*' }),
      false,
    ],
  ])('by %s: %s', (_, document, may) => {
    expect(mayAllowDms(document)).toBe(may);
  });
});

describe('a trust may let DMS in', () => {
  it.each([
    [
      'an escaped name',
      '{"Statement":{"Effect":"Allow","Principal":{"Service":"\\u0064ms.amazonaws.com"}}}',
      true,
    ],
    ['a wildcard in a service', statement({ Principal: { Service: 'd*.amazonaws.com' } }), true],
    ['what cannot be read', '{', true],
    [
      'a condition alone',
      statement({ Principal: { Service: 'x' }, Condition: { A: { b: 'dms.amazonaws.com' } } }),
      false,
    ],
    ['no principal', statement({ Action: 'sts:AssumeRole' }), false],
  ])('by %s: %s', (_, document, may) => {
    expect(mayLetDmsIn(document)).toBe(may);
  });
});
