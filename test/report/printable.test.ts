import { describe, expect, it } from 'vitest';
import { printable } from '../../src/report/printable.ts';

const seen = '\u{FFFD}';

describe('text from elsewhere, on a terminal', () => {
  it.each([
    ['plain', 'orders-migration', 'orders-migration'],
    ['of another script', 'órdenes 移行', 'órdenes 移行'],
    ['with a colour', '\u001b[31mred\u001b[0m', 'red'],
    ['with a line break', 'a\nb', `a${seen}b`],
    ['with a carriage return', 'a\rb', `a${seen}b`],
    ['with a tab', 'a\tb', `a${seen}b`],
    ['with a line separator of Unicode', 'a\u2028b\u2029c', `a${seen}b${seen}c`],
    ['with a bell and a backspace', 'a\u0007\u0008', `a${seen}${seen}`],
    ['that turns the direction', '\u202eevil\u202c', `${seen}evil${seen}`],
    ['with isolates', '\u2066a\u2069', `${seen}a${seen}`],
    ['with nothing to see', 'a\u200bb\ufeff', `a${seen}b${seen}`],
    ['with a control of eight bits', 'a\u0085b', `a${seen}b`],
    ['that begins an escape and leaves it', 'a\u001b', `a${seen}`],
  ])('%s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each([
    ['clears the screen', '\u001b[2Jgone'],
    ['links elsewhere', '\u001b]8;;https://example.com\u0007here\u001b]8;;\u0007'],
    ['names the window', '\u001b]0;title\u0007'],
    ['asks the terminal', '\u001bP$q"p\u001b\\'],
    ['uses the one-byte form', '\u009b2J'],
  ])('no sequence gets through that %s', (_, text) => {
    expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
