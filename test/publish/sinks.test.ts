import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { announce, openTopicSink } from '../../src/publish/topic.ts';
import { ACCOUNT } from '../support/builders.ts';

const sns = mockClient(SNSClient);
const options = {
  region: 'eu-west-1',
  credentials: () => Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }),
};
const awsError = (name: string): Error => Object.assign(new Error('no'), { name });

beforeEach(() => {
  sns.reset();
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
