import fc from 'fast-check';
import type { PublicAccessBlock } from '../../src/model/buckets.ts';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';

const call = 's3control:GetPublicAccessBlock';

/** The public access block of an account: none, one that shuts policies or ACLs alone, all or nothing; at times unread. */
export const randomAccountBlock: fc.Arbitrary<Lookup<PublicAccessBlock | null>> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(known(null)) },
  {
    weight: 4,
    arbitrary: fc
      .record(
        { ignorePublicAcls: fc.boolean(), restrictPublicBuckets: fc.boolean() },
        { noNullPrototype: true },
      )
      .map((shut) => known({ blockPublicAcls: false, blockPublicPolicy: false, ...shut })),
  },
  {
    weight: 1,
    arbitrary: fc.constant(unread({ call, resource: null, error: 'AccessDenied', transient: false })),
  },
);
