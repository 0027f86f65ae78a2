import type { Settings } from '../../model/settings.ts';
import { accountOf } from '../callers/written-principal.ts';

/** Who may have to do with a key. */
export interface Trusted {
  /** The audited account, and those that the settings trust. */
  readonly accounts: readonly string[];
  /** ARNs and service principals that the settings trust. */
  readonly principals: readonly string[];
  /** Organisations of which every account is trusted. */
  readonly organizations: readonly string[];
  /** Organisational units, as paths, below which every account is. */
  readonly organizationPaths: readonly string[];
}

/** An account's root stands for the account (IAM User Guide, reference_policies_elements_principal). */
export function trustedBy(account: string, settings: Settings): Trusted {
  const { trustedAccounts, trustedPrincipals, trustedOrganization, trustedOrganizationPaths } = settings;
  const whole = trustedPrincipals.flatMap(
    (written) => /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(written)?.[1] ?? [],
  );
  return {
    accounts: [account, ...trustedAccounts, ...whole],
    principals: trustedPrincipals,
    organizations: trustedOrganization === null ? [] : [trustedOrganization],
    organizationPaths: trustedOrganizationPaths,
  };
}

export const isTrusted = (
  written: string,
  { accounts, principals }: Pick<Trusted, 'accounts' | 'principals'>,
): boolean => principals.includes(written) || accounts.includes(accountOf(written));

/** The unique id that is left of a deleted user or role (IAM User Guide, reference_policies_elements_principal). */
export const isDeletedPrincipal = (written: string): boolean => /^A(RO|ID)A[A-Z0-9]{12,}$/.test(written);
