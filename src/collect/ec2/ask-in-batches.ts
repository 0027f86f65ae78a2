import { known, type Lookup, type Table, unread } from '../../model/lookup.ts';
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
  readonly map: (raw: Raw) => readonly (readonly [key: string, value: T])[];
}

/** The most values that a filter takes (EC2 User Guide, *Filtering*). */
const batchSize = 200;

/** One answer a key, asked for in batches by a filter: what AWS does not mention in a whole answer is not there. */
export async function askInBatches<Raw, T>(
  keys: Iterable<string>,
  { clients, region, track }: Ec2Source,
  { call, page, map }: Question<Raw, T>,
): Promise<Table<T | null>> {
  const wanted = [...new Set(keys)].sort();
  const batches = Array.from({ length: Math.ceil(wanted.length / batchSize) }, (_, index) =>
    wanted.slice(index * batchSize, (index + 1) * batchSize),
  );
  const answers = await Promise.all(
    batches.map(async (batch) => {
      const ec2 = await clients.ec2(region);
      const pages = pageThrough(clients.limit, {
        question: { call, resource: null },
        page: (marker) => page(ec2, batch, marker),
        map,
      });
      const listing = await track(region, call, pages);
      const found = new Map(listing.items.flat());
      return batch.map((key): readonly [string, Lookup<T | null>] => {
        const value = found.get(key);
        if (value !== undefined) return [key, known(value)];
        return [key, listing.complete ? known(null) : unread({ ...listing.unread, resource: key })];
      });
    }),
  );
  return Object.fromEntries(answers.flat());
}
