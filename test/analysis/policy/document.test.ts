import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/analysis/policy/document.ts';
import { dmsMayAssume, policy, problemsOf } from './builders.ts';
import { holds } from './random-cases.ts';

const codes = (text: string): string[] => parsePolicy(text).problems.map(({ code }) => code);

describe('parsePolicy reads', () => {
  const text = JSON.stringify({ Version: '2012-10-17', Id: 'x', Statement: [{ Sid: 's', ...dmsMayAssume }] });

  it('a trust policy', () => {
    expect(parsePolicy(text)).toEqual({
      document: {
        version: '2012-10-17',
        statements: [
          {
            index: 0,
            sid: 's',
            effect: 'Allow',
            principals: {
              negated: false,
              any: false,
              aws: [],
              services: ['dms.amazonaws.com'],
              federated: [],
              canonicalUsers: [],
            },
            actions: { negated: false, patterns: ['sts:AssumeRole'] },
            resources: null,
            conditions: [],
            refused: [],
          },
        ],
      },
      problems: [],
      text,
    });
  });

  it('the same from URL-encoded text', () => {
    expect(parsePolicy(encodeURIComponent(text))).toEqual(parsePolicy(text));
  });

  it('a percent sign in plain text as itself', () => {
    const document = policy({
      ...dmsMayAssume,
      Condition: { StringEquals: { 'aws:PrincipalTag/x': '%41' } },
    });
    expect(document.statements[0]?.conditions[0]?.values).toEqual(['%41']);
  });

  it('a statement outside a list', () => {
    expect(policy(dmsMayAssume)).toEqual(policy([dmsMayAssume]));
  });

  it('no version as 2008-10-17', () => {
    expect(parsePolicy(JSON.stringify({ Statement: [] })).document?.version).toBe('2008-10-17');
  });

  it('the negated elements', () => {
    const [statement] = policy({
      Effect: 'Deny',
      NotPrincipal: { AWS: '*' },
      NotAction: ['a:b', 'c:d'],
      NotResource: '*',
    }).statements;
    expect(statement?.principals).toMatchObject({ negated: true, any: true });
    expect(statement?.actions).toEqual({ negated: true, patterns: ['a:b', 'c:d'] });
    expect(statement?.resources).toEqual({ negated: true, patterns: ['*'] });
  });

  it('unquoted numbers and booleans in a condition', () => {
    const Condition = { Bool: { a: true }, NumericEquals: { b: [1, '2'] }, StringEquals: { __proto: 'x' } };
    expect(policy({ ...dmsMayAssume, Condition }).statements[0]?.conditions).toEqual([
      { operator: 'Bool', key: 'a', values: ['true'], path: 'Statement[0].Condition.Bool.a' },
      {
        operator: 'NumericEquals',
        key: 'b',
        values: ['1', '2'],
        path: 'Statement[0].Condition.NumericEquals.b',
      },
      {
        operator: 'StringEquals',
        key: '__proto',
        values: ['x'],
        path: 'Statement[0].Condition.StringEquals.__proto',
      },
    ]);
  });
});

