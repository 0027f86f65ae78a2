import type { Bucket, PublicAccessBlock } from '../../model/buckets.ts';
import type { AssessmentBucket } from '../../model/connections.ts';
import type { Lookup } from '../../model/lookup.ts';
import {
  cannotRead,
  compliant,
  given,
  nonCompliant,
  notApplicable,
  notReported,
  unknown,
  type Verdict,
} from '../../model/verdict.ts';
import { judgePublicAccess } from './public-access.ts';

const listing = 'dms:DescribeReplicationTaskAssessmentRuns';

interface Account {
  readonly partition: string;
  readonly accountBlock: Lookup<PublicAccessBlock | null>;
}

/** The verdicts on where assessment runs of a task wrote their results. */
export function judgeResults(
  run: AssessmentBucket,
  found: Lookup<Bucket | null>,
  { partition, accountBlock }: Account,
): readonly Verdict[] {
  if (!found.known) return [cannotRead([found.unread])];
  if (found.value === null) return [withoutBucket(run, partition)];
  return [judgePublicAccess(run.bucket, found.value, accountBlock), judgeEncryption(run, found.value)];
}

function withoutBucket({ bucket, latest }: AssessmentBucket, partition: string): Verdict {
  if (latest === null) return notReported(listing, 'IsLatestTaskAssessmentRun');
  if (!latest) return notApplicable(`bucket ${bucket} of an earlier run is gone, and its results with it`);
  return nonCompliant(`bucket ${bucket}, which its latest assessment run wrote to, does not exist`, {
    kind: 'absence',
    type: 'AWS::S3::Bucket',
    arn: `arn:${partition}:s3:::${bucket}`,
    call: 's3:GetBucketPolicyStatus',
  });
}

/**
 * "If you don't specify this request parameter, DMS stores the assessment run results without encryption" of its
 * own; S3 then encrypts them with the bucket's default. (DMS API, StartReplicationTaskAssessmentRun)
 */
function judgeEncryption({ bucket, encryptionMode, kmsKeyId }: AssessmentBucket, found: Bucket): Verdict {
  const field = 'ResultEncryptionMode';
  if (encryptionMode === 'sse-kms' || encryptionMode === 'sse-s3') {
    const key = encryptionMode === 'sse-kms' && kmsKeyId !== null ? ` with key ${kmsKeyId}` : '';
    return compliant(`${field} is ${encryptionMode}${key}`);
  }
  if (encryptionMode !== null) {
    return unknown(`${field} is ${encryptionMode}, which is not known`, `the meaning of ${encryptionMode}`);
  }
  return given(found.encryption, (standard) =>
    standard === null
      ? nonCompliant(`${field} is not set, and bucket ${bucket} encrypts nothing by itself`, {
          kind: 'value',
          field,
          value: null,
        })
      : compliant(`${field} is not set, and bucket ${bucket} encrypts with ${standard.algorithm} by itself`),
  );
}
