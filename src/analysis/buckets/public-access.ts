import type { Bucket, PublicAccessBlock } from '../../model/buckets.ts';
import { known, type Lookup } from '../../model/lookup.ts';
import { cannotRead, compliant, nonCompliant, unknown, type Verdict } from '../../model/verdict.ts';

type Block = Lookup<PublicAccessBlock | null>;

/** A way for everybody to get at a bucket, and the setting that shuts it. */
interface Way {
  readonly open: Lookup<boolean>;
  readonly flag: 'restrictPublicBuckets' | 'ignorePublicAcls';
  readonly because: string;
  readonly shown: readonly string[];
}

/**
 * Whether a bucket is public, by its policy or its ACL. "RestrictPublicBuckets" leaves a public policy to the
 * account and AWS services, "IgnorePublicAcls" makes nothing of an ACL. Of the block of a bucket and that of the account
 * that owns it, S3 "applies the most restrictive combination" (S3 User Guide, *Blocking public access*); what the
 * organisation sets is in the account's (S3 API, GetPublicAccessBlock of an account). The block of another account is
 * not known.
 */
export function judgePublicAccess(name: string, bucket: Bucket, accountBlock: Block): Verdict {
  const { isOwn } = bucket;
  const ofOwner: readonly Block[] = !isOwn.known ? [isOwn] : isOwn.value ? [accountBlock] : [];
  const blocks = [bucket.publicAccessBlock, ...ofOwner];
  const open = waysInto(name, bucket)
    .map((way) => ({ ...way, shut: blocks.map((block) => shuts(block, way.flag)) }))
    .filter(({ open, shut }) => !is(open, false) && !shut.some((each) => is(each, true)));
  if (open.length === 0) return compliant(`bucket ${name} is not public`);
  const settled = open.find((way) => [way.open, ...way.shut].every((each) => each.known));
  if (settled !== undefined && ofOwner.length > 0) {
    return nonCompliant(settled.because, { kind: 'list', items: [`Bucket: ${name}`, ...settled.shown] });
  }
  const unread = open
    .flatMap((way) => [way.open, ...way.shut])
    .flatMap((lookup) => (lookup.known ? [] : [lookup.unread]));
  if (settled === undefined) return cannotRead(unread);
  return unknown(
    `${settled.because}, unless the account that owns it blocks that, which S3 tells nobody else`,
    'the public access block of the account that owns the bucket',
  );
}

const waysInto = (name: string, { policyIsPublic, aclIsPublic }: Bucket): readonly Way[] => [
  {
    open: policyIsPublic,
    flag: 'restrictPublicBuckets',
    because: `bucket ${name} is public by its policy`,
    shown: ['GetBucketPolicyStatus: IsPublic true', ...unblocked('RestrictPublicBuckets')],
  },
  {
    open: aclIsPublic,
    flag: 'ignorePublicAcls',
    because: `bucket ${name} is public by its ACL`,
    shown: ['GetBucketAcl: a grant to a global group', ...unblocked('IgnorePublicAcls')],
  },
];

const unblocked = (flag: string): readonly string[] => [
  `GetPublicAccessBlock: no ${flag}`,
  `GetPublicAccessBlock of the account: no ${flag}`,
];

const shuts = (block: Block, flag: Way['flag']): Lookup<boolean> =>
  block.known ? known(block.value?.[flag] === true) : block;

const is = (lookup: Lookup<boolean>, value: boolean): boolean => lookup.known && lookup.value === value;
