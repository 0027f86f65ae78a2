import { checkOperator, checkValues } from './condition-checks.ts';
import { describe, isObject, type JsonObject, readStrings, reportUnknownElements } from './json.ts';
import type { Condition, PatternSet, PolicyVersion, PrincipalSet, Problem } from './shape.ts';

/** One of two elements that exclude each other, as Action and NotAction do. */
interface Choice {
  readonly negated: boolean;
  readonly raw: unknown;
  readonly path: string;
}

/**
 * Null when neither is there, undefined when both are: IAM takes no such statement.
 * (IAM User Guide, reference_policies_elements)
 */
function choose(
  statement: JsonObject,
  name: 'Action' | 'Resource' | 'Principal',
  path: string,
  problems: Problem[],
): Choice | null | undefined {
  const opposite = `Not${name}`;
  const negated = Object.hasOwn(statement, opposite);
  if (!negated && !Object.hasOwn(statement, name)) return null;
  if (negated && Object.hasOwn(statement, name)) {
    const message = `${name} and ${opposite} exclude each other`;
    problems.push({ code: 'bad-element', path: `${path}.${opposite}`, message });
    return undefined;
  }
  const chosen = negated ? opposite : name;
  return { negated, raw: statement[chosen], path: `${path}.${chosen}` };
}

/** Like all readers here: null when the element is absent, undefined when it cannot be read. */
export function readPatterns(
  statement: JsonObject,
  name: 'Action' | 'Resource',
  path: string,
  problems: Problem[],
): PatternSet | null | undefined {
  const choice = choose(statement, name, path, problems);
  if (choice === null || choice === undefined) return choice;
  const patterns = readList(choice.raw, choice.path, problems);
  return patterns && { negated: choice.negated, patterns };
}

function readList(raw: unknown, path: string, problems: Problem[]): readonly string[] | undefined {
  const list = readStrings(raw, path, problems, false);
  if (list?.length === 0) problems.push({ code: 'empty-values', path, message: 'the list is empty' });
  return list;
}

const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

/** (IAM User Guide, reference_policies_elements_principal) */
export function readPrincipals(
  statement: JsonObject,
  path: string,
  problems: Problem[],
): PrincipalSet | null | undefined {
  const choice = choose(statement, 'Principal', path, problems);
  if (choice === null || choice === undefined) return choice;
  const { raw, negated } = choice;
  if (raw === '*') return { negated, any: true, aws: [], services: [], federated: [], canonicalUsers: [] };
  if (!isObject(raw)) {
    const message = `${describe(raw)} is neither "*" nor an object`;
    problems.push({ code: 'bad-element', path: choice.path, message });
    return undefined;
  }
  if (Object.keys(raw).length === 0) {
    problems.push({ code: 'empty-values', path: choice.path, message: 'no principal is named' });
  }
  reportUnknownElements(raw, PRINCIPAL_TYPES, choice.path, problems);
  const [aws, services, federated, canonicalUsers] = PRINCIPAL_TYPES.map((type) =>
    Object.hasOwn(raw, type) ? readList(raw[type], `${choice.path}.${type}`, problems) : [],
  );
  if (!aws || !services || !federated || !canonicalUsers) return undefined;
  return { negated, any: aws.includes('*'), aws, services, federated, canonicalUsers };
}

/** (IAM User Guide, reference_policies_elements_condition) */
export function readConditions(
  statement: JsonObject,
  path: string,
  version: PolicyVersion,
  problems: Problem[],
): readonly Condition[] | undefined {
  if (!Object.hasOwn(statement, 'Condition')) return [];
  const block = readObject(statement['Condition'], `${path}.Condition`, problems);
  if (block === undefined) return undefined;
  const conditions: (Condition | undefined)[] = [];
  for (const [operator, keys] of Object.entries(block)) {
    const at = `${path}.Condition.${operator}`;
    const finding = checkOperator(operator);
    if (finding !== null) problems.push({ ...finding, path: at });
    const byKey = readObject(keys, at, problems);
    if (byKey === undefined) conditions.push(undefined);
    for (const [key, raw] of Object.entries(byKey ?? {})) {
      const values = readStrings(raw, `${at}.${key}`, problems, true);
      conditions.push(values && { operator, key, values, path: `${at}.${key}` });
    }
  }
  const readable = conditions.filter((condition) => condition !== undefined);
  for (const condition of readable) {
    for (const finding of checkValues(condition, version))
      problems.push({ ...finding, path: condition.path });
  }
  return readable.length === conditions.length ? readable : undefined;
}

function readObject(raw: unknown, path: string, problems: Problem[]): JsonObject | undefined {
  if (isObject(raw)) return raw;
  problems.push({ code: 'bad-element', path, message: `${describe(raw)} is not an object` });
  return undefined;
}
