import { known, type Listing, type Lookup, type Table, unread } from '../../model/lookup.ts';
import type { Ec2 } from '../clients/ec2.ts';
import type { Clients } from '../clients.ts';
import { type Page, pageThrough } from '../page-through.ts';
import type { Track } from '../progress.ts';

export interface Ec2Source {
  readonly clients: Clients;
  readonly region: string;
  readonly track: Track;
}

interface Question<Raw, T> {
  readonly call: string;
  readonly page: (ec2: Ec2, batch: readonly string[], marker: string | undefined) => Promise<Page<Raw>>;
  /** The keys that an item answers, which may be others than those asked for too. */
  readonly map: (raw: Raw) => Entries<T>;
}

type Entries<T> = readonly (readonly [key: string, value: T])[];

/** The most values that a filter takes (EC2 User Guide, *Filtering*). */
const batchSize = 200;

/** One answer a key, asked for in batches by a filter: what AWS does not mention in a whole answer is not there. */
export async function askInBatches<Raw, T>(
  keys: Iterable<string>,
  source: Ec2Source,
  question: Question<Raw, T>,
): Promise<Table<T | null>> {
  const batches = await inBatches(keys, source, question);
  const answers = batches.flatMap(({ batch, listing }) => {
    const found = new Map(listing.items.flat());
    return batch.map((key): readonly [string, Lookup<T | null>] => {
      const value = found.get(key);
      if (value !== undefined) return [key, known(value)];
      return [key, listing.complete ? known(null) : unread({ ...listing.unread, resource: key })];
    });
  });
  return Object.fromEntries(answers);
}

/** All that a key has, asked for in the same way; a part of it is no answer. */
export async function askForLists<Raw, T>(
  keys: Iterable<string>,
  source: Ec2Source,
  question: Question<Raw, T>,
): Promise<Table<readonly T[]>> {
  const batches = await inBatches(keys, source, question);
  const answers = batches.flatMap(({ batch, listing }) => {
    const found = new Map<string, T[]>(batch.map((key) => [key, []]));
    for (const [key, value] of listing.items.flat()) found.get(key)?.push(value);
    return batch.map((key): readonly [string, Lookup<readonly T[]>] => [
      key,
      listing.complete ? known(found.get(key) ?? []) : unread({ ...listing.unread, resource: key }),
    ]);
  });
  return Object.fromEntries(answers);
}

interface Batch<T> {
  readonly batch: readonly string[];
  readonly listing: Listing<Entries<T>>;
}

/** The answers to each batch of keys, all asked for at the same time. */
function inBatches<Raw, T>(
  keys: Iterable<string>,
  { clients, region, track }: Ec2Source,
  { call, page, map }: Question<Raw, T>,
): Promise<readonly Batch<T>[]> {
  const wanted = [...new Set(keys)].sort();
  const batches = Array.from({ length: Math.ceil(wanted.length / batchSize) }, (_, index) =>
    wanted.slice(index * batchSize, (index + 1) * batchSize),
  );
  return Promise.all(
    batches.map(async (batch) => {
      const ec2 = await clients.ec2(region);
      const pages = pageThrough(clients.limit, {
        question: { call, resource: null },
        page: (marker) => page(ec2, batch, marker),
        map,
      });
      return { batch, listing: await track(region, call, pages) };
    }),
  );
}
