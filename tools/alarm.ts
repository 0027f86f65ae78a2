import type { Resource, Template } from './cloudformation.ts';

export type Resources = Template['Resources'];

interface Watched {
  readonly namespace: string;
  readonly metric: unknown;
  /** One for each function or queue; null: the metric is one thing's alone. */
  readonly dimension: readonly [name: string, value: unknown] | null;
  readonly statistic: 'Maximum' | 'Sum';
  readonly says: string;
}

/** When it alarms: by itself on anything above zero in five minutes. */
interface Limit {
  readonly Period?: number;
  readonly EvaluationPeriods?: number;
  readonly Threshold?: unknown;
  readonly ComparisonOperator?: 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  readonly TreatMissingData?: 'breaching';
}

/** `actions`: where it is told. */
export const alarm = (
  { namespace, metric, dimension, statistic, says }: Watched,
  actions: unknown,
  limit: Limit = {},
): Resource => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmDescription: `dms-auditor: ${says}`,
    Namespace: namespace,
    MetricName: metric,
    ...(dimension === null ? {} : { Dimensions: [{ Name: dimension[0], Value: dimension[1] }] }),
    Statistic: statistic,
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    ...limit,
    AlarmActions: actions,
  },
});

/** What the alarms and queues of a function are called by: `StartRulesLambdaFunction` is `StartRules`. */
export const nameOf = (functionId: string): string => functionId.replace('LambdaFunction', '');
