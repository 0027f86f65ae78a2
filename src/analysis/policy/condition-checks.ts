import { nearestOperator, type OperatorUse, operatorInOtherCase, readOperator } from './operator-name.ts';
import { quote } from './quote.ts';
import type { Condition, PolicyVersion, Problem } from './shape.ts';
import { colons, readTemplate } from './template.ts';

type Finding = Pick<Problem, 'code' | 'message'>;
interface Refusal {
  readonly refused: string;
}

type ConditionCheck = (condition: Condition, version: PolicyVersion) => Finding | null;

export function checkOperator(name: string): Finding | null {
  return readOperator(name) === null ? unknownOperator(name) : null;
}

function unknownOperator(name: string): Finding {
  const otherCase = operatorInOtherCase(name);
  if (otherCase !== null) {
    const message = `operator names are case-sensitive: ${quote(name)} must be ${otherCase}`;
    return { code: 'operator-case', message };
  }
  const nearest = nearestOperator(name);
  const hint = nearest === null ? '' : `, did you mean ${nearest}`;
  return { code: 'unknown-operator', message: `${quote(name)} is not a condition operator${hint}` };
}

/**
 * With fewer than six components an ARN pattern can match no ARN. No AWS page says so in as many words;
 * "each of the six colon-delimited components of the ARN is checked separately" implies it.
 * (IAM User Guide, reference_policies_elements_condition_operators, "ARN condition operators")
 */
const arnPatternIsMalformed: ConditionCheck = ({ operator, values }, version) => {
  if (readOperator(operator)?.base.family !== 'arn') return null;
  const broken = values.find((value) => {
    const template = readTemplate(value, version);
    return template[0]?.kind !== 'variable' && colons(template) < 5;
  });
  if (broken === undefined) return null;
  const message = `${quote(broken)} has fewer than the six components of an ARN`;
  return { code: 'malformed-arn-pattern', message };
};

const hasNoValues: ConditionCheck = ({ values }) =>
  values.length > 0 ? null : { code: 'empty-values', message: 'the list of values is empty' };

/**
 * What an empty list does is documented for the set operators and IfExists only; for the others the text
 * contradicts itself. (IAM User Guide, access-analyzer-reference-policy-checks, "Empty array condition")
 */
const emptyListIsUndecided: ConditionCheck = (condition, version) => {
  const use = readOperator(condition.operator);
  return use?.quantifier === null && !use.ifExists ? hasNoValues(condition, version) : null;
};

/** What the parser says about the values of a condition. A new check is one function and one line here. */
const VALUE_CHECKS: readonly ConditionCheck[] = [arnPatternIsMalformed, hasNoValues];

export function checkValues(condition: Condition, version: PolicyVersion): readonly Finding[] {
  return VALUE_CHECKS.flatMap((check) => check(condition, version) ?? []);
}

/** What the operator of a condition means, or why the condition has no decided meaning. */
export function understand(condition: Condition, version: PolicyVersion): OperatorUse | Refusal {
  const use = readOperator(condition.operator);
  if (use === null) return { refused: unknownOperator(condition.operator).message };
  const finding = arnPatternIsMalformed(condition, version) ?? emptyListIsUndecided(condition, version);
  return finding === null ? use : { refused: finding.message };
}
