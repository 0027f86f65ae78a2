import type { Bucket } from '../../src/model/buckets.ts';
import { cutShort, known, type Lookup, type Unread, unread } from '../../src/model/lookup.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';

/** The part of a bucket that a call tells. */
const partOf: Readonly<Record<string, keyof Bucket>> = {
  's3:ListBuckets': 'isOwn',
  's3:GetBucketPolicyStatus': 'policyIsPublic',
  's3:GetBucketAcl': 'aclIsPublic',
  's3:GetPublicAccessBlock': 'publicAccessBlock',
  's3:GetBucketEncryption': 'encryption',
};

type Recorded = Pick<RegionFacts, 'trails' | 'eventDataStores' | 'buckets'>;

/** Trails, event data stores and buckets as they would be known with one call denied. */
export function deniedRecorders({ trails, eventDataStores, buckets }: Recorded, why: Unread): Recorded {
  const denied = (call: string): boolean => why.call === call;
  const part = partOf[why.call];
  return {
    trails: denied('cloudtrail:DescribeTrails')
      ? cutShort([], why)
      : {
          ...trails,
          items: trails.items.map((trail) => ({
            ...trail,
            ...(denied('cloudtrail:GetTrailStatus')
              ? { logging: unread({ ...why, resource: trail.arn }) }
              : {}),
            ...(denied('cloudtrail:GetEventSelectors')
              ? { selection: unread({ ...why, resource: trail.arn }) }
              : {}),
          })),
        },
    eventDataStores: denied('cloudtrail:ListEventDataStores')
      ? cutShort([], why)
      : {
          ...eventDataStores,
          items: eventDataStores.items.map(({ arn, details }) => ({
            arn,
            details: denied('cloudtrail:GetEventDataStore') ? unread({ ...why, resource: arn }) : details,
          })),
        },
    buckets:
      part === undefined
        ? buckets
        : Object.fromEntries(
            Object.entries(buckets).map(([name, bucket]) => [
              name,
              without(bucket, part, { ...why, resource: name }),
            ]),
          ),
  };
}

const without = (bucket: Lookup<Bucket | null>, part: keyof Bucket, why: Unread): Lookup<Bucket | null> =>
  bucket.known && bucket.value !== null ? known({ ...bucket.value, [part]: unread(why) }) : bucket;
