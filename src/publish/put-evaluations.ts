import { type ConfigReport, isTest } from '../model/config-report.ts';
import { Refusal } from '../model/refusal.ts';
import type { Config } from './clients/config.ts';
import { type Evaluation, keyOf } from './config-evaluations.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { calling, SinkError } from './sink-error.ts';

// Each SDK client is behind a local module, so that a bundle loads it only where it is used.
export const openConfigSink = (options: SinkOptions): (() => Promise<Config>) =>
  openLazily(options, async (config) => (await import('./clients/config.ts')).openConfig(config));

export interface ConfigSink {
  readonly config: () => Promise<Config>;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  readonly warn: (message: string) => void;
}

/** PutEvaluations: "Evaluations", 0 to 100. */
export const batchSize = 100;
const tries = 3;

/**
 * Puts up to 100 evaluations. Gives the type that AWS Config does not take, in which case it took none of them,
 * or null.
 *
 * @throws Error if AWS refuses some of them again and again: the answer says so while its status is 200.
 */
export async function putEvaluations(
  evaluations: readonly Evaluation[],
  report: ConfigReport,
  { config, wait }: ConfigSink,
): Promise<string | null> {
  const client = await config();
  let left = evaluations;
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (attempt > 1) await wait(250 * 2 ** attempt);
    const batch = left;
    try {
      const failed = await tellingConfig('config:PutEvaluations', report, () =>
        client.putEvaluations(requestOf(batch, report)),
      );
      if (failed.length === 0) return null;
      const again = new Set(
        failed.map(({ ComplianceResourceType: type = '', ComplianceResourceId: id = '' }) =>
          keyOf({ type, id }),
        ),
      );
      left = batch.filter(({ resource }) => again.has(keyOf(resource)));
      if (left.length === 0) left = batch;
    } catch (error) {
      const type = refusedType(error);
      if (type === null || !batch.some(({ resource }) => resource.type === type)) throw error;
      return type;
    }
  }
  const some = left.slice(0, 5).map(({ resource }) => `${resource.type} ${resource.id}`);
  throw new Error(
    `config:PutEvaluations for ${report.configRule} did not take ${left.length} of ${evaluations.length} evaluations in ${tries} tries: ${some.join(', ')}`,
  );
}

const requestOf = (evaluations: readonly Evaluation[], report: ConfigReport) => ({
  Evaluations: evaluations.map(({ resource, compliance, annotation }) => ({
    ComplianceResourceType: resource.type,
    ComplianceResourceId: resource.id,
    ComplianceType: compliance,
    ...(annotation === null ? {} : { Annotation: annotation }),
    OrderingTimestamp: new Date(report.at),
  })),
  ResultToken: report.resultToken,
  TestMode: isTest(report),
});

/** "The resource type AWS::X::Y is invalid. Only the following values are permitted: […]" (awslabs/aws-config-rdk #290). */
const refusedType = (error: unknown): string | null =>
  error instanceof SinkError && error.code === 'InvalidParameterValueException'
    ? (/resource type (\S+) is invalid/i.exec(error.message)?.[1] ?? null)
    : null;

/**
 * Calls AWS Config for one of its rules.
 *
 * @throws Refusal where AWS Config no longer wants to hear of it, which another run would not change.
 */
export async function tellingConfig<T>(
  action: string,
  { configRule }: ConfigReport,
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await calling(action, send);
  } catch (error) {
    const code = error instanceof SinkError ? error.code : null;
    if (code === 'NoSuchConfigRuleException')
      throw new Refusal(`AWS Config has no rule ${configRule} any more; nothing is left to report to`);
    if (code === 'InvalidResultTokenException')
      throw new Refusal(
        `AWS Config does not accept the result token of this event for ${configRule}; only an invocation by AWS Config can report, and only soon after it`,
      );
    throw error;
  }
}
