import { parseAttributes } from './dms/extra-connection-attributes.ts';
import { isObject, MalformedAnswer, parseJson } from './fields.ts';

/** Deeper than any answer of DMS; task settings are JSON that an account's users write. */
const maxDepth = 64;

interface Place {
  readonly value: unknown;
  readonly path: string;
  /** The field's name; that of the list for what stands in a list. */
  readonly name: string;
  readonly depth: number;
}

interface FoundText {
  readonly path: string;
  readonly value: string;
}

/**
 * Every text that stands in a response of DMS under certain names, and where. The whole response is
 * searched, so that a new engine's fields are found too: its objects and lists, the JSON that some fields
 * hold as text (`ReplicationTaskSettings`), and ExtraConnectionAttributes.
 */
export function textsNamed(
  raw: object,
  isWanted: (name: string, value: string) => boolean,
): readonly FoundText[] {
  const found = new Map<string, FoundText>();
  const pending: Place[] = [{ value: raw, path: '', name: '', depth: 0 }];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const { value, path, name, depth } = place;
    if (depth > maxDepth) throw new MalformedAnswer(`an answer nested deeper than ${maxDepth}`);
    if (typeof value === 'string' && isWanted(name, value)) {
      found.set(JSON.stringify([path, value]), { path, value });
      continue;
    }
    const inside = placesIn(place);
    for (let index = inside.length - 1; index >= 0; index -= 1) {
      const next = inside[index];
      if (next !== undefined) pending.push(next);
    }
  }
  return [...found.values()];
}

function placesIn({ value, path, name, depth }: Place): readonly Place[] {
  const below = (key: string, next: unknown): Place => ({
    value: next,
    path: path === '' ? key : `${path}.${key}`,
    name: key,
    depth: depth + 1,
  });
  if (Array.isArray(value)) {
    return (value as readonly unknown[]).map((item, index) => ({
      value: item,
      path: `${path}[${index}]`,
      name,
      depth: depth + 1,
    }));
  }
  if (typeof value === 'string') return placesInText(value, name, { path, depth }, below);
  if (!isPlain(value)) return [];
  // A union member that the SDK does not know arrives as `$unknown: [name, value]`.
  return Object.entries(value).map(([key, next]) =>
    key === '$unknown' && Array.isArray(next) ? below(String(next[0]), next[1]) : below(key, next),
  );
}

function placesInText(
  value: string,
  name: string,
  { path, depth }: Pick<Place, 'path' | 'depth'>,
  below: (key: string, next: unknown) => Place,
): readonly Place[] {
  if (name === 'ExtraConnectionAttributes') {
    return parseAttributes(value).map(([key, next]) => below(key, next));
  }
  // A field named Settings that holds a text holds JSON.
  const parsed = name.endsWith('Settings') ? parseJson(value) : undefined;
  return isObject(parsed) ? [{ value: parsed, path, name: '', depth: depth + 1 }] : [];
}

/** Not a date, and not the bytes of a certificate. */
function isPlain(value: unknown): value is object {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
