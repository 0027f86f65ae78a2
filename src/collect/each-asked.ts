import type { Lookup, Table } from '../model/lookup.ts';
import type { Track } from './progress.ts';

interface Asking {
  readonly call: string;
  readonly region: string;
  readonly track: Track;
}

/** A table of answers by name: each name is asked about once, and each question counts as a step of the progress. */
export async function eachAsked<T>(
  names: readonly string[],
  { call, region, track }: Asking,
  read: (name: string) => Promise<Lookup<T>>,
): Promise<Table<T>> {
  const wanted = [...new Set(names)].sort();
  return Object.fromEntries(
    await Promise.all(wanted.map(async (name) => [name, await track(region, call, read(name))] as const)),
  );
}
