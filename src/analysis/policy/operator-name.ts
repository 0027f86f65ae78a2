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

/** Operator names are case-sensitive: IAM answers `Invalid Condition type : stringEquals`. */
export function readOperator(name: string): OperatorUse | null {
  return BY_NAME.get(name) ?? null;
}

/** The operator that differs from this name in case only. */
export function operatorInOtherCase(name: string): string | null {
  return BY_LOWER_CASE.get(name.toLowerCase())?.name ?? null;
}

const FARTHEST = 3;

/** The operator that this name most likely was meant to be. */
export function nearestOperator(name: string): string | null {
  const wanted = name.toLowerCase();
  let best: string | null = null;
  let bestDistance = FARTHEST + 1;
  for (const [lowerCase, use] of BY_LOWER_CASE) {
    // Only a policy made to be slow has thousands of these; this is a third of the work on it.
    if (lowerCase.includes(':') !== wanted.includes(':')) continue;
    const distance = editDistance(wanted, lowerCase, bestDistance);
    if (distance >= bestDistance) continue;
    best = use.name;
    bestDistance = distance;
  }
  return best;
}

/** Levenshtein's distance, or any number from `limit` on once it cannot be less than that. */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  let distance = to.length;
  for (const letter of from) {
    const next: number[] = [];
    let diagonal = Number.POSITIVE_INFINITY;
    distance = Number.POSITIVE_INFINITY;
    for (const [index, above] of row.entries()) {
      const swap = diagonal + (letter === to[index - 1] ? 0 : 1);
      distance = Math.min(swap, above + 1, distance + 1);
      next.push(distance);
      diagonal = above;
    }
    if (Math.min(...next) >= limit) return limit;
    row = next;
  }
  return distance;
}
