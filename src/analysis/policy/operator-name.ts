import { nearest } from './nearest.ts';
import { BASE_OPERATORS, type BaseOperator } from './operators.ts';

/** An operator as a policy names it: `ForAnyValue:StringLikeIfExists`. */
export interface OperatorUse {
  readonly name: string;
  readonly base: BaseOperator;
  readonly quantifier: 'all' | 'any' | null;
  readonly ifExists: boolean;
}

const QUANTIFIERS: readonly (readonly [prefix: string, quantifier: OperatorUse['quantifier']])[] = [
  ['', null],
  ['ForAllValues:', 'all'],
  ['ForAnyValue:', 'any'],
];

/** `IfExists` goes with every operator but `Null`. (IAM User Guide, same page, "…IfExists") */
const USES: readonly OperatorUse[] = BASE_OPERATORS.flatMap((base) =>
  QUANTIFIERS.flatMap(([prefix, quantifier]) => {
    const plain = { name: `${prefix}${base.name}`, base, quantifier, ifExists: false };
    return base.family === 'null'
      ? [plain]
      : [plain, { ...plain, name: `${plain.name}IfExists`, ifExists: true }];
  }),
);

const BY_NAME: ReadonlyMap<string, OperatorUse> = new Map(USES.map((use) => [use.name, use]));
const BY_LOWER_CASE: ReadonlyMap<string, OperatorUse> = new Map(
  USES.map((use) => [use.name.toLowerCase(), use]),
);

const PLAIN_NAMES = USES.filter(({ quantifier }) => quantifier === null).map(({ name }) => name);
const SET_NAMES = USES.filter(({ quantifier }) => quantifier !== null).map(({ name }) => name);

/** Operator names are case-sensitive: IAM answers `Invalid Condition type : stringEquals`. */
export function readOperator(name: string): OperatorUse | null {
  return BY_NAME.get(name) ?? null;
}

/** The operator that differs from this name in case only. */
export function operatorInOtherCase(name: string): string | null {
  return BY_LOWER_CASE.get(name.toLowerCase())?.name ?? null;
}

/** The operator that this name most likely was meant to be. */
export function nearestOperator(name: string): string | null {
  // Only a policy made to be slow has thousands of these; this is a third of the work on it.
  const isSet = name.includes(':');
  return nearest(name, isSet ? SET_NAMES : PLAIN_NAMES);
}
