import type { ConfigReport, ConfigResource } from '../model/config-report.ts';
import { accountType, type Entry, keyOf, toEntries, toEvaluation } from './config-evaluations.ts';
import { batchSize, putEvaluations } from './put-evaluations.ts';
import { recordedIds } from './recorded-ids.ts';
import { isKept, type ReportingSink, reportedBefore } from './reported-before.ts';

/**
 * Puts what there is to say, and withdraws what was reported before and is no longer there. To do it again with
 * the same report changes nothing. Gives the number of evaluations put.
 */
export async function publishToConfig(report: ConfigReport, sink: Sink): Promise<number> {
  const reported = await reportedBefore(report, sink);
  const isWorthPutting = worthPutting(report, reported);
  const entries = toEntries(report, reported, await recordedIds(report, reported, sink));
  const isAccount = ({ resource }: Entry): boolean => resource.type === accountType;
  const { put, refused } = await putAll(
    entries.filter((entry) => !isAccount(entry) && isWorthPutting(entry)),
    report,
    sink,
  );
  if (report.tidings.kind === 'changed' && refused.length > 0) {
    // The account answers for all of a type or for none: by one of them it would seem to pass.
    const types = [...new Set(refused.map(({ resource }) => resource.type))].join(', ');
    sink.warn(
      `AWS Config takes no results on ${types} here; ${report.configRule} reports on a schedule alone`,
    );
    return put;
  }
  // The account comes last, when it is known what it has to answer for.
  const account = withRefused(entries.filter(isAccount), refused, sink.account);
  const rest = await putAll(account.filter(isWorthPutting), report, sink);
  return put + rest.put;
}

interface Sink extends ReportingSink {
  /** Our own account, which answers for what AWS Config does not know. */
  readonly account: string;
}

/** An evaluation costs money: what was never reported need not be withdrawn. Where that is not known, it is. */
function worthPutting(
  report: ConfigReport,
  reported: readonly ConfigResource[] | null,
): (entry: Entry) => boolean {
  const before = reported === null ? null : new Set(reported.map(keyOf));
  return (entry) =>
    !isWithdrawn(entry, report) || entry.always || before === null || before.has(keyOf(entry.resource));
}

const isWithdrawn = (entry: Entry, report: ConfigReport): boolean =>
  toEvaluation(entry, report).compliance === 'NOT_APPLICABLE';

/** Puts them, and keeps which are reported then where AWS Config does not tell. */
async function putAll(entries: readonly Entry[], report: ConfigReport, sink: Sink): Promise<Put> {
  const kept = isKept(report) ? sink.published : null;
  const { configRule, at } = report;
  const named = (some: readonly Entry[]): readonly ConfigResource[] => some.map(({ resource }) => resource);
  const told = entries.filter((entry) => !isWithdrawn(entry, report));
  await kept?.add(configRule, named(told), at);
  const done = await putInBatches(entries, report, sink);
  const withdrawn = entries.filter((entry) => isWithdrawn(entry, report));
  await kept?.remove(configRule, named([...withdrawn, ...done.refused]), at);
  return done;
}

interface Put {
  readonly put: number;
  /** Those of a type that AWS Config does not take. */
  readonly refused: readonly Entry[];
}

/** One batch after the other. */
async function putInBatches(entries: readonly Entry[], report: ConfigReport, sink: Sink): Promise<Put> {
  const refused: Entry[] = [];
  let put = 0;
  let waiting = entries;
  while (waiting.length > 0) {
    const batch = waiting.slice(0, batchSize);
    const evaluations = batch.map((entry) => toEvaluation(entry, report));
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
