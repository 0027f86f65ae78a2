import { type OperatorUse, readOperator } from '../operator-name.ts';
import type { Condition, PolicyVersion } from '../shape.ts';
import { readTemplate } from '../template.ts';
import { pathOf, type StatementCheck } from './check.ts';

interface Demand {
  readonly use: OperatorUse;
  readonly values: readonly string[];
}

/**
 * All conditions of a statement must hold at once, so two that ask one key for different values leave nothing
 * to match: lists of exact values without one in common, or a value where Null wants none. Patterns, variables
 * and set operators are left to the exact decision.
 * (IAM User Guide, reference_policies_condition-logic-multiple-context-keys-or-values)
 */
export const checkContradictions: StatementCheck = (statement, { version }) => {
  const byKey = new Map<string, Condition[]>();
  for (const condition of statement.conditions) {
    const key = condition.key.toLowerCase();
    const sameKey = byKey.get(key);
    if (sameKey === undefined) byKey.set(key, [condition]);
    else sameKey.push(condition);
  }
  return [...byKey].flatMap(([key, conditions]) => {
    if (conditions.length < 2 || !isContradictory(conditions, version)) return [];
    const message = `no value of ${key} satisfies its conditions together, so that the statement matches nothing`;
    return [
      { code: 'contradictory-conditions', weight: 'dead', path: `${pathOf(statement)}.Condition`, message },
    ];
  });
};

function isContradictory(conditions: readonly Condition[], version: PolicyVersion): boolean {
  const demands = conditions.flatMap(({ operator, values }): readonly Demand[] => {
    const use = readOperator(operator);
    return use === null || use.quantifier !== null || values.length === 0 ? [] : [{ use, values }];
  });
  const wantsNone = demands.some(({ use, values }) => use.base.family === 'null' && values.every(isTrue));
  const wantsOne = demands.some(
    ({ use }) => use.base.family !== 'null' && !use.base.negated && !use.ifExists,
  );
  // Where a missing key would do, any disagreement about its value is none about the request.
  if (!wantsOne) return false;
  return wantsNone || haveNothingInCommon(demands, version);
}

const isTrue = (text: string): boolean => text.toLowerCase() === 'true';

function haveNothingInCommon(demands: readonly Demand[], version: PolicyVersion): boolean {
  const lists = demands.filter((demand) => isExact(demand, version));
  const ignoresCase = lists.some(({ use }) => use.base.name === 'StringEqualsIgnoreCase');
  const [first, ...others] = lists.map(
    ({ values }) => new Set(ignoresCase ? values.map((value) => value.toLowerCase()) : values),
  );
  if (first === undefined) return false;
  return others.length > 0 && ![...first].some((value) => others.every((other) => other.has(value)));
}

const EXACT = new Set(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnEquals', 'ArnLike']);

/** A list of values without a wildcard that counts, and without `${…}`. */
function isExact({ use, values }: Demand, version: PolicyVersion): boolean {
  if (!EXACT.has(use.base.name)) return false;
  const takesWildcards = !use.base.name.startsWith('StringEquals');
  return values.every((value) => {
    if (takesWildcards && /[*?]/.test(value)) return false;
    return readTemplate(value, version).every(({ kind }) => kind === 'text');
  });
}
