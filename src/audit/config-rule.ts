import type { ConfigReport, Tidings } from '../model/config-report.ts';
import { type Finding, statuses } from '../model/finding.ts';
import { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { Rule } from '../model/rule.ts';
import type { RunReport } from '../model/run-report.ts';
import type { LoadedSettings } from '../model/settings.ts';
import { type ConfigEvent, type ConfigItem, parseConfigEvent } from './config-event.ts';
import { findingsOf } from './config-item.ts';
import { type Assignment, parseParameters } from './config-parameters.ts';
import { tellingRefusals } from './refused.ts';
import type { ScanOrder } from './scan.ts';
import { passingReasons } from './transient.ts';

/** Where the function runs, and what it audits. */
interface Surroundings {
  /** The function's own Region. */
  readonly region: string;
  /** The one Region in which roles are judged, over all audited Regions. */
  readonly homeRegion: string;
  /** null: those of the settings, else the own Region. */
  readonly regions: readonly string[] | null;
}

/** What the use case is given: the catalogue, where it runs, and how to reach AWS. */
export interface ConfigRulePorts {
  readonly catalogue: readonly Rule[];
  readonly environment: () => Surroundings;
  readonly settings: () => Promise<LoadedSettings>;
  readonly ownAccount: () => Promise<string>;
  /** Reads AWS now and judges. */
  readonly judgeNow: (order: ScanOrder) => Promise<Result>;
  /** The result that a scheduled rule publishes its findings from: the newest there is, or a new one. */
  readonly resultFor: (order: ScanOrder) => Promise<Result>;
  /** Gives the number of evaluations put. */
  readonly publish: (report: ConfigReport, account: string) => Promise<number>;
}

/**
 * One invocation by AWS Config: judges what the event is about and reports it.
 *
 * @throws Error if AWS failed in passing and a verdict hangs on it; nothing is put then, and Lambda runs the
 * event again.
 */
export function evaluateConfigRule(event: unknown, ports: ConfigRulePorts): Promise<RunReport> {
  return tellingRefusals({ configRule: nameIn(event) }, async () => {
    const parsed = parseConfigEvent(event);
    const environment = ports.environment();
    const loaded = await ports.settings();
    const assignment = parseParameters(parsed.parameters, ports.catalogue, loaded.settings);
    const account = await ports.ownAccount();
    if (parsed.account !== account)
      throw new Refusal(
        `the event is of a rule in another account than this function's, ${account}, and is not answered; deploy the function in the rule's account, and let only that account invoke it`,
      );
    const details = { configRule: parsed.configRule, rule: assignment.rule.id };
    const passedOver = reasonToPassOver(parsed, assignment.rule, environment);
    if (passedOver !== null) return { level: 'warn', message: passedOver, summary: null, details };
    const { region } = environment;
    const regions = environment.regions ?? loaded.regions ?? [region];
    const { tidings, findings } = await tidingsOf(parsed, assignment, { ...ports, region, regions });
    const { configRule, resultToken, trigger } = parsed;
    const report = { configRule, resultToken, at: trigger.at, unknownAs: assignment.unknownAs, tidings };
    const evaluations = await ports.publish(report, account);
    const message = evaluations === 0 ? 'there was nothing to report' : 'reported to AWS Config';
    return { level: 'info', message, summary: countByStatus(findings), details: { ...details, evaluations } };
  });
}

/** For the log of a refusal, before anything is known of the event. */
function nameIn(event: unknown): string {
  const name: unknown =
    typeof event === 'object' && event !== null && 'configRuleName' in event ? event.configRuleName : null;
  return typeof name === 'string' ? name.slice(0, 128) : 'unknown';
}

/** IAM has no Region, so such a rule has one AWS Config rule that reports, in the home Region. */
const isAccountWide = ({ judges }: Rule): boolean => judges.includes('AWS::IAM::Role');

function reasonToPassOver(
  { trigger }: ConfigEvent,
  rule: Rule,
  { region, homeRegion }: Surroundings,
): string | null {
  const { id, judges } = rule;
  if (isAccountWide(rule) && region !== homeRegion)
    return `${id} reports in the home Region ${homeRegion} alone; remove its AWS Config rule from ${region}`;
  if (trigger.kind === 'changed' && !judges.includes(trigger.item.type))
    return `${id} does not judge ${trigger.item.type}, but ${judges.join(', ')}; give its AWS Config rule the scope of these types`;
  return null;
}

interface Told {
  readonly tidings: Tidings;
  readonly findings: readonly Finding[];
}
type Ports = Pick<ConfigRulePorts, 'judgeNow' | 'resultFor'> & {
  readonly region: string;
  readonly regions: readonly string[];
};

async function tidingsOf(event: ConfigEvent, assignment: Assignment, ports: Ports): Promise<Told> {
  const { rule, settings } = assignment;
  const { trigger, leftScope } = event;
  const order = (region: string): ScanOrder => ({
    rules: [rule],
    regions: isAccountWide(rule) ? ports.regions : [region],
    settings,
    profile: 'all',
  });
  if (trigger.kind === 'schedule') {
    const result = await ports.resultFor(order(ports.region));
    const findings = result.findings.filter((finding) => finding.rule === rule.id);
    throwIfPassing(result, findings, rule);
    return { findings, tidings: { kind: 'all', findings, wasListed: listedIn(result, findings) } };
  }
  const { item } = trigger;
  if (item.isDeleted) return gone(item, 'it was deleted');
  if (leftScope) return gone(item, 'it is no longer in the scope of the AWS Config rule');
  const result = await ports.judgeNow(order(item.region));
  const all = result.findings.filter((finding) => finding.rule === rule.id);
  const findings = findingsOf(item, all, listedIn(result, all)(item.type));
  throwIfPassing(result, findings, rule);
  return findings.length === 0
    ? gone(item, 'it is not there, or does not concern DMS')
    : { findings, tidings: { kind: 'changed', resource: item, verdicts: findings } };
}

const gone = ({ type, id }: ConfigItem, because: string): Told => ({
  findings: [],
  tidings: { kind: 'gone', resource: { type, id }, because },
});

function throwIfPassing(result: Result, findings: readonly Finding[], { id }: Rule): void {
  const reasons = passingReasons(result, findings);
  if (reasons.length > 0)
    throw new Error(
      `a verdict of ${id} hangs on what failed in passing, so nothing is reported and the event is to run again: ${reasons.slice(0, 5).join('; ')}`,
    );
}

const isAccount = ({ resource }: Finding): boolean => resource.type === 'AWS::::Account';

/**
 * Whether all resources of a type were seen. Listings are in the result; of what is joined, such as roles and
 * keys, the rule's UNKNOWN for the account says that some may be missing.
 */
function listedIn({ coverage }: Result, findings: readonly Finding[]): (type: string) => boolean {
  const missing = findings.some((finding) => isAccount(finding) && finding.status === 'UNKNOWN');
  return (type) => {
    const listings = coverage.listings.filter((listing) => listing.type === type);
    const complete = listings.length > 0 ? listings.every((listing) => listing.complete) : !missing;
    return complete && coverage.notAudited.length === 0;
  };
}

const countByStatus = (findings: readonly Finding[]): NonNullable<RunReport['summary']> =>
  Object.fromEntries(
    statuses.map((status) => [status, findings.filter((finding) => finding.status === status).length]),
  ) as NonNullable<RunReport['summary']>;
