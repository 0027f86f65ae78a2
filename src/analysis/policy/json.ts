import { hint, nearest } from './nearest.ts';
import { cannotRead, type Notes, refuse } from './notes.ts';
import { quote } from './quote.ts';
import {
  type JsonObject,
  type JsonReading,
  type JsonValue,
  memberPath,
  readStrictJson,
} from './strict-json.ts';

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map;
}

/** What a value is, for a message. It does not walk into it. */
export function describe(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return String(value);
  if (isObject(value)) return 'an object';
  return 'written' in value ? value.written.slice(0, 40) : 'a list';
}

interface PolicyText extends JsonReading {
  /** Without the percent-encoding, if it had one. */
  readonly text: string;
}

/**
 * JSON as it stands, or percent-encoded: "the policy is URL-encoded compliant with RFC 3986".
 * (IAM API Reference, GetRole; KMS GetKeyPolicy returns it plain)
 */
export function readPolicyText(text: string): PolicyText {
  const plain = { text, ...readStrictJson(text) };
  const isJson = !plain.faults.some(({ code }) => code === 'not-json');
  if (isJson || !text.includes('%')) return plain;
  const isEncoded = text.trimStart().startsWith('%');
  const decoded = decode(text);
  if (decoded === null) {
    const message = 'the policy is not JSON: its percent-encoding is broken';
    return isEncoded ? { text, value: undefined, faults: [{ code: 'not-json', path: '', message }] } : plain;
  }
  const reading = { text: decoded, ...readStrictJson(decoded) };
  return isEncoded || reading.value !== undefined ? reading : plain;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** (IAM User Guide, access-analyzer-reference-policy-checks, "Invalid policy element") */
export function reportUnknownElements(
  object: JsonObject,
  known: readonly string[],
  path: string,
  notes: Notes,
): void {
  for (const name of object.keys()) {
    if (known.includes(name)) continue;
    const message = `${quote(name)} is not a policy element here${hint(nearest(name, known))}`;
    refuse(notes, 'unknown-element', memberPath(path, name), message);
  }
}

/**
 * A string or a list of them. "Quotation marks are optional for numeric and Boolean values", so these are
 * read as text; unless they are expected (`scalars`) they are reported as well. Anything else makes the whole
 * unreadable (undefined). (IAM User Guide, reference_policies_grammar, "The policy language and JSON")
 */
export function readStrings(
  raw: JsonValue | undefined,
  path: string,
  notes: Notes,
  scalars: boolean,
): readonly string[] | undefined {
  const items: readonly (JsonValue | undefined)[] = Array.isArray(raw) ? raw : [raw];
  const texts: string[] = [];
  for (const [index, item] of items.entries()) {
    const text = textOf(item);
    if (text !== undefined) texts.push(text);
    if (typeof item === 'string' || (text !== undefined && scalars)) continue;
    const at = Array.isArray(raw) ? memberPath(path, index) : path;
    const message = `${describe(item)} is not a string`;
    if (text === undefined) cannotRead(notes, 'bad-element', at, message);
    else notes.others.push({ code: 'bad-element', weight: 'warning', path: at, message });
  }
  return texts.length === items.length ? texts : undefined;
}

function textOf(item: JsonValue | undefined): string | undefined {
  if (typeof item === 'string') return item;
  if (typeof item === 'boolean') return String(item);
  if (item === null || item === undefined || isObject(item)) return undefined;
  return 'written' in item ? item.written : undefined;
}
