import type { Result } from '../model/result.ts';
import type { Profile, Rule } from '../model/rule.ts';
import type { RunReport } from '../model/run-report.ts';
import type { LoadedSettings } from '../model/settings.ts';
import { tellingRefusals } from './refused.ts';
import type { ScanOrder } from './scan.ts';
import { selectRules } from './select-rules.ts';

/** What a scan on a schedule is told to do. */
interface ScanConfiguration {
  /** The function's own Region. */
  readonly region: string;
  /** null: those of the settings, else the own Region. */
  readonly regions: readonly string[] | null;
  readonly profile: Profile;
  readonly bucket: string;
  readonly topicArn: string;
}

export interface ScheduledScanPorts<Place> {
  readonly catalogue: readonly Rule[];
  /** Asked before anything is read. @throws Refusal if something is missing. */
  readonly configuration: () => ScanConfiguration;
  readonly settings: () => Promise<LoadedSettings>;
  readonly ownAccount: () => Promise<string>;
  readonly judgeNow: (order: ScanOrder) => Promise<Result>;
  readonly store: (
    result: Result,
    to: { readonly account: string; readonly bucket: string },
  ) => Promise<Place>;
  readonly announce: (
    result: Result,
    to: { readonly account: string; readonly topicArn: string; readonly place: Place },
  ) => Promise<void>;
}

/** Judges the account, stores the result, then tells of it, so that nobody is told of what is not there. */
export function scanOnSchedule<Place>(ports: ScheduledScanPorts<Place>): Promise<RunReport> {
  return tellingRefusals({}, async () => {
    const { region, regions, profile, bucket, topicArn } = ports.configuration();
    const { settings, regions: fromSettings } = await ports.settings();
    const rules = selectRules(ports.catalogue, { profile, ids: null, settings });
    const account = await ports.ownAccount();
    const order = { rules, regions: regions ?? fromSettings ?? [region], settings, profile };
    const result = await ports.judgeNow(order);
    const place = await ports.store(result, { account, bucket });
    await ports.announce(result, { account, topicArn, place });
    const { calls } = result.coverage;
    return {
      level: 'info',
      message: 'scanned, stored and told',
      summary: result.summary,
      details: { account, regions: order.regions.join(','), calls },
    };
  });
}
