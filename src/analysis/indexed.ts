import { oncePer } from './once.ts';

/** Finds the items of a list that have a text, in their order; the index is made once for each list. */
export function indexedBy<T>(
  textsOf: (item: T) => readonly (string | null)[],
): (items: readonly T[], text: string) => readonly T[] {
  const indexFor = oncePer((items: readonly T[]) => indexOf(items, textsOf));
  return (items, text) => indexFor(items).get(text) ?? [];
}

function indexOf<T>(
  items: readonly T[],
  textsOf: (item: T) => readonly (string | null)[],
): ReadonlyMap<string, readonly T[]> {
  const index = new Map<string, T[]>();
  for (const item of items) {
    for (const text of new Set(textsOf(item))) {
      if (text === null) continue;
      const found = index.get(text);
      if (found === undefined) index.set(text, [item]);
      else found.push(item);
    }
  }
  return index;
}
