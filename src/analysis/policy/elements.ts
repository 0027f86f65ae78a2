import { checkConditions, checkOperator } from './condition-checks.ts';
import { describe, isObject, readStrings, reportUnknownElements } from './json.ts';
import { cannotRead, type Notes, refuse } from './notes.ts';
import { quote } from './quote.ts';
import type { Condition, PatternSet, PolicyVersion, PrincipalSet } from './shape.ts';
import { type JsonObject, type JsonValue, memberPath } from './strict-json.ts';

/** One of two elements that exclude each other, as Action and NotAction do. */
interface Choice {
  readonly negated: boolean;
  readonly raw: JsonValue | undefined;
  readonly path: string;
}

/**
 * Null when neither is there, undefined when both are: IAM takes no such statement.
 * (IAM User Guide, access-analyzer-reference-policy-checks, "Unsupported element combination")
 */
function choose(
  statement: JsonObject,
  name: 'Action' | 'Resource' | 'Principal',
  path: string,
  notes: Notes,
): Choice | null | undefined {
  const opposite = `Not${name}`;
  const negated = statement.has(opposite);
  if (!negated && !statement.has(name)) return null;
  if (negated && statement.has(name)) {
    cannotRead(notes, 'both-elements', `${path}.${opposite}`, `${name} and ${opposite} exclude each other`);
    return undefined;
  }
  const chosen = negated ? opposite : name;
  return { negated, raw: statement.get(chosen), path: `${path}.${chosen}` };
}

/** Like all readers here: null when the element is absent, undefined when it cannot be read. */
export function readPatterns(
  statement: JsonObject,
  name: 'Action' | 'Resource',
  path: string,
  notes: Notes,
): PatternSet | null | undefined {
  const choice = choose(statement, name, path, notes);
  if (choice === null || choice === undefined) return choice;
  const patterns = readList(choice.raw, choice.path, notes);
  return patterns && { negated: choice.negated, patterns };
}

/**
 * IAM answers an empty list with "Policy statement must contain actions", or "resources", or "has a statement
 * with no principals". (moto's recorded answers in tests/test_iam/test_iam_policies.py;
 * terraform-aws-modules/terraform-aws-iam, issue 47)
 */
function readList(raw: JsonValue | undefined, path: string, notes: Notes): readonly string[] | undefined {
  const list = readStrings(raw, path, notes, false);
  if (list?.length === 0) refuse(notes, 'empty-values', path, 'the list is empty');
  return list;
}

const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

/** (IAM User Guide, reference_policies_elements_principal) */
export function readPrincipals(
  statement: JsonObject,
  path: string,
  notes: Notes,
): PrincipalSet | null | undefined {
  const choice = choose(statement, 'Principal', path, notes);
  if (choice === null || choice === undefined) return choice;
  const { raw, negated } = choice;
  if (raw === '*') return { negated, any: true, aws: [], services: [], federated: [], canonicalUsers: [] };
  if (!isObject(raw)) {
    cannotRead(notes, 'bad-element', choice.path, `${describe(raw)} is neither "*" nor an object`);
    return undefined;
  }
  if (raw.size === 0) refuse(notes, 'empty-values', choice.path, 'no principal is named');
  reportUnknownElements(raw, PRINCIPAL_TYPES, choice.path, notes);
  const [aws, services, federated, canonicalUsers] = PRINCIPAL_TYPES.map((type) =>
    raw.has(type) ? readList(raw.get(type), `${choice.path}.${type}`, notes) : [],
  );
  if (!aws || !services || !federated || !canonicalUsers) return undefined;
  return { negated, any: aws.includes('*'), aws, services, federated, canonicalUsers };
}

/** (IAM User Guide, reference_policies_elements_condition) */
export function readConditions(
  statement: JsonObject,
  path: string,
  version: PolicyVersion,
  notes: Notes,
): readonly Condition[] | undefined {
  if (!statement.has('Condition')) return [];
  const at = `${path}.Condition`;
  const block = readObject(statement.get('Condition'), at, notes);
  if (block === undefined) return undefined;
  const conditions: Condition[] = [];
  let isWhole = true;
  for (const [operator, keys] of block) {
    const read = readOperatorBlock(operator, keys, memberPath(at, operator), notes);
    if (read.includes(undefined)) isWhole = false;
    for (const condition of read) if (condition !== undefined) conditions.push(condition);
  }
  notes.others.push(...checkConditions(conditions, version));
  return isWhole ? conditions : undefined;
}

function readOperatorBlock(
  operator: string,
  raw: JsonValue,
  path: string,
  notes: Notes,
): readonly (Condition | undefined)[] {
  const byKey = readObject(raw, path, notes);
  const finding = checkOperator(operator, byKey?.size ?? 1);
  if (finding !== null) notes.others.push({ ...finding, path });
  if (byKey === undefined) return [undefined];
  reportKeysInTwoCases(byKey, path, notes);
  return Array.from(byKey, ([key, value]) => {
    const at = memberPath(path, key);
    const values = readStrings(value, at, notes, true);
    return values && { operator, key, values, path: at };
  });
}

/** (IAM User Guide, access-analyzer-reference-policy-checks, "Duplicate keys with different case") */
function reportKeysInTwoCases(byKey: JsonObject, path: string, notes: Notes): void {
  const first = new Map<string, string>();
  for (const key of byKey.keys()) {
    const before = first.get(key.toLowerCase());
    if (before === undefined) first.set(key.toLowerCase(), key);
    else {
      const message = `${quote(key)} is the same key as ${quote(before)}: key names are not case-sensitive`;
      refuse(notes, 'duplicate-key-case', memberPath(path, key), message);
    }
  }
}

function readObject(raw: JsonValue | undefined, path: string, notes: Notes): JsonObject | undefined {
  if (isObject(raw)) return raw;
  cannotRead(notes, 'bad-element', path, `${describe(raw)} is not an object`);
  return undefined;
}
