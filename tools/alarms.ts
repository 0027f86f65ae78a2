import { arnOf, either, type Resource, ref, type Template, yamlOf } from './cloudformation.ts';
import { ownName } from './function-roles.ts';
import { deadLetters, queueOf, queuePolicy, reads } from './queues.ts';

type Resources = Template['Resources'];

interface Watched {
  readonly namespace: 'AWS/SQS' | 'AWS/Lambda';
  readonly metric: string;
  readonly dimension: 'QueueName' | 'FunctionName';
  readonly of: unknown;
  readonly says: string;
}

/** `actions`: where it is told. */
const alarm = ({ namespace, metric, dimension, of, says }: Watched, actions: unknown): Resource => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmDescription: `dms-auditor: ${says}`,
    Namespace: namespace,
    MetricName: metric,
    Dimensions: [{ Name: dimension, Value: of }],
    Statistic: namespace === 'AWS/SQS' ? 'Maximum' : 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: actions,
  },
});

/** Something was laid aside because it failed each time. */
export const queueAlarm = (queue: string, says: string, actions: unknown): Resources => ({
  [`${queue}Alarm`]: alarm(
    {
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      dimension: 'QueueName',
      of: { 'Fn::GetAtt': [queue, 'QueueName'] },
      says,
    },
    actions,
  ),
});

/** A function failed, was held back, or an event for it was dropped. */
export const functionAlarms = (
  functionId: string,
  { name, metrics, actions }: { readonly name: string; readonly metrics: Metrics; readonly actions: unknown },
): Resources =>
  Object.fromEntries(
    Object.entries(metrics).map(([metric, says]) => [
      `${functionId.replace('LambdaFunction', '')}${metric}Alarm`,
      alarm(
        {
          namespace: 'AWS/Lambda',
          metric,
          dimension: 'FunctionName',
          of: ref(functionId),
          says: `${name} ${says}`,
        },
        actions,
      ),
    ]),
  );

type Metrics = Readonly<Record<string, string>>;

const failures = { Errors: 'failed', Throttles: 'was held back' } as const;
/** Of functions that are invoked without waiting for an answer. */
const drops = { AsyncEventsDropped: 'lost an event' } as const;

/** Where events end that a function failed on in every try, so that nobody has to guess what was not reported. */
export const laysAside = (functionId: string): Resources => {
  const queue = `${functionId.replace('LambdaFunction', '')}Failures`;
  return {
    [queue]: deadLetters(),
    [`${queue}Policy`]: queuePolicy(queue, []),
    [`${queue}Destination`]: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: ref(functionId),
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 2,
        MaximumEventAgeInSeconds: 21_600,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [queue, 'Arn'] } } },
      },
    },
  };
};

/**
 * config-rule throws where another invocation scans, and is run again: what fails at last is in its queue, and its
 * errors alone alarm nobody.
 */
export const configRuleAlarms = (actions: unknown): Resources => ({
  ...queueAlarm('ConfigRuleFailures', 'config-rule could not report', actions),
  ...functionAlarms('ConfigRuleLambdaFunction', {
    name: 'config-rule',
    metrics: { Throttles: failures.Throttles, ...drops },
    actions,
  }),
});

export const startRulesAlarms = (actions: unknown): Resources => ({
  ...queueAlarm('ChangesQueueDeadLetters', 'changes after which no rule was started', actions),
  ...queueAlarm('StartsQueueDeadLetters', 'rules that could not be started', actions),
  ...functionAlarms('StartRulesLambdaFunction', { name: 'start-rules', metrics: failures, actions }),
});

/** CloudWatch cannot publish to a topic that the key aws/sns encrypts; what an alarm says is no secret. */
const alarmsTopic: Resources = {
  AlarmsTopic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'dms-auditor alarms' } },
  AlarmsTopicPolicy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [ref('AlarmsTopic')],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Alarms',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: ref('AlarmsTopic'),
            Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
          },
          {
            Sid: 'TlsOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: ref('AlarmsTopic'),
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    },
  },
};

/** Of an organisation (infra/state.yml), the functions of every member alert by the one queue. */
const membersMaySend = {
  Sid: 'Members',
  Effect: 'Allow',
  Principal: '*',
  Action: 'sqs:SendMessage',
  Resource: arnOf('SlackQueue'),
  Condition: { StringEquals: { 'aws:PrincipalOrgID': ref('OrganizationId') } },
};

/** By this name, without its ending, the members know the queue of the central account. */
export const slackQueue = 'slack';

/** Of notify-slack, seconds. */
export const notifySlackTimeout = 60;

/** Alerts to Slack, and alarms about the functions themselves. */
export function alerts(): string {
  const actions = [ref('AlarmsTopic')];
  return yamlOf(
    {
      Resources: {
        ...queueOf('SlackQueue', {
          fifo: { name: slackQueue, named: ownName },
          functionTimeout: notifySlackTimeout,
          tries: 5,
          senders: [either('InOrganization', membersMaySend)],
        }),
        NotifySlackReads: reads('SlackQueue', 'NotifySlackLambdaFunction', { BatchSize: 10 }),
        ...laysAside('ConfigRuleLambdaFunction'),
        ...laysAside('ScheduledScanLambdaFunction'),
        ...alarmsTopic,
        ...configRuleAlarms(actions),
        ...startRulesAlarms(actions),
        ...queueAlarm('SlackQueueDeadLetters', 'alerts that Slack did not take', actions),
        ...functionAlarms('NotifySlackLambdaFunction', { name: 'notify-slack', metrics: failures, actions }),
        ...queueAlarm('ScheduledScanFailures', 'the nightly scan failed', actions),
        ...functionAlarms('ScheduledScanLambdaFunction', {
          name: 'scheduled-scan',
          metrics: { ...failures, ...drops },
          actions,
        }),
      },
      Outputs: { AlarmsTopic: { Value: ref('AlarmsTopic') } },
    },
    'Alerts to Slack; alarms about the functions themselves, and what they failed on. Written by npm run generate.',
  );
}
