import { gunzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { eventsKey, storeEvents } from '../../src/publish/ocsf-bucket.ts';
import { openResultsBucket } from '../../src/publish/results-bucket.ts';
import { toOcsf } from '../../src/report/ocsf.ts';
import { aFinding, aResult } from '../audit/results.ts';
import { aRecording, HOME, onRole } from '../report/recordings.ts';
import { ACCOUNT, REGION, TAKEN_AT } from '../support/builders.ts';

const s3 = mockClient(S3Client);
const bucket = openResultsBucket('results', {
  region: HOME,
  credentials: () => Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }),
});
const groups = toOcsf(
  aResult(aFinding(), aFinding({ because: 'two\nlines' }), aFinding({ resource: onRole('r') })),
  aRecording(),
);
const store = () => storeEvents(bucket, TAKEN_AT, groups);
const put = () => s3.commandCalls(PutObjectCommand).map(({ args: [{ input }] }) => input);

beforeEach(() => {
  s3.reset();
  s3.on(PutObjectCommand).resolves({});
});

describe('events', () => {
  const day = `ocsf/date=2026-11-01/account=${ACCOUNT}`;
  const keys = [REGION, HOME].map((region) => `${day}/region=${region}/20261101T030000.000Z.ndjson.gz`);

  it('are stored by day, account and Region, a line each', async () => {
    expect(await store()).toEqual(keys);
    expect(put().map(({ Bucket, Key, ContentType }) => [Bucket, Key, ContentType])).toEqual(
      keys.map((key) => ['results', key, 'application/gzip']),
    );
    const lines = put().map(({ Body }) =>
      gunzipSync(Body as Uint8Array)
        .toString()
        .split('\n'),
    );
    expect(lines.map(({ length }) => length - 1)).toEqual([2, 1]);
    expect(lines.map((texts) => texts.slice(0, -1).map((text) => JSON.parse(text) as unknown))).toEqual(
      groups.map(({ events }) => events),
    );
  });

  it('replace themselves when they are stored again', async () => {
    await store();
    await store();
    const bodies = put().map(({ Key, Body }) => [Key, Buffer.from(Body as Uint8Array).toString('base64')]);
    expect(bodies.slice(2)).toEqual(bodies.slice(0, 2));
    expect(eventsKey({ account: ACCOUNT, region: REGION }, TAKEN_AT)).toBe(keys[0]);
  });

  it('that S3 does not take are an error that names the action', async () => {
    s3.on(PutObjectCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    await expect(store()).rejects.toThrow(
      `s3:PutObject of ${keys[0] ?? ''} to results failed (AccessDenied): no`,
    );
  });
});
