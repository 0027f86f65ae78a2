import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';
import type { AccountFacts } from '../model/snapshot.ts';

/** An account with its rules. */
export interface Estate {
  readonly account: string;
  readonly whole: AccountFacts;
  readonly rules: readonly Rule[];
  readonly settings: Settings;
}
