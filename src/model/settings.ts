import type { Severity } from './finding.ts';

/** What an operator decided about one rule. */
export interface RuleSettings {
  readonly enabled: boolean;
  /** null: the rule's own. */
  readonly severity: Severity | null;
  /** Values by parameter name, already checked against the rule. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The operator's decisions that verdicts depend on. */
export interface Settings {
  /** Accounts besides the audited one that may act through its roles. */
  readonly trustedAccounts: readonly string[];
  /** Principals (ARNs or service principals) that role trusts may name besides what DMS needs. */
  readonly trustedPrincipals: readonly string[];
  /** Tag keys that each DMS resource must carry. */
  readonly requiredTags: readonly string[];
  /** By rule id; a rule that is not here keeps its defaults. */
  readonly rules: Readonly<Record<string, RuleSettings>>;
}

export const defaultSettings: Settings = {
  trustedAccounts: [],
  trustedPrincipals: [],
  requiredTags: [],
  rules: {},
};

/** What a settings file says: the decisions that verdicts depend on, and where to look. */
export interface LoadedSettings {
  readonly settings: Settings;
  /** null: the file does not say. */
  readonly regions: readonly string[] | null;
}
