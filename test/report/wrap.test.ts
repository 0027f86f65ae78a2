import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrap } from '../../src/report/wrap.ts';
import { randomCases } from '../support/random-snapshots.ts';

describe('text in lines', () => {
  it.each([
    ['fits', 'SSL mode is none', 16, ['SSL mode is none']],
    ['breaks at a space', 'SSL mode is none', 15, ['SSL mode is', 'none']],
    ['breaks at a space that ends the line', 'SSL mode is none', 11, ['SSL mode is', 'none']],
    ['breaks after punctuation', 'dms-vpc-role', 10, ['dms-vpc-', 'role']],
    [
      'breaks an ARN after a colon',
      'arn:aws:iam::111111111111:role/writer',
      26,
      ['arn:aws:iam::111111111111:', 'role/writer'],
    ],
    ['breaks anywhere', 'PubliclyAccessible', 10, ['PubliclyAc', 'cessible']],
    ['does not leave half a line empty for punctuation', 'a-bcdefghij', 8, ['a-bcdefg', 'hij']],
    ['does not begin a line with spaces', 'one      two', 5, ['one', 'two']],
    ['counts wide characters twice', '移行移行', 4, ['移行', '移行']],
    ['keeps a character that is wider than the line', '移', 1, ['移']],
    ['is empty', '', 5, ['']],
  ])('%s', (_, text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  it('loses nothing but spaces, and no line is too long', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '-', ':', ' ', 'é'), maxLength: 200 });
    const property = fc.property(text, fc.integer({ min: 1, max: 30 }), (whole, width) => {
      const lines = wrap(whole, width);
      expect(lines.join('').replaceAll(' ', '')).toBe(whole.replaceAll(' ', ''));
      expect(lines.filter((line) => line.length > width)).toEqual([]);
    });
    fc.assert(property, { numRuns: randomCases });
  });
});
