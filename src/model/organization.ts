/** The organisation an account belongs to. */
export interface Organization {
  /** `o-…` */
  readonly id: string;
  readonly managementAccountId: string;
}

/** A service or resource control policy. */
export interface OrganizationPolicy {
  readonly id: string;
  readonly name: string;
  readonly document: string;
}

/** One list of policies a level: the root's, those of each organisational unit below it, the account's own. */
export type PolicyLevels = readonly (readonly OrganizationPolicy[])[];

/** What an organisation takes from an account, whatever the account's own policies give. */
export interface OrganizationPolicies {
  /** No level: no such policy is in force, as the organisation has not enabled this type. */
  readonly serviceControl: PolicyLevels;
  readonly resourceControl: PolicyLevels;
  /** No policy of either type is in force in the management account (Organizations User Guide, *SCPs*, *RCPs*). */
  readonly isManagementAccount: boolean;
}
