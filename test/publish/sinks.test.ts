import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { openResultsSink, resultKey, storeResult } from '../../src/publish/results-bucket.ts';
import { announce, openTopicSink } from '../../src/publish/topic.ts';
import { ACCOUNT, TAKEN_AT } from '../support/builders.ts';

const s3 = mockClient(S3Client);
const sns = mockClient(SNSClient);
const options = {
  region: 'eu-west-1',
  credentials: () => Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }),
};
const awsError = (name: string): Error => Object.assign(new Error('no'), { name });

beforeEach(() => {
  s3.reset();
  sns.reset();
});

describe('a result', () => {
  const place = { bucket: 'results', key: 'results/1/a.json' };
  const store = () => storeResult(openResultsSink(options), place, '{}\n');

  it('is kept by account and day', () => {
    expect(resultKey(ACCOUNT, { takenAt: TAKEN_AT })).toBe(
      `results/${ACCOUNT}/2026/11/01/20261101T030000.000Z.json`,
    );
  });

  it('is put as JSON, encrypted as the bucket says', async () => {
    s3.on(PutObjectCommand).resolves({});
    expect(await store()).toEqual(place);
    expect(s3.commandCalls(PutObjectCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { Bucket: 'results', Key: place.key, Body: '{}\n', ContentType: 'application/json' },
    ]);
  });

  it.each([
    [
      'NoSuchBucket',
      'there is no bucket results to store the result in; create it, or correct DMS_AUDITOR_RESULTS_BUCKET',
    ],
    ['AccessDenied', 's3:PutObject of results/1/a.json to results failed (AccessDenied): no'],
  ])('is not put: %s', async (name, message) => {
    s3.on(PutObjectCommand).rejects(awsError(name));
    await expect(store()).rejects.toThrow(message);
  });
});

describe('a digest', () => {
  const topicArn = `arn:aws:sns:us-east-1:${ACCOUNT}:findings`;
  const tell = () =>
    announce(openTopicSink(options), topicArn, {
      subject: 'subject',
      message: 'message',
      attributes: { severity: 'HIGH', account: ACCOUNT },
    });

  it('is published in the Region of the topic', async () => {
    sns.on(PublishCommand).resolves({});
    await tell();
    const [call] = sns.commandCalls(PublishCommand);
    expect(call?.args[0].input).toEqual({
      TopicArn: topicArn,
      Subject: 'subject',
      Message: 'message',
      MessageAttributes: {
        severity: { DataType: 'String', StringValue: 'HIGH' },
        account: { DataType: 'String', StringValue: ACCOUNT },
      },
    });
    expect(await (call?.thisValue as SNSClient).config.region()).toBe('us-east-1');
  });

  it.each([
    ['NotFoundException', 'correct DMS_AUDITOR_TOPIC_ARN'],
    ['AuthorizationErrorException', `sns:Publish to ${topicArn} failed (AuthorizationErrorException): no`],
  ])('is not published: %s', async (name, message) => {
    sns.on(PublishCommand).rejects(awsError(name));
    await expect(tell()).rejects.toThrow(message);
  });
});

it('credentials that could not be had are looked for again', async () => {
  let tries = 0;
  const open = openTopicSink({
    region: 'eu-west-1',
    credentials: () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('not yet')) : options.credentials();
    },
  });
  await expect(open('eu-west-1')).rejects.toThrow('not yet');
  expect(await open('eu-west-1')).toBe(await open('eu-west-1'));
  expect(tries).toBe(2);
});
