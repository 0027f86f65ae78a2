import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject } from '../../../src/analysis/policy/json.ts';
import {
  type JsonValue,
  MAX_DEPTH,
  MAX_LENGTH,
  memberPath,
  readStrictJson,
} from '../../../src/analysis/policy/strict-json.ts';
import { holds } from './random-cases.ts';

/** As JSON.parse would give it. */
function asParsed(value: JsonValue | undefined): unknown {
  if (isObject(value)) return Object.fromEntries(Array.from(value, ([key, one]) => [key, asParsed(one)]));
  if (Array.isArray(value)) return value.map((one: JsonValue) => asParsed(one));
  if (typeof value === 'object' && value !== null && 'written' in value) return Number(value.written);
  return value;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

describe('strict JSON agrees with JSON.parse', () => {
  it.each([
    ' {"a" : [ 1 , -0 , 0.5 , 1e3 , 1E-2 , -12.5e+10 ] }\r\n\t',
    '"\\u0041\\ud800\\n\\/\\\\\\"\\b\\f\\r\\t"',
    '"\ud800 \u2028 é \u007f"',
    '[[],{},"",null,true,false]',
    '{"__proto__":{"constructor":1},"toString":2,"":3,"1":4}',
    '123456789012345678901234567890',
    '',
    ' ',
    '01',
    '-',
    '+1',
    '1.',
    '.5',
    '1e',
    'tru',
    'nullx',
    'NaN',
    '[1,]',
    '[,1]',
    '[1 2]',
    '{"a":1,}',
    '{"a" 1}',
    '{a:1}',
    "{'a':1}",
    '{"a"}',
    '"a',
    '"\\x41"',
    '"\\u00g0"',
    '"\\',
    '"a\nb"',
    '"\u0000"',
    '{}{}',
    '\ufeff{}',
    '/* */{}',
    '\u00a01',
  ])('on %j', (text) => {
    const { value, faults } = readStrictJson(text);
    expect(asParsed(value)).toEqual(parsed(text));
    expect(faults.map(({ code }) => code)).toEqual(parsed(text) === undefined ? ['not-json'] : []);
  });

  it('on any value written as JSON, whatever the white space', () => {
    const space = fc.constantFrom(undefined, 1, '\t', '\n\r ');
    holds(
      fc.property(fc.jsonValue({ maxDepth: 5 }), space, (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readStrictJson(text).faults).toEqual([]);
        expect(asParsed(readStrictJson(text).value)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('on any text: what one refuses the other refuses', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      'null',
      ' ',
      '\\u',
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary' }),
    );
    holds(
      fc.property(text, (any) => {
        const isJson = parsed(any) !== undefined;
        expect(readStrictJson(any).faults.some(({ code }) => code === 'not-json')).toBe(!isJson);
      }),
    );
  });
});

describe('strict JSON', () => {
  it.each([
    ['123456789012', '123456789012'],
    ['1e3', '1e3'],
    ['-0', '-0'],
    ['0.10', '0.10'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
  ])('keeps the number %s as written', (text, written) => {
    expect(readStrictJson(text).value).toEqual({ written });
  });

  it.each([
    ['{', 'line 1, column 2: expected a key in quotation marks, found the end'],
    ['{"a":1,\n  }', 'line 2, column 3: expected a key in quotation marks, found "}"'],
    [
      '{"a":\r\n\r\n012}',
      'line 3, column 1: expected a number without leading zeros (an account id needs quotation marks), found "0"',
    ],
    ['[1;2]', 'line 1, column 3: expected "," or "]", found ";"'],
    ['{"a";2}', 'line 1, column 5: expected ":", found ";"'],
    ['{"a":2;}', 'line 1, column 7: expected "," or "}", found ";"'],
    ['["a]', 'line 1, column 5: expected a closing quotation mark, found the end'],
    ['["\t"]', 'line 1, column 3: expected no control character inside a string, found "\\t"'],
    ['["\\x"]', 'line 1, column 4: expected an escape such as \\n or \\u00e9, found "x"'],
    ['[] 😀', 'line 1, column 4: expected the end, found "😀"'],
    ['yes', 'line 1, column 1: expected a value, found "y"'],
  ])('says where %j is not JSON', (text, where) => {
    const message = `the policy is not JSON: ${where}`;
    expect(readStrictJson(text).faults).toEqual([{ code: 'not-json', path: '', message }]);
  });

  it.each([
    ['{"a":1,"a":1}', ['a']],
    ['{"a":1,"\\u0061":2}', ['a']],
    ['{"a":1,"A":2}', []],
    [
      '{"Statement":[{"x":1},{"y":{"__proto__":1,"__proto__":2,"__proto__":3}}]}',
      ['Statement[1].y.__proto__'],
    ],
    ['[{"a":1},{"a":1}]', []],
    ['{"b":{"a":1,"a":1},"b":2}', ['b.a', 'b']],
  ])('finds the keys that %s gives twice', (text, paths) => {
    const { value, faults } = readStrictJson(text);
    expect(faults.map(({ code, path }) => [code, path])).toEqual(
      paths.map((path) => ['duplicate-key', path]),
    );
    expect(asParsed(value)).toEqual(JSON.parse(text));
  });

  const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  it('reads lists as deep as it says and reports the path of deeper ones', () => {
    expect(readStrictJson(nested(MAX_DEPTH)).faults).toEqual([]);
    const { value, faults } = readStrictJson(`{"a":${nested(MAX_DEPTH)}}`);
    expect(value).toBeUndefined();
    expect(faults).toEqual([
      {
        code: 'too-deep',
        path: `a${'[0]'.repeat(MAX_DEPTH - 1)}`,
        message: 'it is nested more than 32 deep',
      },
    ]);
  });

  it('reads texts as long as it says and no longer', () => {
    expect(readStrictJson(`"${'x'.repeat(MAX_LENGTH - 2)}"`).faults).toEqual([]);
    expect(readStrictJson(`"${'x'.repeat(MAX_LENGTH - 1)}"`)).toEqual({
      value: undefined,
      faults: [
        {
          code: 'too-large',
          path: '',
          message: 'the policy has 262145 characters, more than the 262144 that are read',
        },
      ],
    });
  });

  it.each<[name: string, text: string]>([
    ['1 MB of anything', '{'.repeat(1_000_000)],
    ['10,000 levels', nested(10_000)],
    ['many strings with escapes', `[${'"\\u0041\\n",'.repeat(20_000)}1]`],
    ['one string of escapes', `"${'\\\\'.repeat(130_000)}"`],
    ['many line breaks before a mistake', `${'\n'.repeat(260_000)}x`],
    ['many equal keys', `{${'"":0,'.repeat(50_000)}"":0}`],
    ['digits', '1'.repeat(260_000)],
    ['a number that breaks off', `${'1'.repeat(260_000)}e`],
  ])('takes little time on %s', (_, text) => {
    const started = performance.now();
    readStrictJson(text);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('cuts a very long name in a path, as many of them would fill the memory', () => {
    expect(memberPath('a', 'x'.repeat(100_000))).toBe(`a.${'x'.repeat(200)}…`);
    const long = 'x'.repeat(8_000);
    const twins = Array.from({ length: 2_000 }, (__, index) => `"${index}":0,"${index}":0`).join();
    const text = `${`{"${long}":`.repeat(20)}{${twins}}${'}'.repeat(20)}`;
    const length = readStrictJson(text).faults.reduce((sum, { path }) => sum + path.length, 0);
    expect(length).toBeGreaterThan(2_000 * 20 * 200);
    expect(length).toBeLessThan(2_000 * 20 * 210);
  });
});
