import { understand } from '../policy/condition-checks.ts';
import type { Condition, PolicyDocument, Statement } from '../policy/document.ts';
import type { OperatorUse } from '../policy/operator-name.ts';
import { demandsPresence, holdsVariable, isLiteral, passesWithoutKey } from '../roles/closed-form.ts';
import { sourceAccountKey, sourceArnKey } from '../roles/sources.ts';
import { accountOf } from '../written-principal.ts';
import { type Trusted } from './trusted.ts';

// Conditions from which it follows, for every request, that somebody trusted stands behind it.

export const callerAccountKey = 'kms:calleraccount';
const principalAccountKey = 'aws:principalaccount';
const principalArnKey = 'aws:principalarn';
const encryptionContext = 'kms:encryptioncontext:';

type Version = PolicyDocument['version'];

/** Only principals of trusted accounts meet it, and no request without the key does. */
export function asksForTrustedCaller(
  condition: Condition,
  statement: Statement,
  version: Version,
  trusted: Trusted,
): boolean {
  const use = demanding(condition, statement, version);
  const name = condition.key.toLowerCase();
  if (use === null) return false;
  if (name === callerAccountKey || name === principalAccountKey)
    return namesAccounts(condition, use, trusted);
  const isNamed = (arn: string): boolean => isLiteral(arn) && trusted.principals.includes(arn);
  return (
    name === principalArnKey &&
    condition.values.every((arn) => isNamed(arn) || hasTrustedAccount(arn, use, trusted))
  );
}

/**
 * A service acts for a source that the policy names: the assumption under which that source is trusted
 * (empty: it is certain); null where it is not so bound.
 */
export function bindsService(
  condition: Condition,
  statement: Statement,
  version: Version,
  trusted: Trusted,
): readonly string[] | null {
  const use = demanding(condition, statement, version);
  const { key, values } = condition;
  const name = key.toLowerCase();
  if (use === null) return null;
  if (name === sourceAccountKey || name === callerAccountKey)
    return namesAccounts(condition, use, trusted) ? [] : null;
  const assumption = [`what ${key} names (${values.join(', ')}) is trusted`];
  if (name === 'aws:sourceorgid')
    return use.base.family === 'string' && values.every(isLiteral) ? assumption : null;
  if (name !== sourceArnKey && !name.startsWith(encryptionContext)) return null;
  if (use.base.family !== 'arn' && use.base.family !== 'string') return null;
  if (values.every((value) => hasTrustedAccount(value, use, trusted))) return [];
  // The ARN of a bucket holds no account, and an encryption context need not be an ARN.
  const ownsNone = (value: string): boolean =>
    hasTrustedAccount(value, use, trusted) || namesNoAccount(value, name);
  return values.every(ownsNone) ? assumption : null;
}

/** One Deny that refuses every request but those of trusted accounts, those without an account too. */
export function deniesStrangers(
  { effect, principals, actions, resources, conditions }: Statement,
  version: Version,
  trusted: Trusted,
): boolean {
  const [condition, ...more] = conditions;
  if (effect !== 'Deny' || condition === undefined || more.length > 0) return false;
  if (principals === null || principals.negated || !principals.any) return false;
  if (
    actions === null ||
    actions.negated ||
    !actions.patterns.some((pattern) => ['*', 'kms:*'].includes(pattern.toLowerCase()))
  )
    return false;
  if (resources === null || resources.negated || !resources.patterns.includes('*')) return false;
  const use = understand(condition, version);
  if ('refused' in use || !use.base.negated || use.base.family !== 'string' || use.quantifier !== null)
    return false;
  const name = condition.key.toLowerCase();
  return (
    (name === callerAccountKey || name === principalAccountKey) &&
    condition.values.length > 0 &&
    condition.values.every((value) => trusted.accounts.includes(value))
  );
}

/** What a condition asks for, if it asks for a value that must be there. */
function demanding(condition: Condition, { conditions }: Statement, version: Version): OperatorUse | null {
  const use = understand(condition, version);
  if ('refused' in use || use.base.negated || use.base.comparison === null || condition.values.length === 0)
    return null;
  const name = condition.key.toLowerCase();
  // A Null check beside it closes what a request without the key leaves open.
  const mayBeAbsent = passesWithoutKey(use) && !conditions.some((other) => demandsPresence(other, name));
  return mayBeAbsent ? null : use;
}

const namesAccounts = ({ values }: Condition, use: OperatorUse, { accounts }: Trusted): boolean =>
  use.base.family === 'string' && values.every((value) => accounts.includes(value));

/**
 * ARN operators compare part by part, so a literal account part admits that account alone. String operators
 * see one text, in which a wildcard can swallow the account: there, all that stands before it is literal.
 */
function hasTrustedAccount(value: string, use: OperatorUse, { accounts }: Trusted): boolean {
  const parts = value.split(':');
  if (parts.length < 6 || holdsVariable(value) || !accounts.includes(accountOf(value))) return false;
  return use.base.family === 'arn' || (use.base.family === 'string' && parts.slice(0, 5).every(isLiteral));
}

/** A literal value that tells one thing from all others, and not by an account. */
const namesNoAccount = (value: string, name: string): boolean =>
  isLiteral(value) && (value.split(':').length < 6 ? name !== sourceArnKey : accountOf(value) === '');
