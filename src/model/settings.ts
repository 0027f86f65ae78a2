import type { AlertSettings } from './alerts.ts';
import type { Severity } from './finding.ts';

/** What an operator decided about one rule. */
export interface RuleSettings {
  readonly enabled: boolean;
  /** null: the rule's own. */
  readonly severity: Severity | null;
  /** Values by parameter name, already checked against the rule. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** How a principal works with DMS: in the console, or by the command line and the API alone. */
export type WayOfWorking = 'cli' | 'console';

/** A role or user that people migrate with, as the operator declares it. */
export interface MigrationPrincipal {
  readonly arn: string;
  readonly uses: WayOfWorking;
  /** Whether it migrates to Redshift; null: not declared. */
  readonly redshiftTarget: boolean | null;
  /** Whether it is to create the roles with fixed names; null: not declared. */
  readonly createsRoles: boolean | null;
}

/** Whether verdicts may stand where organisation policies were not read, and then say that they assume none. */
export type OrganizationPolicyNeed = 'required' | 'when-readable';

/** What an operator says of the addresses behind a name. */
export interface NamedAddresses {
  /** A name, or a pattern with `*` and `?`. */
  readonly host: string;
  /** The VPC in which it holds; null: in all. */
  readonly vpcId: string | null;
  /** Addresses or ranges. */
  readonly addresses: readonly string[];
}

/** Findings that somebody answers for until a day; text may hold the wildcards `*` and `?`. */
export interface ExceptionSetting {
  readonly rule: string;
  readonly account: string;
  /** A Region, or `global` for findings on IAM. */
  readonly region: string;
  /** The id or the ARN of the resource. */
  readonly resource: string;
  /** A tag that the resource carries; null: any resource. */
  readonly tag: { readonly key: string; readonly value: string } | null;
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it counts, `2027-01-31`, in UTC. */
  readonly expires: string;
}

/** The server of endpoints that do not tell it, as their secrets are read by nobody here. */
export interface EndpointServer {
  /** An endpoint's id or ARN; `*` and `?` are wildcards. */
  readonly endpoint: string;
  /** A name or an address; of some engines several, with commas between them, as DMS has them. */
  readonly host: string;
  readonly port: number;
}

/** What settings name and AWS is asked about. */
export interface Named {
  /** ARNs of the roles and users that people migrate with. */
  readonly principals: readonly string[];
  /** Hosts of databases. */
  readonly hosts: readonly string[];
}

export const namedIn = ({ migrationPrincipals, endpointServers }: Settings): Named => ({
  principals: migrationPrincipals.map(({ arn }) => arn),
  hosts: endpointServers.map(({ host }) => host),
});

/** The operator's decisions that verdicts depend on. */
export interface Settings {
  /** Accounts besides the audited one that may act through its roles. */
  readonly trustedAccounts: readonly string[];
  /** Principals (ARNs or service principals) that role trusts may name besides what DMS needs. */
  readonly trustedPrincipals: readonly string[];
  /** The organisation whose accounts are trusted, `o-…`; null: none. */
  readonly trustedOrganization: string | null;
  /** Paths of organisational units, `o-…/r-…/ou-…/`, below which accounts are trusted. */
  readonly trustedOrganizationPaths: readonly string[];
  readonly organizationPolicies: OrganizationPolicyNeed;
  /** Of all accounts; those of other accounts than the audited one do not concern it. */
  readonly migrationPrincipals: readonly MigrationPrincipal[];
  /** Tag keys that each DMS resource must carry. */
  readonly requiredTags: readonly string[];
  /** Where databases are that nothing in AWS tells of. */
  readonly endpointAddresses: readonly NamedAddresses[];
  /** The servers of endpoints whose secrets name them; the first that fits counts. */
  readonly endpointServers: readonly EndpointServer[];
  readonly exceptions: readonly ExceptionSetting[];
  /** By rule id; a rule that is not here keeps its defaults. */
  readonly rules: Readonly<Record<string, RuleSettings>>;
}

export const defaultSettings: Settings = {
  trustedAccounts: [],
  trustedPrincipals: [],
  trustedOrganization: null,
  trustedOrganizationPaths: [],
  organizationPolicies: 'when-readable',
  migrationPrincipals: [],
  requiredTags: [],
  endpointAddresses: [],
  endpointServers: [],
  exceptions: [],
  rules: {},
};

/**
 * How findings come to AWS Security Hub: not at all; by the forwarding of AWS Config, which Security Hub has on where
 * both are; or imported by us, with the forwarding off. Never by both, which would show each finding twice.
 */
export type SecurityHubMode = 'off' | 'config-integration' | 'import';

/** What a settings file says: the decisions that verdicts depend on, and where to look. */
export interface LoadedSettings {
  readonly settings: Settings;
  /** null: the file does not say. */
  readonly regions: readonly string[] | null;
  readonly alerts: AlertSettings;
  readonly securityHub: SecurityHubMode;
}
