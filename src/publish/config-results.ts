import type { ConfigReport, ConfigResource } from '../model/config-report.ts';
import { accountType, type Entry, keyOf, toEntries, toEvaluation } from './config-evaluations.ts';
import { batchSize, type ConfigSink, isTest, putEvaluations, tellingConfig } from './put-evaluations.ts';

/** GetComplianceDetailsByConfigRule takes names up to this; PutConfigRule up to 128. */
const longestReadableName = 64;

/**
 * Puts what there is to say, and withdraws what was reported before and is no longer there. To do it again with
 * the same report changes nothing. Gives the number of evaluations put.
 */
export async function publishToConfig(
  report: ConfigReport,
  sink: ConfigSink & {
    /** Our own account, which answers for what AWS Config does not know. */
    readonly account: string;
  },
): Promise<number> {
  const reported = await reportedBefore(report, sink);
  const isWorthPutting = worthPutting(report, reported);
  const entries = toEntries(report, reported);
  const isAccount = ({ resource }: Entry): boolean => resource.type === accountType;
  const { put, refused } = await putAll(
    entries.filter((entry) => !isAccount(entry) && isWorthPutting(entry)),
    report,
    sink,
  );
  // The account comes last, when it is known what it has to answer for.
  const account = withRefused(entries.filter(isAccount), refused, sink.account);
  const rest = await putAll(account.filter(isWorthPutting), report, sink);
  return put + rest.put;
}

/** An evaluation costs money: what was never reported need not be withdrawn. Where that is not known, it is. */
function worthPutting(
  { unknownAs }: ConfigReport,
  reported: readonly ConfigResource[] | null,
): (entry: Entry) => boolean {
  const before = reported === null ? null : new Set(reported.map(keyOf));
  return (entry) =>
    toEvaluation(entry, unknownAs).compliance !== 'NOT_APPLICABLE' ||
    entry.always ||
    before === null ||
    before.has(keyOf(entry.resource));
}

/** Puts in batches, one after the other. Entries of a type that AWS Config does not take come back. */
async function putAll(
  entries: readonly Entry[],
  report: ConfigReport,
  sink: ConfigSink,
): Promise<{ readonly put: number; readonly refused: readonly Entry[] }> {
  const refused: Entry[] = [];
  let put = 0;
  let waiting = entries;
  while (waiting.length > 0) {
    const batch = waiting.slice(0, batchSize);
    const evaluations = batch.map((entry) => toEvaluation(entry, report.unknownAs));
    const type = await putEvaluations(evaluations, report, sink);
    if (type === null) {
      put += batch.length;
      waiting = waiting.slice(batch.length);
    } else {
      refused.push(...waiting.filter(({ resource }) => resource.type === type));
      waiting = waiting.filter(({ resource }) => resource.type !== type);
    }
  }
  return { put, refused };
}

/** The account's own entry, and what AWS Config has no type for added to it; what is gone needs no word then. */
function withRefused(own: readonly Entry[], refused: readonly Entry[], account: string): readonly Entry[] {
  const added = refused.filter(({ always }) => !always).flatMap(({ words }) => words);
  if (added.length === 0) return own;
  const [first, ...others] = own;
  const words = first === undefined || first.always ? added : [...first.words, ...added];
  return [
    { resource: first?.resource ?? { type: accountType, id: account }, words, always: false },
    ...others,
  ];
}

/** What AWS Config shows of the rule; null where that cannot be asked, or is not needed. */
async function reportedBefore(
  report: ConfigReport,
  sink: ConfigSink,
): Promise<readonly ConfigResource[] | null> {
  const { configRule, tidings, unknownAs } = report;
  const withdraws = toEntries(report, null).some(
    (entry) => !entry.always && toEvaluation(entry, unknownAs).compliance === 'NOT_APPLICABLE',
  );
  if (isTest(report) || (tidings.kind !== 'all' && !withdraws)) return null;
  if (configRule.length > longestReadableName) {
    sink.warn(
      `AWS Config tells what a rule reported before for names of up to ${longestReadableName} characters only; results of ${configRule} on resources that are gone stay until it has a shorter name`,
    );
    return null;
  }
  const client = await sink.config();
  const resources: ConfigResource[] = [];
  let token: string | undefined;
  do {
    const from = token;
    const page = await tellingConfig('config:GetComplianceDetailsByConfigRule', report, () =>
      client.complianceDetails(configRule, from),
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
