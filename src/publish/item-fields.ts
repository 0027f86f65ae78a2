/** Fields of an item of the state table, or of a part of one. Each throws an Error naming the item if it is not so. */
export interface Fields {
  readonly text: (name: string) => string;
  readonly textOrNull: (name: string) => string | null;
  readonly texts: (name: string) => readonly string[];
  readonly oneOf: <T extends string>(name: string, allowed: readonly T[]) => T;
  readonly count: (name: string) => number;
  readonly isTrue: (name: string) => boolean;
  readonly isNull: (name: string) => boolean;
  readonly of: (name: string) => Fields;
  readonly list: (name: string) => readonly Fields[];
}

/** Reads what was written by us, and might have been touched since; `item` is its name. */
export function fieldsOf(value: unknown, item: string): Fields {
  const entries = new Map<string, unknown>(isObject(value) ? Object.entries(value) : []);
  const damaged = (name: string): never => {
    throw new Error(
      `the item ${item} of the state table is damaged at ${name}; delete it, and the next scan makes it anew`,
    );
  };
  const the = <T>(is: (found: unknown) => found is T, name: string): T => {
    const found = entries.get(name);
    return is(found) ? found : damaged(name);
  };
  const isNull = (name: string): boolean => entries.get(name) === null;
  const text = (name: string): string => the(isText, name);
  return {
    text,
    isNull,
    textOrNull: (name) => (isNull(name) ? null : text(name)),
    texts: (name) => the(isList, name).map((found) => (isText(found) ? found : damaged(name))),
    oneOf: (name, allowed) => allowed.find((known) => known === entries.get(name)) ?? damaged(name),
    count: (name) => the((found) => typeof found === 'number', name),
    isTrue: (name) => the((found) => typeof found === 'boolean', name),
    of: (name) => fieldsOf(entries.get(name), `${item}, ${name}`),
    list: (name) => the(isList, name).map((found) => fieldsOf(found, `${item}, ${name}`)),
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
