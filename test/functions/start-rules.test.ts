import {
  ConfigServiceClient,
  DescribeConfigRulesCommand,
  StartConfigRulesEvaluationCommand,
} from '@aws-sdk/client-config-service';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { changes, recordedChange, starts, startsQueue, WINDOW_END } from '../audit/start-rules/messages.ts';
import { ACCOUNT, FOREIGN, REGION } from '../support/builders.ts';
import { context, knownCaller, lambdaEnvironment, observed } from './support.ts';

const queueUrl = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${startsQueue}`;
lambdaEnvironment({
  DMS_AUDITOR_STARTS_QUEUE_URL: queueUrl,
  DMS_AUDITOR_CONFIG_RULE_FUNCTION: 'config-rule',
  DMS_AUDITOR_STATE_TABLE: 'state',
  DMS_AUDITOR_REGIONS: REGION,
});
const { handler } = await import('../../functions/start-rules.ts');

knownCaller();
const config = mockClient(ConfigServiceClient);
const sqs = mockClient(SQSClient);
const dynamo = mockClient(DynamoDBDocumentClient);
const run = async (event: unknown) => {
  let answer: unknown;
  const told = await observed(async () => {
    answer = await handler(event, context);
  });
  return { ...told, answer };
};
const configRule = 'dms-auditor-key-rotates';
const aStart = { region: REGION, configRule, changedAt: WINDOW_END };

beforeEach(() => {
  for (const mock of [config, sqs, dynamo]) mock.reset();
  config.on(DescribeConfigRulesCommand).resolves({
    ConfigRules: [
      {
        ConfigRuleName: configRule,
        InputParameters: '{"rule":"key-rotates"}',
        Source: {
          Owner: 'CUSTOM_LAMBDA',
          SourceIdentifier: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:config-rule`,
          SourceDetails: [{ MessageType: 'ScheduledNotification' }],
        },
      },
    ],
  });
  config.on(StartConfigRulesEvaluationCommand).resolves({});
  sqs.on(SendMessageBatchCommand).resolves({});
  dynamo.on(UpdateCommand).resolves({});
});
afterAll(() => {
  vi.unstubAllEnvs();
});

it('queues a start for a change', async () => {
  const { answer, error, log } = await run(changes(recordedChange('AWS::KMS::Key')));
  expect([answer, error]).toEqual([{ batchItemFailures: [] }, null]);
  expect(sqs.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input)).toMatchObject([
    { QueueUrl: queueUrl, Entries: [{ MessageBody: JSON.stringify(aStart) }] },
  ]);
  expect(log).toMatchObject([{ level: 'INFO', service: 'start-rules', changes: 1, starts: 1 }]);
  expect(config.commandCalls(StartConfigRulesEvaluationCommand)).toEqual([]);
});

it('starts what waited, after it noted the change', async () => {
  const { answer, log } = await run(starts(aStart));
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(dynamo.commandCalls(UpdateCommand).map(({ args: [{ input }] }) => input)).toMatchObject([
    { TableName: 'state', Key: { account: ACCOUNT, item: 'scan' } },
  ]);
  expect(
    config.commandCalls(StartConfigRulesEvaluationCommand).map(({ args: [{ input }] }) => input),
  ).toEqual([{ ConfigRuleNames: [configRule] }]);
  expect(log).toMatchObject([{ level: 'INFO', message: 'started rules', started: 1 }]);
});

it('gives back to the queue what is refused for a minute, and does not fail', async () => {
  config
    .on(StartConfigRulesEvaluationCommand)
    .rejects(Object.assign(new Error('once a minute'), { name: 'LimitExceededException' }));
  const { answer, error, metrics } = await run(starts(aStart));
  expect([answer, error]).toEqual([{ batchItemFailures: [{ itemIdentifier: 'm1' }] }, null]);
  expect(metrics).toMatchObject([{ Failed: 0 }]);
});

it('tells of a message that is not its own, and drops it', async () => {
  const { answer, log, text } = await run(changes(recordedChange('AWS::KMS::Key', { account: FOREIGN })));
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(log).toMatchObject([{ level: 'WARN' }, { level: 'INFO', changes: 0, starts: 0 }]);
  expect(text).toContain('message m1 is passed over: it is of another account');
});

it('fails, so that nothing is lost, where the change cannot be noted', async () => {
  dynamo.on(UpdateCommand).rejects(Object.assign(new Error('no'), { name: 'ResourceNotFoundException' }));
  const { error, metrics } = await run(starts(aStart));
  expect(error).toMatchObject({ message: expect.stringContaining('there is no table state') as string });
  expect(metrics).toMatchObject([{ Failed: 1 }]);
  expect(config.commandCalls(StartConfigRulesEvaluationCommand)).toEqual([]);
});
