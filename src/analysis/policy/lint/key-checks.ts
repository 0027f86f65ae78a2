import { hint } from '../nearest.ts';
import { readOperator } from '../operator-name.ts';
import { quote } from '../quote.ts';
import { readTemplate } from '../template.ts';
import type { ConditionCheck, StatementCheck } from './check.ts';

/**
 * "Use the format service:keyname." IAM stores others, and no request has them.
 * (access-analyzer-reference-policy-checks, "Invalid condition key format")
 */
const malformedConditionKey: ConditionCheck = ({ key }) => {
  if (/^[^:]+:./.test(key)) return null;
  const message = `${quote(key)} is no condition key: these begin with a service or aws, as aws:SourceArn`;
  return { code: 'malformed-condition-key', weight: 'dead', message };
};

/** (same page, "Invalid global condition key", "Invalid service condition key", "Missing tag key in condition") */
const unknownConditionKey: ConditionCheck = ({ key }, { names }) => {
  if (names === null || !key.includes(':') || names.keyType(key) !== undefined) return null;
  const message = `${quote(key)} is not a condition key${hint(names.nearestKey(key))}`;
  return { code: 'unknown-condition-key', weight: 'dead', message };
};

/**
 * "Use set operators only with multivalued condition keys." ForAllValues also holds when the key is missing.
 * (IAM User Guide, reference_policies_condition-single-vs-multi-valued-context-keys; "ForAllValues with single
 * valued key")
 */
const setOperatorOnSingleValuedKey: ConditionCheck = ({ operator, key }, { names }) => {
  const use = readOperator(operator);
  const type = names?.keyType(key) ?? null;
  if (type === null || type.startsWith('ArrayOf') || use === null || use.quantifier === null) return null;
  const trap = use.quantifier === 'all' ? ', and ForAllValues holds when it is missing' : '';
  const message = `${key} has a single value${trap}: leave out ${operator.slice(0, operator.indexOf(':'))}`;
  return { code: 'set-operator-on-single-valued-key', weight: 'warning', message };
};

/** (access-analyzer-reference-policy-checks, "Missing qualifier") */
const singleOperatorOnMultivaluedKey: ConditionCheck = ({ operator, key }, { names }) => {
  const use = readOperator(operator);
  if (names?.keyType(key)?.startsWith('ArrayOf') !== true) return null;
  if (use === null || use.quantifier !== null || use.base.family === 'null') return null;
  const message = `${key} has several values, which ${operator} compares only after ForAnyValue: or ForAllValues:`;
  return { code: 'single-operator-on-multivalued-key', weight: 'dead', message };
};

const ACCOUNT_KEYS: ReadonlySet<string> = new Set([
  'aws:sourceaccount',
  'aws:principalaccount',
  'aws:resourceaccount',
  'kms:calleraccount',
]);

/** "Account IDs are 12-digit integers", and no request holds another. (same page, "Invalid ARN account") */
const badAccountValue: ConditionCheck = ({ operator, key, values }, { version }) => {
  if (!ACCOUNT_KEYS.has(key.toLowerCase())) return null;
  const name = readOperator(operator)?.base.name;
  if (name !== 'StringEquals' && name !== 'StringNotEquals') return null;
  const bad = values.find((value) => {
    const parts = readTemplate(value, version);
    return parts.every(({ kind }) => kind === 'text') && !/^\d{12}$/.test(value);
  });
  if (bad === undefined) return null;
  return {
    code: 'bad-account-id',
    weight: 'dead',
    message: `${quote(bad)} is not an account id of 12 digits`,
  };
};

/** A new check is one function and one line here. */
const CHECKS: readonly ConditionCheck[] = [
  malformedConditionKey,
  unknownConditionKey,
  setOperatorOnSingleValuedKey,
  singleOperatorOnMultivaluedKey,
  badAccountValue,
];

export const checkKeys: StatementCheck = ({ conditions }, scope) =>
  conditions.flatMap((condition) => {
    const findings = CHECKS.map((check) => check(condition, scope));
    return findings
      .filter((finding) => finding !== null)
      .map((finding) => ({ ...finding, path: condition.path }));
  });
