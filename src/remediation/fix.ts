import type { Finding } from '../model/finding.ts';
import type { Advice, Change } from './patch.ts';
import type { FindingPatch } from './repair.ts';

/**
 * Why a fix comes after others: without them it makes something worse; it repairs what they bring about; or, which was not tried
 * of each fix, older engines may be locked out by it.
 */
export type WhyAfter = 'worse' | 'repairs' | 'engines';

/**
 * Changes that belong together: they are of one resource, one finding needs all of them, or some repair what others
 * make worse.
 */
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
  /** Positions, from 0, of the fixes that are applied first. */
  readonly after: readonly number[];
  readonly whyAfter: WhyAfter;
  /** Whether it was tried without the fixes that it does not need; false: with all others alone. */
  readonly alone: boolean;
}
