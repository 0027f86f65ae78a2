import type { Tidings } from '../model/config-report.ts';
import { configTriggerOf, isAccountWide } from '../model/config-trigger.ts';
import type { Finding } from '../model/finding.ts';
import type { Result } from '../model/result.ts';
import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';
import type { ConfigEvent, ConfigItem } from './config-event.ts';
import { findingsOf, isOf } from './config-item.ts';
import type { Assignment } from './config-parameters.ts';
import { listedIn } from './listed.ts';
import { narrowedTo, type Reading, readingOf, readingOfDeletion } from './reading.ts';
import type { ScanOrder } from './scan.ts';
import type { ResultOrder } from './shared-result.ts';
import { passingReasons } from './transient.ts';

/** Where results come from. */
export interface ResultPorts {
  /** Reads AWS now and judges. */
  readonly judgeNow: (order: ScanOrder) => Promise<Result>;
  /** The result that a scheduled rule publishes its findings from: the newest there is, or a new one. */
  readonly resultFor: (order: ResultOrder) => Promise<Result>;
}

interface Place {
  readonly account: string;
  /** The function's own Region. */
  readonly region: string;
  /** All audited Regions. */
  readonly audited: readonly string[];
  /** The operator's settings, without what the AWS Config rule overrides. */
  readonly settings: Settings;
}

interface Told {
  readonly tidings: Tidings;
  readonly findings: readonly Finding[];
  /** What is to be remembered of it; null: nothing was learnt of how things stand by the operator's settings. */
  readonly reading: Reading | null;
}

/**
 * What there is to say after an event, and the findings behind it.
 *
 * @throws Error if AWS failed in passing and a verdict hangs on it.
 */
export async function tidingsOf(
  { trigger, leftScope }: ConfigEvent,
  assignment: Assignment,
  place: Place,
  ports: ResultPorts,
): Promise<Told> {
  const { rule } = assignment;
  const isOff = assignment.settings.rules[rule.id]?.enabled === false;
  if (trigger.kind === 'schedule')
    return isOff ? all([], () => true, switchedOff) : scheduled(assignment, place, ports);
  const { item, at } = trigger;
  if (item.isDeleted) {
    const { account, region } = place;
    const deletion = readingOfDeletion({ rule: rule.id, account, region }, at, isOf(item));
    return { ...gone(item, 'it was deleted'), reading: deletion };
  }
  if (leftScope) return gone(item, 'it is no longer in the scope of the AWS Config rule');
  return isOff ? gone(item, switchedOff) : changed(item, assignment, place, ports);
}

async function changed(
  item: ConfigItem,
  { rule, settings, overrides }: Assignment,
  { account, region, audited }: Place,
  { judgeNow }: ResultPorts,
): Promise<Told> {
  const regions = isAccountWide(rule) ? audited : [region];
  const result = await judgeNow({ rules: [rule], regions, settings, profile: 'all' });
  const found = findingsOf(item, result.findings, listedIn(result, result.findings)(item.type));
  throwIfPassing(result, found, rule);
  const reading = overrides ? null : narrowedTo(readingOf(result, account), isOf(item));
  return found.length === 0
    ? { ...gone(item, 'it is not there, or does not concern DMS'), reading }
    : { findings: found, tidings: { kind: 'changed', resource: item, verdicts: found }, reading };
}

async function scheduled(
  { rule, settings, overrides, maxAge }: Assignment,
  { account, region, audited, settings: operators }: Place,
  { judgeNow, resultFor }: ResultPorts,
): Promise<Told> {
  const regions = isAccountWide(rule) ? audited : [region];
  const overriding = overrides ? settings : null;
  const order = { account, rule, regions, audited, settings: operators, overriding, maxAge };
  // A rule on a change looks again because time has passed; what it read at a change is newer than a stored result.
  const result =
    configTriggerOf(rule) === 'change'
      ? await judgeNow({ rules: [rule], regions, settings, profile: 'all' })
      : await resultFor(order);
  throwIfPassing(result, result.findings, rule);
  const told = all(result.findings, listedIn(result, result.findings), 'it is no longer there');
  // Two verdicts on one thing, by the settings and by the AWS Config rule, would take turns.
  return { ...told, reading: overrides ? null : readingOf(result, account, 'event') };
}

const switchedOff = 'the settings switch the rule off';

const all = (findings: readonly Finding[], wasListed: (type: string) => boolean, because: string): Told => ({
  findings,
  tidings: { kind: 'all', findings, wasListed, because },
  reading: null,
});

const gone = ({ type, id }: ConfigItem, because: string): Told => ({
  findings: [],
  tidings: { kind: 'gone', resource: { type, id }, because },
  reading: null,
});

function throwIfPassing(result: Result, findings: readonly Finding[], { id }: Rule): void {
  const reasons = passingReasons(result, findings);
  if (reasons.length > 0)
    throw new Error(
      `a verdict of ${id} hangs on what failed in passing, so nothing is reported and the event is to run again: ${reasons.slice(0, 5).join('; ')}`,
    );
}
