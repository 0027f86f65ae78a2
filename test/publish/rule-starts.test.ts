import {
  type ConfigRule,
  ConfigServiceClient,
  DescribeConfigRulesCommand,
  StartConfigRulesEvaluationCommand,
} from '@aws-sdk/client-config-service';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { QueuedStart } from '../../src/model/rule-start.ts';
import { openRuleStarts } from '../../src/publish/rule-starts.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';

const config = mockClient(ConfigServiceClient);
const sqs = mockClient(SQSClient);
const awsError = (name: string): Error => Object.assign(new Error('no'), { name });
const queueUrl = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/starts.fifo`;
const other = 'us-east-1';

/** A clock that waits as long as it is told to, and its hands. */
function opened() {
  const waits: number[] = [];
  const clock = { now: 0 };
  const starts = openRuleStarts({
    region: REGION,
    credentials: () => Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }),
    queueUrl,
    stateTable: 'state',
    configRuleFunction: 'config-rule',
    wait: (milliseconds) => Promise.resolve(waits.push(milliseconds)),
    now: () => clock.now,
  });
  return { ...starts, waits, clock };
}

beforeEach(() => {
  config.reset();
  sqs.reset();
});

describe('the AWS Config rules that are ours', () => {
  const functionArn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:config-rule`;
  const aRule = (over: Partial<ConfigRule> = {}, source: object = {}): ConfigRule => ({
    ConfigRuleName: 'deployed',
    ConfigRuleState: 'ACTIVE',
    InputParameters: '{"rule":"key-rotates","unknown-as":"SKIP"}',
    ...over,
    Source: {
      Owner: 'CUSTOM_LAMBDA',
      SourceIdentifier: functionArn,
      SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ScheduledNotification' }],
      ...source,
    },
  });
  const deployed = [{ configRule: 'deployed', rule: 'key-rotates' }];
  const onChange = { EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' };

  it.each<[string, ConfigRule, typeof deployed]>([
    ['run on a schedule', aRule(), deployed],
    [
      'are evaluated by a version of the function',
      aRule({}, { SourceIdentifier: `${functionArn}:live` }),
      deployed,
    ],
    [
      'have both triggers',
      aRule({}, { SourceDetails: [onChange, { MessageType: 'ScheduledNotification' }] }),
      deployed,
    ],
    ['are being evaluated', aRule({ ConfigRuleState: 'EVALUATING' }), deployed],
    ['not: run on changes', aRule({}, { SourceDetails: [onChange] }), []],
    ['not: have no triggers', aRule({}, { SourceDetails: undefined }), []],
    ['not: have a function of that beginning', aRule({}, { SourceIdentifier: `${functionArn}-2` }), []],
    ['not: are AWS’s own', aRule({}, { Owner: 'AWS', SourceIdentifier: 'DMS_REPLICATION_NOT_PUBLIC' }), []],
    ['not: are being deleted', aRule({ ConfigRuleState: 'DELETING' }), []],
    ['not: name no rule of ours', aRule({ InputParameters: '{"max-age":"2"}' }), []],
    ['not: have parameters that are no text', aRule({ InputParameters: '{"rule":1}' }), []],
    ['not: have broken parameters', aRule({ InputParameters: '{' }), []],
    ['not: have none', aRule({ InputParameters: undefined }), []],
    ['not: have no name', aRule({ ConfigRuleName: undefined }), []],
  ])('%s', async (_, rule, told) => {
    config.on(DescribeConfigRulesCommand).resolves({ ConfigRules: [rule] });
    expect(await opened().deployedRules(REGION)).toEqual(told);
  });

  it('are on all pages', async () => {
    config
      .on(DescribeConfigRulesCommand)
      .resolvesOnce({ ConfigRules: [aRule()], NextToken: 'more' })
      .resolvesOnce({ NextToken: 'yet more' })
      .resolvesOnce({ ConfigRules: [aRule({ ConfigRuleName: 'last' })], NextToken: '' });
    expect((await opened().deployedRules(REGION)).map(({ configRule }) => configRule)).toEqual([
      'deployed',
      'last',
    ]);
    expect(
      config.commandCalls(DescribeConfigRulesCommand).map(({ args: [{ input }] }) => input.NextToken),
    ).toEqual([undefined, 'more', 'yet more']);
  });

  it('are asked for in their Region, and again after two minutes', async () => {
    config.on(DescribeConfigRulesCommand).resolves({});
    const { deployedRules, clock } = opened();
    await Promise.all([deployedRules(REGION), deployedRules(REGION), deployedRules(other)]);
    clock.now = 119_999;
    await deployedRules(REGION);
    const calls = config.commandCalls(DescribeConfigRulesCommand);
    const regions = calls.map(({ thisValue }) => (thisValue as ConfigServiceClient).config.region());
    expect(await Promise.all(regions)).toEqual([REGION, other]);
    clock.now = 120_000;
    await deployedRules(REGION);
    expect(config.commandCalls(DescribeConfigRulesCommand)).toHaveLength(3);
  });

  it('are asked for again after a failure, which names the action', async () => {
    config.on(DescribeConfigRulesCommand).rejectsOnce(awsError('AccessDeniedException')).resolves({});
    const { deployedRules } = opened();
    await expect(deployedRules(REGION)).rejects.toThrow(
      'config:DescribeConfigRules failed (AccessDeniedException): no',
    );
    expect(await deployedRules(REGION)).toEqual([]);
  });
});

