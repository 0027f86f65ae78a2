import { isObject, parseJson } from '../fields.ts';

// The collector keeps what could concern DMS and leaves the judging to the rules, so these read a policy as
// generously as anyone could: what they cannot read concerns DMS.

type Statement = ReadonlyMap<string, unknown>;

/** Whether a policy may allow some action of DMS: by its name, by a wildcard that reaches it, or by NotAction. */
export function mayAllowDms(document: string): boolean {
  const statements = allowing(document);
  if (statements === null) return true;
  return statements.some(
    (statement) =>
      statement.has('notaction') ||
      textsIn(statement.get('action')).some((action) => reaches(action, 'dms:')),
  );
}

/** Whether a trust policy may let in a DMS service principal: by its name, by a wildcard, or by NotPrincipal. */
export function mayLetDmsIn(trust: string): boolean {
  const statements = allowing(trust);
  if (statements === null) return true;
  return statements.some(
    (statement) => statement.has('notprincipal') || textsIn(statement.get('principal')).some(mayBeDmsService),
  );
}

/** `dms.amazonaws.com`, `dms.eu-west-1.amazonaws.com.cn`, `dms-data-migrations.amazonaws.com`, `*`; no ARN, no account. */
const mayBeDmsService = (principal: string): boolean =>
  !/^(arn:|\d{12}$)/.test(principal) && /dms|[*?]/i.test(principal);

/** The statements that may allow anything, by element in lower case; null: the document cannot be read. */
function allowing(document: string): readonly Statement[] | null {
  const policy = elementsOf(parseJson(document));
  if (policy === null) return null;
  const listed = policy.get('statement');
  const statements = (Array.isArray(listed) ? (listed as readonly unknown[]) : [listed]).map(elementsOf);
  const readable = statements.filter((statement) => statement !== null);
  if (readable.length < statements.length) return null;
  return readable.filter((statement) => statement.get('effect') !== 'Deny');
}

const elementsOf = (value: unknown): Statement | null =>
  isObject(value) && !Array.isArray(value)
    ? new Map(Object.entries(value).map(([name, element]) => [name.toLowerCase(), element]))
    : null;

/** All texts in a value, its lists and its objects. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** Whether an action pattern (`*` any characters, `?` one) matches some text that begins so. */
function reaches(pattern: string, beginning: string): boolean {
  const lower = pattern.toLowerCase();
  for (let index = 0; index < beginning.length; index++) {
    if (lower[index] === '*') return true;
    if (lower[index] !== '?' && lower[index] !== beginning[index]) return false;
  }
  return true;
}
