import type { Bucket as Raw } from '@aws-sdk/client-s3';
import { known, type Listing, type Lookup, unread } from '../../model/lookup.ts';
import type { Clients } from '../clients.ts';
import { required, text } from '../fields.ts';
import { pageThrough } from '../page-through.ts';

interface OwnBucket {
  readonly name: string;
  readonly region: string | null;
}

/** S3 ListBuckets: all buckets of the account, in whatever Region; most of them concern nobody here. */
export async function listOwnBuckets(clients: Clients, region: string): Promise<Listing<OwnBucket>> {
  const s3 = await clients.s3(region);
  return pageThrough<Raw, OwnBucket>(clients.limit, {
    question: { call: 's3:ListBuckets', resource: null },
    page: (marker) => s3.listBuckets(marker),
    map: ({ Name, BucketRegion }) => ({ name: required(Name, 'Name'), region: text(BucketRegion) }),
  });
}

/** Whether a bucket is one of them. */
export function isAmong(listing: Listing<OwnBucket>, bucket: string): Lookup<boolean> {
  if (listing.items.some(({ name }) => name === bucket)) return known(true);
  return listing.complete ? known(false) : unread({ ...listing.unread, resource: bucket });
}
