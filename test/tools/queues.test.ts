import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Resource, resourcesOf, type Template, templateIn } from './templates.ts';

const serverless = parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent' }) as {
  readonly functions: Readonly<
    Record<string, { readonly timeout?: number; readonly environment?: Readonly<Record<string, unknown>> }>
  >;
  readonly provider: { readonly timeout: number };
};

const account: Template = {
  ...templateIn('starts'),
  Resources: { ...templateIn('starts').Resources, ...templateIn('alerts').Resources },
};
const member = templateIn('member-stack');

/** Of a function by its logical id, seconds. */
function timeoutOf(functionId: string, template: Template): number {
  const own = template.Resources[functionId]?.Properties['Timeout'];
  const name = `${functionId.charAt(0).toLowerCase()}${functionId.slice(1)}`.replace('LambdaFunction', '');
  return own === undefined
    ? (serverless.functions[name]?.timeout ?? serverless.provider.timeout)
    : Number(own);
}
const text = (value: unknown): string => JSON.stringify(value);
const arnOf = (id: string): string => text({ 'Fn::GetAtt': [id, 'Arn'] });

describe.each([
  ['an account', account],
  ['a member', member],
])('the queues of %s', (_, template) => {
  const queues = resourcesOf('AWS::SQS::Queue', template);
  const policies = resourcesOf('AWS::SQS::QueuePolicy', template);
  const mappings = resourcesOf('AWS::Lambda::EventSourceMapping', template);
  const alarms = resourcesOf('AWS::CloudWatch::Alarm', template);
  const isReached = ([, { Properties }]: readonly [string, Resource], id: string): boolean =>
    text(Properties['RedrivePolicy'] ?? {}).includes(arnOf(id));
  const lastStops = queues.filter(([, { Properties }]) => Properties['RedrivePolicy'] === undefined);

  it('are encrypted, and closed to whoever comes without TLS', () => {
    expect(queues.filter(([, { Properties }]) => Properties['SqsManagedSseEnabled'] !== true)).toEqual([]);
    for (const [id] of queues) {
      const policy = policies.find(
        ([, { Properties }]) => text(Properties['Queues']) === text([{ Ref: id }]),
      );
      expect(text(policy), id).toContain(
        '"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":{"Fn::GetAtt":["' +
          `${id}","Arn"]},"Condition":{"Bool":{"aws:SecureTransport":"false"}}`,
      );
    }
  });

  it('lose nothing: what fails each time is laid aside for two weeks, in a queue of the same kind, and alarms', () => {
    for (const [id, { Properties }] of lastStops) {
      expect(Properties['MessageRetentionPeriod'], id).toBe(14 * 86_400);
      expect(
        alarms.some(
          ([, alarm]) =>
            text(alarm.Properties['Dimensions'] ?? []).includes(`{"Fn::GetAtt":["${id}","QueueName"]}`) &&
            alarm.Properties['Threshold'] === 0,
        ),
        id,
      ).toBe(true);
      const isFor = queues.filter((queue) => isReached(queue, id));
      expect(
        isFor.map(([, queue]) => queue.Properties['FifoQueue']),
        id,
      ).toEqual(isFor.map(() => Properties['FifoQueue']));
    }
    const laidAsideFor = lastStops.flatMap(([id]) => queues.filter((queue) => isReached(queue, id)));
    expect(laidAsideFor.length + lastStops.length).toBeGreaterThanOrEqual(queues.length);
  });

  it('are read by functions that say which messages go back', () => {
    const read = queues.filter(([, { Properties }]) => Properties['RedrivePolicy'] !== undefined);
    expect(mappings.map(([, { Properties }]) => text(Properties['EventSourceArn'])).sort()).toEqual(
      read.map(([id]) => arnOf(id)).sort(),
    );
    for (const [id, { Properties }] of mappings)
      expect(Properties['FunctionResponseTypes'], id).toEqual(['ReportBatchItemFailures']);
  });

  it('hide a message for six times as long as its function may take', () => {
    for (const [, { Properties }] of mappings) {
      const [queue] = (Properties['EventSourceArn'] as { readonly 'Fn::GetAtt': readonly string[] })[
        'Fn::GetAtt'
      ];
      const { Ref: functionId } = Properties['FunctionName'] as { readonly Ref: string };
      expect(template.Resources[queue ?? '']?.Properties['VisibilityTimeout'], queue).toBe(
        6 * timeoutOf(functionId, template),
      );
    }
  });

  it('hold a start back for the minute that it stands for', () => {
    expect(template.Resources['StartsQueue']?.Properties).toMatchObject({
      FifoQueue: true,
      DelaySeconds: 60,
    });
    expect(template.Resources['ChangesQueue']?.Properties['DelaySeconds']).toBeUndefined();
  });

  it.each(
    resourcesOf('AWS::Lambda::EventInvokeConfig', template).map(([id, resource]) => [id, resource] as const),
  )('take what a function failed on in three tries: %s', (_id, { Properties }) => {
    const { OnFailure } = Properties['DestinationConfig'] as {
      readonly OnFailure: { readonly Destination: unknown };
    };
    expect(lastStops.map(([id]) => arnOf(id))).toContain(text(OnFailure.Destination));
    expect(Properties['MaximumRetryAttempts']).toBe(2);
  });
});

it('Slack has its messages in order, and what it does not take is where SQS lays such things aside', () => {
  const { FifoQueue, RedrivePolicy } = account.Resources['SlackQueue']?.Properties ?? {};
  expect(FifoQueue).toBe(true);
  const { DMS_AUDITOR_SLACK_DEAD_LETTERS_URL: named } =
    serverless.functions['notifySlack']?.environment ?? {};
  expect(text(RedrivePolicy)).toContain(`"deadLetterTargetArn":${arnOf(String(named))}`);
});
