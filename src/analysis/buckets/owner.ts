import type { Bucket } from '../../model/buckets.ts';
import type { Settings } from '../../model/settings.ts';
import { cannotRead, compliant, nonCompliant, unknown, type Verdict } from '../../model/verdict.ts';
import { trustedBy } from '../keys/trusted.ts';

interface OwnerQuestion {
  readonly name: string;
  /** The owner that DMS is told to expect; null: none. */
  readonly expected: string | null;
  /** The audited account. */
  readonly account: string;
  readonly settings: Settings;
}

/**
 * Whether a bucket is the account's own, or of another that is trusted. Whose a foreign bucket is, S3 does not
 * tell; DMS writes to one only if it is of the account that it expects, where it is told one.
 */
export function judgeOwner({ isOwn }: Bucket, { name, expected, account, settings }: OwnerQuestion): Verdict {
  if (!isOwn.known) return cannotRead([isOwn.unread]);
  if (isOwn.value) {
    return expected === null || expected === account
      ? compliant(`bucket ${name} is the account’s own`)
      : nonCompliant(
          `bucket ${name} is the account’s own, and S3 refuses DMS where ${expected} is expected`,
          {
            kind: 'list',
            items: [`ListBuckets of account ${account}: ${name}`, `ExpectedBucketOwner: ${expected}`],
          },
        );
  }
  const { accounts, organizations, organizationPaths } = trustedBy(account, settings);
  const other = expected === account ? null : expected;
  if (other !== null && accounts.includes(other)) {
    return compliant(`bucket ${name} is of account ${other}, which is trusted`);
  }
  const trustsMembers = organizations.length + organizationPaths.length > 0;
  if (trustsMembers || (other === null && accounts.some((each) => each !== account))) {
    return unknown(
      `bucket ${name} is of ${other === null ? 'another account' : `account ${other}`}, and whether that is a trusted one is not known`,
      'the owner of the bucket as S3Settings.ExpectedBucketOwner, and among the trusted accounts of the settings',
    );
  }
  return nonCompliant(
    `bucket ${name} is of ${other === null ? 'another account' : `account ${other}`}, which is not trusted`,
    {
      kind: 'list',
      items: [`ListBuckets of account ${account}: no ${name}`, `ExpectedBucketOwner: ${String(expected)}`],
    },
  );
}
