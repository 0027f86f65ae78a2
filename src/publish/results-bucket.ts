import { type Result, resultVersion } from '../model/result.ts';
import { type Snapshot, snapshotVersion } from '../model/snapshot.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { damaged, type ResultsBucket, readPacked, writeNewest, writePacked } from './packed-objects.ts';

/** The Region is that of the options: the bucket is in the home Region, wherever the function runs. */
export const openResultsBucket = (name: string, options: SinkOptions): ResultsBucket => ({
  name,
  s3: openLazily(options, async (config) => (await import('./clients/s3.ts')).openS3(config)),
});

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
  return `results/${account}/${year}/${month}/${day}/${takenAt.replaceAll(/[-:]/g, '')}.json.gz`;
}

const latestKey = (account: string): string => `results/${account}/latest.json.gz`;
const snapshotKey = (account: string): string => `snapshots/${account}/latest.json.gz`;

/**
 * Stores a complete result: in the account's history, and as its newest with the facts behind it. To do it again
 * changes nothing, and an older one never replaces a newer. Gives its place in the history.
 */
export async function storeResult(
  bucket: ResultsBucket,
  account: string,
  { result, snapshot }: { readonly result: Result; readonly snapshot: Snapshot },
): Promise<StoredResult> {
  const { takenAt } = result;
  const key = resultKey(account, result);
  await writePacked(bucket, { key, value: result });
  // The result comes last: who finds it finds the facts behind it.
  await writeNewest(bucket, { key: snapshotKey(account), value: snapshot, takenAt });
  await writeNewest(bucket, { key: latestKey(account), value: result, takenAt });
  return { bucket: bucket.name, key };
}

/** The newest complete result of an account; null: there is none, or none that this release can read. */
export const readLatestResult = (bucket: ResultsBucket, account: string): Promise<Result | null> =>
  read(bucket, latestKey(account), isResult);

/** The facts behind it. */
export const readLatestSnapshot = (bucket: ResultsBucket, account: string): Promise<Snapshot | null> =>
  read(bucket, snapshotKey(account), isSnapshot);

async function read<T extends { readonly schemaVersion: string }>(
  bucket: ResultsBucket,
  key: string,
  isOfVersion: (value: object) => value is T,
): Promise<T | null> {
  const found = await readPacked(bucket, key);
  if (found === null) return null;
  const { value } = found;
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) throw damaged(bucket, key);
  return isOfVersion(value) ? value : null;
}

// Only we write there, so that the version says what the rest is.
const isResult = (value: object): value is Result =>
  'schemaVersion' in value && value.schemaVersion === resultVersion;
const isSnapshot = (value: object): value is Snapshot =>
  'schemaVersion' in value && value.schemaVersion === snapshotVersion;
