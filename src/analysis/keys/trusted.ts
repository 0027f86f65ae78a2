import type { Settings } from '../../model/settings.ts';
import { accountOf } from '../written-principal.ts';

/** Who may have to do with a key. */
export interface Trusted {
  /** The audited account, and those that the settings trust. */
  readonly accounts: readonly string[];
  /** ARNs and service principals that the settings trust. */
  readonly principals: readonly string[];
}

/** An account's root stands for the account (IAM User Guide, reference_policies_elements_principal). */
export function trustedBy(account: string, { trustedAccounts, trustedPrincipals }: Settings): Trusted {
  const whole = trustedPrincipals.flatMap(
    (written) => /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(written)?.[1] ?? [],
  );
  return { accounts: [account, ...trustedAccounts, ...whole], principals: trustedPrincipals };
}

export const isTrusted = (written: string, { accounts, principals }: Trusted): boolean =>
  principals.includes(written) || accounts.includes(accountOf(written));

/** The unique id that is left of a deleted user or role (IAM User Guide, reference_policies_elements_principal). */
export const isDeletedPrincipal = (written: string): boolean => /^A(RO|ID)A[A-Z0-9]{12,}$/.test(written);
