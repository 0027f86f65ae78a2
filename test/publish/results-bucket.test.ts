import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { Refusal } from '../../src/model/refusal.ts';
import {
  openResultsBucket,
  readLatestResult,
  readLatestSnapshot,
  resultKey,
  storeResult,
} from '../../src/publish/results-bucket.ts';
import { aResult } from '../audit/results.ts';
import { aBucket } from '../support/a-bucket.ts';
import { awsError } from '../support/a-config.ts';
import { ACCOUNT, accountWith, aSnapshot, TAKEN_AT } from '../support/builders.ts';
import { onInstance } from './reports.ts';

const taken = (takenAt: string, ...findings: readonly Finding[]) => ({
  result: { ...aResult(...findings), takenAt },
  snapshot: { ...aSnapshot(accountWith({})), takenAt },
});
const [early, late] = ['2026-11-01T03:00:00.000Z', '2026-11-02T03:00:00.000Z'];
const history = `results/${ACCOUNT}/2026/11/01/20261101T030000.000Z.json.gz`;
const [latest, facts] = [`results/${ACCOUNT}/latest.json.gz`, `snapshots/${ACCOUNT}/latest.json.gz`];
const inMemory = () => {
  const { client, ...rest } = aBucket();
  return { ...rest, bucket: { name: 'results', s3: () => Promise.resolve(client) } };
};

describe('a result', () => {
  it('is kept by account and day, and as the newest with its facts, which are written first', async () => {
    const { bucket, keys } = inMemory();
    expect(resultKey(ACCOUNT, { takenAt: TAKEN_AT })).toBe(history);
    expect(await storeResult(bucket, ACCOUNT, taken(early))).toEqual({ bucket: 'results', key: history });
    expect(keys).toEqual([history, facts, latest]);
  });

  it('comes back as it was stored', async () => {
    const { bucket } = inMemory();
    const stored = taken(early, onInstance('a'));
    await storeResult(bucket, ACCOUNT, stored);
    expect(await readLatestResult(bucket, ACCOUNT)).toEqual(stored.result);
    expect(await readLatestSnapshot(bucket, ACCOUNT)).toEqual(stored.snapshot);
  });

  it.each([
    ['in order', [early, late]],
    ['the newer first', [late, early]],
    ['again', [late, early, late]],
  ])('never replaces a newer one: %s', async (_, order) => {
    const { bucket } = inMemory();
    for (const takenAt of order) await storeResult(bucket, ACCOUNT, taken(takenAt));
    expect((await readLatestResult(bucket, ACCOUNT))?.takenAt).toBe(late);
    expect((await readLatestSnapshot(bucket, ACCOUNT))?.takenAt).toBe(late);
  });

  it('never replaces a newer one that comes between the look and the write', async () => {
    const { bucket, objects } = inMemory();
    const s3 = await bucket.s3();
    let isFirst = true;
    const overtaken = {
      ...s3,
      headObject: async (input: Parameters<typeof s3.headObject>[0]) => {
        const found = await s3.headObject(input).finally(async () => {
          if (!isFirst) return;
          isFirst = false;
          await storeResult(bucket, ACCOUNT, taken(late));
        });
        return found;
      },
    };
    await storeResult({ name: 'results', s3: () => Promise.resolve(overtaken) }, ACCOUNT, taken(early));
    expect((await readLatestResult(bucket, ACCOUNT))?.takenAt).toBe(late);
    expect(objects.has(history)).toBe(true);
  });

  it('is none where nothing was stored, or by a release with another format', async () => {
    const { bucket } = inMemory();
    expect(await readLatestResult(bucket, ACCOUNT)).toBeNull();
    expect(await readLatestSnapshot(bucket, ACCOUNT)).toBeNull();
    const { result, snapshot } = taken(early);
    await storeResult(bucket, ACCOUNT, { snapshot, result: { ...result, schemaVersion: '2' as '1' } });
    expect(await readLatestResult(bucket, ACCOUNT)).toBeNull();
  });

  it.each([
    ['is no gzip', Buffer.from('{}')],
    ['is cut off', gzipSync('{"schemaVersion":"1"}').subarray(0, 20)],
    ['is no JSON', gzipSync('{"schemaVersion":')],
    ['is no result', gzipSync('[]')],
  ])('that %s is told', async (_, body) => {
    const { bucket, objects } = inMemory();
    objects.set(latest, { body, etag: '"1"', metadata: {} });
    await expect(readLatestResult(bucket, ACCOUNT)).rejects.toThrow(
      `object ${latest} of bucket results is not what was stored there; delete it, or restore it`,
    );
  });
});

describe('what S3 is told, and answers', () => {
  const s3 = mockClient(S3Client);
  const bucket = openResultsBucket('results', {
    region: 'eu-west-1',
    credentials: () => Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }),
  });
  const store = () => storeResult(bucket, ACCOUNT, taken(early));
  beforeEach(() => {
    s3.reset();
    s3.on(HeadObjectCommand).rejects(awsError('NotFound'));
  });

  it('is compressed JSON, encrypted as the bucket says, the newest only if nobody was faster', async () => {
    s3.on(PutObjectCommand).resolves({});
    await store();
    const puts = s3.commandCalls(PutObjectCommand).map(({ args: [{ input }] }) => input);
    const common = { Bucket: 'results', ContentType: 'application/gzip' };
    const first = { IfNoneMatch: '*', Metadata: { 'taken-at': early } };
    expect(puts).toMatchObject([
      { ...common, Key: history },
      { ...common, ...first, Key: facts },
      { ...common, ...first, Key: latest },
    ]);
    expect(JSON.parse(gunzipSync(puts[0]?.Body as Buffer).toString())).toEqual(taken(early).result);
  });

  it.each([
    [
      'NoSuchBucket',
      Refusal,
      'there is no bucket results to keep results in; create it, or correct DMS_AUDITOR_RESULTS_BUCKET',
    ],
    ['AccessDenied', Error, `s3:PutObject of ${history} to results failed (AccessDenied): no`],
  ])('%s where it is not taken', async (name, type, message) => {
    s3.on(PutObjectCommand).rejects(awsError(name));
    await expect(store()).rejects.toThrow(type);
    await expect(store()).rejects.toThrow(message);
  });

  it('that somebody was always faster ends the run in the end', async () => {
    s3.on(PutObjectCommand).resolvesOnce({}).rejects(awsError('PreconditionFailed'));
    await expect(store()).rejects.toThrow('8 times');
  });

  it.each([
    ['NoSuchBucket', 'there is no bucket results'],
    ['AccessDenied', `s3:GetObject of ${latest} from results failed (AccessDenied): no`],
  ])('%s where it is not given', async (name, message) => {
    s3.on(GetObjectCommand).rejects(awsError(name));
    await expect(readLatestResult(bucket, ACCOUNT)).rejects.toThrow(message);
  });
});
