import { quote } from './quote.ts';
import type { Problem } from './shape.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, for a message. It never walks into it: a policy may nest thousands deep. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** JSON as it stands, or percent-encoded as iam:GetRole returns it; undefined when it is neither. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not plain JSON. The encoded form is tried next.
  }
  try {
    return JSON.parse(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

export function reportUnknownElements(
  object: JsonObject,
  known: readonly string[],
  path: string,
  problems: Problem[],
): void {
  for (const name of Object.keys(object)) {
    if (known.includes(name)) continue;
    const at = path === '' ? name : `${path}.${name}`;
    problems.push({
      code: 'unknown-element',
      path: at,
      message: `${quote(name)} is not a policy element here`,
    });
  }
}

/**
 * A string or a list of them. Numbers and booleans are read as text and reported unless `scalars` are
 * allowed; anything else makes the whole unreadable (undefined).
 */
export function readStrings(
  raw: unknown,
  path: string,
  problems: Problem[],
  scalars: boolean,
): readonly string[] | undefined {
  const items: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const texts: string[] = [];
  for (const [index, item] of items.entries()) {
    const isScalar = typeof item === 'number' || typeof item === 'boolean';
    if (typeof item === 'string' || isScalar) texts.push(String(item));
    if (typeof item === 'string' || (isScalar && scalars)) continue;
    const at = Array.isArray(raw) ? `${path}[${index}]` : path;
    problems.push({ code: 'bad-element', path: at, message: `${describe(item)} is not a string` });
  }
  return texts.length === items.length ? texts : undefined;
}
