import type { Finding } from '../model/finding.ts';
import type { Advice, Change } from './patch.ts';
import type { FindingPatch } from './repair.ts';

/** Changes that belong together: they are of one resource, or one finding needs all of them. */
export interface Fix {
  readonly account: string;
  /** In their order; each thing is changed once. */
  readonly changes: readonly Change[];
  /** The patches of single findings that it is made of. */
  readonly patches: readonly FindingPatch[];
  readonly advice: Advice;
  /** The failures that are gone when it is applied, after what comes before it. */
  readonly fixes: readonly Finding[];
  /** What did not apply before and is UNKNOWN then. */
  readonly open: readonly Finding[];
  /** Positions, from 0, of the fixes without which it makes something worse: they are applied first. */
  readonly after: readonly number[];
  /** Whether it was tried without the fixes that it does not need; false: with all others alone. */
  readonly alone: boolean;
}
