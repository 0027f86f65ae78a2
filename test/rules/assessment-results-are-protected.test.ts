import { expect, it } from 'vitest';
import type { Bucket } from '../../src/model/buckets.ts';
import type { AssessmentBucket } from '../../src/model/connections.ts';
import { cutShort, known, unread } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { assessmentResultsAreProtected } from '../../src/rules/assessment-results-are-protected.ts';
import { ACCOUNT, accountWith, aTask, listed } from '../support/builders.ts';
import { aBucket, anAssessmentBucket } from '../support/recorder-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const call = 'dms:DescribeReplicationTaskAssessmentRuns';

const wrote = (
  run: Partial<AssessmentBucket> = {},
  bucket: Partial<Bucket> | null = {},
  over: Partial<RegionFacts> = {},
): AccountFacts =>
  accountWith({
    tasks: listed(aTask()),
    assessmentBuckets: listed(anAssessmentBucket(run)),
    buckets: { assessments: known(bucket === null ? null : aBucket(bucket)) },
    ...over,
  });

const closed = 'bucket assessments is not public';
const open = { policyIsPublic: known(true), publicAccessBlock: known(null) };
const accountCall = 's3control:GetPublicAccessBlock';
const blocking = (account: AccountFacts, block: AccountFacts['accountPublicAccessBlock']): AccountFacts => ({
  ...account,
  accountPublicAccessBlock: block,
});
const restricting = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: true,
};

testRule(assessmentResultsAreProtected, {
  compliant: [
    { name: 'with KMS', account: wrote(), because: `${closed}; ResultEncryptionMode is sse-kms` },
    {
      name: 'with a key that is named',
      account: wrote({ kmsKeyId: 'arn:k' }),
      because: `${closed}; ResultEncryptionMode is sse-kms with key arn:k`,
    },
    {
      name: 'with keys of S3',
      account: wrote({ encryptionMode: 'sse-s3' }),
      because: `${closed}; ResultEncryptionMode is sse-s3`,
    },
    {
      name: 'with what the bucket does by itself',
      account: wrote({ encryptionMode: null }),
      because: `${closed}; ResultEncryptionMode is not set, and bucket assessments encrypts with AES256 by itself`,
    },
    {
      name: 'a bucket that would be public but for the account',
      account: blocking(wrote({}, open), known(restricting)),
      because: `${closed}; ResultEncryptionMode is sse-kms`,
    },
    {
      name: 'beside an earlier run whose bucket is gone',
      account: wrote(
        {},
        {},
        {
          assessmentBuckets: listed(
            anAssessmentBucket(),
            anAssessmentBucket({ bucket: 'gone', latest: false }),
          ),
          buckets: { assessments: known(aBucket()), gone: known(null) },
        },
      ),
      because: `${closed}; ResultEncryptionMode is sse-kms`,
    },
  ],
  nonCompliant: [
    {
      name: 'a bucket that is not there',
      account: wrote({}, null),
      because: 'bucket assessments, which its latest assessment run wrote to, does not exist',
      severity: 'MEDIUM',
    },
    {
      name: 'a public bucket',
      account: wrote({}, open),
      because: 'bucket assessments is public by its policy',
    },
    {
      name: 'a public bucket that an earlier run left its results in',
      account: wrote({ latest: false }, open),
      because: 'bucket assessments is public by its policy',
    },
    {
      name: 'no encryption, by the run or by the bucket',
      account: wrote({ encryptionMode: null }, { encryption: known(null) }),
      because: 'ResultEncryptionMode is not set, and bucket assessments encrypts nothing by itself',
    },
    {
      name: 'where more runs could not be listed',
      account: wrote({}, null, { assessmentBuckets: cutShort([anAssessmentBucket()], denied(call)) }),
      because: 'bucket assessments, which its latest assessment run wrote to, does not exist',
    },
  ],
  notApplicable: [
    {
      name: 'a task without a run',
      account: accountWith({ tasks: listed(aTask()) }),
      because: 'it has no assessment run',
    },
    {
      name: 'a task beside one with runs',
      account: wrote({ taskArn: 'arn:aws:dms:eu-west-1:111111111111:task:OTHER' }, open),
      because: 'it has no assessment run',
    },
    {
      name: 'an earlier run whose bucket is gone',
      account: wrote({ latest: false }, null),
      because: 'bucket assessments of an earlier run is gone, and its results with it',
    },
    { name: 'no task', account: accountWith({}), because: 'no AWS::DMS::ReplicationTask in eu-west-1' },
  ],
  unknown: [
    {
      name: 'runs that could not be listed',
      account: accountWith({ tasks: listed(aTask()), assessmentBuckets: refused(call) }),
      because: `${call} failed (AccessDeniedException)`,
    },
    {
      name: 'a bucket that was refused',
      account: wrote(
        {},
        {},
        {
          buckets: { assessments: unread(denied('s3:GetBucketPolicyStatus', 'assessments')) },
        },
      ),
      because: 's3:GetBucketPolicyStatus of assessments failed (AccessDeniedException)',
    },
    {
      name: 'a bucket that is public unless the account blocks that, which was refused',
      account: blocking(wrote({}, open), unread(denied(accountCall, ACCOUNT))),
      because: `${accountCall} of ${ACCOUNT} failed (AccessDeniedException)`,
    },
    {
      name: 'a public bucket of another account, which may block that',
      account: wrote({}, { ...open, isOwn: known(false) }),
      because:
        'bucket assessments is public by its policy, unless the account that owns it blocks that, which S3 tells nobody else',
    },
    {
      name: 'a default encryption that was refused and is needed',
      account: wrote(
        { encryptionMode: null },
        { encryption: unread(denied('s3:GetBucketEncryption', 'assessments')) },
      ),
      because: 's3:GetBucketEncryption of assessments failed (AccessDeniedException)',
    },
    {
      name: 'an encryption that is not known',
      account: wrote({ encryptionMode: 'sse-x' }),
      because: 'ResultEncryptionMode is sse-x, which is not known',
    },
    {
      name: 'a run that does not tell whose it is',
      account: wrote({ taskArn: null }),
      because: 'DMS does not report ReplicationTaskArn of a run',
    },
    {
      name: 'a bucket that is gone, of a run that may be the latest',
      account: wrote({ latest: null }, null),
      because: 'DMS does not report IsLatestTaskAssessmentRun',
    },
  ],
});

it('a bucket that is not there is shown by its ARN', () => {
  const [finding] = assessmentResultsAreProtected.evaluate(ACCOUNT, wrote({}, null), defaultSettings);
  expect(finding?.witness).toEqual({
    kind: 'absence',
    type: 'AWS::S3::Bucket',
    arn: 'arn:aws:s3:::assessments',
    call: 's3:GetBucketPolicyStatus',
  });
});
