import type { StoredFinding } from '../model/known-finding.ts';
import type { NightlyScan } from '../model/notice.ts';
import type { Recording } from '../model/recording.ts';
import { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { Rule } from '../model/rule.ts';
import type { LoadedSettings } from '../model/settings.ts';
import { type AlertPorts, alertNightly } from './alerts.ts';
import type { Writer } from './finding-writes.ts';
import { markTold } from './mark-told.ts';
import { type Reading, readingOf } from './reading.ts';
import { type Recorded, recordPlaces } from './record-findings.ts';

/** The account, and where what is kept of it is. */
export interface Where {
  readonly account: string;
  readonly bucket: string;
  readonly homeRegion: string;
}

interface Night {
  /** As the profile has it. */
  readonly result: Result;
  /** As every rule has it by itself. */
  readonly whole: Result;
  readonly where: Where;
  readonly place: NightlyScan['place'];
  readonly loaded: LoadedSettings;
  readonly topicArn: string | null;
}

/** How a night is remembered, recorded elsewhere, and told of. */
export interface NightPorts {
  readonly catalogue: readonly Rule[];
  /** null: nothing is kept between runs, and nobody knows what is new. */
  readonly writer: Writer | null;
  readonly alerts: AlertPorts;
  /** Records the result, each in one place. */
  readonly records: readonly ((
    result: Result,
    recording: Recording,
    to: Where & Pick<LoadedSettings, 'securityHub'>,
  ) => Promise<unknown>)[];
}

/**
 * Remembers what a night's scan found, records it elsewhere, and tells of it. One place that fails keeps no other from
 * it.
 *
 * @throws Error naming all that failed, when the rest is done; Refusal if another try would fail again.
 */
export async function tellOfNight(
  { result, whole, where, place, loaded, topicArn }: Night,
  { catalogue, records, writer, alerts }: NightPorts,
): Promise<void> {
  const { account, homeRegion } = where;
  const { securityHub } = loaded;
  // AWS Config judges by the rules as they are; a profile that weighs them otherwise would take turns with it.
  const reading = readingOf(ofRules(result.scope.rules, whole), account);
  const { kept, failures } =
    writer === null ? { kept: null, failures: [] } : await recordedIn(reading, writer);
  const recording = { rules: catalogue, homeRegion, recorded: kept === null ? null : byId(kept.known) };
  const night = { account, result, changes: kept?.toTell ?? null, place };
  const tell = async (): Promise<void> => {
    const { told, failure } = await alertNightly(night, { routes: loaded.alerts.routes, topicArn }, alerts);
    if (writer !== null && kept !== null) await markTold(told, kept.known, writer);
    if (failure !== null) throw failure;
  };
  await each(
    [...records.map((record) => () => record(result, recording, { ...where, securityHub })), tell],
    failures,
  );
}

/** What is kept of the places where that went well, null if that is none; and what failed in the others. */
async function recordedIn(
  reading: Reading,
  writer: Writer,
): Promise<{ readonly kept: Recorded | null; readonly failures: readonly unknown[] }> {
  const { failures, ...kept } = await recordPlaces(reading, writer);
  return { kept: failures.length === reading.places.length && failures.length > 0 ? null : kept, failures };
}

const ofRules = (ids: readonly string[], result: Result): Result => ({
  ...result,
  scope: { ...result.scope, rules: ids },
  findings: result.findings.filter(({ rule }) => ids.includes(rule)),
});

const byId = (known: readonly StoredFinding[]): ReadonlyMap<string, StoredFinding> =>
  new Map(known.map((finding) => [finding.id, finding]));

/** Does all of it, one after the other, and throws only then what failed, before it too. */
async function each(works: readonly (() => Promise<unknown>)[], before: readonly unknown[]): Promise<void> {
  const failures = [...before];
  for (const work of works) await work().catch((error: unknown) => failures.push(error));
  if (failures.length === 0) return;
  if (failures.length === 1) throw failures[0];
  const messages = failures.map((error) => (error instanceof Error ? error.message : String(error)));
  const message = [...new Set(messages)].join('; ');
  if (failures.every((error) => error instanceof Refusal)) throw new Refusal(message);
  throw new Error(message, { cause: new AggregateError(failures) });
}
