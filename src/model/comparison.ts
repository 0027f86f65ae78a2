import type { Finding, Severity, Status, Subject } from './finding.ts';
import type { Result } from './result.ts';

/**
 * How a finding stands against what was known before. `unknown` is not known and was not open, nor unknown, before;
 * `unreadable` was open, and whether it still is cannot be told; `excepted` is one that somebody answers for.
 */
export const standings = ['new', 'worse', 'unknown', 'resolved', 'open', 'unreadable', 'excepted'] as const;
export type Standing = (typeof standings)[number];

/** The version of the format of `diff --format json`. */
export const comparisonVersion = '1';

export interface ComparedFinding {
  readonly standing: Standing;
  readonly id: string;
  readonly rule: string;
  readonly resource: Subject;
  /** As it is now; null: it is not in the newer result. */
  readonly status: Status | null;
  /** The present one; of what no longer fails, or was not read, the one that it had. */
  readonly severity: Severity;
  /** The one before, of what failed before; null otherwise. */
  readonly before: Severity | null;
  /** What is the case now, or why it cannot be told. */
  readonly because: string;
  readonly exception: Finding['exception'];
}

/** Two results of scans, the first the older. */
export interface Comparison {
  readonly schemaVersion: typeof comparisonVersion;
  readonly before: Pick<Result, 'tool' | 'takenAt' | 'scope'>;
  readonly after: Pick<Result, 'tool' | 'takenAt' | 'scope'>;
  /** What was not the same beside the findings, and may be why these differ; one sentence each. */
  readonly differences: readonly string[];
  readonly summary: Readonly<Record<Standing, number>>;
  /** By standing, the heaviest first in each. What neither failed nor turned UNKNOWN is left out. */
  readonly findings: readonly ComparedFinding[];
}
