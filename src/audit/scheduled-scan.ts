import type { NightlyScan } from '../model/notice.ts';
import { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { Profile, Rule } from '../model/rule.ts';
import type { RunReport } from '../model/run-report.ts';
import type { LoadedSettings } from '../model/settings.ts';
import { judge } from './judge.ts';
import { type NightPorts, tellOfNight, type Where } from './night.ts';
import { tellingRefusals } from './refused.ts';
import type { Scanned, ScanOrder } from './scan.ts';
import { everyRule, selectRules } from './select-rules.ts';

/** What a scan on a schedule is told to do. */
interface ScanConfiguration {
  /** The function's own Region. */
  readonly region: string;
  /** Where everything is kept. */
  readonly homeRegion: string;
  /** null: those of the settings, else the own Region. */
  readonly regions: readonly string[] | null;
  /** What people are told of; everything is judged and stored. */
  readonly profile: Profile;
  readonly bucket: string;
  /** Where the digest goes when the settings have no routes. */
  readonly topicArn: string | null;
}

export interface ScheduledScanPorts extends Omit<NightPorts, 'writer' | 'alerts'> {
  /** Asked before anything is read. @throws Refusal if something is missing. */
  readonly configuration: () => ScanConfiguration;
  readonly settings: () => Promise<LoadedSettings>;
  readonly ownAccount: () => Promise<string>;
  readonly scanNow: (order: ScanOrder) => Promise<Scanned>;
  readonly store: (scanned: Scanned, to: Where) => Promise<NightlyScan['place']>;
  readonly memory: (account: string, loaded: LoadedSettings) => Pick<NightPorts, 'writer' | 'alerts'>;
}

/**
 * Judges the account by every rule, stores the result and the facts, remembers what the profile finds, records it
 * elsewhere, and tells of the night; nobody is told of what is not there. One place that fails keeps no other from it.
 *
 * @throws Error naming all that failed, when the rest is done; Refusal if another try would fail again.
 */
export function scanOnSchedule(ports: ScheduledScanPorts): Promise<RunReport> {
  return tellingRefusals({}, async () => {
    const { region, homeRegion, regions, profile, bucket, topicArn } = ports.configuration();
    const loaded = await ports.settings();
    const { settings, alerts } = loaded;
    if (topicArn === null && alerts.routes.length === 0)
      throw new Refusal(
        'it is not said who is told of the result; set DMS_AUDITOR_TOPIC_ARN to the ARN of a topic, or alerts in the settings file',
      );
    const account = await ports.ownAccount();
    const audited = regions ?? loaded.regions ?? [region];
    const rules = everyRule(ports.catalogue, settings);
    const scanned = await ports.scanNow({ rules, regions: audited, settings, profile: 'all' });
    const where = { account, bucket, homeRegion };
    const place = await ports.store(scanned, where);
    const result = ofProfile(profile, scanned, ports.catalogue, loaded);
    const { catalogue, records, memory } = ports;
    const night = { result, whole: scanned.result, where, place, loaded, topicArn };
    await tellOfNight(night, { catalogue, records, ...memory(account, loaded) });
    const { calls } = scanned.result.coverage;
    return {
      level: 'info',
      message: 'scanned, stored and told',
      summary: result.summary,
      details: { account, regions: audited.join(','), calls },
    };
  });
}

function ofProfile(
  profile: Profile,
  { snapshot, result: { tool, coverage } }: Scanned,
  catalogue: readonly Rule[],
  { settings }: LoadedSettings,
): Result {
  const rules = selectRules(catalogue, { profile, ids: null, settings });
  return judge(snapshot, { rules, profile, settings, tool, calls: coverage.calls });
}
