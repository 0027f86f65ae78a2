import { quote } from './quote.ts';

/** A number as it is written; what it is for decides how to read it. */
interface JsonNumber {
  readonly written: string;
}
export type JsonObject = ReadonlyMap<string, JsonValue>;
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject;

interface JsonFault {
  readonly code: 'not-json' | 'too-large' | 'too-deep' | 'duplicate-key';
  readonly path: string;
  readonly message: string;
}

export interface JsonReading {
  /** Undefined where reading stopped. A key given twice does not stop it; the last of them is kept. */
  readonly value: JsonValue | undefined;
  readonly faults: readonly JsonFault[];
}

/** Eight times the longest policy that AWS stores, a key policy of 32 KB. */
export const MAX_LENGTH = 262_144;

/** A policy is eight levels deep: policy, list, statement, Condition, operator, key, list, value. */
export const MAX_DEPTH = 32;

const LONGEST_NAME = 200;

interface Cursor {
  readonly text: string;
  at: number;
  /** The names and indexes of the members that are being read, from the outside in. */
  readonly trail: (string | number)[];
  readonly faults: JsonFault[];
}

/**
 * JSON (RFC 8259), read so that nothing is lost: a key given twice is a fault, where JSON.parse keeps the
 * last one silently; numbers keep their digits; `__proto__` is a key like others. It never throws and takes
 * time in proportion to the text.
 * "Individual elements must not contain multiple instances of the same key."
 * (IAM User Guide, reference_policies_grammar, "Policy grammar notes")
 */
export function readStrictJson(text: string): JsonReading {
  if (text.length > MAX_LENGTH) {
    const message = `the policy has ${text.length} characters, more than the ${MAX_LENGTH} that are read`;
    return { value: undefined, faults: [{ code: 'too-large', path: '', message }] };
  }
  const cursor: Cursor = { text, at: 0, trail: [], faults: [] };
  const value = readValue(cursor);
  if (value === undefined) return { value, faults: cursor.faults };
  skipSpace(cursor);
  if (cursor.at < text.length) fail(cursor, 'the end');
  return { value: cursor.at < text.length ? undefined : value, faults: cursor.faults };
}

/** `Statement[0].Effect`; a very long name is cut, as otherwise many paths of them would fill the memory. */
export function memberPath(path: string, member: string | number): string {
  if (typeof member === 'number') return `${path}[${member}]`;
  const name = member.length > LONGEST_NAME ? `${member.slice(0, LONGEST_NAME)}…` : member;
  return path === '' ? name : `${path}.${name}`;
}

const pathOf = ({ trail }: Cursor): string => trail.reduce<string>(memberPath, '');

/** Where a character stands, as editors count. */
export function positionOf(text: string, at: number): string {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return `line ${line}, column ${at - before.lastIndexOf('\n')}`;
}

function fail(cursor: Cursor, expected: string): void {
  const { text, at, faults } = cursor;
  const character = text.codePointAt(at);
  const found = character === undefined ? 'the end' : quote(String.fromCodePoint(character));
  const message = `the policy is not JSON: ${positionOf(text, at)}: expected ${expected}, found ${found}`;
  faults.push({ code: 'not-json', path: '', message });
}

function skipSpace(cursor: Cursor): void {
  while (' \t\n\r'.includes(cursor.text[cursor.at] ?? '-')) cursor.at++;
}

function take(cursor: Cursor, mark: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== mark) return false;
  cursor.at++;
  return true;
}

