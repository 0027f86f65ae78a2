import type { Severity, Subject } from './finding.ts';

/**
 * What became of a finding since it was last looked at. Only a verdict counts: one that turned UNKNOWN, or could not
 * be read, is still what it was.
 */
export const changes = ['new', 'worse', 'resolved'] as const;
export type Change = (typeof changes)[number];

/** One change that people are told of, once. */
export interface Transition {
  /** Derived from finding, change and moment: the same however often it is told. */
  readonly id: string;
  readonly change: Change;
  /** When the facts were taken that show it. ISO 8601, UTC. */
  readonly at: string;
  /** The finding's id. */
  readonly finding: string;
  readonly rule: string;
  readonly resource: Subject;
  /** The present one; of what is resolved, the heaviest that was told of it. */
  readonly severity: Severity;
  /** The one before, of what got worse; null otherwise. */
  readonly before: Severity | null;
  /** What is the case now. */
  readonly because: string;
}

/** A change of which not everybody has been told. */
export interface UntoldChange {
  readonly transition: Transition;
  /** The names of the routes that have heard of it. */
  readonly toldTo: readonly string[];
}
