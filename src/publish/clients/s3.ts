import {
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  type HeadObjectCommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';

export type S3 = ReturnType<typeof openS3>;

/** The calls of Amazon S3 that keeping results takes. */
export function openS3(config: S3ClientConfig) {
  const client = new S3Client(config);
  return {
    putObject: (input: PutObjectCommandInput) => client.send(new PutObjectCommand(input)),
    headObject: (input: HeadObjectCommandInput) => client.send(new HeadObjectCommand(input)),
    getObject: async (input: GetObjectCommandInput) => {
      const { Body, ETag } = await client.send(new GetObjectCommand(input));
      return { body: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag };
    },
  };
}
