import { judgeNamed, ownerNamed } from '../analysis/buckets/named-owner.ts';
import { judgeOwner } from '../analysis/buckets/owner.ts';
import { judgePublicAccess } from '../analysis/buckets/public-access.ts';
import { together } from '../analysis/keys/judged-key.ts';
import { bucketOfS3 } from '../model/buckets.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, given, notApplicable, notReported } from '../model/verdict.ts';

export const s3EndpointNamesBucketOwner = defineRule({
  id: 's3-endpoint-names-bucket-owner',
  title: 'S3 endpoints name the owner of their bucket, and targets write to a trusted, closed one',
  judgement:
    'ExpectedBucketOwner must be set. A target bucket of an account that is not trusted, or one that is public by its policy or ACL past what it or its account blocks, is MEDIUM. What another account blocks is not known.',
  severity: 'LOW',
  profiles: ['recommended', 'documented', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'Bucket names are global: once a bucket is deleted, anybody may make one of that name and be sent the migrated data. With the owner named, S3 refuses every other bucket.',
  remediation:
    'Set ExpectedBucketOwner of the endpoint to the account that owns the bucket, trust that account in the settings if it is another, and block public access to the bucket.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_S3Settings.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html',
  ],
  judges: ['endpoints'],
  needs: ['buckets', 'accountPublicAccessBlock'],

  judge(endpoint, { account, region, facts, settings }) {
    const { engine, direction } = endpoint;
    if (engine !== 's3') return notApplicable(`the engine ${engine} has no bucket owner to name`);
    const expected = ownerNamed(endpoint);
    const named = judgeNamed(expected);
    if (direction === null) return together([named, notReported('dms:DescribeEndpoints', 'EndpointType')]);
    if (direction === 'source') return named;
    const name = bucketOfS3(endpoint);
    if (name === null)
      return together([named, notReported('dms:DescribeEndpoints', 'S3Settings.BucketName')]);
    const bucket = given(facts.buckets(region, name), (found) =>
      found === null
        ? compliant(`there is no bucket ${name}`)
        : together([
            judgeOwner(found, { name, expected, account, settings }),
            judgePublicAccess(name, found, facts.accountPublicAccessBlock),
          ]),
    );
    if (bucket.status !== 'NON_COMPLIANT') return together([named, bucket]);
    // Weighs more than that no owner is named, so it comes first.
    return { ...together([bucket, named]), severity: 'MEDIUM' };
  },
});
