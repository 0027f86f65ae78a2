import { createHash } from 'node:crypto';
import type { Decided, KnownFinding, StoredFinding, Untold } from '../model/known-finding.ts';
import type { Transition } from '../model/transition.ts';
import {
  afterNight,
  afterSight,
  becauseOf,
  decidedBy,
  failsOrIsUnknown,
  type Sight,
  toldAfter,
  transitionBetween,
} from './transitions.ts';

/** Who writes, and until when nobody else tells of the changes that it finds (ISO 8601, UTC). */
export interface Claimant {
  readonly owner: string;
  readonly now: string;
  readonly until: string;
}

/** One sight of a finding, and what else is known of its place. */
export interface Moment {
  readonly sight: Sight;
  readonly takenAt: string;
  /** When the place was last judged whole; null: never. */
  readonly judgedAt: string | null;
  /** This reading judged the place whole, which the store notes: what stays as it was need not be written. */
  readonly isNoted: boolean;
  /** It is a night's. */
  readonly isNightly: boolean;
}

/** How long a finding that stays open may go without being written. Nightly scans do not begin to the minute. */
const refreshedAfter = 20 * 60 * 60 * 1000;

/**
 * Changes of one finding that are kept until everybody was told of them. Where nobody tells, or one route never hears,
 * the oldest give way: how it is now, and how it came to that, is in the newest.
 */
const mostUntold = 20;

/** What the store is to keep of a finding, given what it keeps: the same object where that stands; null: nothing. */
export function nextOf(
  before: StoredFinding | null,
  moment: Moment,
  claimant: Claimant,
): StoredFinding | null {
  if (before === null) return firstOf(moment, claimant);
  const base = confirmed(before, moment);
  const known = afterSight(base, moment.sight, moment.takenAt);
  const because = becauseOf(moment.sight);
  const transition = transitionBetween(base, known, because);
  const untold = claimed(before.untold, claimant);
  const next: StoredFinding = {
    ...base,
    ...known,
    becauseHash: known.because === base.because ? base.becauseHash : hashOf(known.because),
    firstSeen: earliest(before.firstSeen, firstSeenBy(moment)),
    nightly: nightlyAfter(before.nightly, moment, claimant),
    lastChange: transition?.at ?? before.lastChange,
    heaviestTold: toldAfter(before.heaviestTold, transition),
    untold: transition === null ? untold : [...untold, untoldOf(transition, claimant)].slice(-mostUntold),
  };
  return isWorthWriting(base, next, moment) ? { ...next, version: before.version + 1 } : before;
}

function firstOf(moment: Moment, claimant: Claimant): StoredFinding | null {
  const { sight, takenAt, judgedAt, isNoted } = moment;
  if (sight.kind !== 'found') return null;
  // Whoever judged the whole place later left nothing of it: it passed, or was gone.
  if (judgedAt !== null && judgedAt > takenAt) return null;
  const { finding, regions } = sight;
  const isQuiet = finding.status === 'COMPLIANT' || finding.status === 'NOT_APPLICABLE';
  // A pass is remembered only where nothing else says that an older failure no longer stands.
  if (isQuiet && isNoted) return null;
  const { id, rule, resource, status, severity, exception, because } = finding;
  const quiet: Decided | null =
    judgedAt === null
      ? null
      : { at: judgedAt, status: 'NOT_APPLICABLE', severity, exception: null, regions, isGone: false };
  const decided = decidedBy(finding, takenAt, regions) ?? quiet;
  const known: KnownFinding = {
    ...{ id, rule, resource, status, severity, exception, takenAt, because, decided },
    isUnseen: false,
  };
  const transition = transitionBetween({ decided: null, heaviestTold: null }, known, because);
  return {
    ...known,
    firstSeen: isQuiet ? null : takenAt,
    nightly: nightlyAfter(null, moment, claimant),
    becauseHash: hashOf(because),
    lastChange: transition?.at ?? null,
    lastAlert: null,
    heaviestTold: toldAfter(null, transition),
    untold: transition === null ? [] : [untoldOf(transition, claimant)],
    version: 1,
  };
}

/**
 * A finding as of the moment at which its place was judged whole later than `takenAt`: it was left as it was, and so
 * had the verdict that it has.
 */
function confirmed(
  finding: StoredFinding,
  { judgedAt, takenAt }: Pick<Moment, 'judgedAt' | 'takenAt'>,
): StoredFinding {
  if (judgedAt === null || judgedAt <= takenAt) return finding;
  return asOf(finding, judgedAt);
}

/** A finding that a reading of its whole place at a moment left as it was. */
export function asOf(finding: StoredFinding, judgedAt: string): StoredFinding {
  if (judgedAt <= finding.takenAt) return finding;
  const { status, decided } = finding;
  const isDecided = status !== 'UNKNOWN' && decided !== null;
  return { ...finding, takenAt: judgedAt, decided: isDecided ? { ...decided, at: judgedAt } : decided };
}

function isWorthWriting(before: StoredFinding, next: StoredFinding, { isNoted }: Moment): boolean {
  if (stateOf(next) !== stateOf(before)) return true;
  const isNewer = next.takenAt > before.takenAt;
  if (!isNewer) return (next.decided?.at ?? '') > (before.decided?.at ?? '');
  const isQuiet = next.status === 'COMPLIANT' || next.status === 'NOT_APPLICABLE';
  if (!isNoted) return true;
  return !isQuiet && Date.parse(next.takenAt) - Date.parse(before.takenAt) >= refreshedAfter;
}

const nightlyAfter = (
  before: StoredFinding['nightly'],
  { sight, takenAt, isNightly }: Moment,
  { owner }: Claimant,
): StoredFinding['nightly'] => (isNightly ? afterNight(before, sight, { takenAt, owner }) : before);

/** All of a finding but the moments at which it was found as it is. */
const stateOf = (finding: StoredFinding): string => {
  const { resource, status, severity, isUnseen, becauseHash, decided, firstSeen, nightly, untold } = finding;
  return JSON.stringify([
    [resource.type, resource.id, resource.arn, status, severity, isUnseen, becauseHash, firstSeen],
    exceptionOf(finding),
    decided === null
      ? null
      : [decided.status, decided.severity, decided.isGone, decided.regions, exceptionOf(decided)],
    nightly === null ? null : [nightly.at, nightly.owner, nightly.isOpen, nightly.wasOpen],
    untold.map(({ transition, owner, until }) => [transition.id, owner, until]),
  ]);
};

const exceptionOf = ({ exception }: Pick<Decided, 'exception'>): readonly string[] =>
  exception === null ? [] : [exception.owner, exception.reason, exception.expires];

const leaseOf = ({ owner, until }: Claimant): Pick<Untold, 'owner' | 'until'> => ({ owner, until });

const untoldOf = (transition: Transition, claimant: Claimant): Untold => ({
  transition,
  toldTo: [],
  ...leaseOf(claimant),
});

/** The untold changes, with those that nobody is about to tell of taken over. */
const claimed = (untold: readonly Untold[], claimant: Claimant): readonly Untold[] =>
  untold.map((entry) => (entry.until <= claimant.now ? { ...entry, ...leaseOf(claimant) } : entry));

function firstSeenBy({ sight, takenAt }: Moment): string | null {
  return sight.kind === 'found' && failsOrIsUnknown(sight.finding) ? takenAt : null;
}

const earliest = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other < one) ? other : one;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
