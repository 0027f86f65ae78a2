import type { LimitFunction } from 'p-limit';
import {
  complete,
  cutShort,
  known,
  type Listing,
  type Lookup,
  type Unread,
  unread,
} from '../model/lookup.ts';
import { ask, malformed, type Question } from './ask.ts';
import { isObject, MalformedAnswer } from './fields.ts';

/** One page of a listing: its items as AWS sent them, and where the next page begins. */
export interface Page<Raw> {
  /** Undefined when the answer lacks its list, which is not the same as an empty one. */
  readonly items: readonly Raw[] | undefined;
  /** Undefined or empty on the last page. */
  readonly marker: string | undefined;
}

export interface Pages<Raw, T> {
  readonly question: Question;
  readonly page: (marker: string | undefined) => Promise<Page<Raw>>;
  readonly map: (raw: Raw) => T;
}

/**
 * All items of a paged call. What was read before a page failed stays; one malformed item costs the
 * listing its completeness and not the other items.
 */
export async function pageThrough<Raw, T>(
  limit: LimitFunction,
  { question, page, map }: Pages<Raw, T>,
): Promise<Listing<T>> {
  const items: T[] = [];
  const seen = new Set<string>();
  let flaw: Unread | null = null;
  let marker: string | undefined;
  do {
    const from = marker;
    const answer = await ask(limit, question, () => page(from));
    if (!answer.known) return cutShort(items, answer.unread);
    const read = readPage(answer.value, map);
    for (const item of read.items) items.push(item);
    if (read.malformed) flaw = malformed(question);
    marker = answer.value.marker;
    // A server that repeats itself would be asked for ever.
    if (marker && seen.has(marker)) {
      return cutShort(items, { ...malformed(question), error: 'RepeatedMarker' });
    }
    if (marker) seen.add(marker);
  } while (marker);
  return flaw === null ? complete(items) : cutShort(items, flaw);
}

/** A list as one answer: where a part is missing, the whole is unread. */
export const whole = <T>(listing: Listing<T>): Lookup<readonly T[]> =>
  listing.complete ? known(listing.items) : unread(listing.unread);

function readPage<Raw, T>(
  { items }: Page<Raw>,
  map: (raw: Raw) => T,
): { readonly items: readonly T[]; readonly malformed: boolean } {
  if (!Array.isArray(items)) return { items: [], malformed: true };
  const mapped: T[] = [];
  for (const raw of items as readonly Raw[]) {
    const item = mapOne(raw, map);
    if (item !== undefined) mapped.push(item.value);
  }
  return { items: mapped, malformed: mapped.length < items.length };
}

function mapOne<Raw, T>(raw: Raw, map: (raw: Raw) => T): { readonly value: T } | undefined {
  if (!isObject(raw) && typeof raw !== 'string') return undefined;
  try {
    return { value: map(raw) };
  } catch (error) {
    if (error instanceof MalformedAnswer) return undefined;
    throw error;
  }
}
