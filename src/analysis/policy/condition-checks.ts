import { hint } from './nearest.ts';
import { nearestOperator, type OperatorUse, operatorInOtherCase, readOperator } from './operator-name.ts';
import { quote } from './quote.ts';
import type { Condition, PolicyVersion, Problem } from './shape.ts';
import { colons, readTemplate } from './template.ts';
import { type Finding, type UseCheck, VALUE_CHECKS } from './value-checks.ts';

interface Refusal {
  readonly refused: string;
}

/**
 * What is wrong with the name of an operator. IAM stores an unknown one over an empty block.
 * (access-analyzer-reference-policy-checks, "Invalid condition operator"; moto's recorded answers of IAM in
 * tests/test_iam/test_iam_policies.py)
 */
export function checkOperator(name: string, keys: number): Finding | null {
  if (readOperator(name) !== null) return null;
  return { ...unknownOperator(name), weight: keys === 0 ? 'warning' : 'refused' };
}

function unknownOperator(name: string): Omit<Finding, 'weight'> {
  const otherCase = operatorInOtherCase(name);
  if (otherCase !== null) {
    const message = `operator names are case-sensitive: ${quote(name)} must be ${otherCase}`;
    return { code: 'operator-case', message };
  }
  if (/^(?:forallvalues:|foranyvalue:)?nullifexists$/i.test(name)) {
    // (access-analyzer-reference-policy-checks, "Null with if exists")
    return {
      code: 'null-if-exists',
      message: `${quote(name)} is not a condition operator: Null takes no IfExists`,
    };
  }
  const message = `${quote(name)} is not a condition operator${hint(nearestOperator(name))}`;
  return { code: 'unknown-operator', message };
}

/**
 * With fewer than six components an ARN pattern can match no ARN. No AWS page says so in as many words;
 * "each of the six colon-delimited components of the ARN is checked separately" implies it.
 * (IAM User Guide, reference_policies_elements_condition_operators, "ARN condition operators")
 */
const arnPatternIsMalformed: UseCheck = ({ base }, values, version) => {
  if (base.family !== 'arn') return null;
  const broken = values.find((value) => {
    const template = readTemplate(value, version);
    return template[0]?.kind !== 'variable' && colons(template) < 5;
  });
  if (broken === undefined) return null;
  const message = `${quote(broken)} has fewer than the six components of an ARN`;
  return { code: 'malformed-arn-pattern', weight: 'dead', message };
};

/**
 * (IAM User Guide, access-analyzer-reference-policy-checks, "Empty array condition", "Empty array condition
 * ForAllValues", "Empty array condition ForAnyValue", "Empty array condition IfExists"; IAM stores them all)
 */
const hasNoValues: UseCheck = ({ quantifier, ifExists }, values) => {
  if (values.length > 0) return null;
  const code = 'empty-values';
  if (quantifier === 'any')
    return { code, weight: 'dead', message: 'the list of values is empty and never matches' };
  if (quantifier === null && !ifExists)
    return { code, weight: 'dead', message: 'the list of values is empty' };
  return {
    code,
    weight: 'warning',
    message: 'the list of values is empty and matches only when the key is missing',
  };
};

/**
 * What an empty list does is documented for the set operators and IfExists only; for the others the text
 * contradicts itself. (IAM User Guide, access-analyzer-reference-policy-checks, "Empty array condition")
 */
const emptyListIsUndecided: UseCheck = (use, values, version) =>
  use.quantifier === null && !use.ifExists ? hasNoValues(use, values, version) : null;

/** What the parser says about the values of a condition. A new check is one function and one line here. */
const CHECKS: readonly UseCheck[] = [arnPatternIsMalformed, hasNoValues, ...VALUE_CHECKS];

export function checkConditions(
  conditions: readonly Condition[],
  version: PolicyVersion,
): readonly Problem[] {
  return conditions.flatMap(({ operator, values, path }) => {
    const use = readOperator(operator);
    if (use === null) return [];
    const findings = CHECKS.map((check) => check(use, values, version));
    return findings.filter((finding) => finding !== null).map((finding) => ({ ...finding, path }));
  });
}

/** What the operator of a condition means, or why the condition has no decided meaning. */
export function understand(condition: Condition, version: PolicyVersion): OperatorUse | Refusal {
  const { operator, values } = condition;
  const use = readOperator(operator);
  if (use === null) return { refused: unknownOperator(operator).message };
  const finding = arnPatternIsMalformed(use, values, version) ?? emptyListIsUndecided(use, values, version);
  return finding === null ? use : { refused: finding.message };
}
