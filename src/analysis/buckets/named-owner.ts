import type { Endpoint } from '../../model/resources.ts';
import { compliant, nonCompliant, type Verdict } from '../../model/verdict.ts';

const field = 'S3Settings.ExpectedBucketOwner';

/** The owner of its bucket that an S3 endpoint names; null: none. */
export function ownerNamed({ settings, extraConnectionAttributes }: Endpoint): string | null {
  const written =
    settings.S3Settings?.ExpectedBucketOwner ?? extraConnectionAttributes['expectedbucketowner'];
  return written === undefined || written === '' ? null : String(written);
}

/** Whether it names one. */
export function judgeNamed(owner: string | null): Verdict {
  const witness = { kind: 'value', field, value: owner } as const;
  if (owner === null) return nonCompliant(`${field} is not set`, witness);
  return /^\d{12}$/.test(owner)
    ? compliant(`${field} is ${owner}`, { witness })
    : nonCompliant(`${field} is ${owner}, which is no account`, witness);
}
