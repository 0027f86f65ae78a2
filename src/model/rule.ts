import type { FactName } from './facts.ts';
import type { Finding, Severity } from './finding.ts';
import type { ParameterSet } from './parameters.ts';
import type { SecurityHubControl } from './security-hub.ts';
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
  /** How it is judged: what passes, what fails, what is left open. */
  readonly judgement: string;
  /** How much a failure weighs. */
  readonly severity: Severity;
  readonly profiles: readonly Profile[];
  /** Ids of rules that ask for the contrary: no profile holds both. */
  readonly conflictsWith?: readonly string[];
  /** Ids of `requirements.md`. */
  readonly requirements: readonly string[];
  /** Ids in published standards: the controls of Security Hub first, `DMS.9`, then what AWS relates them to. */
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
  /** All facts it takes or may take, the judged resources included. */
  readonly needs: readonly FactName[];
  /** Those of them that it takes only where one of its parameters is true, by the parameter. */
  readonly needsWith: Readonly<Record<string, readonly FactName[]>>;
  readonly parameters: ParameterSet;
  /** The controls of Security Hub that it answers; none: it is no part of the profile `security-hub`. */
  readonly securityHub: readonly SecurityHubControl[];
  /** The rule as these controls have it: of their types alone, with their severities. */
  readonly asSecurityHub: () => Rule;
  readonly evaluate: (accountId: string, account: AccountFacts, settings: Settings) => readonly Finding[];
}
