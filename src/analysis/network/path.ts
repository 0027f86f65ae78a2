import type { HopSeen, Opening, PathSeen } from '../../model/path.ts';
import type { Doubt } from './doubt.ts';

export type {
  Configuration,
  HopKind,
  HopPlace,
  Opening,
  Outcome,
} from '../../model/path.ts';

export interface Hop extends HopSeen {
  /** Why it is not known what it does; none where that is known. */
  readonly doubts: readonly Doubt[];
  /** What would open it; null where no rule would, or it does not stop the flow. */
  readonly opens: readonly Opening[] | null;
}

/** What becomes of a flow on one way. */
export interface Path extends Omit<PathSeen, 'hops'> {
  readonly kind: 'path';
  readonly hops: readonly Hop[];
}
