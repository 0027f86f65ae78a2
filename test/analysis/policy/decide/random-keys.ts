import type { KeyFacts } from '../../../../src/analysis/policy/decide/dimension.ts';

// Condition keys of each kind, what policies compare them with, and a universe of values for each that is
// small enough to try every request in it: what policies write, its neighbours, and something else.

type Value = string | readonly string[];

export interface RandomKey {
  readonly key: string;
  readonly operators: readonly string[];
  readonly values: readonly string[];
  readonly facts: KeyFacts;
  /** Absence is not among them: `facts` says whether a request may lack the key. */
  readonly universe: readonly Value[];
}

const positiveAndNot = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [
    name,
    name.replace(/^(String|Numeric|Date|Arn)/, '$1Not').replace(/^Ip/, 'NotIp'),
  ]);

const texts = (alphabet: readonly string[], longest: number): readonly string[] =>
  longest === 0
    ? ['']
    : [
        ...new Set(
          texts(alphabet, longest - 1).flatMap((text) => [text, ...alphabet.map((each) => text + each)]),
        ),
      ];

const subsets = (values: readonly string[]): readonly (readonly string[])[] =>
  values.reduce<readonly (readonly string[])[]>(
    (sets, value) => [...sets, ...sets.map((set) => [...set, value])],
    [[]],
  );

const stringOperators = positiveAndNot('StringEquals', 'StringLike', 'StringEqualsIgnoreCase');
const patterns = [
  'a',
  'ab',
  'A',
  'k',
  '',
  'a*',
  '*b',
  'a?',
  '?',
  '*',
  '*a*b',
  '${*}',
  'a${?}',
  "${x:never, 'ab'}",
];
const written = ['a', 'ab', 'k', 'a*', '*b', 'a?', '?', '*', '*a*b'];
const inAnyCase = (word: string): readonly string[] =>
  Array.from(word).reduce<readonly string[]>(
    (starts, letter) => starts.flatMap((start) => [start + letter, start + letter.toUpperCase()]),
    [''],
  );
const someTexts = [...new Set([...texts(['a', 'b'], 3), ...written.flatMap(inAnyCase), '\u212A', 'zz'])];

const text: RandomKey = {
  key: 'x:text',
  operators: stringOperators,
  values: patterns,
  facts: { presence: 'maybe', multivalued: false, values: { kind: 'open' } },
  universe: someTexts,
};

const required: RandomKey = {
  ...text,
  key: 'x:required',
  facts: { ...text.facts, presence: 'always' },
};

const never: RandomKey = {
  ...text,
  key: 'x:never',
  facts: { ...text.facts, presence: 'never' },
  universe: [],
};

const set: RandomKey = {
  key: 'x:set',
  // Of so few patterns the sets of values can all be looked at.
  operators: positiveAndNot('StringEquals', 'StringLike'),
  values: ['a', 'a*', '*', ''],
  facts: { presence: 'maybe', multivalued: true, values: { kind: 'open' } },
  universe: subsets(['a', 'a*', 'ab', '*', '', 'zz']),
};

/** Nobody says whether it holds one value or a set. */
const either: RandomKey = {
  ...set,
  key: 'x:either',
  facts: { ...set.facts, multivalued: null },
  universe: [...set.universe, 'a', 'a*', 'ab', '*', '', 'zz'],
};

const number: RandomKey = {
  key: 'x:number',
  operators: [
    ...positiveAndNot('NumericEquals'),
    ...['LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((name) => `Numeric${name}`),
  ],
  values: ['5', '6', '5.5', '-3', '1e20', 'five'],
  facts: { presence: 'maybe', multivalued: false, values: { kind: 'open' } },
  universe: ['-1e9', '-4', '-3', '0', '4', '5', '5.2', '5.5', '5.7', '6', '7', '1e20', '1e21'],
};

const date: RandomKey = {
  key: 'x:date',
  operators: number.operators.map((name) => name.replace('Numeric', 'Date')),
  values: ['2026-01-01T00:00:00Z', '2026-01-02', '1767225601', '0001', '9999', 'soon'],
  facts: { presence: 'always', multivalued: false, values: { kind: 'date' } },
  universe: [
    '0000',
    '0001',
    '2025-12-31T23:59:59Z',
    '2026-01-01',
    '1767225601',
    '2026-01-01T12:00:00Z',
    '2026-01-02T00:00:00Z',
    '2027',
    '9999-01-01',
    '99999999999999',
  ],
};

const address: RandomKey = {
  key: 'x:address',
  operators: positiveAndNot('IpAddress'),
  values: [
    '10.0.0.0/8',
    '10.1.0.0/16',
    '10.1.2.3',
    '0.0.0.0/0',
    '255.255.255.255',
    '2001:db8::/32',
    '::/0',
    'home',
  ],
  facts: { presence: 'maybe', multivalued: false, values: { kind: 'address' } },
  universe: [
    '0.0.0.0',
    '9.255.255.255',
    '10.0.0.0',
    '10.1.0.0',
    '10.1.2.2',
    '10.1.2.3',
    '10.1.2.4',
    '10.255.255.255',
    '11.0.0.0',
    '255.255.255.254',
    '255.255.255.255',
    '::',
    '2001:db7:ffff::',
    '2001:db8::1',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ],
};

const boolean: RandomKey = {
  key: 'x:boolean',
  operators: ['Bool'],
  values: ['true', 'false', 'TRUE', 'yes', '${x:never}'],
  facts: { presence: 'maybe', multivalued: false, values: { kind: 'listed', values: ['true', 'false'] } },
  universe: ['true', 'false'],
};

export const randomKeys: readonly RandomKey[] = [
  text,
  required,
  never,
  set,
  either,
  number,
  date,
  address,
  boolean,
];
