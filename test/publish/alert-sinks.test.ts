import { createHash } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertTarget } from '../../src/model/alerts.ts';
import { sendAlert } from '../../src/publish/alerts/send-alert.ts';
import { openSlackQueue } from '../../src/publish/slack-queue.ts';
import { openTopicSink } from '../../src/publish/topic.ts';
import { openWebhookSecrets } from '../../src/publish/webhook-secrets.ts';
import { ACCOUNT } from '../support/builders.ts';
import { anAlert, direct, ofChange } from './alerts/notices.ts';

const [sns, sqs, secrets] = [mockClient(SNSClient), mockClient(SQSClient), mockClient(SecretsManagerClient)];
const options = {
  region: 'eu-west-1',
  credentials: () => Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }),
};
const awsError = (name: string): Error => Object.assign(new Error('no'), { name });
const arn = `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`;
const url = `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/slack.fifo`;

beforeEach(() => {
  for (const client of [sns, sqs, secrets]) client.reset();
});

const send = (to: AlertTarget, queue: string | null = url) =>
  sendAlert(
    ofChange(anAlert('orders')),
    { ...{ name: 'on-call', severity: 'HIGH', accounts: ['*'], rules: ['*'] }, to },
    {
      sns: openTopicSink(options),
      slack: queue === null ? null : openSlackQueue(queue, options),
      access: direct,
    },
  );

describe('an alert', () => {
  it('goes to a topic as JSON, with text for e-mail', async () => {
    sns.on(PublishCommand).resolves({});
    await send({ kind: 'topic', arn });
    const input = sns.commandCalls(PublishCommand)[0]?.args[0].input;
    expect(input).toMatchObject({
      TopicArn: arn,
      Subject: `New CRITICAL in ${ACCOUNT}: instance-is-private`,
      MessageStructure: 'json',
      MessageAttributes: {
        severity: { DataType: 'String', StringValue: 'CRITICAL' },
        change: { DataType: 'String', StringValue: 'new' },
      },
    });
    const { default: json, email } = JSON.parse(input?.Message ?? '') as Record<string, string>;
    expect(JSON.parse(json ?? '')).toMatchObject({ kind: 'change', finding: 'instance-is-private@orders' });
    expect(email).toContain('- PubliclyAccessible is true\n');
  });

  it('goes to Amazon Q as it is', async () => {
    sns.on(PublishCommand).resolves({});
    await send({ kind: 'chatbot', arn });
    const input = sns.commandCalls(PublishCommand)[0]?.args[0].input;
    expect(input).not.toHaveProperty('MessageStructure');
    expect(JSON.parse(input?.Message ?? '')).toMatchObject({ version: '1.0', source: 'custom' });
  });

  it('waits for Slack in its route’s order, once', async () => {
    sqs.on(SendMessageBatchCommand).resolves({});
    await send({ kind: 'slack', secret: 'dms-auditor/slack' });
    const [entry] = sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.Entries ?? [];
    const body = entry?.MessageBody ?? '';
    // Something else by the same id keeps it from nobody.
    expect(entry).toMatchObject({
      MessageGroupId: 'on-call',
      MessageDeduplicationId: createHash('sha256').update(body).digest('hex'),
    });
    expect(JSON.parse(entry?.MessageBody ?? '')).toMatchObject({
      route: 'on-call',
      alertId: 'alert-1',
      payload: { text: `New CRITICAL in ${ACCOUNT}: instance-is-private` },
    });
    expect(entry?.MessageBody).not.toContain('dms-auditor/slack');
  });

  it.each<[string, AlertTarget, () => unknown, string]>([
    [
      'a topic that there is not',
      { kind: 'chatbot', arn },
      () => sns.on(PublishCommand).rejects(awsError('NotFoundException')),
      'correct the route on-call in the settings file',
    ],
    [
      'a queue that refuses it',
      { kind: 'slack', secret: 's' },
      () =>
        sqs.on(SendMessageBatchCommand).resolves({
          Failed: [{ Id: '0', SenderFault: true, Code: 'TooLong', Message: 'too long' }],
        }),
      `sqs:SendMessage to ${url} failed (TooLong): too long`,
    ],
    [
      'a queue that may not be used',
      { kind: 'slack', secret: 's' },
      () => sqs.on(SendMessageBatchCommand).rejects(awsError('AccessDenied')),
      `sqs:SendMessage to ${url} failed (AccessDenied): no`,
    ],
  ])('does not reach %s', async (_, to, prepare, message) => {
    prepare();
    await expect(send(to)).rejects.toThrow(message);
  });

  it('to Slack needs the queue', async () => {
    await expect(send({ kind: 'slack', secret: 's' }, null)).rejects.toThrow(
      'the route on-call leads to Slack, but there is no queue for it; set DMS_AUDITOR_SLACK_QUEUE_URL',
    );
  });
});

describe('a webhook’s secret', () => {
  it('is read where it is, and kept for five minutes', async () => {
    let now = 0;
    secrets.on(GetSecretValueCommand).resolves({ SecretString: 'https://hooks.slack.com/one' });
    const read = openWebhookSecrets(options, () => now);
    const secret = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:dms-auditor/slack-AbCdEf`;
    await read(secret);
    now = 299_999;
    await read(secret);
    const [call, ...more] = secrets.commandCalls(GetSecretValueCommand);
    expect([call?.args[0].input, more]).toEqual([{ SecretId: secret }, []]);
    expect(await (call?.thisValue as SecretsManagerClient).config.region()).toBe('us-east-1');
    secrets.on(GetSecretValueCommand).resolves({ SecretString: 'https://hooks.slack.com/two' });
    now = 300_000;
    expect(await read(secret)).toBe('https://hooks.slack.com/two');
  });

  it('that could not be read is asked for again', async () => {
    secrets
      .on(GetSecretValueCommand)
      .rejectsOnce(awsError('AccessDeniedException'))
      .resolvesOnce({ SecretBinary: new Uint8Array([1]) })
      .resolves({ SecretString: 'https://hooks.slack.com/one' });
    const read = openWebhookSecrets(options, () => 0);
    await expect(read('dms-auditor/slack')).rejects.toThrow(
      'secretsmanager:GetSecretValue of dms-auditor/slack failed (AccessDeniedException): no',
    );
    await expect(read('dms-auditor/slack')).rejects.toThrow('the secret dms-auditor/slack holds no text');
    expect(await read('dms-auditor/slack')).toBe('https://hooks.slack.com/one');
  });
});
