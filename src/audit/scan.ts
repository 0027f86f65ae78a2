import type { FactName } from '../model/facts.ts';
import type { Result } from '../model/result.ts';
import type { Profile, Rule } from '../model/rule.ts';
import { type Named, namedIn, type Settings } from '../model/settings.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { factsNeeded } from './facts-needed.ts';
import { judge } from './judge.ts';

/** Reads these facts of an account, now, and what the settings name. */
export type ReadAccount = (
  facts: ReadonlySet<FactName>,
  regions: readonly string[],
  named: Named,
) => Promise<{ readonly snapshot: Snapshot; readonly calls: number }>;

export interface ScanOrder {
  readonly rules: readonly Rule[];
  readonly regions: readonly string[];
  readonly settings: Settings;
  readonly profile: Profile;
}

/** What a scan says, and the facts that it rests on. */
export interface Scanned {
  readonly result: Result;
  readonly snapshot: Snapshot;
}

/** Reads what the rules need in these Regions, and judges it. */
export async function scan(
  read: ReadAccount,
  tool: Result['tool'],
  { rules, regions, settings, profile }: ScanOrder,
): Promise<Scanned> {
  const facts = factsNeeded(rules, settings);
  const { snapshot, calls } = await read(facts, regions, namedIn(settings));
  return { snapshot, result: judge(snapshot, { rules, profile, settings, tool, calls }) };
}
