import { describe, expect, it } from 'vitest';
import { shorten } from '../../src/publish/shorten.ts';

describe('a line of at most 20', () => {
  it.each([
    ['nothing', '', ''],
    ['what fits', 'twenty characters ok', 'twenty characters ok'],
    ['one more, cut at a word', 'twenty characters okay', 'twenty characters…'],
    ['cut where a word ends', 'exactly nineteen yes and more', 'exactly nineteen…'],
    ['a word that ends at the limit', 'nineteen characters and more', 'nineteen characters…'],
    ['one long word', 'arn:aws:dms:eu-west-1:111111111111:rep:X', 'arn:aws:dms:eu-west…'],
    ['a long word after a short one', 'a arn:aws:dms:eu-west-1:111111111111', 'a arn:aws:dms:eu-we…'],
    ['line breaks and control characters', 'one\r\ntwo\u0007 \u2028 three', 'one two three'],
    ['nothing that turns it around', 'one \u202Eeno\u200B', 'one \uFFFDeno\uFFFD'],
    ['no half of a character at the cut', `${'x'.repeat(18)}😀😀`, `${'x'.repeat(18)}…`],
    ['no half of a character from the start', 'half \uD83D here', 'half here'],
  ])('%s', (_, text, line) => {
    const shortened = shorten(text, 20);
    expect(shortened).toBe(line);
    expect(shortened.length).toBeLessThanOrEqual(20);
  });
});
