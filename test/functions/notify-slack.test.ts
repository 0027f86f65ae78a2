import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSlackQueue, readStateTable } from '../../src/settings.ts';
import { ACCOUNT } from '../support/builders.ts';
import { context, knownCaller, lambdaEnvironment, observed } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'notify-slack-'));
writeFileSync(
  join(folder, 'dms-auditor.yaml'),
  'alerts:\n  routes:\n    - { name: on-call, to: { slack: { secret: dms-auditor/slack } } }\n',
);
lambdaEnvironment({
  DMS_AUDITOR_SETTINGS: 'dms-auditor.yaml',
  DMS_AUDITOR_STATE_TABLE: 'state',
  LAMBDA_TASK_ROOT: folder,
});
const { handler } = await import('../../functions/notify-slack.ts');

knownCaller();
const [dynamo, secrets] = [mockClient(DynamoDBDocumentClient), mockClient(SecretsManagerClient)];
const address = 'https://hooks.slack.com/services/T0/B0/never-to-be-seen';
const slack = vi.fn<typeof fetch>();
vi.stubGlobal('fetch', slack);

const event = (alertId: string) => ({
  Records: [
    {
      messageId: 'message-1',
      attributes: { MessageGroupId: 'on-call' },
      body: JSON.stringify({ route: 'on-call', alertId, payload: { text: 'hello' } }),
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
  for (const client of [dynamo, secrets]) client.reset();
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
      [address, '{"text":"hello"}'],
    ]);
    expect(dynamo.commandCalls(PutCommand).map(({ args: [{ input }] }) => input.Item)).toMatchObject([
      { account: ACCOUNT, item: 'alert#a', owner: 'request-1' },
      { account: ACCOUNT, item: 'alert#a', sentAt: expect.any(String) as string },
    ]);
    expect(log).toMatchObject([{ level: 'INFO', service: 'notify-slack', messages: 1, returned: 0 }]);
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

  it('must name the table', () => {
    vi.stubEnv('DMS_AUDITOR_STATE_TABLE', ' ');
    expect(readStateTable).toThrow('set DMS_AUDITOR_STATE_TABLE');
  });
});
