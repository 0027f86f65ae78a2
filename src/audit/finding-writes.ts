import type { Place, StoredFinding } from '../model/known-finding.ts';
import { later } from './later.ts';
import { type Moment, nextOf } from './stored-finding.ts';
import type { Sight } from './transitions.ts';

/** Who may write the findings of a place now. */
interface Hold {
  readonly owner: string;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly until: string;
}

/** Where findings are kept; every read sees all writes before it. */
export interface FindingStore {
  /** Lets one in at a time, and whoever has been in already; null: somebody else is in. */
  readonly enter: (place: Place, hold: Hold) => Promise<{ readonly judgedAt: string | null } | null>;
  /**
   * Lets the next in. `judgedAt` not null: when the place was judged whole. false, and nothing is noted, if somebody
   * else was let in before.
   */
  readonly leave: (place: Place, owner: string, judgedAt: string | null) => Promise<boolean>;
  readonly findingsIn: (place: Place) => Promise<readonly StoredFinding[]>;
  readonly finding: (place: Place, id: string) => Promise<StoredFinding | null>;
  /** false, and nothing is written, if what is kept is not the version before this one. */
  readonly write: (finding: StoredFinding) => Promise<boolean>;
}

/** Who writes, and how time goes by for it. */
export interface Writer {
  readonly store: FindingStore;
  /** Who tells of what is found; the same in each try of one run. */
  readonly owner: string;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

export const writesAtOnce = 16;
const tries = 8;

const minute = 60_000;
/** How long one may stay in a place, and how long others wait for it. */
const longestStay = minute;
/** Nobody else tells of a change for so long: the longest run of a Lambda function (AWS Lambda, *Quotas*: 900 s). */
const lease = 15 * minute;

/**
 * Does some work on a place while nobody else does.
 *
 * @throws Error if others are in it for too long, or the work took so long that another was let in.
 */
export async function inPlace<T>(
  place: Place,
  { store, owner, now, wait }: Writer,
  work: (inside: { readonly judgedAt: string | null; readonly until: string }) => Promise<{
    readonly value: T;
    /** When the place was judged whole; null: this changes nothing of that. */
    readonly judgedAt: string | null;
  }>,
): Promise<T> {
  const patience = later(now(), longestStay);
  for (let pause = 25; ; pause = Math.min(pause * 2, 800)) {
    const moment = now();
    const until = later(moment, longestStay);
    const entered = await store.enter(place, { owner, now: moment, until });
    if (entered !== null) {
      const { value, judgedAt } = await work({ ...entered, until });
      if (await store.leave(place, owner, judgedAt)) return value;
      throw tookTooLong(place);
    }
    if (moment > patience)
      throw new Error(
        `others write findings of ${place.rule} in ${place.region} for more than a minute; this is to run again`,
      );
    await wait(pause);
  }
}

const tookTooLong = ({ rule, region }: Place): Error =>
  new Error(`writing the findings of ${rule} in ${region} took too long; this is to run again`);

/** One finding to bring up to date. */
interface Task extends Pick<Moment, 'takenAt' | 'judgedAt' | 'isNoted' | 'isNightly'> {
  readonly place: Place;
  readonly id: string;
  /** As it was read last; null: it is not kept. */
  readonly before: StoredFinding | null;
  readonly sight: Sight;
  /** When the stay in the place ends. */
  readonly until: string;
}

/** Writes a finding as it is now, if that is anything new. Gives what is kept of it. */
export async function settle(
  { place, id, before, until, ...moment }: Task,
  { store, owner, now, wait }: Writer,
): Promise<StoredFinding | null> {
  let kept = before;
  await untilWritten(id, wait, async (isAgain) => {
    const clock = now();
    if (clock > until) throw tookTooLong(place);
    const known = isAgain ? await store.finding(place, id) : before;
    kept = nextOf(known, moment, { owner, now: clock, until: later(clock, lease) });
    return kept === null || kept === known || store.write(kept);
  });
  return kept;
}

/**
 * Tries until it is written.
 *
 * @throws Error if others are faster again and again.
 */
export async function untilWritten(
  id: string,
  wait: Writer['wait'],
  write: (isAgain: boolean) => Promise<boolean>,
): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await wait(25 * 2 ** attempt);
    if (await write(attempt > 0)) return;
  }
  throw new Error(`others wrote the finding ${id} again and again; this is to run again`);
}
