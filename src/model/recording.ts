import type { Subject } from './finding.ts';
import type { StoredFinding } from './known-finding.ts';
import type { RuleTexts } from './rule.ts';

/** What a record elsewhere takes of what the finding store keeps. */
type Kept = Pick<
  StoredFinding,
  | 'id'
  | 'rule'
  | 'resource'
  | 'because'
  | 'severity'
  | 'exception'
  | 'isUnseen'
  | 'decided'
  | 'firstSeen'
  | 'nightly'
>;

/** A finding that is open, or was. */
export interface RecordedFinding extends Kept {
  readonly firstSeen: string;
}

/** What a record of findings elsewhere takes beside the result of a scan. */
export interface Recording {
  /** The texts of the rules. */
  readonly rules: readonly RuleTexts[];
  /** Where findings without a Region are recorded. */
  readonly homeRegion: string;
  /**
   * What the finding store keeps, by the finding's id, when the result is already in the finding store: to record it
   * again then says the same. null: nobody remembers, and each finding is recorded as if it were the first.
   */
  readonly recorded: ReadonlyMap<string, Kept> | null;
}

/** The Region in which a finding is recorded. */
export const regionOf = ({ region }: Subject, homeRegion: string): string =>
  region === 'global' ? homeRegion : region;

/** What is remembered of a finding that is open, or was; one that never was is as good as new. */
export function rememberedOf({ recorded }: Recording, id: string): RecordedFinding | undefined {
  const kept = recorded?.get(id);
  return kept !== undefined && wasOpen(kept) ? kept : undefined;
}

/** What was open and is no longer there. What could not be listed is not gone: the finding store sees to that. */
export function goneIn(
  { recorded }: Recording,
  found: readonly { readonly id: string }[],
): readonly RecordedFinding[] {
  return notFoundIn(recorded, found).filter(({ decided }) => decided?.isGone === true);
}

/**
 * What is open as far as anybody knows: it was not found, as its place could not be listed. What passed when a night
 * last found it is not among it.
 */
export function unseenIn(
  { recorded }: Recording,
  found: readonly { readonly id: string }[],
): readonly RecordedFinding[] {
  return notFoundIn(recorded, found).filter(
    ({ isUnseen, decided, nightly }) =>
      isUnseen && (decided?.status === 'NON_COMPLIANT' || nightly?.isOpen === true),
  );
}

/** What was open and is not among what was found. */
function notFoundIn(
  recorded: Recording['recorded'],
  found: readonly { readonly id: string }[],
): readonly RecordedFinding[] {
  if (recorded === null) return [];
  const ids = new Set(found.map(({ id }) => id));
  return [...recorded.values()].filter(wasOpen).filter(({ id }) => !ids.has(id));
}

/** Whether this night, the one of this moment, is the first that found a finding open, or that found it closed again. */
export function turnOf(kept: Kept | undefined, takenAt: string): 'opened' | 'closed' | null {
  const nightly = kept?.nightly ?? null;
  if (nightly === null || nightly.at !== takenAt || nightly.isOpen === nightly.wasOpen) return null;
  return nightly.isOpen ? 'opened' : 'closed';
}

const wasOpen = (kept: Kept): kept is RecordedFinding => kept.firstSeen !== null;
