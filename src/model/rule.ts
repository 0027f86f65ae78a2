import type { FactName } from './facts.ts';
import type { Finding, Severity } from './finding.ts';
import type { ParameterSet } from './parameters.ts';
import type { Settings } from './settings.ts';
import type { AccountFacts } from './snapshot.ts';

export const profiles = ['recommended', 'documented', 'security-hub', 'all'] as const;
/** A named set of rules. */
export type Profile = (typeof profiles)[number];

export interface RuleTexts {
  /** Kebab-case; the name of its file, its page and the tail of its AWS Config rule. Never changes. */
  readonly id: string;
  /** A sentence that is true when the rule passes. */
  readonly title: string;
  /** How much a failure weighs. */
  readonly severity: Severity;
  readonly profiles: readonly Profile[];
  /** Ids of `requirements.md`. */
  readonly requirements: readonly string[];
  /** Ids in published standards, Security Hub's first: `DMS.9`. */
  readonly controls: readonly string[];
  /** Why it matters. */
  readonly rationale: string;
  /** What to do about a failure. */
  readonly remediation: string;
  /** AWS documents that the rule rests on. */
  readonly sources: readonly string[];
}

/** One requirement put to one kind of resource. */
export interface Rule extends RuleTexts {
  /** CloudFormation types of what is judged. */
  readonly judges: readonly string[];
  /** All facts it takes, the judged resources included. */
  readonly needs: readonly FactName[];
  readonly parameters: ParameterSet;
  readonly evaluate: (accountId: string, account: AccountFacts, settings: Settings) => readonly Finding[];
}
