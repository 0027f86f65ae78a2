import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/analysis/policy/document.ts';
import { DULL, lint } from './lint-builders.ts';
import { holds } from './random-cases.ts';

const KINDS = ['trust', 'key', 'identity', 'resource'] as const;
const written = (...statements: unknown[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

it.each(KINDS)('the dullest %s policy has no problem', (kind) => {
  expect(lint(written(DULL[kind]), kind)).toEqual([]);
});

describe('the problems', () => {
  it('are in the order of statements and paths', () => {
    const bad = { ...DULL.trust, Resource: '*', Principal: { AWS: 'x', Service: 'y' }, Sid: '-' };
    const statements = Array.from({ length: 11 }, (_, index) =>
      index === 2 || index === 10 ? bad : DULL.trust,
    );
    const text = JSON.stringify({ Version: '2012-10-17', Extra: 1, Statement: statements });
    expect(lint(text, 'trust').map(({ path }) => path)).toEqual([
      'Extra',
      'Statement[2].Principal.AWS',
      'Statement[2].Principal.Service',
      'Statement[2].Resource',
      'Statement[2].Sid',
      'Statement[10].Principal.AWS',
      'Statement[10].Principal.Service',
      'Statement[10].Resource',
      'Statement[10].Sid',
      'Statement[10].Sid',
    ]);
  });

  it('of a policy that cannot be read are what the parser found, the cause first there', () => {
    const text = written({ ...DULL.trust, condition: {}, Effect: 'allow' }, { ...DULL.trust, Resource: '*' });
    const { document, problems } = parsePolicy(text);
    expect(document).toBeNull();
    expect(problems.map(({ path }) => path)).toEqual(['Statement[0].Effect', 'Statement[0].condition']);
    expect(lint(text, 'trust')).toEqual(problems);
  });
});

describe('why IAM refuses a statement', () => {
  const reasons = (text: string): unknown =>
    parsePolicy(text).document?.statements.map(({ refused }) => refused);
  const condition = { StringEquals: { a: 'x', A: 'x' } };
  it.each<[name: string, statement: object, reason: string]>([
    [
      'a misspelt element',
      { ...DULL.trust, condition },
      '"condition" is not a policy element here, did you mean Condition',
    ],
    ['no action', { Effect: 'Deny', Principal: '*' }, 'neither Action nor NotAction is given'],
    ['no principal in it', { ...DULL.trust, Principal: { AWS: [] } }, 'the list is empty'],
    [
      'NotPrincipal in an Allow',
      { Effect: 'Allow', NotPrincipal: '*', Action: '*' },
      'NotPrincipal with Allow lets in everyone else, and is not supported',
    ],
    [
      'a key in two cases',
      { ...DULL.trust, Condition: condition },
      '"A" is the same key as "a": key names are not case-sensitive',
    ],
  ])('%s', (_, statement, reason) => {
    expect(reasons(written(DULL.trust, statement))).toEqual([[], [reason]]);
  });

  it('an element of the policy counts for every statement', () => {
    const text = JSON.stringify({
      Statement: [DULL.trust, { ...DULL.trust, Sid: 1 }],
      version: 'x',
      Extra: 1,
    });
    const around = '"version" is not a policy element here, did you mean Version';
    expect(reasons(text)).toEqual([[around], [around, '1 is not a string']]);
  });

  it('not for what concerns a condition alone', () => {
    expect(reasons(written({ ...DULL.trust, Condition: { ArnEqual: { k: 'v' } } }))).toEqual([[]]);
  });
});

describe('a key given twice', () => {
  it.each([
    ['of the policy', '{"Statement":[],"Statement":[]}'],
    ['of a statement', '{"Statement":{"Effect":"Deny","Effect":"Allow","Action":"*"}}'],
    ['of a condition', '{"Statement":{"Effect":"Deny","Action":"*","Condition":{"Bool":{"a":"x","a":"x"}}}}'],
  ])('%s makes it unreadable', (_, text) => {
    expect(parsePolicy(text).document).toBeNull();
    expect(parsePolicy(text).problems[0]?.code).toBe('duplicate-key');
  });
});

describe('percent-encoded text', () => {
  const text = written(DULL.trust);
  it.each([
    ['as AWS sends it', encodeURIComponent(text)],
    ['plain', text],
    ['with spaces around', ` ${encodeURIComponent(`\n${text}`)} `],
  ])('%s is read', (_, source) => {
    expect(parsePolicy(source).document).toEqual(parsePolicy(text).document);
  });

  it.each([
    ['twice', encodeURIComponent(encodeURIComponent(text)), 'line 1, column 1: expected a value, found "%"'],
    ['broken off', encodeURIComponent(text).slice(0, -1), 'its percent-encoding is broken'],
    [
      'of half a policy',
      encodeURIComponent(text.slice(0, -1)),
      `line 1, column ${text.length}: expected "," or "}", found the end`,
    ],
    [
      'nowhere',
      `${text.slice(0, -1)} 100 %41`,
      `line 1, column ${text.length + 1}: expected "," or "}", found "1"`,
    ],
  ])('encoded %s it is not', (_, source, why) => {
    expect(parsePolicy(source).problems).toEqual([
      { code: 'not-json', weight: 'refused', path: '', message: `the policy is not JSON: ${why}` },
    ]);
  });
});

describe('any input', () => {
  const names = fc.constantFrom(
    'Effect',
    'Action',
    'Principal',
    'NotAction',
    'Resource',
    'Condition',
    'Sid',
    '__proto__',
  );
  const values = fc.constantFrom(
    'Allow',
    'Deny',
    '*',
    'dms:*',
    'sts:AssumeRole',
    '${aws:x}',
    'arn:aws:iam::1:role/*',
  );
  const condition = fc.dictionary(
    fc.constantFrom('StringEquals', 'ArnLike', 'Null', 'ForAllValues:Bool', 'x'),
    fc.dictionary(
      fc.constantFrom('aws:SourceArn', 'AWS:SourceArn', 'k'),
      fc.oneof(values, fc.array(values), fc.boolean()),
    ),
  );
  const statement = fc.dictionary(
    names,
    fc.oneof(values, fc.array(values), condition, fc.jsonValue({ maxDepth: 1 })),
  );
  const text = fc.oneof(
    fc.array(statement, { maxLength: 3 }).map((statements) => written(...statements)),
    fc.anything({ withBigInt: false }).map((value) => JSON.stringify({ Statement: value })),
    fc.string({ unit: 'binary' }),
  );

  it('gives a document or a reason, the same each time, and no key twice that JSON does not give', () => {
    holds(
      fc.property(text, fc.constantFrom(...KINDS), (any, kind) => {
        const parsed = parsePolicy(any);
        expect(parsed.document !== null || parsed.problems[0]?.weight === 'refused').toBe(true);
        expect(parsed.problems.map(({ code }) => code)).not.toContain('duplicate-key');
        const problems = lint(any, kind);
        expect(problems).toEqual(lint(any, kind));
        expect(problems).toEqual(expect.arrayContaining([...parsed.problems]));
      }),
    );
  });

  const many = (item: (index: number) => string): string =>
    Array.from({ length: 8_000 }, (_, index) => item(index)).join();
  const deny = '"Effect":"Deny","Principal":"*"';
  it.each<[name: string, text: string]>([
    ['many actions', `{"Statement":{${deny},"Action":[${many((index) => `"dms:*a*b*${index}"`)}]}}`],
    [
      'many misspelt actions',
      `{"Statement":{${deny},"Action":[${many((index) => `"dms:DescribeEndpoin${index}"`)}]}}`,
    ],
    ['one action of wildcards', `{"Statement":{${deny},"Action":"dms:${'*a'.repeat(100_000)}"}}`],
    [
      'many keys',
      `{"Statement":{${deny},"Action":"*","Condition":{"Bool":{${many((index) => `"aws:x${index}":""`)}}}}}`,
    ],
    [
      'many operators',
      `{"Statement":{${deny},"Action":"*","Condition":{${many((index) => `"ArnLik${index}":{}`)}}}}`,
    ],
    [
      'many principals',
      `{"Statement":{"Effect":"Allow","Action":"*","Principal":{"AWS":[${many((index) => `"x${index}"`)}]}}}`,
    ],
    ['many statements', `{"Statement":[${many(() => '7')}]}`],
    ['many elements', `{"Statement":[],${many((index) => `"Statement${index}":1`)}}`],
    [
      'many dots',
      `{"Statement":{"Effect":"Allow","Action":"*","Principal":{"Service":"${'a.'.repeat(120_000)}"}}}`,
    ],
    [
      'long names',
      `{"Statement":{${deny},"Action":"*","Condition":{"${'x'.repeat(100_000)}":{${many((index) => `"${index}":{}`)}}}}}`,
    ],
    [
      'lists that exclude each other',
      `{"Statement":{${deny},"Action":"*","Condition":{"StringEquals":{"k":[${many((index) => `"a${index}"`)}]},"StringLike":{"k":[${many((index) => `"b${index}"`)}]}}}}`,
    ],
  ])('takes little time: %s', (_, any) => {
    expect(any.length).toBeLessThan(262_144);
    const started = performance.now();
    expect(lint(any, 'trust').length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
