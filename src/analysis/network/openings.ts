import { describeOpenings as sentences } from '../../model/openings.ts';
import type { Opening } from './path.ts';

/** What to change so that these openings are there, one sentence each; null where there is none. */
export const describeOpenings = (openings: readonly Opening[]): string | null =>
  openings.length === 0 ? null : sentences(openings).join('\n');
