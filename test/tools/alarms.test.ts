import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isMade, type Resource, resourcesOf, type Template, templateIn } from './templates.ts';

const account = templateIn('alerts');
const member = templateIn('member-stack');
const text = (value: unknown): string => JSON.stringify(value);
const dimension = (Name: string, Value: unknown) => [{ Name, Value }];

/** The alarms on a metric, by the name and value of its dimension. */
const alarmsOn = (metric: unknown, dimensions: unknown, template: Template): readonly Resource[] =>
  resourcesOf('AWS::CloudWatch::Alarm', template)
    .map(([, alarm]) => alarm)
    .filter(
      ({ Properties }) =>
        text(Properties['MetricName']) === text(metric) &&
        text(Properties['Dimensions'] ?? null) === text(dimensions),
    );

const functions = readdirSync('functions').map((file) => file.replace(/\.ts$/, ''));
const idOf = (name: string): string =>
  `${name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}LambdaFunction`;
/** Where each function is: all in an account's stack, those of changes at a member's too. */
const places = [
  ...functions.map((name) => ['an account', name, account] as const),
  ...['config-rule', 'start-rules'].map((name) => ['a member', name, member] as const),
];

/** What the alarm on one datapoint above zero is, wherever CloudWatch has none. */
const onAny = {
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};

describe('a refusal, which is no error to AWS Lambda, alarms', () => {
  it.each(places.filter(([, name]) => name !== 'config-rule'))(
    'in %s by the metric of %s',
    (_, name, template) => {
      const [alarm, ...more] = alarmsOn('Failed', dimension('service', { Ref: idOf(name) }), template);
      expect(alarm?.Properties).toMatchObject({ Namespace: 'DmsAuditor', ...onAny });
      expect(more).toEqual([]);
    },
  );

  it.each(places.filter(([, name]) => name === 'config-rule'))(
    'in %s by the log of %s, which throws in the ordinary course',
    (_, name, template) => {
      const [[, filter] = ['', null], ...more] = resourcesOf('AWS::Logs::MetricFilter', template);
      expect(more).toEqual([]);
      expect(filter?.Properties).toMatchObject({
        LogGroupName: { Ref: 'ConfigRuleLogGroup' },
        // As test/functions/config-rule.test.ts has what it refuses, and what it throws.
        FilterPattern: `{ $.level = "ERROR" && $.service = "${name}" }`,
      });
      const [told] = filter?.Properties['MetricTransformations'] as readonly Record<string, unknown>[];
      expect(told?.['MetricValue']).toBe('1');
      const [alarm] = alarmsOn(told?.['MetricName'], null, template);
      expect(alarm?.Properties).toMatchObject({ Namespace: told?.['MetricNamespace'], ...onAny });
      expect(alarmsOn('Failed', dimension('service', { Ref: idOf(name) }), template)).toEqual([]);
      expect(alarmsOn('Errors', dimension('FunctionName', { Ref: idOf(name) }), template)).toEqual([]);
    },
  );
});

describe.each([
  ['an account', account, 'scheduled-scan'],
  ['a member', member, 'config-rule'],
])('what could not be looked at, in %s,', (_, template, name) => {
  const [alarm, ...more] = alarmsOn('Unknown', dimension('service', { Ref: idOf(name) }), template);

  it('alarms from as many verdicts of a run as are set', () => {
    expect(more).toEqual([]);
    expect(alarm?.Properties).toMatchObject({
      Namespace: 'DmsAuditor',
      Statistic: 'Maximum',
      Threshold: { Ref: 'UnknownThreshold' },
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it.each([
    ['0', false],
    ['1', true],
  ])('from %s: %s', (UnknownThreshold, made) => {
    expect(alarm && isMade(alarm, template, { UnknownThreshold })).toBe(made);
    expect(String(template.Parameters['UnknownThreshold']?.Default)).toBe('0');
  });
});

it('a night without a scan alarms, and so does silence', () => {
  const functionId = 'ScheduledScanLambdaFunction';
  const [alarm, ...more] = alarmsOn('Invocations', dimension('FunctionName', { Ref: functionId }), account);
  expect(more).toEqual([]);
  expect(alarm?.Properties).toMatchObject({
    Namespace: 'AWS/Lambda',
    Statistic: 'Sum',
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
  const { FlexibleTimeWindow: window } = templateIn('schedule').Resources['NightlyScan']?.Properties as {
    readonly FlexibleTimeWindow: { readonly MaximumWindowInMinutes: number };
  };
  const { Period, EvaluationPeriods } = alarm?.Properties ?? {};
  const seconds = Number(Period) * Number(EvaluationPeriods);
  expect(seconds).toBeGreaterThan(86_400 + window.MaximumWindowInMinutes * 60);
  // PutMetricAlarm, *Period*: "no longer than seven days", with a period of an hour at least.
  expect(Number(Period)).toBeGreaterThanOrEqual(3_600);
  expect(seconds).toBeLessThanOrEqual(604_800);
});

it.each([
  ['an account', account, [{ Ref: 'AlarmsTopic' }]],
  ['a member', member, { 'Fn::If': ['HasAlarmsTopic', [{ Ref: 'AlarmsTopic' }], { Ref: 'AWS::NoValue' }] }],
])('each alarm of %s is told where all are', (_, template, actions) => {
  const alarms = resourcesOf('AWS::CloudWatch::Alarm', template);
  expect(alarms.length).toBeGreaterThan(0);
  for (const [id, { Properties }] of alarms) expect(Properties['AlarmActions'], id).toEqual(actions);
});
