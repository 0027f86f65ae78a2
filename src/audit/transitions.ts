import { createHash } from 'node:crypto';
import type { Standing } from '../model/comparison.ts';
import { type Finding, type Severity, severities } from '../model/finding.ts';
import {
  type Decided,
  isOpen,
  type KnownFinding,
  type Nightly,
  type StoredFinding,
} from '../model/known-finding.ts';
import type { Change, Transition } from '../model/transition.ts';
import { exceptionAfter } from './exceptions.ts';

/** What a reading shows of one finding: the finding; that its resource is gone; or neither, and why. */
export type Sight =
  | { readonly kind: 'found'; readonly finding: Finding; readonly regions: readonly string[] }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unseen'; readonly because: string };

/** What there is to say after it. */
export function becauseOf(sight: Sight): string {
  switch (sight.kind) {
    case 'found':
      return sight.finding.because;
    case 'gone':
      return 'it is no longer there';
    case 'unseen':
      return sight.because;
  }
}

/**
 * How a finding stands, given the last verdict on it (null: none). What is not known, or was not seen, is never
 * resolved, and one that somebody answers for is neither resolved nor open. null: there is nothing to tell of it.
 */
export function standingOf(before: Decided | null, sight: Sight): Standing | null {
  const now = verdictIn(sight, before, '');
  if (now !== null) {
    if (isOpen(now)) return changeBetween(before, now) ?? 'open';
    return now.status === 'NON_COMPLIANT' ? 'excepted' : changeBetween(before, now);
  }
  if (sight.kind === 'found' && sight.finding.exception !== null) return 'excepted';
  if (isOpen(before)) return 'unreadable';
  return sight.kind === 'found' ? 'unknown' : null;
}

const isHeavier = (one: Severity, other: Severity): boolean =>
  severities.indexOf(one) > severities.indexOf(other);

/** The verdict that a finding holds; null for UNKNOWN. */
export function decidedBy(
  { status, severity, exception }: Finding,
  at: string,
  regions: readonly string[],
): Decided | null {
  return status === 'UNKNOWN' ? null : { at, status, severity, exception, regions, isGone: false };
}

/**
 * What is known of a finding after one more sight of it. Of verdicts the newest stands, and of what was found the
 * newest, whatever the order in which they come and however often.
 */
export function afterSight(before: KnownFinding, sight: Sight, takenAt: string): KnownFinding {
  const decided = newest(before.decided, verdictIn(sight, before.decided, takenAt));
  if (takenAt <= before.takenAt) return { ...before, decided };
  const because = becauseOf(sight);
  if (sight.kind !== 'found') {
    const isUnseen = sight.kind === 'unseen';
    const status = isUnseen ? 'UNKNOWN' : 'NOT_APPLICABLE';
    return { ...before, status, isUnseen, because, takenAt, decided };
  }
  const { status, severity, resource } = sight.finding;
  const exception = exceptionAfter(before.decided?.exception ?? null, sight.finding);
  return {
    ...before,
    ...{ status, severity, exception, resource },
    isUnseen: false,
    because,
    takenAt,
    decided,
  };
}

/**
 * What the nights know of a finding after one more. What a run has found new, each of its tries does, as the first may
 * have broken off before that was recorded anywhere.
 */
export function afterNight(
  before: Nightly | null,
  sight: Sight,
  { takenAt: at, owner }: { readonly takenAt: string; readonly owner: string },
): Nightly | null {
  if (sight.kind === 'unseen' || (before !== null && at <= before.at)) return before;
  const isOpen = sight.kind === 'found' && failsOrIsUnknown(sight.finding);
  if (before === null) return { at, owner, isOpen, wasOpen: false };
  if (before.owner === owner) return { ...before, at, isOpen };
  return before.isOpen === isOpen ? before : { at, owner, isOpen, wasOpen: before.isOpen };
}

export const failsOrIsUnknown = ({ status }: Pick<Finding, 'status'>): boolean =>
  status === 'NON_COMPLIANT' || status === 'UNKNOWN';

/** What stood of a finding before one more sight of it. */
type Before = Pick<StoredFinding, 'decided' | 'heaviestTold'>;

const newest = (one: Decided | null, other: Decided | null): Decided | null =>
  one === null || (other !== null && other.at > one.at) ? other : one;

function verdictIn(sight: Sight, before: Decided | null, at: string): Decided | null {
  if (sight.kind === 'unseen') return null;
  if (sight.kind === 'found') {
    const exception = exceptionAfter(before?.exception ?? null, sight.finding);
    return decidedBy({ ...sight.finding, exception }, at, sight.regions);
  }
  const { severity, regions } = before ?? { severity: severities[0], regions: [] };
  return { at, status: 'NOT_APPLICABLE', severity, exception: null, regions, isGone: true };
}

/**
 * The change that people are told of when the verdict before gave way to the one that is known now; null: none.
 * `heaviestTold` is the heaviest that they know it by (null: they know nothing of it): what they were told of is
 * resolved when it passes, also where somebody answered for it in between.
 */
export function transitionBetween(
  { decided: before, heaviestTold }: Before,
  now: KnownFinding,
  because: string,
): Transition | null {
  const { decided } = now;
  const isOver = heaviestTold !== null && decided !== null && decided.status !== 'NON_COMPLIANT';
  const change = isOver ? 'resolved' : changeBetween(before, decided);
  if (decided === null || change === null) return null;
  const { id, rule, resource } = now;
  return {
    id: createHash('sha256')
      .update(JSON.stringify([id, change, decided.at]))
      .digest('hex')
      .slice(0, 32),
    change,
    at: decided.at,
    finding: id,
    rule,
    resource,
    severity: isOver ? heaviestTold : decided.severity,
    before: change === 'worse' && isOpen(before) ? before.severity : null,
    because,
  };
}

/** What people know a finding by after one more change; null: of nothing that is still to be resolved. */
export function toldAfter(heaviestTold: Severity | null, transition: Transition | null): Severity | null {
  if (transition === null) return heaviestTold;
  if (transition.change === 'resolved') return null;
  const { severity } = transition;
  return heaviestTold !== null && isHeavier(heaviestTold, severity) ? heaviestTold : severity;
}

function changeBetween(before: Decided | null, now: Decided | null): Change | null {
  if (isOpen(now)) {
    if (!isOpen(before)) return 'new';
    return isHeavier(now.severity, before.severity) ? 'worse' : null;
  }
  // One that somebody answers for from now on still fails.
  return isOpen(before) && now !== null && now.status !== 'NON_COMPLIANT' ? 'resolved' : null;
}
