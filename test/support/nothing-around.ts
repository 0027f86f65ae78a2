import { complete } from '../../src/model/lookup.ts';
import { networkNotCollected } from '../../src/model/snapshot.ts';

/** No table has an answer; the listings were read to their end, and are empty. */
export const nothingAround = {
  ...networkNotCollected,
  connections: complete<never>([]),
  assessmentBuckets: complete<never>([]),
  serverlessAssessments: complete<never>([]),
  trails: complete<never>([]),
  eventDataStores: complete<never>([]),
  endpointChanges: complete<never>([]),
  eventRules: complete<never>([]),
};
