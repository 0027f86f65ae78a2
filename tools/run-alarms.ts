import { alarm, nameOf, type Resources } from './alarm.ts';
import { equal, not, onlyIf, ref, sub } from './cloudformation.ts';

/** A function whose runs are watched. */
export interface Runs {
  /** Its logical id. */
  readonly functionId: string;
  /** Its own, without its stage. */
  readonly name: string;
  readonly actions: unknown;
}

/** Where the functions' own metrics are (src/publish/telemetry.ts). */
const namespace = 'DmsAuditor';

/**
 * A function that refused what it was given, its configuration for one, returns, so that nobody runs it again for
 * nothing: AWS Lambda counts no error, but its own metric does.
 */
export const failedAlarm = ({ functionId, name, actions }: Runs): Resources => ({
  [`${nameOf(functionId)}FailedAlarm`]: alarm(
    {
      namespace,
      metric: 'Failed',
      dimension: ['service', ref(functionId)],
      statistic: 'Sum',
      says: `${name} refused its configuration or what it was given, or failed; its log says why`,
    },
    actions,
  ),
});

/**
 * The same of a function that throws in the ordinary course, to be run again, which `Failed` counts too. What it refuses
 * is an error in its log; what is thrown is there in the runtime's words alone.
 */
export function refusedAlarm({ functionId, name, actions }: Runs): Resources {
  const id = nameOf(functionId);
  const metric = sub(`\${${functionId}}-refusals`);
  const says = `${name} refused its configuration or what it was given; its log says why`;
  return {
    [`${id}Refusals`]: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        LogGroupName: ref(`${id}LogGroup`),
        FilterPattern: `{ $.level = "ERROR" && $.service = "${name}" }`,
        MetricTransformations: [{ MetricNamespace: namespace, MetricName: metric, MetricValue: '1' }],
      },
    },
    [`${id}RefusedAlarm`]: alarm({ namespace, metric, dimension: null, statistic: 'Sum', says }, actions),
  };
}

/** Name of the condition under which UNKNOWN alarms. */
const countsUnknown = 'CountsUnknown';

/** How many verdicts may be UNKNOWN depends on what an account lets its auditor read, so none alarms by itself. */
export const unknownThreshold = {
  UnknownThreshold: {
    Type: 'Number',
    Default: 0,
    MinValue: 0,
    Description: 'From how many verdicts of one run that are UNKNOWN an alarm is raised; 0: never.',
  },
};

export const unknownCondition = { [countsUnknown]: not(equal('UnknownThreshold', '0')) };

/** A run could not look at so much that somebody should. */
export const unknownAlarm = ({ functionId, name, actions }: Runs): Resources =>
  onlyIf(countsUnknown, {
    [`${nameOf(functionId)}UnknownAlarm`]: alarm(
      {
        namespace,
        metric: 'Unknown',
        dimension: ['service', ref(functionId)],
        statistic: 'Maximum',
        says: `much of what ${name} judged is UNKNOWN; each finding says what would settle it`,
      },
      actions,
      { Threshold: ref('UnknownThreshold'), ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
    ),
  });

const hour = 3600;

/**
 * A function that runs once a day did not. A day, the quarter of an hour by which it may come later (infra/schedule.yml),
 * and some room. By the hour: CloudWatch looks for data further back than an alarm asks, by some periods, and takes what
 * it finds there for what is missing (User Guide, *Configuring how CloudWatch alarms treat missing data*).
 */
export const missedAlarm = ({ functionId, name, actions }: Runs): Resources => ({
  [`${nameOf(functionId)}MissedAlarm`]: alarm(
    {
      namespace: 'AWS/Lambda',
      metric: 'Invocations',
      dimension: ['FunctionName', ref(functionId)],
      statistic: 'Sum',
      says: `${name} has not run for a day`,
    },
    actions,
    {
      Period: hour,
      EvaluationPeriods: 26,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    },
  ),
});
