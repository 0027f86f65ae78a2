/**
 * Readers of single fields. The SDK's types say what AWS documents, not what arrives; these look again, so
 * that a surprise becomes "not reported" or a malformed answer and never a wrong fact.
 */

/** AWS answered, but without what its API documents. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A text; null if it is absent or empty, which is how DMS writes some fields that are not set. */
export const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** A word in lower case: DMS writes some of them either way (`SOURCE`, `source`). */
export const word = (value: unknown): string | null => text(value)?.toLowerCase() ?? null;

export const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

export const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** A date as ISO 8601 in UTC. */
export const dateText = (value: unknown): string | null =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : null;

/** The texts of a list; empty if there is none. */
export const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => text(item) !== null).map(String) : [];

/** The objects of a list; empty if there is none. */
export const objects = <T extends object>(value: readonly T[] | undefined): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]).filter(isObject) : [];

/** One of a few words, however AWS cases it; null for any other. */
export function oneOf<const T extends string>(options: readonly T[], value: unknown): T | null {
  const found = word(value);
  return options.find((option) => option === found) ?? null;
}

/** A text that the API always has. */
export function required(value: unknown, field: string): string {
  const found = text(value);
  if (found === null) throw new MalformedAnswer(`an answer without ${field}`);
  return found;
}

/** A user and a password can hide in a URL: `https://user:password@host`. */
export const withoutUserInfo = (value: string): string => value.replace(/\/\/[^/\s]*@/g, '//');

/** An address of a server, or several. */
export function address(value: unknown): string | null {
  const parts = text(value)?.split(/([\s,;]+)/);
  return text(parts?.map(server).join(''));
}

/**
 * What stands before an `@` is never a part of a server's name: `user:password@host`, `user/password@//host`. Nor is a
 * query, `host?password=…`, or an attribute, `password=…`; where both are there, nobody can tell which it is.
 */
function server(part: string): string {
  const at = part.lastIndexOf('@');
  const query = part.search(/[?#]/);
  if (at >= 0 && query >= 0) return '';
  const named = query < 0 ? part : part.slice(0, query);
  if (named.includes('=')) return '';
  const [scheme = ''] = /^(?:[a-z][a-z\d+.-]*:)?\/\//i.exec(named) ?? [];
  return at < 0 ? named : `${scheme}${named.slice(at + 1)}`;
}

/** The value of a text that holds JSON; undefined if it does not. */
export function parseJson(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** A field of an object that is not typed. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
