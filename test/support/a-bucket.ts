import type { S3 } from '../../src/publish/clients/s3.ts';
import { awsError } from './a-config.ts';

interface Stored {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly metadata: Record<string, string>;
}

/** A bucket in memory, with the conditions that S3 knows (S3 User Guide, *Conditional writes*). */
export function aBucket() {
  const objects = new Map<string, Stored>();
  const keys: string[] = [];
  let writes = 0;
  const client: S3 = {
    putObject: ({ Key = '', Body, Metadata = {}, IfMatch, IfNoneMatch }) =>
      Promise.resolve().then(() => {
        const before = objects.get(Key);
        if (IfNoneMatch === '*' && before !== undefined) throw awsError('PreconditionFailed');
        if (IfMatch !== undefined && before === undefined) throw awsError('NoSuchKey');
        if (IfMatch !== undefined && IfMatch !== before?.etag) throw awsError('PreconditionFailed');
        writes += 1;
        keys.push(Key);
        const body = Body instanceof Uint8Array ? Body : new Uint8Array();
        objects.set(Key, { body, etag: `"${writes}"`, metadata: Metadata });
        return { $metadata: {} };
      }),
    headObject: ({ Key = '' }) =>
      Promise.resolve().then(() => {
        const found = objects.get(Key);
        if (found === undefined) throw awsError('NotFound');
        return { $metadata: {}, ETag: found.etag, Metadata: found.metadata };
      }),
    getObject: ({ Key = '' }) =>
      Promise.resolve().then(() => {
        const found = objects.get(Key);
        if (found === undefined) throw awsError('NoSuchKey');
        return { body: found.body, etag: found.etag };
      }),
  };
  return { client, objects, keys };
}
