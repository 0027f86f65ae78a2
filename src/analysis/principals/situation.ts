import { accountRoleNames, type DmsRole, type Facts, type Gathered } from '../../model/account-view.ts';
import { resourceKinds } from '../../model/facts.ts';
import type { Unread } from '../../model/lookup.ts';
import type { DmsResource, ResourceKind } from '../../model/resources.ts';
import type { MigrationPrincipal } from '../../model/settings.ts';
import { redshiftUse } from '../roles/redshift.ts';

interface Audited {
  readonly partition: string;
  readonly account: string;
  readonly regions: readonly string[];
  readonly facts: Pick<Facts, ResourceKind | 'roles'>;
}

/** What somebody who migrates in an account has to do with, as far as it was read. */
export interface Situation {
  readonly partition: string;
  readonly account: string;
  /** Regions that hold DMS resources; all that are audited where none does. */
  readonly regions: readonly string[];
  readonly redshift: boolean;
  /** The roles that DMS looks for by name, the one for Redshift where that is a target. */
  readonly fixedRoles: readonly DmsRole[];
  /** Those of them that it is to create. */
  readonly rolesToCreate: readonly DmsRole[];
  /** Roles that DMS resources name. */
  readonly usedRoles: readonly DmsRole[];
  /** Why there may be more of all this; empty: there is not. */
  readonly unread: readonly Unread[];
}

/** What is declared of a principal, and for the rest what the account shows. */
export function situationOf(
  named: MigrationPrincipal,
  { partition, account, regions, facts }: Audited,
): Situation {
  const listings = resourceKinds.map((kind): Gathered<DmsResource> => facts[kind]);
  const holding = new Set(listings.flatMap(({ items }) => items.map(({ arn }) => arn.split(':')[3] ?? '')));
  const unlisted = listings.flatMap(({ unread }) => unread);
  const isEmpty = holding.size === 0 && unlisted.length === 0;
  const redshift = named.redshiftTarget ?? redshiftUse(facts.endpoints).used === true;
  const used = facts.roles.items.filter(({ uses }) => uses.length > 0);
  const fixed = rolesByName(facts, redshift);
  return {
    partition,
    account,
    regions: isEmpty ? regions : regions.filter((region) => holding.has(region)),
    redshift,
    fixedRoles: fixed.filter(wasRead),
    rolesToCreate: fixed.filter((role) => wasRead(role) && (named.createsRoles ?? isMissing(role))),
    usedRoles: used.filter(wasRead),
    unread: [...unlisted, ...[...fixed, ...used].flatMap(({ role }) => (role.known ? [] : [role.unread]))],
  };
}

/** The roles that DMS looks for by name; `dms-access-for-endpoint` only where Redshift is a target. */
const rolesByName = ({ roles }: Pick<Facts, 'roles'>, withRedshift: boolean): readonly DmsRole[] =>
  roles.items.filter(
    ({ id }) => accountRoleNames.some((name) => name === id) && (withRedshift || !isForRedshift({ id })),
  );

const isForRedshift = ({ id }: Pick<DmsRole, 'id'>): boolean => id === 'dms-access-for-endpoint';
const wasRead = ({ role }: DmsRole): boolean => role.known;
const isMissing = ({ role }: DmsRole): boolean => role.known && role.value === null;

/** Yes or no, or what has to be read to say. */
export type Fact = { readonly is: boolean } | { readonly is: 'unknown'; readonly unread: readonly Unread[] };

/** Whether somebody migrates to Redshift: as it is declared, else as the endpoints show. */
export function migratesToRedshift(
  named: MigrationPrincipal | null,
  { endpoints }: Pick<Facts, 'endpoints'>,
): Fact {
  const declared = named?.redshiftTarget ?? null;
  if (declared !== null) return { is: declared };
  const use = redshiftUse(endpoints);
  return use.used === 'unknown' ? { is: 'unknown', unread: use.unread } : { is: use.used };
}

/** Whether nobody has to create roles any more: each that DMS looks for exists, or another is declared to do it. */
export function rolesAreMade(
  named: MigrationPrincipal | null,
  redshift: Fact,
  facts: Pick<Facts, 'roles'>,
): Fact {
  const declared = named?.createsRoles ?? null;
  if (declared !== null) return { is: !declared };
  const roles = rolesByName(facts, redshift.is !== false);
  const [forRedshift, others] = [roles.filter(isForRedshift), roles.filter((role) => !isForRedshift(role))];
  if (others.some(isMissing) || (redshift.is === true && forRedshift.some(isMissing))) return { is: false };
  const unread = [
    ...roles.flatMap(({ role }) => (role.known ? [] : [role.unread])),
    ...(redshift.is === 'unknown' && forRedshift.some(isMissing) ? redshift.unread : []),
  ];
  return unread.length > 0 ? { is: 'unknown', unread } : { is: true };
}
