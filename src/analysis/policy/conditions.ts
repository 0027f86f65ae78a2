import { understand } from './condition-checks.ts';
import type { OperatorUse } from './operator-name.ts';
import type { Comparison } from './operators.ts';
import { quote, quoteAny } from './quote.ts';
import type { PolicyRequest } from './request.ts';
import type { Condition, PolicyVersion } from './shape.ts';
import { type FillIn, fillTemplate, readTemplate } from './template.ts';

/**
 * How to read what IAM would refuse (an unknown operator, an ARN pattern with fewer than six components,
 * a plain operator with an empty list): the condition is left out, or it matches nothing.
 */
export const readings = ['refused-parts-ignored', 'refused-parts-match-nothing'] as const;
export type Reading = (typeof readings)[number];

type ContextValue = string | readonly string[];
type Context = ReadonlyMap<string, ContextValue>;

/** What a condition is judged against. */
export interface Scope {
  readonly version: PolicyVersion;
  readonly reading: Reading;
  readonly context: Context;
}

/** The note says why it does not hold, or why it was left out. */
type Outcome =
  | { readonly holds: true; readonly note: string | null }
  | { readonly holds: false; readonly note: string };

/** "Condition key names are not case-sensitive", nor are the tag keys in them; an empty set is no key. */
export function readContext(context: PolicyRequest['context']): Context {
  const present = Object.entries(context).filter(([, value]) => value.length > 0 || value === '');
  return new Map(present.map(([key, value]) => [key.toLowerCase(), value]));
}

/** The value of a variable: "you can use any single-valued condition key". */
export function variablesOf(context: Context): FillIn {
  return (key) => {
    const value = context.get(key.toLowerCase());
    return typeof value === 'string' ? value : null;
  };
}

/** (IAM User Guide, reference_policies_elements_condition) */
export function judgeCondition(condition: Condition, scope: Scope): Outcome {
  const use = understand(condition, scope.version);
  if ('refused' in use) return { holds: scope.reading === 'refused-parts-ignored', note: use.refused };
  const value = scope.context.get(condition.key.toLowerCase());
  const question: Question = { condition, use, scope, value };
  const { comparison } = use.base;
  const holds = comparison === null ? nullHolds(question) : comparisonHolds(question, comparison);
  return holds ? { holds, note: null } : { holds, note: explain(question) };
}

interface Question {
  readonly condition: Condition;
  readonly use: OperatorUse;
  readonly scope: Scope;
  readonly value: ContextValue | undefined;
}

/**
 * `Null` asks whether the key is absent. With ForAllValues it is always true and with ForAnyValue never.
 * (IAM User Guide, access-analyzer-reference-policy-checks, "Null with qualifier")
 */
function nullHolds({ condition, use, value }: Question): boolean {
  if (use.quantifier !== null) return use.quantifier === 'all';
  return condition.values.some((wanted) => wanted.toLowerCase() === String(value === undefined));
}

/**
 * An absent key fails a positive operator and passes a negated one or IfExists; ForAllValues passes it and
 * ForAnyValue does not, IfExists or not. A set operator takes a set of empty strings for an empty one.
 *
 * A multivalued key under an operator without ForAllValues or ForAnyValue equals nothing, so that only a
 * negated operator holds; AWS asks for a set operator there and documents no result without.
 *
 * An empty list of values holds for an absent key only, under ForAnyValue never.
 * (IAM User Guide, reference_policies_condition-single-vs-multi-valued-context-keys; "Important" note in
 * reference_policies_elements_condition_operators; access-analyzer-reference-policy-checks, "Empty array")
 */
function comparisonHolds(question: Question, comparison: Comparison): boolean {
  const { condition, use, value } = question;
  const matches = (one: string): boolean => matchesAny(one, question, comparison) !== use.base.negated;
  const set = typeof value === 'string' ? [value] : (value ?? []);
  const isEmptySet = set.every((one) => one === '');
  if (use.quantifier === 'any') return condition.values.length > 0 && !isEmptySet && set.some(matches);
  if (use.quantifier === 'all' && isEmptySet) return true;
  if (value === undefined) return use.ifExists || use.base.negated;
  if (condition.values.length === 0) return false;
  if (use.quantifier === 'all') return set.every(matches);
  return typeof value === 'string' ? matches(value) : use.base.negated;
}

/** "If the condition has several values, they are evaluated with a logical OR" (a negated operator: NOR). */
function matchesAny(one: string, { condition, scope }: Question, comparison: Comparison): boolean {
  const fillIn = variablesOf(scope.context);
  return condition.values.some((text) => {
    if (!comparison.takesVariables) return comparison.matches(one, [{ text, literal: false }]);
    const expected = fillTemplate(readTemplate(text, scope.version), fillIn);
    return expected !== null && comparison.matches(one, expected);
  });
}

function explain({ condition: { key, values }, use, value }: Question): string {
  const { comparison, negated } = use.base;
  if (value === undefined) return `${key} is missing`;
  if (comparison === null && use.quantifier === null) return `${key} is present`;
  if (comparison === null || use.quantifier !== null) {
    const set = typeof value === 'string' ? quote(value) : value.map(quote).join(', ');
    return `${key} (${set}) does not satisfy ${use.name} ${quoteAny(values)}`;
  }
  if (typeof value !== 'string') return `${key} has a set of values and ${use.name} compares one`;
  if (values.length === 0) return `${key} is present and ${use.name} has no values`;
  return `${key} ${quote(value)} ${negated ? comparison.holds : comparison.fails} ${quoteAny(values)}`;
}
