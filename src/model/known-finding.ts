import type { Finding, Severity, Status, Subject } from './finding.ts';
import type { UntoldChange } from './transition.ts';

/** A rule in one Region of an account; `global` for a rule on IAM. */
export interface Place {
  readonly rule: string;
  readonly account: string;
  readonly region: string;
}

/** The last verdict on a finding. UNKNOWN is none: it leaves standing what was decided before. */
export interface Decided {
  /** When the facts were taken that it rests on. ISO 8601, UTC. */
  readonly at: string;
  readonly status: Exclude<Status, 'UNKNOWN'>;
  readonly severity: Severity;
  readonly exception: Finding['exception'];
  /** The Regions audited then: of a finding on IAM, all of its account; of any other, its own. */
  readonly regions: readonly string[];
  /** The resource is no longer there. */
  readonly isGone: boolean;
}

/** What is known of a finding from before. */
export interface KnownFinding {
  readonly id: string;
  readonly rule: string;
  readonly resource: Subject;
  /** As it was found last; UNKNOWN also where the resource could not be listed. */
  readonly status: Status;
  /** It was not found, and its place could not be listed, so that it may still be there. */
  readonly isUnseen: boolean;
  /** As it was found last; null: it was kept before this was. */
  readonly severity: Severity | null;
  readonly exception: Finding['exception'];
  /** When the facts were taken that show `status`. ISO 8601, UTC. */
  readonly takenAt: string;
  readonly because: string;
  /** null: there has been no verdict yet. */
  readonly decided: Decided | null;
}

/**
 * Whether the nightly scans found a finding open: a failure, or not known. What they record elsewhere hangs on it, and
 * not on what AWS Config had evaluated in between.
 */
export interface Nightly {
  /** When the facts of the night were taken that opened or closed it. ISO 8601, UTC. */
  readonly at: string;
  /** Who recorded that night; the same in each try of one run. */
  readonly owner: string;
  readonly isOpen: boolean;
  /** The same in the night before. */
  readonly wasOpen: boolean;
}

/** A change that people have not been told of, and who is about to tell them. */
export interface Untold extends UntoldChange {
  /** The same in each try of one run. */
  readonly owner: string;
  /** Then somebody else may take its place. ISO 8601, UTC. */
  readonly until: string;
}

/** A finding as the finding store keeps it. */
export interface StoredFinding extends KnownFinding {
  /** The first time that it failed or was not known, ISO 8601, UTC; null: it never did. */
  readonly firstSeen: string | null;
  /** null: no night has found it yet. */
  readonly nightly: Nightly | null;
  /** SHA-256 over `because`, which the store may keep shortened. */
  readonly becauseHash: string;
  /** When the facts were taken that showed the last change to tell of; null: there was none. */
  readonly lastChange: string | null;
  /** When people were last told of it; null: never. */
  readonly lastAlert: string | null;
  /**
   * The heaviest severity of the changes that are told of it since it was last resolved: whoever hears of those hears
   * of its end. null: there is nothing to resolve.
   */
  readonly heaviestTold: Severity | null;
  /** The oldest first; of too many, the newest. */
  readonly untold: readonly Untold[];
  /** Counts the writes, so that no write undoes one that it does not know of. */
  readonly version: number;
}

/** A failure that counts: nobody answers for it. */
export const isOpen = (decided: Decided | null): decided is Decided & { readonly status: 'NON_COMPLIANT' } =>
  decided?.status === 'NON_COMPLIANT' && decided.exception === null;
