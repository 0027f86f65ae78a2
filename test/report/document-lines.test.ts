import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentLines } from '../../src/report/document-lines.ts';
import { holds } from '../analysis/policy/random-cases.ts';

const laidOut = (text: string): string =>
  documentLines(text)
    .map((line) => line.text)
    .join('\n');
/** The lines of each statement, without their indentation. */
const ofStatement = (text: string, statement: number | null): string =>
  documentLines(text)
    .filter((line) => line.statement === statement)
    .map((line) => line.text.trim())
    .join(' ');

describe('a document is laid out', () => {
  it('one member a line', () => {
    expect(
      laidOut('{"Version":"2012-10-17","Id":{},"Statement":[{"Action":["a","b"],"Resource":[]}]}'),
    ).toBe(`\
{
  "Version": "2012-10-17",
  "Id": {},
  "Statement": [
    {
      "Action": [
        "a",
        "b"
      ],
      "Resource": []
    }
  ]
}`);
  });

  it('as JSON.stringify lays it out, whatever it is', () => {
    holds(
      fc.property(fc.jsonValue(), (value) => {
        expect(laidOut(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
        expect(laidOut(JSON.stringify(value, null, '\t \r\n'))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it.each([
    ['what is given twice', '{"a":1,"a":2}', '{\n  "a": 1,\n  "a": 2\n}'],
    ['digits', '[1.50e+03]', '[\n  1.50e+03\n]'],
    ['escapes', '["\\u0041\\"\\\\"]', '[\n  "\\u0041\\"\\\\"\n]'],
    ['marks inside strings', '["{a:[,]}"]', '[\n  "{a:[,]}"\n]'],
    ['what is no JSON', '{"a":\n oops}', '{"a":\n oops}'],
    ['a percent sign in what is no JSON', '{%7B', '{%7B'],
    ['nothing', '', ''],
  ])('leaving %s as it is', (_, text, lines) => {
    expect(laidOut(text)).toBe(lines);
  });

  it('without its percent-encoding', () => {
    expect(laidOut(encodeURIComponent('{"a":"%"}'))).toBe('{\n  "a": "%"\n}');
  });

  it('in time, however deep or long', () => {
    const started = performance.now();
    expect(documentLines('['.repeat(5_000) + ']'.repeat(5_000))).toHaveLength(9_999);
    expect(documentLines(`[${'1,'.repeat(100_000)}1]`)).toHaveLength(100_003);
    documentLines('['.repeat(1_000_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('a line is part of', () => {
  const list = '{"Version":"x","Statement":[{"Sid":"a","Condition":{"x":["1"]}},{"Sid":"b"}],"Id":"c"}';
  it.each<readonly [string, string, number | null, string]>([
    ['the first statement', list, 0, '{ "Sid": "a", "Condition": { "x": [ "1" ] } },'],
    ['the second statement', list, 1, '{ "Sid": "b" }'],
    ['no third statement', list, 2, ''],
    ['the document', list, null, '{ "Version": "x", "Statement": [ ], "Id": "c" }'],
    ['a statement without a list', '{"Statement":{"Sid":"a"},"Id":"c"}', 0, '"Sid": "a" },'],
    ['the document around it', '{"Statement":{"Sid":"a"},"Id":"c"}', null, '{ "Statement": { "Id": "c" }'],
    ['a statement by an escaped name', '{"State\\u006dent":[{"Sid":"a"}]}', 0, '{ "Sid": "a" }'],
    ['no statement further inside', '{"Id":{"Statement":[{"Sid":"a"}]}}', 0, ''],
    ['no statement in a value', '{"Id":"Statement","x":[{"Sid":"a"}]}', 0, ''],
    ['no statement of a list', '[{"Statement":[{"Sid":"a"}]}]', 0, ''],
    [
      'the later statement, given twice',
      '{"Statement":[{"a":1}],"Statement":[{"b":2},{"c":3}]}',
      1,
      '{ "c": 3 }',
    ],
  ])('%s', (_, text, statement, lines) => {
    expect(ofStatement(text, statement)).toBe(lines);
  });
});
