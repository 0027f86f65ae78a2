import { describe, expect, it } from 'vitest';
import { tokenize, tokensMatch } from '../../../src/analysis/policy/glob.ts';
import {
  colons,
  colonsBeforeVariable,
  fillTemplate,
  readTemplate,
} from '../../../src/analysis/policy/template.ts';

const fillIn = (key: string): string | null => (key === 'aws:username' ? 'a*b' : null);

function filled(text: string, version: '2012-10-17' | '2008-10-17' = '2012-10-17'): string | null {
  const pieces = fillTemplate(readTemplate(text, version), fillIn);
  return pieces && pieces.map((piece) => piece.text).join('');
}

describe('a policy string', () => {
  it.each([
    ['no variable', 'no variable'],
    ['', ''],
    ['home/${aws:username}/x', 'home/a*b/x'],
    ['${aws:username}${aws:username}', 'a*ba*b'],
    ['${*}${?}${$}', '*?$'],
    ["${aws:PrincipalTag/team, 'company-wide'}", 'company-wide'],
    ["${aws:PrincipalTag/team,'no space'}", 'no space'],
    ["${aws:username, 'unused'}", 'a*b'],
    ["${aws:x, ''}", ''],
    ['${aws:missing}', null],
    ["${*, 'x'}", 'x'],
    ['${*a}', null],
    ['${', '${'],
    ['${}', '${}'],
    ['${aws:username', '${aws:username'],
    ['${${aws:username}', '${a*b'],
    ['${ aws:username }', '${ aws:username }'],
    ["${aws:x, 'open}", "${aws:x, 'open}"],
  ])('%j becomes %j', (text, expected) => {
    expect(filled(text)).toBe(expected);
  });

  it('has no variables before version 2012-10-17', () => {
    expect(filled('${aws:username}', '2008-10-17')).toBe('${aws:username}');
  });

  it('matches the text of a variable, not the pattern in it', () => {
    const pattern = tokenize(fillTemplate(readTemplate('${aws:username}/*', '2012-10-17'), fillIn) ?? []);
    expect(tokensMatch(pattern, Array.from('a*b/x'))).toBe(true);
    expect(tokensMatch(pattern, Array.from('aXb/x'))).toBe(false);
  });

  it('counts colons outside variables', () => {
    const template = readTemplate('arn:aws:s3:::bucket/${aws:username}:x', '2012-10-17');
    expect(colons(template)).toBe(6);
    expect(colonsBeforeVariable(template)).toBe(5);
    expect(colonsBeforeVariable(readTemplate('a:b', '2012-10-17'))).toBe(1);
  });

  it.each(['${', "${a,'", '${a', '${a, '])('is read in linear time when it repeats %j', (unit) => {
    const started = performance.now();
    expect(filled(unit.repeat(200_000))).not.toBeNull();
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
