import type { Listing, Lookup } from '../model/lookup.ts';
import type { AccountFacts, Snapshot } from '../model/snapshot.ts';

/** Two snapshots tell of the same account and Region; which one holds is not for us to choose. */
export class SameRegionTwiceError extends Error {
  constructor(account: string, region: string) {
    super(`account ${account}, Region ${region} is in more than one snapshot`);
    this.name = 'SameRegionTwiceError';
  }
}

/**
 * Puts snapshots of several accounts or Regions together. IAM facts of one account add up; where two
 * snapshots hold the same role, the later reading stands. The result is as old as its oldest part.
 *
 * @throws SameRegionTwiceError if an account's Region is in two of them.
 */
export function mergeSnapshots(first: Snapshot, ...more: readonly Snapshot[]): Snapshot {
  return more.reduce((merged, next) => {
    const accounts: Record<string, AccountFacts> = { ...merged.accounts };
    for (const [id, account] of Object.entries(next.accounts)) {
      const known = accounts[id];
      accounts[id] = known === undefined ? account : mergeAccounts(id, known, account);
    }
    return { ...merged, takenAt: merged.takenAt < next.takenAt ? merged.takenAt : next.takenAt, accounts };
  }, first);
}

function mergeAccounts(id: string, one: AccountFacts, other: AccountFacts): AccountFacts {
  const twice = Object.keys(other.regions).find((region) => Object.hasOwn(one.regions, region));
  if (twice !== undefined) throw new SameRegionTwiceError(id, twice);
  const [older, newer] = one.iam.takenAt <= other.iam.takenAt ? [one, other] : [other, one];
  return {
    partition: newer.partition,
    organization: newer.organization.known ? newer.organization : older.organization,
    accountPublicAccessBlock: laterAnswer(older.accountPublicAccessBlock, newer.accountPublicAccessBlock),
    iam: {
      takenAt: older.iam.takenAt,
      roles: { ...older.iam.roles, ...newer.iam.roles },
      rolePermissions: { ...older.iam.rolePermissions, ...newer.iam.rolePermissions },
      trusting: laterListing(older.iam.trusting, newer.iam.trusting),
      principals: laterListing(older.iam.principals, newer.iam.principals),
      namedPrincipals: { ...older.iam.namedPrincipals, ...newer.iam.namedPrincipals },
      managedPolicies: { ...older.iam.managedPolicies, ...newer.iam.managedPolicies },
      organizationPolicies: newer.iam.organizationPolicies.known
        ? newer.iam.organizationPolicies
        : older.iam.organizationPolicies,
    },
    regions: { ...one.regions, ...other.regions },
  };
}

/** The later answer stands; where there is none, the reason of the reading that had something to ask for. */
const laterAnswer = <T>(older: Lookup<T>, newer: Lookup<T>): Lookup<T> =>
  newer.known || (!older.known && newer.unread.error !== 'NothingToJudge') ? newer : older;

/** The later reading stands, unless that was none. */
const laterListing = <T>(older: Listing<T>, newer: Listing<T>): Listing<T> =>
  !newer.complete && newer.unread.error === 'NotCollected' ? older : newer;
