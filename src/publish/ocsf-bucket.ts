import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ResultsBucket } from './packed-objects.ts';
import { calling } from './sink-error.ts';

/** Events of one account and Region. */
export interface EventGroup {
  readonly account: string;
  readonly region: string;
  readonly events: readonly object[];
}

/**
 * Partitioned as Apache Hive and Amazon Athena read it. The same moment has the same key, so that to store it again
 * replaces it. (Amazon Athena User Guide, *Partition your data*)
 */
export const eventsKey = ({ account, region }: Omit<EventGroup, 'events'>, takenAt: string): string =>
  `ocsf/date=${takenAt.slice(0, 10)}/account=${account}/region=${region}/${takenAt.replaceAll(/[-:]/g, '')}.ndjson.gz`;

/**
 * Stores events as compressed lines of JSON, one object for each account and Region, and gives their keys.
 *
 * @throws SinkError if S3 does not take them.
 */
export async function storeEvents(
  bucket: ResultsBucket,
  takenAt: string,
  groups: readonly EventGroup[],
): Promise<readonly string[]> {
  const s3 = await bucket.s3();
  const keys: string[] = [];
  for (const group of groups) {
    const key = eventsKey(group, takenAt);
    const lines = group.events.map((event) => `${JSON.stringify(event)}\n`).join('');
    const body = await promisify(gzip)(lines);
    await calling(`s3:PutObject of ${key} to ${bucket.name}`, () =>
      s3.putObject({ Bucket: bucket.name, Key: key, Body: body, ContentType: 'application/gzip' }),
    );
    keys.push(key);
  }
  return keys;
}
