import { complete, cutShort, known, type Listing, type Lookup, type Unread } from '../../model/lookup.ts';
import { ask } from '../ask.ts';
import type { Ec2Source } from '../ec2/ask-in-batches.ts';
import { MalformedAnswer } from '../fields.ts';
import { type Page, pageThrough } from '../page-through.ts';

export interface DatabaseSource extends Ec2Source {
  readonly account: string;
  /** Hosts that the settings name. */
  readonly hosts: readonly string[];
}

interface OneQuestion<Raw, T> {
  readonly call: string;
  /** The codes that say that there is none of this name. */
  readonly absent: RegExp;
  readonly read: (name: string) => Promise<readonly Raw[] | undefined>;
  readonly map: (raw: Raw) => T;
}

/** What is asked for by its name, one by one, because the API has no filter; one that is not there is an answer. */
export async function askByName<Raw, T>(
  names: Iterable<string>,
  { clients, region, track }: DatabaseSource,
  { call, absent, read, map }: OneQuestion<Raw, T>,
): Promise<Listing<T>> {
  const one = async (name: string): Promise<Lookup<readonly T[]>> => {
    const answer = await ask(clients.limit, { call, resource: name }, async () => {
      const items = await read(name);
      if (!Array.isArray(items)) throw new MalformedAnswer(`an answer without its list: ${call}`);
      return (items as readonly Raw[]).map(map);
    });
    return !answer.known && absent.test(answer.unread.error) ? known([]) : answer;
  };
  const wanted = [...new Set(names)].sort();
  const answers = await Promise.all(wanted.map((name) => track(region, call, one(name))));
  return joined(
    answers.map((answer) => (answer.known ? complete(answer.value) : cutShort([], answer.unread))),
  );
}

interface ManyQuestion<Raw, T> {
  readonly call: string;
  readonly absent: RegExp;
  readonly page: (ids: readonly string[], marker: string | undefined) => Promise<Page<Raw>>;
  readonly map: (raw: Raw) => T;
}

/** The most identifiers that one question names: as many as an answer of RDS holds. */
const batchSize = 100;

/**
 * What is asked for by a filter of identifiers. A service that refuses the whole question for one that is not
 * there is asked for each alone.
 */
export async function askByFilter<Raw, T>(
  ids: Iterable<string>,
  source: DatabaseSource,
  question: ManyQuestion<Raw, T>,
): Promise<Listing<T>> {
  const { clients, region, track } = source;
  const { call, absent, page, map } = question;
  const read = async (batch: readonly string[]): Promise<Listing<T>> => {
    const pages = pageThrough(clients.limit, {
      question: { call, resource: null },
      page: (marker) => page(batch, marker),
      map,
    });
    const listing = await track(region, call, pages);
    if (listing.complete || !absent.test(listing.unread.error)) return listing;
    return batch.length === 1 ? complete([]) : joined(await Promise.all(batch.map((id) => read([id]))));
  };
  const wanted = [...new Set(ids)].sort();
  const batches = Array.from({ length: Math.ceil(wanted.length / batchSize) }, (_, index) =>
    wanted.slice(index * batchSize, (index + 1) * batchSize),
  );
  return joined(await Promise.all(batches.map(read)));
}

/** Several listings as one: it is complete if they all are. */
export function joined<T>(listings: readonly Listing<T>[]): Listing<T> {
  const items = listings.flatMap((listing) => listing.items);
  const unread = firstUnread(listings);
  return unread === null ? complete(items) : cutShort(items, unread);
}

/** Why the first of these listings that is cut short is so; null: they are all complete. */
const firstUnread = (listings: readonly Listing<unknown>[]): Unread | null =>
  listings.flatMap((listing) => (listing.complete ? [] : [listing.unread]))[0] ?? null;

/** These items, which take the other listings to be known in full. */
export const restingOn = <T>(items: Listing<T>, ...others: readonly Listing<unknown>[]): Listing<T> => {
  const unread = firstUnread(others);
  return unread === null || items.items.length === 0 ? items : cutShort([], unread);
};
