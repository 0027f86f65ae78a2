import { isInRange } from './address.ts';
import { arnMatches } from './arn.ts';
import { charactersOf, type Piece, tokenize, tokensMatch } from './glob.ts';
import { readBoolean, readDate, readNumber } from './scalars.ts';

/** How one value of the request is compared with one value of the policy. */
export interface Comparison {
  /** How a trace says that it holds, and that it does not. */
  readonly holds: string;
  readonly fails: string;
  /** Whether `${…}` in the policy value is a variable. */
  readonly takesVariables: boolean;
  readonly matches: (value: string, expected: readonly Piece[]) => boolean;
}

export interface BaseOperator {
  readonly name: string;
  readonly family: 'string' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip' | 'arn' | 'null';
  readonly negated: boolean;
  /** Null for `Null`, which asks whether the key is there and compares nothing. */
  readonly comparison: Comparison | null;
}

const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');

const stringEquals: Comparison = {
  holds: 'equals',
  fails: 'does not equal',
  takesVariables: true,
  matches: (value, expected) => value === textOf(expected),
};

const stringEqualsIgnoringCase: Comparison = {
  ...stringEquals,
  matches: (value, expected) => value.toLowerCase() === textOf(expected).toLowerCase(),
};

const stringLike: Comparison = {
  holds: 'matches',
  fails: 'does not match',
  takesVariables: true,
  matches: (value, expected) => tokensMatch(tokenize(expected), charactersOf(value)),
};

const arnLike: Comparison = { ...stringLike, matches: arnMatches };

const bool: Comparison = {
  ...stringEquals,
  matches: (value, expected) => {
    const wanted = readBoolean(textOf(expected));
    return wanted !== null && readBoolean(value) === wanted;
  },
};

/** "Compares the value of the specified key byte for byte against" its base-64 form in the policy. */
const binaryEquals: Comparison = { ...stringEquals, takesVariables: false };

const inRange: Comparison = {
  holds: 'is in',
  fails: 'is not in',
  takesVariables: false,
  matches: (value, expected) => isInRange(value, textOf(expected)),
};

type Order = (value: number, expected: number) => boolean;

const ORDERS: readonly (readonly [name: string, words: string, order: Order])[] = [
  ['Equals', 'equal to', (value, expected) => value === expected],
  ['LessThan', 'less than', (value, expected) => value < expected],
  ['LessThanEquals', 'less than or equal to', (value, expected) => value <= expected],
  ['GreaterThan', 'greater than', (value, expected) => value > expected],
  ['GreaterThanEquals', 'greater than or equal to', (value, expected) => value >= expected],
];

/** What is not a number, or not a date, compares false, whichever side it stands on. */
function ordered(words: string, read: (text: string) => number | null, order: Order): Comparison {
  return {
    holds: `is ${words}`,
    fails: `is not ${words}`,
    takesVariables: false,
    matches: (value, expected) => {
      const left = read(value);
      const right = read(textOf(expected));
      return left !== null && right !== null && order(left, right);
    },
  };
}

function orderedFamily(prefix: string, family: 'numeric' | 'date', read: (text: string) => number | null) {
  return ORDERS.flatMap(([name, words, order]): BaseOperator[] => {
    const comparison = ordered(words, read, order);
    const positive = { name: `${prefix}${name}`, family, negated: false, comparison };
    return name === 'Equals'
      ? [positive, { ...positive, name: `${prefix}NotEquals`, negated: true }]
      : [positive];
  });
}

/**
 * The 27 operators. A negated one is the opposite of its comparison with every value at once.
 * (IAM User Guide, reference_policies_elements_condition_operators)
 */
export const BASE_OPERATORS: readonly BaseOperator[] = [
  { name: 'StringEquals', family: 'string', negated: false, comparison: stringEquals },
  { name: 'StringNotEquals', family: 'string', negated: true, comparison: stringEquals },
  { name: 'StringEqualsIgnoreCase', family: 'string', negated: false, comparison: stringEqualsIgnoringCase },
  {
    name: 'StringNotEqualsIgnoreCase',
    family: 'string',
    negated: true,
    comparison: stringEqualsIgnoringCase,
  },
  { name: 'StringLike', family: 'string', negated: false, comparison: stringLike },
  { name: 'StringNotLike', family: 'string', negated: true, comparison: stringLike },
  ...orderedFamily('Numeric', 'numeric', readNumber),
  ...orderedFamily('Date', 'date', readDate),
  { name: 'Bool', family: 'bool', negated: false, comparison: bool },
  { name: 'BinaryEquals', family: 'binary', negated: false, comparison: binaryEquals },
  { name: 'IpAddress', family: 'ip', negated: false, comparison: inRange },
  { name: 'NotIpAddress', family: 'ip', negated: true, comparison: inRange },
  // "ArnEquals and ArnLike behave identically", and so do their opposites.
  { name: 'ArnEquals', family: 'arn', negated: false, comparison: arnLike },
  { name: 'ArnLike', family: 'arn', negated: false, comparison: arnLike },
  { name: 'ArnNotEquals', family: 'arn', negated: true, comparison: arnLike },
  { name: 'ArnNotLike', family: 'arn', negated: true, comparison: arnLike },
  { name: 'Null', family: 'null', negated: false, comparison: null },
];