const WORDS: readonly (readonly [word: string, value: boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

function readValue(cursor: Cursor): JsonValue | undefined {
  skipSpace(cursor);
  const first = cursor.text[cursor.at];
  if (first === '"') return readString(cursor);
  if (first === '{' || first === '[') {
    if (cursor.trail.length < MAX_DEPTH) return first === '{' ? readObject(cursor) : readList(cursor);
    const message = `it is nested more than ${MAX_DEPTH} deep`;
    cursor.faults.push({ code: 'too-deep', path: pathOf(cursor), message });
    return undefined;
  }
  for (const [word, value] of WORDS) {
    if (!cursor.text.startsWith(word, cursor.at)) continue;
    cursor.at += word.length;
    return value;
  }
  return readNumber(cursor);
}

// Each part starts with a character that the part before it cannot take, so this cannot backtrack.
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readNumber(cursor: Cursor): JsonNumber | undefined {
  NUMBER.lastIndex = cursor.at;
  const [written] = NUMBER.exec(cursor.text) ?? [];
  if (written === undefined) {
    fail(cursor, 'a value');
    return undefined;
  }
  const next = cursor.text[cursor.at + written.length] ?? '';
  if (/^-?0$/.test(written) && /^\d$/.test(next)) {
    fail(cursor, 'a number without leading zeros (an account id needs quotation marks)');
    return undefined;
  }
  cursor.at += written.length;
  return { written };
}

function readList(cursor: Cursor): readonly JsonValue[] | undefined {
  const items: JsonValue[] = [];
  cursor.at++;
  if (take(cursor, ']')) return items;
  do {
    cursor.trail.push(items.length);
    const item = readValue(cursor);
    if (item === undefined) return undefined;
    cursor.trail.pop();
    items.push(item);
  } while (take(cursor, ','));
  if (take(cursor, ']')) return items;
  fail(cursor, '"," or "]"');
  return undefined;
}

function readObject(cursor: Cursor): JsonObject | undefined {
  const members = new Map<string, JsonValue>();
  const times = new Map<string, number>();
  cursor.at++;
  if (take(cursor, '}')) return members;
  do {
    skipSpace(cursor);
    if (cursor.text[cursor.at] !== '"') {
      fail(cursor, 'a key in quotation marks');
      return undefined;
    }
    const key = readString(cursor);
    if (key === undefined) return undefined;
    if (!take(cursor, ':')) {
      fail(cursor, '":"');
      return undefined;
    }
    cursor.trail.push(key);
    const value = readValue(cursor);
    if (value === undefined) return undefined;
    cursor.trail.pop();
    if (members.has(key)) times.set(key, (times.get(key) ?? 1) + 1);
    members.set(key, value);
  } while (take(cursor, ','));
  if (!take(cursor, '}')) {
    fail(cursor, '"," or "}"');
    return undefined;
  }
  reportDuplicates(cursor, times);
  return members;
}

function reportDuplicates(cursor: Cursor, times: ReadonlyMap<string, number>): void {
  for (const [key, count] of times) {
    const message = `the key ${quote(key)} is given ${count} times, and which one counts is not defined`;
    const path = memberPath(pathOf(cursor), key);
    cursor.faults.push({ code: 'duplicate-key', path, message });
  }
}

function readString(cursor: Cursor): string | undefined {
  const { text } = cursor;
  const pieces: string[] = [];
  let start = ++cursor.at;
  for (;;) {
    const character = text[cursor.at];
    if (character === undefined) {
      fail(cursor, 'a closing quotation mark');
      return undefined;
    }
    if (character < ' ') {
      fail(cursor, 'no control character inside a string');
      return undefined;
    }
    if (character !== '"' && character !== '\\') {
      cursor.at++;
      continue;
    }
    pieces.push(text.slice(start, cursor.at++));
    if (character === '"') return pieces.join('');
    const escaped = readEscape(cursor);
    if (escaped === undefined) return undefined;
    pieces.push(escaped);
    start = cursor.at;
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** What follows a backslash; half of a surrogate pair may stand alone, as JSON allows. */
function readEscape(cursor: Cursor): string | undefined {
  const letter = cursor.text[cursor.at] ?? '';
  const plain = ESCAPES.get(letter);
  if (plain !== undefined) {
    cursor.at++;
    return plain;
  }
  const digits = cursor.text.slice(cursor.at + 1, cursor.at + 5);
  if (letter !== 'u' || !/^[\da-fA-F]{4}$/.test(digits)) {
    fail(cursor, 'an escape such as \\n or \\u00e9');
    return undefined;
  }
  cursor.at += 5;
  return String.fromCharCode(Number.parseInt(digits, 16));
}
