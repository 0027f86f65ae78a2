import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { linkToResource } from '../../src/publish/alerts/console-links.ts';
import { slackOf } from '../../src/publish/alerts/slack.ts';
import {
  readSlackDeadLetters,
  readSlackQueue,
  readStateTable,
} from '../../src/settings/function-environment.ts';
import { direct } from '../publish/alerts/notices.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';
import { context, knownCaller, lambdaEnvironment, observed } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'notify-slack-'));
writeFileSync(
  join(folder, 'dms-auditor.yaml'),
  'alerts:\n  routes:\n    - { name: on-call, to: { slack: { secret: dms-auditor/slack } } }\n',
);
const deadLetters = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/slack-dead-letters.fifo`;
lambdaEnvironment({
  DMS_AUDITOR_SLACK_DEAD_LETTERS_URL: deadLetters,
  DMS_AUDITOR_SETTINGS: 'dms-auditor.yaml',
  DMS_AUDITOR_STATE_TABLE: 'state',
  LAMBDA_TASK_ROOT: folder,
});
const { handler } = await import('../../functions/notify-slack.ts');

knownCaller();
const dynamo = mockClient(DynamoDBDocumentClient);
const [secrets, sqs] = [mockClient(SecretsManagerClient), mockClient(SQSClient)];
const address = 'https://hooks.slack.com/services/T0/B0/never-to-be-seen';
const slack = vi.fn<typeof fetch>();
vi.stubGlobal('fetch', slack);

const payload = slackOf({
  ...{ title: 'hello', head: ['hello'], steps: [], sections: [], whole: 'in AWS Config' },
  links: linkToResource({ type: 'AWS::DMS::Endpoint', id: 'a', account: ACCOUNT, region: REGION }, direct),
});
const event = (alertId: string) => ({
  Records: [
    {
      messageId: 'message-1',
      attributes: { MessageGroupId: 'on-call' },
      body: JSON.stringify({ route: 'on-call', alertId, payload }),
    },
  ],
});

/** What an invocation answers and writes. */
async function run(alertId: string) {
  let answer: unknown = null;
  const seen = await observed(async () => {
    answer = await handler(event(alertId), context);
  });
  expect(seen.error).toBeNull();
  return { ...seen, answer };
}

beforeEach(() => {
  for (const client of [dynamo, secrets, sqs]) client.reset();
  slack.mockReset();
  dynamo.on(PutCommand).resolves({});
  secrets.on(GetSecretValueCommand).resolves({ SecretString: address });
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true });
});

describe('notify-slack', () => {
  it('posts what its settings lead to Slack, and notes it', async () => {
    slack.mockResolvedValue(new Response('ok'));
    const { answer, log, text } = await run('a');
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(slack.mock.calls.map(([to, init]) => [to instanceof URL ? to.href : to, init?.body])).toEqual([
      [address, JSON.stringify(payload)],
    ]);
    expect(dynamo.commandCalls(PutCommand).map(({ args: [{ input }] }) => input.Item)).toMatchObject([
      {
        account: ACCOUNT,
        item: expect.stringMatching(/^alert#a\/[0-9a-f]{64}$/) as string,
        owner: 'request-1',
      },
      {
        account: ACCOUNT,
        item: expect.stringMatching(/^alert#a\/[0-9a-f]{64}$/) as string,
        sentAt: expect.any(String) as string,
      },
    ]);
    expect(log).toMatchObject([
      { level: 'INFO', service: 'notify-slack', messages: 1, returned: 0, laidAside: 0 },
    ]);
    expect(text).not.toContain('never-to-be-seen');
  });

  it('gives back what Slack refuses, tells so, and holds the address out of its log', async () => {
    slack.mockResolvedValue(new Response('no_service', { status: 404 }));
    const { answer, log, metrics, text } = await run('b');
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
    expect(log).toMatchObject([
      { level: 'ERROR', message: 'not posted to Slack: route on-call: Slack answered 404 (no_service)' },
    ]);
    expect(metrics).toMatchObject([{ Failed: 1 }]);
    expect(text).not.toContain('never-to-be-seen');
  });

  it('lays aside what Slack refuses for what is in it, as SQS would, and tells so', async () => {
    slack.mockResolvedValue(new Response('invalid_blocks', { status: 400 }));
    sqs.on(SendMessageBatchCommand).resolves({});
    const { answer, log, metrics } = await run('d');
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(sqs.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input)).toEqual([
      {
        QueueUrl: deadLetters,
        Entries: [
          {
            Id: '0',
            MessageBody: event('d').Records[0]?.body,
            MessageGroupId: 'on-call',
            MessageDeduplicationId: 'message-1',
          },
        ],
      },
    ]);
    expect(log).toMatchObject([
      {
        level: 'ERROR',
        message:
          'not posted to Slack: route on-call: Slack answered 400 (invalid_blocks) to alert d; it is laid aside',
        laidAside: 1,
      },
    ]);
    expect(metrics).toMatchObject([{ Failed: 1 }]);
  });

  it('gives back what it may not lay aside', async () => {
    slack.mockResolvedValue(new Response('invalid_blocks', { status: 400 }));
    sqs.on(SendMessageBatchCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    const { answer, log } = await run('e');
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
    expect(log).toMatchObject([
      {
        message: `not posted to Slack: route on-call: Slack answered 400 (invalid_blocks) to alert e; it could not be laid aside: sqs:SendMessage to ${deadLetters} failed (AccessDenied): no`,
      },
    ]);
  });

  it('does not post what was posted', async () => {
    dynamo
      .on(PutCommand)
      .rejects(Object.assign(new Error('no'), { name: 'ConditionalCheckFailedException' }))
      .on(GetCommand)
      .resolves({ Item: { account: ACCOUNT, item: 'alert#c', sentAt: '2026-11-01T03:00:00.000Z' } });
    expect((await run('c')).answer).toEqual({ batchItemFailures: [] });
    expect(slack).not.toHaveBeenCalled();
  });
});

describe('the environment of alerts', () => {
  it.each([
    ['no queue', '', null],
    [
      'a queue',
      'https://sqs.eu-west-1.amazonaws.com/1/slack.fifo',
      'https://sqs.eu-west-1.amazonaws.com/1/slack.fifo',
    ],
  ])('may name %s', (_, url, queue) => {
    vi.stubEnv('DMS_AUDITOR_SLACK_QUEUE_URL', url);
    expect(readSlackQueue()).toBe(queue);
  });

  it.each(['slack.fifo', 'https://sqs.eu-west-1.amazonaws.com/1/slack'])('names no queue by %s', (url) => {
    vi.stubEnv('DMS_AUDITOR_SLACK_QUEUE_URL', url);
    expect(readSlackQueue).toThrow('DMS_AUDITOR_SLACK_QUEUE_URL is no URL of a FIFO queue');
  });

  it.each(['', 'https://sqs.eu-west-1.amazonaws.com/1/slack-dead-letters'])(
    'must name the queue of what cannot be posted, and does not by "%s"',
    (url) => {
      vi.stubEnv('DMS_AUDITOR_SLACK_DEAD_LETTERS_URL', url);
      expect(readSlackDeadLetters).toThrow('DMS_AUDITOR_SLACK_DEAD_LETTERS_URL');
    },
  );

  it('must name the table', () => {
    vi.stubEnv('DMS_AUDITOR_STATE_TABLE', ' ');
    expect(readStateTable).toThrow('set DMS_AUDITOR_STATE_TABLE');
  });
});
