import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { type OnOperation, telling } from './operations.ts';

export type S3 = ReturnType<typeof openS3>;

/** The calls of S3 that collection makes: what a bucket is like, and nothing of what is in it. */
export function openS3(config: S3ClientConfig, onOperation: OnOperation) {
  const client = new S3Client({
    ...config,
    // A bucket is asked about in its own Region, which S3 tells when asked elsewhere.
    followRegionRedirects: true,
    // Another address than AWS's own has no name for each bucket.
    forcePathStyle: config.endpoint !== undefined,
  });
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    /** With a page size S3 tells the Regions too. */
    listBuckets: async (ContinuationToken: string | undefined) => {
      const answer = await client.send(new ListBucketsCommand({ MaxBuckets: 10_000, ContinuationToken }));
      return { items: answer.Buckets, marker: answer.ContinuationToken };
    },
    getBucketPolicyStatus: (Bucket: string) => client.send(new GetBucketPolicyStatusCommand({ Bucket })),
    getBucketAcl: (Bucket: string) => client.send(new GetBucketAclCommand({ Bucket })),
    getPublicAccessBlock: (Bucket: string) => client.send(new GetPublicAccessBlockCommand({ Bucket })),
    getBucketEncryption: (Bucket: string) => client.send(new GetBucketEncryptionCommand({ Bucket })),
  };
}
