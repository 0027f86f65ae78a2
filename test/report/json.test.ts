import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/report/json.ts';

describe('JSON for people’s terminals', () => {
  it.each([
    ['a control sequence of one byte', '\u009b2J'],
    ['text that runs the other way', 'a\u202eb'],
    ['characters that nobody sees', 'a\u200bb\u00ad'],
    ['line breaks of Unicode', 'a\u2028b\u2029c'],
    ['a tag character, which takes two code units', 'a\u{e0041}b'],
  ])('%s is escaped, and reads back as it was', (_, value) => {
    const text = jsonText({ value });
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(JSON.parse(text)).toEqual({ value });
  });

  it('leaves letters of any script as they are', () => {
    expect(jsonText('Jürgen – 東京')).toBe('"Jürgen – 東京"\n');
  });
});