describe('a problem is found in', () => {
  const statement = (over: object): object => ({ ...dmsMayAssume, ...over });
  const condition = (block: unknown): object => statement({ Condition: block });
  it.each<[name: string, statement: unknown, code: string, path: string, message: string]>([
    ['a statement that is text', 'x', 'bad-element', '', '"x" is not an object'],
    ['a statement that is a list', [[]], 'bad-element', '', 'a list is not an object'],
    [
      'an unknown element',
      statement({ Effects: 1 }),
      'unknown-element',
      '.Effects',
      '"Effects" is not a policy element here, did you mean Effect',
    ],
    ['a Sid that is a number', statement({ Sid: 1 }), 'bad-element', '.Sid', '1 is not a string'],
    [
      'an Effect in lower case',
      statement({ Effect: 'allow' }),
      'bad-element',
      '.Effect',
      '"allow" is neither "Allow" nor "Deny"',
    ],
    ['no Effect', { NotPrincipal: '*', Action: '*' }, 'missing-element', '', 'Effect is missing'],
    [
      'no Action',
      { Effect: 'Deny', Principal: '*' },
      'missing-element',
      '',
      'neither Action nor NotAction is given',
    ],
    [
      'Action and NotAction',
      statement({ NotAction: '*' }),
      'both-elements',
      '.NotAction',
      'Action and NotAction exclude each other',
    ],
    [
      'two kinds of principal',
      statement({ NotPrincipal: '*' }),
      'both-elements',
      '.NotPrincipal',
      'Principal and NotPrincipal exclude each other',
    ],
    ['an Action that is null', statement({ Action: null }), 'bad-element', '.Action', 'null is not a string'],
    [
      'an action that is an object',
      statement({ Action: ['a:b', {}] }),
      'bad-element',
      '.Action[1]',
      'an object is not a string',
    ],
    ['an empty Action', statement({ Action: [] }), 'empty-values', '.Action', 'the list is empty'],
    [
      'a Resource that is true',
      statement({ Resource: true }),
      'bad-element',
      '.Resource',
      'true is not a string',
    ],
    [
      'a Resource that is null',
      statement({ Resource: null }),
      'bad-element',
      '.Resource',
      'null is not a string',
    ],
    [
      'a principal that is a number',
      statement({ Principal: 7 }),
      'bad-element',
      '.Principal',
      '7 is neither "*" nor an object',
    ],
    [
      'a number among principals',
      statement({ Principal: { AWS: ['*', 7] } }),
      'bad-element',
      '.Principal.AWS[1]',
      '7 is not a string',
    ],
    [
      'a null principal',
      statement({ Principal: { Service: null } }),
      'bad-element',
      '.Principal.Service',
      'null is not a string',
    ],
    ['no principal', statement({ Principal: {} }), 'empty-values', '.Principal', 'no principal is named'],
    [
      'a principal type',
      statement({ Principal: { Services: 'x' } }),
      'unknown-element',
      '.Principal.Services',
      '"Services" is not a policy element here, did you mean Service',
    ],
    ['a Condition that is a list', condition([]), 'bad-element', '.Condition', 'a list is not an object'],
    [
      'an operator without keys',
      condition({ Bool: 'x' }),
      'bad-element',
      '.Condition.Bool',
      '"x" is not an object',
    ],
    [
      'a value that is an object',
      condition({ Bool: { k: {} } }),
      'bad-element',
      '.Condition.Bool.k',
      'an object is not a string',
    ],
    [
      'an unknown operator',
      condition({ ArnEqual: { k: 'v' } }),
      'unknown-operator',
      '.Condition.ArnEqual',
      '"ArnEqual" is not a condition operator, did you mean ArnEquals',
    ],
    [
      'an operator like no other',
      condition({ Regex: {} }),
      'unknown-operator',
      '.Condition.Regex',
      '"Regex" is not a condition operator',
    ],
    [
      'an operator in lower case',
      condition({ stringequals: { k: 'v' } }),
      'operator-case',
      '.Condition.stringequals',
      'operator names are case-sensitive: "stringequals" must be StringEquals',
    ],
    [
      'a short ARN pattern',
      condition({ ArnLike: { k: ['arn:a:b:c:d:e', 'arn:aws:dms:*'] } }),
      'malformed-arn-pattern',
      '.Condition.ArnLike.k',
      '"arn:aws:dms:*" has fewer than the six components of an ARN',
    ],
    [
      'colons inside a variable',
      condition({ ArnLike: { k: 'arn:${a:b:c:d:e:f}' } }),
      'malformed-arn-pattern',
      '.Condition.ArnLike.k',
      '"arn:${a:b:c:d:e:f}" has fewer than the six components of an ARN',
    ],
    [
      'an empty list of values',
      condition({ StringEquals: { k: [] } }),
      'empty-values',
      '.Condition.StringEquals.k',
      'the list of values is empty',
    ],
  ])('%s', (...[, raw, code, path, message]) => {
    const weight: unknown = expect.stringMatching(/^(?:refused|dead|warning)$/);
    expect(problemsOf([raw])).toEqual([{ code, weight, path: `Statement[0]${path}`, message }]);
  });

  it.each<[name: string, text: string, code: string, path: string]>([
    ['text that is not JSON', 'x', 'not-json', ''],
    ['nothing', '', 'not-json', ''],
    ['broken percent encoding', '%7B%', 'not-json', ''],
    ['a list', '[]', 'not-an-object', ''],
    ['a null', 'null', 'not-an-object', ''],
    ['an object without statement', '{}', 'no-statement', 'Statement'],
    ['an empty list of statements', '{"Statement":[]}', 'no-statement', 'Statement'],
    ['a misspelt version', '{"Version":"2012-10-7","Statement":[]}', 'unknown-version', 'Version'],
    ['a __proto__ key', '{"__proto__":{"Statement":[]}}', 'unknown-element', '__proto__'],
  ])('%s', (_, text, code, path) => {
    expect(parsePolicy(text).problems).toContainEqual(expect.objectContaining({ code, path }));
  });

  it.each([
    '${aws:PrincipalArn}',
    '${aws:PrincipalArn}/*',
    'arn:aws:dms:*:*:*',
    'arn:aws:iam::1:role/${aws:x}',
  ])('not in the ARN pattern %s', (pattern) => {
    expect(problemsOf(condition({ ArnLike: { k: pattern } }))).toEqual([]);
  });

  it('a variable for an ARN in a version without variables', () => {
    const problems = problemsOf(condition({ ArnLike: { k: '${aws:PrincipalArn}' } }), '2008-10-17');
    expect(problems.map(({ code }) => code)).toEqual(['malformed-arn-pattern', 'variable-under-old-version']);
  });
});

