import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Refusal } from '../model/refusal.ts';
import type { S3 } from './clients/s3.ts';
import { calling, SinkError } from './sink-error.ts';

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

/** A bucket of ours, and how to reach it. */
export interface ResultsBucket {
  readonly name: string;
  readonly s3: () => Promise<S3>;
}

/** An object as it was found; `etag` tells it from what anybody writes over it. */
interface PackedObject {
  readonly value: unknown;
  readonly etag: string | undefined;
}

/**
 * Reads an object of compressed JSON; null: there is none.
 *
 * @throws Error if it holds something else; Refusal if there is no such bucket; SinkError if S3 fails. S3 says
 * AccessDenied of what is not there, too, to whom s3:ListBucket is not allowed.
 */
export async function readPacked(bucket: ResultsBucket, key: string): Promise<PackedObject | null> {
  const found = await asking(bucket, `s3:GetObject of ${key} from ${bucket.name}`, (s3) =>
    s3.getObject({ Bucket: bucket.name, Key: key }),
  ).catch(nothingIf('NoSuchKey'));
  if (found === null) return null;
  try {
    return { value: JSON.parse((await unpack(found.body)).toString()) as unknown, etag: found.etag };
  } catch {
    throw damaged(bucket, key);
  }
}

export const damaged = (bucket: ResultsBucket, key: string): Error =>
  new Error(`object ${key} of bucket ${bucket.name} is not what was stored there; delete it, or restore it`);

/** What must still be so when an object is written: that nobody has written over it, or that there is none (null). */
type Condition = { readonly etag: string | undefined } | null;

/**
 * Writes an object of compressed JSON. How it is encrypted is the bucket's own affair. `condition` absent: whatever is
 * there. Gives whether it was written: false where the condition does not hold any more.
 *
 * @throws Refusal if there is no such bucket; SinkError if S3 does not take it.
 */
export async function writePacked(
  bucket: ResultsBucket,
  object: { readonly key: string; readonly value: unknown; readonly takenAt?: string },
  condition?: Condition,
): Promise<boolean> {
  const { key, value, takenAt } = object;
  const input = {
    Bucket: bucket.name,
    Key: key,
    Body: await pack(JSON.stringify(value)),
    ContentType: 'application/gzip',
    ...(takenAt === undefined ? {} : { Metadata: { [takenAtName]: takenAt } }),
    ...(condition === undefined ? {} : conditionOf(condition)),
  };
  const written = await asking(bucket, `s3:PutObject of ${key} to ${bucket.name}`, (s3) =>
    s3.putObject(input),
  ).catch(nothingIf(...overtaken));
  return written !== null;
}

const takenAtName = 'taken-at';

/** What S3 answers where somebody else wrote first (S3 User Guide, *Conditional writes*). */
const overtaken = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'];

const conditionOf = (condition: Condition) =>
  condition === null ? { IfNoneMatch: '*' } : { IfMatch: condition.etag };

/** More writers at once than this on one object are none of ours. */
const tries = 8;

/** Writes an object unless there is a newer one. In whatever order writers come, the newest is what stays. */
export async function writeNewest(
  bucket: ResultsBucket,
  object: { readonly key: string; readonly value: unknown; readonly takenAt: string },
): Promise<void> {
  const { key, takenAt } = object;
  for (let attempt = 1; attempt <= tries; attempt++) {
    const found = await asking(bucket, `s3:GetObject of ${key} from ${bucket.name}`, (s3) =>
      s3.headObject({ Bucket: bucket.name, Key: key }),
    ).catch(nothingIf('NotFound', 'NoSuchKey'));
    if ((found?.Metadata?.[takenAtName] ?? '') > takenAt) return;
    if (await writePacked(bucket, object, found === null ? null : { etag: found.ETag })) return;
  }
  throw overwritten(bucket, key);
}

/**
 * Replaces an object by what `change` makes of it (null: there is none), however many do so at once.
 *
 * @throws Error if others were always faster.
 */
export async function replacePacked(
  bucket: ResultsBucket,
  key: string,
  change: (value: unknown) => unknown,
): Promise<void> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const found = await readPacked(bucket, key);
    const value = change(found?.value ?? null);
    if (await writePacked(bucket, { key, value }, found === null ? null : { etag: found.etag })) return;
  }
  throw overwritten(bucket, key);
}

const overwritten = (bucket: ResultsBucket, key: string): Error =>
  new Error(`others wrote object ${key} of bucket ${bucket.name} ${tries} times before it could be replaced`);

async function asking<T>(bucket: ResultsBucket, action: string, send: (s3: S3) => Promise<T>): Promise<T> {
  const s3 = await bucket.s3();
  try {
    return await calling(action, () => send(s3));
  } catch (error) {
    if (error instanceof SinkError && error.code === 'NoSuchBucket')
      throw new Refusal(
        `there is no bucket ${bucket.name} to keep results in; create it, or correct DMS_AUDITOR_RESULTS_BUCKET`,
      );
    throw error;
  }
}

/** For what is refused with one of these codes: that there is nothing. */
const nothingIf =
  (...codes: readonly string[]) =>
  (error: unknown): null => {
    if (error instanceof SinkError && codes.includes(error.code)) return null;
    throw error;
  };
