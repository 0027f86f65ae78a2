import pLimit, { type LimitFunction } from 'p-limit';
import type { Place, StoredFinding, Untold } from '../model/known-finding.ts';
import type { UntoldChange } from '../model/transition.ts';
import { inPlace, settle, type Writer, writesAtOnce } from './finding-writes.ts';
import type { Sighted } from './listed.ts';
import type { Reading } from './reading.ts';
import { asOf } from './stored-finding.ts';
import type { Sight } from './transitions.ts';

export interface Recorded {
  /** What this owner has to tell of, the oldest first; then `markTold`. */
  readonly toTell: readonly UntoldChange[];
  /** There is more, which waits until another run has told of what came before it. */
  readonly isHeldUp: boolean;
  /** All that is known now of findings in the places of the reading. */
  readonly known: readonly StoredFinding[];
}

/**
 * Keeps what a reading shows. Readings may come in any order, at once, or several times: the newest verdict on each
 * finding stands, and each change is told by one owner. To do it again after it broke off anywhere ends as if it had
 * not.
 *
 * @throws Error if a place fails, when the others are kept.
 */
export async function recordFindings(reading: Reading, writer: Writer): Promise<Recorded> {
  const { failures, ...recorded } = await recordPlaces(reading, writer);
  if (failures.length > 0) throw failures[0];
  return recorded;
}

/** The same, with what failed in some places beside what is kept of the others. */
export async function recordPlaces(
  reading: Reading,
  writer: Writer,
): Promise<Recorded & { readonly failures: readonly unknown[] }> {
  const writing = pLimit(writesAtOnce);
  const recording = pLimit(writesAtOnce);
  const ends = await Promise.allSettled(
    reading.places.map((place) => recording(() => recordPlace(place, reading, { ...writer, writing }))),
  );
  const known = ends.flatMap((end) => (end.status === 'fulfilled' ? end.value : []));
  const isOwn = ({ owner }: Untold): boolean => owner === writer.owner;
  const own = known.flatMap(({ untold }) => untold.filter(isOwn));
  // The changes of one finding are told in order, whoever tells them.
  const next = known.flatMap(({ untold }) => leading(untold, isOwn));
  return {
    toTell: next.map(({ transition, toldTo }) => ({ transition, toldTo })).toSorted(byMoment),
    isHeldUp: next.length < own.length,
    known,
    failures: ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : [])),
  };
}

function leading<T>(items: readonly T[], is: (item: T) => boolean): readonly T[] {
  const end = items.findIndex((item) => !is(item));
  return end === -1 ? items : items.slice(0, end);
}

const byMoment = (one: UntoldChange, other: UntoldChange): number =>
  keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0;
const keyOf = ({ transition: { at, finding } }: UntoldChange): string => `${at} ${finding}`;

function recordPlace(
  place: Place,
  reading: Reading,
  { writing, ...writer }: Writer & { readonly writing: LimitFunction },
): Promise<readonly StoredFinding[]> {
  const { takenAt, by, isAbout } = reading;
  const sighted = reading.sightedIn(place);
  const isNoted = isAbout === null && sighted.isWhole;
  return inPlace(place, writer, async ({ judgedAt, until }) => {
    const kept = new Map((await writer.store.findingsIn(place)).map((finding) => [finding.id, finding]));
    const moment = { place, takenAt, judgedAt, isNoted, isNightly: by === 'night', until };
    const settled = await writing.map(sightsOf(sighted, kept, isAbout), ([id, sight]) =>
      settle({ ...moment, id, before: kept.get(id) ?? null, sight }, writer),
    );
    for (const finding of settled) if (finding !== null) kept.set(finding.id, finding);
    const isLast = isNoted && takenAt > (judgedAt ?? '');
    const lastJudged = isLast ? takenAt : judgedAt;
    return {
      value: [...kept.values()].map((finding) => (lastJudged === null ? finding : asOf(finding, lastJudged))),
      judgedAt: isLast ? takenAt : null,
    };
  });
}

/** What is seen of each finding that was found or is kept; of a narrow reading, of those that it is about. */
function sightsOf(
  { findings, regions, whyUnseen }: Sighted,
  kept: ReadonlyMap<string, StoredFinding>,
  isAbout: Reading['isAbout'],
): readonly (readonly [id: string, sight: Sight])[] {
  const isMeant = isAbout ?? (() => true);
  const found = new Map(
    findings.map((finding): [string, Sight] => [finding.id, { kind: 'found', finding, regions }]),
  );
  const unfound = [...kept.values()]
    .filter(({ id }) => !found.has(id))
    .map(({ id, resource, decided }): readonly [string, Sight] => {
      const because = whyUnseen(resource, decided?.regions ?? regions);
      return [id, because === null ? { kind: 'gone' } : { kind: 'unseen', because }];
    });
  const resources = new Map(
    [...findings, ...kept.values()].map(({ id, resource }) => [id, resource] as const),
  );
  return [...found, ...unfound].filter(([id]) => {
    const resource = resources.get(id);
    return resource !== undefined && isMeant(resource);
  });
}
