import {
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';

export type S3 = ReturnType<typeof openS3>;

/** The call of Amazon S3 that storing a result takes. */
export function openS3(config: S3ClientConfig) {
  const client = new S3Client(config);
  return { putObject: (input: PutObjectCommandInput) => client.send(new PutObjectCommand(input)) };
}
