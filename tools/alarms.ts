import { alarm, nameOf, type Resources } from './alarm.ts';
import { arnOf, either, ref, sub, yamlOf } from './cloudformation.ts';
import { setByServerless } from './config-rules.ts';
import { memberRoleArn, ownName } from './function-roles.ts';
import { deadLetters, queueOf, queuePolicy, reads } from './queues.ts';
import {
  failedAlarm,
  missedAlarm,
  type Runs,
  refusedAlarm,
  unknownAlarm,
  unknownCondition,
  unknownThreshold,
} from './run-alarms.ts';

/** Something was laid aside because it failed each time. */
const queueAlarm = (queue: string, says: string, actions: unknown): Resources => ({
  [`${queue}Alarm`]: alarm(
    {
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      dimension: ['QueueName', { 'Fn::GetAtt': [queue, 'QueueName'] }],
      statistic: 'Maximum',
      says,
    },
    actions,
  ),
});

/** A function failed, was held back, or an event for it was dropped. */
const functionAlarms = ({ functionId, name, actions }: Runs, metrics: Metrics): Resources =>
  Object.fromEntries(
    Object.entries(metrics).map(([metric, says]) => [
      `${nameOf(functionId)}${metric}Alarm`,
      alarm(
        {
          namespace: 'AWS/Lambda',
          metric,
          dimension: ['FunctionName', ref(functionId)],
          statistic: 'Sum',
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
  const queue = `${nameOf(functionId)}Failures`;
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

export const configRuleRuns = (actions: unknown): Runs => ({
  functionId: 'ConfigRuleLambdaFunction',
  name: 'config-rule',
  actions,
});

/**
 * config-rule throws where another invocation scans for too long, and is run again: what fails at last is in its queue,
 * and its errors alone alarm nobody.
 */
export function configRuleAlarms(actions: unknown): Resources {
  const runs = configRuleRuns(actions);
  return {
    ...queueAlarm('ConfigRuleFailures', 'config-rule could not report', actions),
    ...functionAlarms(runs, { Throttles: failures.Throttles, ...drops }),
    ...refusedAlarm(runs),
  };
}

export function startRulesAlarms(actions: unknown): Resources {
  const runs = { functionId: 'StartRulesLambdaFunction', name: 'start-rules', actions };
  return {
    ...queueAlarm('ChangesQueueDeadLetters', 'changes after which no rule was started', actions),
    ...queueAlarm('StartsQueueDeadLetters', 'rules that could not be started', actions),
    ...functionAlarms(runs, failures),
    ...failedAlarm(runs),
  };
}

function notifySlackAlarms(actions: unknown): Resources {
  const runs = { functionId: 'NotifySlackLambdaFunction', name: 'notify-slack', actions };
  return {
    ...queueAlarm('SlackQueueDeadLetters', 'alerts that Slack did not take', actions),
    ...functionAlarms(runs, failures),
    ...failedAlarm(runs),
  };
}

function scheduledScanAlarms(actions: unknown): Resources {
  const runs = { functionId: 'ScheduledScanLambdaFunction', name: 'scheduled-scan', actions };
  return {
    ...queueAlarm('ScheduledScanFailures', 'the nightly scan failed', actions),
    ...functionAlarms(runs, { ...failures, ...drops }),
    ...failedAlarm(runs),
    ...unknownAlarm(runs),
    ...missedAlarm(runs),
  };
}

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

/** Of an organisation (infra/state.yml), config-rule of every member alerts by the one queue. */
const membersMaySend = {
  Sid: 'Members',
  Effect: 'Allow',
  Principal: '*',
  Action: 'sqs:SendMessage',
  Resource: arnOf('SlackQueue'),
  Condition: {
    StringEquals: { 'aws:PrincipalOrgID': ref('OrganizationId') },
    ArnLike: { 'aws:PrincipalArn': sub(memberRoleArn('config-rule', ownName)) },
  },
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
      Parameters: setByServerless(unknownThreshold),
      Conditions: unknownCondition,
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
        ...notifySlackAlarms(actions),
        ...scheduledScanAlarms(actions),
      },
      Outputs: { AlarmsTopic: { Value: ref('AlarmsTopic') } },
    },
    'Alerts to Slack; alarms about the functions themselves, and what they failed on. Written by npm run generate.',
  );
}
