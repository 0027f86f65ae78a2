import type { Lookup } from '../../model/lookup.ts';
import type { Organization } from '../../model/organization.ts';
import type { Settings } from '../../model/settings.ts';
import type { GuardQuestion } from './guard.ts';
import type { RoleUser } from './users.ts';

/** A trust is to be right by itself, so that what the organisation has over it has no part in it. */
export interface TrustTerms extends Omit<GuardQuestion, 'knownArns' | 'guardrails' | 'resource'> {
  /** The DMS resources that use the role. */
  readonly users: readonly RoleUser[];
}

/** The account's organisation as far as it was read; null: it is in none; undefined: not known. */
export const organizationIn = (organization: Lookup<Organization | null>): string | null | undefined =>
  organization.known ? (organization.value?.id ?? null) : undefined;

/** For whom DMS may act besides the account itself, by the operator's settings. */
export const trustedIn = ({
  trustedAccounts,
  trustedOrganization,
  trustedOrganizationPaths,
}: Settings): Pick<
  GuardQuestion,
  'trustedAccounts' | 'trustedOrganizations' | 'trustedOrganizationPaths'
> => ({
  trustedAccounts,
  trustedOrganizationPaths,
  trustedOrganizations: trustedOrganization === null ? [] : [trustedOrganization],
});
