import type { Bucket, PublicAccessBlock } from './buckets.ts';
import { entry, type Lookup } from './lookup.ts';
import type { AccountFacts } from './snapshot.ts';

/** The buckets that DMS resources name, and what their account keeps them from. */
export interface BucketFacts {
  /** A bucket that something in a Region names. */
  readonly buckets: (region: string, name: string) => Lookup<Bucket | null>;
  /** Of the audited account, over its own buckets; null: it has none. */
  readonly accountPublicAccessBlock: Lookup<PublicAccessBlock | null>;
}

export const bucketFacts = ({
  regions,
  accountPublicAccessBlock,
}: Pick<AccountFacts, 'regions' | 'accountPublicAccessBlock'>): BucketFacts => ({
  buckets: (region, name) => entry(regions[region]?.buckets ?? {}, name, 's3:GetBucketPolicyStatus'),
  accountPublicAccessBlock,
});
