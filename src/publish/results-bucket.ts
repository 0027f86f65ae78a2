import { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { S3 } from './clients/s3.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { calling, SinkError } from './sink-error.ts';

export const openResultsSink = (options: SinkOptions): (() => Promise<S3>) =>
  openLazily(options, async (config) => (await import('./clients/s3.ts')).openS3(config));

/** Where a stored result is. */
export interface StoredResult {
  readonly bucket: string;
  readonly key: string;
}

/**
 * By account and day, so that one account may be let in to its own results alone. The time is written without
 * colons, which S3 counts among the characters that need special handling (S3 User Guide, *Object keys*).
 */
export function resultKey(account: string, { takenAt }: Pick<Result, 'takenAt'>): string {
  const [year = '', month = '', day = ''] = takenAt.slice(0, 10).split('-');
  return `results/${account}/${year}/${month}/${day}/${takenAt.replaceAll(/[-:]/g, '')}.json`;
}

/**
 * Stores a result as JSON. How it is encrypted is the bucket's own affair.
 *
 * @throws Refusal if there is no such bucket; SinkError if S3 does not take it.
 */
export async function storeResult(
  s3: () => Promise<S3>,
  { bucket, key }: StoredResult,
  json: string,
): Promise<StoredResult> {
  const client = await s3();
  try {
    await calling(`s3:PutObject of ${key} to ${bucket}`, () =>
      client.putObject({ Bucket: bucket, Key: key, Body: json, ContentType: 'application/json' }),
    );
  } catch (error) {
    if (error instanceof SinkError && error.code === 'NoSuchBucket')
      throw new Refusal(
        `there is no bucket ${bucket} to store the result in; create it, or correct DMS_AUDITOR_RESULTS_BUCKET`,
      );
    throw error;
  }
  return { bucket, key };
}