describe('a start in the queue', () => {
  const aStart = (index: number): QueuedStart => ({
    region: REGION,
    configRule: `rule-${index}`,
    changedAt: '2026-11-02T05:01:00.000Z',
    group: `group-${index}`,
    deduplication: `once-${index}`,
  });
  const some = (count: number): readonly QueuedStart[] =>
    Array.from({ length: count }, (_, index) => aStart(index));
  const sent = () => sqs.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input);

  it('says what is to be started, and is one of its minute', async () => {
    sqs.on(SendMessageBatchCommand).resolves({});
    await opened().queue([aStart(1)]);
    expect(sent()).toEqual([
      {
        QueueUrl: queueUrl,
        Entries: [
          {
            Id: '0',
            MessageBody: `{"region":"${REGION}","configRule":"rule-1","changedAt":"2026-11-02T05:01:00.000Z"}`,
            MessageGroupId: 'group-1',
            MessageDeduplicationId: 'once-1',
          },
        ],
      },
    ]);
  });

  it('goes with up to nine others', async () => {
    sqs.on(SendMessageBatchCommand).resolves({});
    await opened().queue(some(23));
    expect(sent().map(({ Entries }) => Entries?.length)).toEqual([10, 10, 3]);
  });

  const failed = (...ids: readonly string[]) => ({
    Failed: ids.map((Id) => ({ Id, Code: 'InternalError', Message: 'try again', SenderFault: false })),
    Successful: [],
  });

  it('is sent again where the queue did not take it', async () => {
    sqs.on(SendMessageBatchCommand).resolvesOnce(failed('1', '2')).resolvesOnce(failed('0')).resolves({});
    const { queue, waits } = opened();
    await queue(some(3));
    expect(sent().map(({ Entries }) => Entries?.map(({ MessageGroupId }) => MessageGroupId))).toEqual([
      ['group-0', 'group-1', 'group-2'],
      ['group-1', 'group-2'],
      ['group-1'],
    ]);
    expect(waits).toEqual([1000, 2000]);
  });

  it('fails where the queue does not take it again and again', async () => {
    sqs.on(SendMessageBatchCommand).resolves(failed('0'));
    await expect(opened().queue(some(2))).rejects.toThrow(
      `sqs:SendMessage to ${queueUrl} did not take 1 of 2 starts in 3 tries: try again`,
    );
  });

  it('fails where it may not be sent, which names the action', async () => {
    sqs.on(SendMessageBatchCommand).rejects(awsError('AccessDenied'));
    await expect(opened().queue(some(1))).rejects.toThrow(
      `sqs:SendMessage to ${queueUrl} failed (AccessDenied): no`,
    );
  });
});

describe('a start', () => {
  /** AWS Config as it is with rules at fault: none of a call is started for one of them. */
  const faults = (of: Readonly<Record<string, string>>): void => {
    config
      .on(StartConfigRulesEvaluationCommand)
      .callsFake(({ ConfigRuleNames = [] }: { ConfigRuleNames?: string[] }) => {
        const [fault] = ConfigRuleNames.flatMap((name) => of[name] ?? []);
        return fault === undefined ? {} : Promise.reject(awsError(fault));
      });
  };
  const calls = () =>
    config
      .commandCalls(StartConfigRulesEvaluationCommand)
      .map(({ args: [{ input }] }) => input.ConfigRuleNames?.join(' '));
  const outcomesOf = async (...names: readonly string[]) =>
    Object.fromEntries(await opened().start(REGION, names));

  it('is one call for all', async () => {
    faults({});
    expect(await outcomesOf('a', 'b')).toEqual({ a: { kind: 'started' }, b: { kind: 'started' } });
    expect(calls()).toEqual(['a b']);
  });

  it.each([
    ['LimitExceededException', { kind: 'busy' }],
    ['ResourceInUseException', { kind: 'busy' }],
    ['NoSuchConfigRuleException', { kind: 'gone' }],
    [
      'InvalidParameterValueException',
      {
        kind: 'failed',
        because: 'config:StartConfigRulesEvaluation failed (InvalidParameterValueException): no',
      },
    ],
  ])('is made of each on its own where one is at fault: %s', async (fault, outcome) => {
    faults({ b: fault });
    expect(await outcomesOf('a', 'b', 'c')).toEqual({
      a: { kind: 'started' },
      b: outcome,
      c: { kind: 'started' },
    });
    expect(calls()).toEqual(['a b c', 'a', 'b', 'c']);
  });

  it('fails for all at once where that is no fault of one', async () => {
    faults({ b: 'AccessDeniedException' });
    const outcome = {
      kind: 'failed',
      because: 'config:StartConfigRulesEvaluation failed (AccessDeniedException): no',
    };
    expect(await outcomesOf('a', 'b')).toEqual({ a: outcome, b: outcome });
    expect(calls()).toEqual(['a b']);
  });

  it('is not waited for by the SDK, which takes the limit of one a minute for throttling', async () => {
    faults({});
    await outcomesOf('a');
    const [call] = config.commandCalls(StartConfigRulesEvaluationCommand);
    expect(await (call?.thisValue as ConfigServiceClient).config.maxAttempts()).toBe(1);
  });
});
