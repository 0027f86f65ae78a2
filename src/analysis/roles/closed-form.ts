import { understand } from '../policy/condition-checks.ts';
import type { Condition, PolicyDocument, Statement } from '../policy/document.ts';
import type { Reading } from '../policy/evaluate.ts';
import { globMatches } from '../policy/glob.ts';
import { type OperatorUse, readOperator } from '../policy/operator-name.ts';
import { isDmsService } from './service-principals.ts';
import { sourceAccountKey, sourceArnKey } from './sources.ts';

// Trying requests shows what a document lets in; it cannot show that nothing else gets in. What stands here
// can: forms of a document from which the answer follows for every request.

/** Whether a statement can let a DMS service principal in. */
export const letsDmsIn = ({ effect, principals }: Statement): boolean =>
  effect === 'Allow' &&
  principals !== null &&
  (principals.any || principals.negated || principals.services.some(isDmsService));

/**
 * The document lets DMS act for trusted accounts alone: each statement that can let DMS in asks for a
 * trusted source that must be there, or one Deny refuses every other source.
 */
export function closesAgainstStrangers(document: PolicyDocument, trusted: readonly string[]): boolean {
  const lettingIn = document.statements.filter(letsDmsIn);
  const asks = ({ conditions }: Statement): boolean =>
    conditions.some((condition) => asksForTrusted(condition, trusted, conditions));
  return (
    lettingIn.every(asks) || document.statements.some((deny) => deniesStrangers(deny, lettingIn, trusted))
  );
}

/** Requests that a service makes for one account. */
export interface OwnRequests {
  readonly account: string;
  /** Whether a service principal is one that makes them. */
  readonly from: (service: string) => boolean;
  /** The source keys that each of them carries. */
  readonly carries: readonly string[];
  readonly reading: Reading;
}

/** None of these statements lets any of the requests in, whatever resource of the account it comes from. */
export function refusesOwn(
  document: PolicyDocument,
  lettingIn: readonly Statement[],
  requests: OwnRequests,
): boolean {
  const excludes = ({ conditions, actions }: Statement): boolean =>
    !coversAssumeRole(actions) ||
    conditions.some((condition) => excludesAccount(condition, document.version, requests));
  const deniesAll = document.statements.some(
    (deny) => deniesAllOf(deny, lettingIn, requests.from) && deny.conditions.length === 0,
  );
  return deniesAll || lettingIn.every(excludes);
}

export const holdsVariable = (value: string): boolean => value.includes('${');
export const isLiteral = (value: string): boolean => ['*', '?', '$'].every((wild) => !value.includes(wild));
const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

/** A condition that only trusted sources meet, and that no request without the key meets. */
function asksForTrusted(
  { operator, key, values }: Condition,
  trusted: readonly string[],
  beside: readonly Condition[],
): boolean {
  const use = readOperator(operator);
  const name = key.toLowerCase();
  if (use === null || use.base.negated || values.length === 0) return false;
  // A Null check beside it closes what a request without the key leaves open.
  if (passesWithoutKey(use) && !beside.some((other) => demandsPresence(other, name))) return false;
  if (name === sourceAccountKey) {
    return use.base.family === 'string' && values.every((value) => trusted.includes(value));
  }
  if (name !== sourceArnKey) return false;
  // The colons in a variable's name are none of the ARN's.
  const owned = (arn: string): boolean => !holdsVariable(arn) && trusted.includes(accountOf(arn));
  // ARN operators compare part by part, so a literal account part admits that account alone; string
  // operators see one text, in which a wildcard can swallow the account.
  if (use.base.family === 'arn') return values.every((arn) => arn.split(':').length >= 6 && owned(arn));
  return use.base.family === 'string' && values.every((arn) => isLiteral(arn) && owned(arn));
}

/** `IfExists` and `ForAllValues:` are met by a request without the key. */
export const passesWithoutKey = ({ ifExists, quantifier }: OperatorUse): boolean =>
  ifExists || quantifier === 'all';

export const demandsPresence = ({ operator, key, values }: Condition, name: string): boolean =>
  operator === 'Null' &&
  key.toLowerCase() === name &&
  values.length > 0 &&
  values.every((value) => value === 'false');

/** A negated operator is also met without the key, so such a Deny refuses strangers and requests of nobody. */
function deniesStrangers(
  deny: Statement,
  lettingIn: readonly Statement[],
  trusted: readonly string[],
): boolean {
  const [condition, ...more] = deny.conditions;
  if (condition === undefined || more.length > 0 || !deniesAllOf(deny, lettingIn, isDmsService)) return false;
  const use = readOperator(condition.operator);
  return (
    use !== null &&
    use.base.negated &&
    use.base.family === 'string' &&
    use.quantifier === null &&
    condition.key.toLowerCase() === sourceAccountKey &&
    condition.values.length > 0 &&
    condition.values.every((value) => trusted.includes(value))
  );
}

/** A Deny of sts:AssumeRole that names each of these principals that the given statements let in. */
function deniesAllOf(
  { effect, principals, actions }: Statement,
  lettingIn: readonly Statement[],
  from: (service: string) => boolean,
): boolean {
  if (effect !== 'Deny' || principals === null || principals.negated || !coversAssumeRole(actions))
    return false;
  if (principals.any) return true;
  return lettingIn.every(
    (allow) =>
      allow.principals !== null &&
      !allow.principals.any &&
      !allow.principals.negated &&
      allow.principals.services.filter(from).every((service) => principals.services.includes(service)),
  );
}

/** Whether a statement is about an action; action patterns take no variables, so this is exact. */
export function coversAction(actions: Statement['actions'], action: string): boolean {
  if (actions === null) return false;
  const wanted = action.toLowerCase();
  const named = actions.patterns.some((pattern) => globMatches(pattern.toLowerCase(), wanted));
  return named !== actions.negated;
}

const coversAssumeRole = (actions: Statement['actions']): boolean => coversAction(actions, 'sts:AssumeRole');

/** A condition that no request for a DMS resource of the account can meet. */
function excludesAccount(
  condition: Condition,
  version: PolicyDocument['version'],
  { account, carries, reading }: OwnRequests,
): boolean {
  const use = understand(condition, version);
  if ('refused' in use) return reading === 'refused-parts-match-nothing';
  const name = condition.key.toLowerCase();
  const { values } = condition;
  if (use.base.negated || values.length === 0 || values.some(holdsVariable)) return false;
  if (passesWithoutKey(use) && !carries.includes(name)) return false;
  const isText = use.base.family === 'string';
  if (name === sourceAccountKey && isText) {
    return values.every((value) => isLiteral(value) && value !== account);
  }
  if (name !== sourceArnKey) return false;
  return (
    (use.base.family === 'arn' || (isText && values.every(isLiteral))) &&
    values.every((arn) => neverOwn(arn, account))
  );
}

/** No DMS resource of the account has an ARN that this pattern matches; some operators ignore case. */
function neverOwn(arn: string, account: string): boolean {
  const [, , service = '', , owner = ''] = arn.split(':');
  return (isLiteral(service) && service.toLowerCase() !== 'dms') || (isLiteral(owner) && owner !== account);
}
