import type { Bucket, PublicAccessBlock } from '../../model/buckets.ts';
import { known, type Lookup } from '../../model/lookup.ts';
import { cannotRead, compliant, nonCompliant, type Verdict } from '../../model/verdict.ts';

/** A way for everybody to get at a bucket, and the setting that shuts it. */
interface Way {
  readonly open: Lookup<boolean>;
  readonly shut: Lookup<boolean>;
  readonly because: string;
  readonly shown: readonly string[];
}

/**
 * Whether a bucket is public, by its policy or its ACL. "RestrictPublicBuckets" leaves a public policy to the
 * account and AWS services, "IgnorePublicAcls" makes nothing of an ACL. (S3 User Guide, *Blocking public access*)
 */
export function judgePublicAccess(name: string, bucket: Bucket): Verdict {
  const { policyIsPublic, aclIsPublic, publicAccessBlock } = bucket;
  const shutBy = (flag: keyof PublicAccessBlock): Lookup<boolean> =>
    publicAccessBlock.known ? known(publicAccessBlock.value?.[flag] === true) : publicAccessBlock;
  const ways: readonly Way[] = [
    {
      open: policyIsPublic,
      shut: shutBy('restrictPublicBuckets'),
      because: `bucket ${name} is public by its policy`,
      shown: ['GetBucketPolicyStatus: IsPublic true', 'GetPublicAccessBlock: no RestrictPublicBuckets'],
    },
    {
      open: aclIsPublic,
      shut: shutBy('ignorePublicAcls'),
      because: `bucket ${name} is public by its ACL`,
      shown: ['GetBucketAcl: a grant to a global group', 'GetPublicAccessBlock: no IgnorePublicAcls'],
    },
  ];
  const [way] = ways.filter(({ open, shut }) => is(open, true) && is(shut, false));
  if (way !== undefined) {
    return nonCompliant(
      way.because,
      { kind: 'list', items: [`Bucket: ${name}`, ...way.shown] },
      { assumes: ['no public access block of the account or its organization'] },
    );
  }
  const unread = ways
    .filter(({ open, shut }) => !is(open, false) && !is(shut, true))
    .flatMap(({ open, shut }) => [open, shut])
    .flatMap((lookup) => (lookup.known ? [] : [lookup.unread]));
  return unread.length > 0 ? cannotRead(unread) : compliant(`bucket ${name} is not public`);
}

const is = (lookup: Lookup<boolean>, value: boolean): boolean => lookup.known && lookup.value === value;