describe('a document', () => {
  const documentOf = (statements: unknown[]): unknown =>
    parsePolicy(JSON.stringify({ Statement: statements })).document;

  it.each<[name: string, statement: object]>([
    ['an unknown element', { ...dmsMayAssume, Extra: 1 }],
    ['no Action', { Effect: 'Deny', Principal: '*' }],
    ['an unknown operator', { ...dmsMayAssume, Condition: { ArnEqual: { k: 'v' } } }],
    ['a number for a principal', { ...dmsMayAssume, Principal: { AWS: 123456789012 } }],
  ])('is kept with %s', (_, statement) => {
    expect(documentOf([statement])).toMatchObject({ statements: [{ index: 0 }] });
  });

  it.each<[name: string, statement: unknown]>([
    ['a statement that is null', null],
    ['an unreadable effect', { ...dmsMayAssume, Effect: 'ALLOW' }],
    ['an unreadable principal', { ...dmsMayAssume, Principal: 'everyone' }],
    ['an unreadable action', { ...dmsMayAssume, Action: {} }],
    ['an unreadable resource', { ...dmsMayAssume, Resource: [null] }],
    ['an unreadable condition', { ...dmsMayAssume, Condition: null }],
    ['an unreadable operator block', { ...dmsMayAssume, Condition: { Bool: 1 } }],
    ['an unreadable value', { ...dmsMayAssume, Condition: { Bool: { k: null } } }],
  ])('is null, not shorter, with %s', (_, statement) => {
    expect(documentOf([dmsMayAssume, statement])).toBeNull();
  });

  it.each([
    '{"Version":1,"Statement":[]}',
    '{"Version":null,"Statement":[]}',
    '{"Version":"x","Statement":{"Effect":"Deny","Action":"*"}}',
  ])('is null for %s', (text) => {
    expect(parsePolicy(text).document).toBeNull();
  });
});

describe('parsePolicy never throws', () => {
  const nested = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
  const unknown = Array.from({ length: 2_000 }, (_, index) => `"StringEqual${index}":{}`).join();
  it.each<[name: string, text: string]>([
    ['1 MB of brackets', '['.repeat(1_000_000)],
    ['1 MB of numbers', `[${'1,'.repeat(500_000)}1]`],
    ['1 MB of statements', `{"Statement":[${'1,'.repeat(500_000)}1]}`],
    ['deep nesting', nested],
    ['deep nesting in a principal', `{"Statement":{"Effect":"Allow","Action":"*","Principal":${nested}}}`],
    [
      'deep nesting in a value',
      `{"Statement":{"Effect":"Deny","Action":"*","Condition":{"Bool":{"k":${nested}}}}}`,
    ],
    ['lone surrogates', '{"Statement":{"Effect":"\\ud800","\\udfff":"\ud800"}}'],
    ['2,000 unknown operators', `{"Statement":{"Effect":"Allow","Action":"*","Condition":{${unknown}}}}`],
  ])('on %s', (_, text) => {
    const started = performance.now();
    expect(codes(text).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('on any JSON, nor on any text', () => {
    const names = fc.constantFrom('Effect', 'Action', 'Principal', 'Condition', 'AWS', 'Bool', '__proto__');
    const statement = fc.dictionary(
      names,
      fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('Allow', '*')),
    );
    const text = statement.map((raw) => JSON.stringify({ Statement: raw }));
    holds(
      fc.property(fc.oneof(text, fc.json({ maxDepth: 2 }), fc.string({ unit: 'binary' })), (any) => {
        const { document, problems } = parsePolicy(any);
        expect(document !== null || problems.length > 0).toBe(true);
      }),
    );
  });
});
