import { reason } from '../patch.ts';

/** A finding of another snapshot, or one on what DMS no longer lists. */
export const gone = reason(
  'the resource is not in the snapshot',
  'There is nothing to change.',
  'Scan again.',
);
