import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { statuses } from '../model/finding.ts';
import type { RunReport } from '../model/run-report.ts';

/** Under which name a function runs, and whether it is traced. */
interface Traced {
  readonly functionName: string;
  readonly tracing: boolean;
}

/**
 * A function's log, its CloudWatch metrics, and its traces where they are wanted: only then is their library loaded.
 * The metrics have the name under which it runs as the dimension `service`, so that stages in one account differ.
 */
export async function openTelemetry(serviceName: string, { functionName, tracing }: Traced) {
  const logger = new Logger({ serviceName });
  const metrics = new Metrics({ serviceName: functionName, namespace: 'DmsAuditor' });
  const traces = tracing ? [(await import('./tracing.ts')).tracingOf(serviceName)] : [];
  return {
    warn: (message: string): void => {
      logger.warn(message);
    },
    record: (report: RunReport): void => {
      record(report, logger, metrics);
    },
    middlewares: [
      ...traces,
      // An event holds the token with which AWS Config takes results: it is never logged, whatever the environment says.
      injectLambdaContext(logger, { logEvent: false, resetKeys: true }),
      logMetrics(metrics),
      // The runtime logs what is thrown. The last middleware hears of it first, before the metrics are written.
      { onError: () => void metrics.addMetric('Failed', 'Count', 1) },
    ],
  };
}

/** One line in the log for a run that came to its end, and its counts for alarms. */
function record({ level, message, summary, details }: RunReport, logger: Logger, metrics: Metrics): void {
  logger[level](message, { ...details, ...(summary === null ? {} : { findings: summary }) });
  metrics.addMetric('Failed', 'Count', level === 'error' ? 1 : 0);
  if (summary === null) return;
  metrics.addMetric('Unknown', 'Count', summary.UNKNOWN);
  for (const status of statuses) {
    const metric = metrics.singleMetric();
    metric.addDimension('Status', status);
    metric.addMetric('Findings', 'Count', summary[status]);
  }
}
