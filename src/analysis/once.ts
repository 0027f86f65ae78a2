interface Done<K, V> {
  readonly get: (key: K) => V | undefined;
  readonly set: (key: K, value: V) => unknown;
}

/** What was worked out for a key before, else what is worked out now and kept. Neither is ever undefined. */
export function once<K, V>(done: Done<K, V>, key: K, work: () => V): V {
  const before = done.get(key);
  if (before !== undefined) return before;
  const made = work();
  done.set(key, made);
  return made;
}

/** Works something out of an object the first time that it is asked, for as long as the object lives. */
export function oncePer<T extends object, V>(work: (of: T) => V): (of: T) => V {
  const done = new WeakMap<T, V>();
  return (of) => once(done, of, () => work(of));
}

type MapPer<T, K, V> = (of: T) => Map<K, V>;

/** A map of its own for each object, for as long as the object lives. */
export const mapPer = <T extends object, K, V>(): MapPer<T, K, V> => oncePer(() => new Map<K, V>());
