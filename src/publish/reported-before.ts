import { type ConfigReport, type ConfigResource, isTest } from '../model/config-report.ts';
import { toEntries, toEvaluation } from './config-evaluations.ts';
import type { Published } from './published.ts';
import { type ConfigSink, tellingConfig } from './put-evaluations.ts';

/** GetComplianceDetailsByConfigRule takes names up to this; PutConfigRule up to 128. */
const longestReadableName = 64;

export interface ReportingSink extends ConfigSink {
  /** What rules with longer names have reported; null: there is no place to keep that. */
  readonly published: Published | null;
}

/**
 * Whether what is reported must be kept by ourselves. Of one resource that changed nothing is kept: it can be withdrawn
 * without knowing whether it was reported.
 */
export const isKept = (report: ConfigReport): boolean =>
  report.configRule.length > longestReadableName && report.tidings.kind === 'all' && !isTest(report);

/** What AWS Config shows of the rule; null where that cannot be told, or is not needed. */
export async function reportedBefore(
  report: ConfigReport,
  sink: ReportingSink,
): Promise<readonly ConfigResource[] | null> {
  const { configRule, tidings } = report;
  const withdraws = toEntries(report, null).some(
    (entry) => !entry.always && toEvaluation(entry, report).compliance === 'NOT_APPLICABLE',
  );
  if (isTest(report) || (tidings.kind !== 'all' && !withdraws)) return null;
  if (configRule.length <= longestReadableName) return shownByConfig(report, sink);
  if (!isKept(report)) return null;
  if (sink.published !== null) return sink.published.read(configRule);
  sink.warn(
    `AWS Config tells what a rule reported before for names of up to ${longestReadableName} characters only; results of ${configRule} on resources that are gone stay until it has a shorter name, or a bucket to keep in what it reported (DMS_AUDITOR_RESULTS_BUCKET and DMS_AUDITOR_STATE_TABLE)`,
  );
  return null;
}

async function shownByConfig(report: ConfigReport, sink: ConfigSink): Promise<readonly ConfigResource[]> {
  const client = await sink.config();
  const resources: ConfigResource[] = [];
  let token: string | undefined;
  do {
    const from = token;
    const page = await tellingConfig('config:GetComplianceDetailsByConfigRule', report, () =>
      client.complianceDetails(report.configRule, from),
    );
    for (const { EvaluationResultIdentifier } of page.results) {
      const { ResourceType: type, ResourceId: id } =
        EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
      if (type !== undefined && id !== undefined) resources.push({ type, id });
    }
    token = page.nextToken === '' ? undefined : page.nextToken;
  } while (token !== undefined);
  return resources;
}
