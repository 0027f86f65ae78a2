import { readRange } from './address.ts';
import type { OperatorUse } from './operator-name.ts';
import type { BaseOperator } from './operators.ts';
import { quote } from './quote.ts';
import { readBoolean, readDate, readNumber } from './scalars.ts';
import type { PolicyVersion, Problem } from './shape.ts';
import { readTemplate } from './template.ts';

export type Finding = Pick<Problem, 'code' | 'weight' | 'message'>;

/** Looks at the values of one condition under a known operator. */
export type UseCheck = (
  use: OperatorUse,
  values: readonly string[],
  version: PolicyVersion,
) => Finding | null;

const hasVariable = (text: string, version: PolicyVersion): boolean =>
  text.includes('${') && readTemplate(text, version).some(({ kind }) => kind === 'variable');

/**
 * StringEquals and its relatives compare `*` and `?` as letters.
 * (IAM User Guide, access-analyzer-reference-policy-checks, "Wildcard without like operator")
 */
const wildcardWithoutLike: UseCheck = ({ base }, values, version) => {
  if (base.family !== 'string' || base.name.endsWith('Like')) return null;
  const isWild = (value: string): boolean =>
    readTemplate(value, version).some((part) => part.kind === 'text' && /[*?]/.test(part.text));
  const wild = values.find(isWild);
  if (wild === undefined) return null;
  const message = `${base.name} compares the wildcard in ${quote(wild)} as a letter`;
  return { code: 'wildcard-without-like', weight: 'warning', message };
};

/**
 * Several values are alternatives, and true or false is any Boolean at all.
 * (same page, "Invalid condition multiple Boolean", an error there; that IAM refuses it is nowhere written)
 */
const boolSeveralValues: UseCheck = ({ base }, values) =>
  base.family === 'bool' && values.length > 1
    ? { code: 'bool-several-values', weight: 'warning', message: 'Bool takes a single value' }
    : null;

/** (same page, "Type mismatch Boolean") */
const boolBadValue: UseCheck = ({ base }, values, version) => {
  if (base.family !== 'bool') return null;
  const bad = values.find((value) => readBoolean(value) === null && !hasVariable(value, version));
  if (bad === undefined) return null;
  return { code: 'bool-bad-value', weight: 'dead', message: `${quote(bad)} is neither true nor false` };
};

/** "true (the key doesn't exist) or false (the key exists)". (…condition_operators, "Null condition operator") */
const nullBadValue: UseCheck = ({ base }, values, version) => {
  if (base.family !== 'null') return null;
  const bad = values.find((value) => readBoolean(value) === null && !hasVariable(value, version));
  if (bad === undefined) return null;
  return { code: 'null-bad-value', weight: 'dead', message: `${quote(bad)} is neither true nor false` };
};

/** A key is there or it is not: with both values the condition asks nothing. No AWS page speaks of it. */
const nullSeveralValues: UseCheck = ({ base }, values) =>
  base.family === 'null' && values.length > 1
    ? { code: 'null-several-values', weight: 'warning', message: 'Null takes a single value' }
    : null;

/** (access-analyzer-reference-policy-checks, "Null with qualifier") */
const nullWithQualifier: UseCheck = ({ base, quantifier, name }) => {
  if (base.family !== 'null' || quantifier === null) return null;
  const message = `${name} is ${quantifier === 'all' ? 'always true' : 'never true'}, whatever the request holds`;
  return { code: 'null-with-qualifier', weight: 'dead', message };
};

/**
 * "You can't use a policy variable with other operators, such as Numeric, Date, Boolean, Binary, IP Address, or
 * Null operators." Bool is left out here: the page of the operators lists it with variables.
 * (IAM User Guide, reference_policies_variables; "Invalid variable for operator")
 */
const variableInTypedOperator: UseCheck = ({ base }, values, version) => {
  if (base.comparison?.takesVariables === true) return null;
  const bad = values.find((value) => hasVariable(value, version));
  if (bad === undefined) return null;
  const message = `${base.name} takes no variable, and ${quote(bad)} has one`;
  return { code: 'variable-in-typed-operator', weight: 'dead', message };
};

interface TypedValue {
  readonly code: string;
  readonly isRead: (text: string) => boolean;
  readonly noun: string;
}

const TYPED_VALUES: Partial<Record<BaseOperator['family'], TypedValue>> = {
  numeric: { code: 'numeric-bad-value', isRead: (text) => readNumber(text) !== null, noun: 'a number' },
  date: { code: 'date-bad-value', isRead: (text) => readDate(text) !== null, noun: 'a date' },
  ip: {
    code: 'ip-bad-value',
    isRead: (text) => readRange(text) !== null,
    noun: 'an address or a CIDR range',
  },
  binary: { code: 'binary-bad-value', isRead: isBase64, noun: 'base-64 text' },
};

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(text);
}

/**
 * A value that is not of the operator's type equals nothing. IAM refuses most bad dates and stores some.
 * (same page, "Type mismatch number", "Type mismatch date", "Type mismatch IP range", "Type mismatch string";
 * moto's recorded answers of IAM in tests/test_iam/test_iam_policies.py)
 */
const typedBadValue: UseCheck = ({ base }, values, version) => {
  const type = TYPED_VALUES[base.family];
  const bad = type && values.find((value) => !type.isRead(value) && !hasVariable(value, version));
  if (type === undefined || bad === undefined) return null;
  return { code: type.code, weight: 'dead', message: `${quote(bad)} is not ${type.noun}` };
};

/** One function and one line for each. */
export const VALUE_CHECKS: readonly UseCheck[] = [
  wildcardWithoutLike,
  boolSeveralValues,
  boolBadValue,
  nullBadValue,
  nullSeveralValues,
  nullWithQualifier,
  variableInTypedOperator,
  typedBadValue,
];
