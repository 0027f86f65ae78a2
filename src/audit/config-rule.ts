import type { AlertSettings } from '../model/alerts.ts';
import { type ConfigReport, isTest } from '../model/config-report.ts';
import { isAccountWide } from '../model/config-trigger.ts';
import { type Finding, statuses } from '../model/finding.ts';
import { Refusal } from '../model/refusal.ts';
import type { Rule } from '../model/rule.ts';
import type { RunReport } from '../model/run-report.ts';
import type { LoadedSettings } from '../model/settings.ts';
import { type ConfigEvent, parseConfigEvent } from './config-event.ts';
import { parseParameters } from './config-parameters.ts';
import { type ResultPorts, tidingsOf } from './config-tidings.ts';
import type { Reading } from './reading.ts';
import { tellingRefusals } from './refused.ts';

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
export interface ConfigRulePorts extends ResultPorts {
  readonly catalogue: readonly Rule[];
  readonly environment: () => Surroundings;
  readonly settings: () => Promise<LoadedSettings>;
  readonly ownAccount: () => Promise<string>;
  /**
   * Notes that a scheduled run is under way, and gives when the newest one of its rule was due (ISO 8601, UTC): its own
   * time where nothing is kept between invocations.
   */
  readonly newestRun: (run: {
    readonly account: string;
    readonly configRule: string;
    readonly at: string;
  }) => Promise<string>;
  /** Gives the number of evaluations put. */
  readonly publish: (report: ConfigReport, account: string) => Promise<number>;
  /** Remembers what was found, and tells of what has changed. */
  readonly remember: (reading: Reading, alerts: AlertSettings) => Promise<void>;
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
    refuseStrangers(parsed, account, environment);
    const details = { configRule: parsed.configRule, rule: assignment.rule.id };
    const passedOver = reasonToPassOver(parsed, assignment.rule, environment);
    if (passedOver !== null) return { level: 'warn', message: passedOver, summary: null, details };
    const { region } = environment;
    const audited = environment.regions ?? loaded.regions ?? [region];
    const place = { account, region, audited, settings: loaded.settings };
    const { findings, evaluations } = await inOrder(parsed, account, ports, async () => {
      const told = await tidingsOf(parsed, assignment, place, ports);
      const { configRule, resultToken, trigger } = parsed;
      const { unknownAs, exceptionsAs } = assignment;
      const report = {
        configRule,
        resultToken,
        at: trigger.at,
        unknownAs,
        exceptionsAs,
        tidings: told.tidings,
      };
      const evaluations = await ports.publish(report, account);
      // Whoever tries a rule out with a test event tells nobody.
      if (told.reading !== null && !isTest(report)) await ports.remember(told.reading, loaded.alerts);
      return { findings: told.findings, evaluations };
    });
    const message = evaluations === 0 ? 'there was nothing to report' : 'reported to AWS Config';
    return { level: 'info', message, summary: countByStatus(findings), details: { ...details, evaluations } };
  });
}

const tries = 3;

/**
 * Two runs of a rule can overtake each other, for Lambda runs an event again minutes later. What an older one puts late
 * on a resource that is gone, a newer one that looked before cannot have withdrawn; so who was overtaken does it again.
 * One resource that changed is a matter of its own: AWS Config keeps the newer word.
 */
async function inOrder<T>(
  { trigger, configRule }: ConfigEvent,
  account: string,
  { newestRun }: Pick<ConfigRulePorts, 'newestRun'>,
  run: () => Promise<T>,
): Promise<T> {
  if (trigger.kind === 'changed') return run();
  const newest = () => newestRun({ account, configRule, at: trigger.at });
  for (let attempt = 1; attempt <= tries; attempt++) {
    const before = await newest();
    const done = await run();
    if ((await newest()) === before) return done;
  }
  throw new Error(
    `newer runs of ${configRule} have overtaken this one ${tries} times; the event is to run again`,
  );
}

/** For the log of a refusal, before anything is known of the event. */
function nameIn(event: unknown): string {
  const name: unknown =
    typeof event === 'object' && event !== null && 'configRuleName' in event ? event.configRuleName : null;
  return typeof name === 'string' ? name.slice(0, 128) : 'unknown';
}

/** @throws Refusal if the event is not of this account, or of a resource that is not here. */
function refuseStrangers(
  { account: of, trigger }: ConfigEvent,
  account: string,
  { region }: Surroundings,
): void {
  if (of !== account)
    throw new Refusal(
      `the event is of a rule in another account than this function's, ${account}, and is not answered; deploy the function in the rule's account, and let only that account invoke it`,
    );
  if (trigger.kind !== 'changed') return;
  const { item } = trigger;
  if (item.account !== account)
    throw new Refusal(
      `the event is of a resource in another account than this function's, ${account}, and is not answered; let AWS Config invoke this function`,
    );
  if (item.region !== region && item.region !== 'global')
    throw new Refusal(
      `the event is of a resource in ${item.region} and this function is in ${region}, so it is not answered; deploy rule and function in each audited Region`,
    );
}

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

const countByStatus = (findings: readonly Finding[]): NonNullable<RunReport['summary']> =>
  Object.fromEntries(
    statuses.map((status) => [status, findings.filter((finding) => finding.status === status).length]),
  ) as NonNullable<RunReport['summary']>;
