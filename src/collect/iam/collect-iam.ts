import type { EntityType } from '@aws-sdk/client-iam';
import { accountRoleNames, roleNameIn } from '../../model/account-view.ts';
import { type Assessed, rolesOfAssessments } from '../../model/assessments.ts';
import { awsManagedPolicyArn, awsManagedPolicyOf } from '../../model/aws-managed-policies.ts';
import { roleCarriers } from '../../model/facts.ts';
import { complete, cutShort, known, type Listing, type Lookup, notCollected } from '../../model/lookup.ts';
import { serverlessRoleName } from '../../model/serverless-role.ts';
import type { IamFacts, Listings } from '../../model/snapshot.ts';
import { type AccountDetails, detailsCall, nothingTold, readAccountDetails } from './account-details.ts';
import { mayLetDmsIn } from './generous.ts';
import { type IamReader, openIamReader } from './iam-reader.ts';
import type { IamSource } from './iam-source.ts';
import { collectPrincipals, type PrincipalTables } from './principals.ts';

/** What names roles in a Region. */
type Named = Listings & Pick<Assessed, 'assessmentBuckets'>;
type RoleTables = Pick<IamFacts, 'roles' | 'rolePermissions' | 'trusting'>;

/**
 * The roles that concern DMS, the principals that may act on it and, if asked for, what they may do: once an
 * account, for IAM has no Region. The account's details are paged through at once, while the Regions say which
 * roles their resources name.
 */
export async function collectIam(
  source: IamSource,
  listed: Promise<readonly Named[]>,
): Promise<Omit<IamFacts, 'takenAt' | 'organizationPolicies'>> {
  const details = readDetails(source);
  const reader = openIamReader(source, details);
  const [roles, principals] = await Promise.all([
    collectRoles(source, reader, { details, listed }),
    collectPrincipals(source, reader, details),
  ]);
  const policies = [...policiesCarried(roles, principals), ...policiesOfAws(source, roles)];
  return { ...roles, ...principals, managedPolicies: await tableOf(policies, reader.managedPolicy) };
}

/** As much of the details as the facts take. */
async function readDetails({ clients, facts, track }: IamSource): Promise<AccountDetails> {
  const policies: readonly EntityType[] = ['LocalManagedPolicy', 'AWSManagedPolicy'];
  const entities: readonly EntityType[] = facts.has('principals') ? ['User', 'Role', 'Group'] : ['Role'];
  const wantsPolicies = facts.has('principals') || facts.has('rolePermissions');
  if (!facts.has('principals') && !facts.has('roles')) return nothingTold(notCollected(detailsCall));
  const iam = await clients.iam();
  const wanted = wantsPolicies ? [...entities, ...policies] : entities;
  return track('global', detailsCall, readAccountDetails(iam, clients, wanted));
}

interface RoleHints {
  readonly details: Promise<AccountDetails>;
  readonly listed: Promise<readonly Named[]>;
}

async function collectRoles(
  { account, facts }: IamSource,
  { role, rolePermissions }: IamReader,
  { details, listed }: RoleHints,
): Promise<RoleTables> {
  if (!facts.has('roles')) {
    await listed;
    return { roles: {}, rolePermissions: {}, trusting: cutShort([], notCollected(detailsCall)) };
  }
  const readAll = async (names: readonly string[]) => {
    await Promise.all(names.map(role));
    return names;
  };
  const trusting = details.then(trustingIn);
  const names = await Promise.all([
    readAll(facts.has('serverlessRole') ? [...accountRoleNames, serverlessRoleName] : accountRoleNames),
    trusting.then(({ items }) => readAll(items)),
    listed.then((listings) => readAll(ownRoles(listings, account))),
  ]);
  const roles = await tableOf(names.flat(), role);
  const present = Object.entries(roles).flatMap(([name, found]) =>
    found.known && found.value === null ? [] : [name],
  );
  const permissions = await tableOf(facts.has('rolePermissions') ? present : [], async (name) =>
    known(await rolePermissions(name)),
  );
  return { roles, rolePermissions: permissions, trusting: await trusting };
}

/** The roles whose trust may let a DMS service principal in. */
function trustingIn({ roles, unread }: AccountDetails): Listing<string> {
  const names = [...roles.values()].flatMap(({ role }) => (mayLetDmsIn(role.trust) ? [role.name] : []));
  return unread === null ? complete(names) : cutShort(names, unread);
}

/** The roles of this account that DMS resources name; those of other accounts cannot be read from here. */
function ownRoles(listings: readonly Named[], account: string): readonly string[] {
  const names = listings.flatMap((listing) => [
    ...roleCarriers.flatMap((kind) =>
      listing[kind].items.flatMap(({ roles }) => roles.map(({ arn }) => roleNameIn(arn, account))),
    ),
    ...rolesOfAssessments(listing).map(({ reference }) => roleNameIn(reference.arn, account)),
  ]);
  return names.filter((name) => name !== null);
}

/** ARNs of the managed policies that these roles and principals carry or are bounded by. */
function policiesCarried(
  { roles, rolePermissions }: RoleTables,
  { principals, namedPrincipals }: PrincipalTables,
): readonly string[] {
  const named = Object.values(namedPrincipals).flatMap((principal) => valueOf(principal) ?? []);
  const permissions = Object.values(rolePermissions).flatMap((found) => valueOf(found) ?? []);
  const bounded = Object.keys(rolePermissions).flatMap((name) => valueOf(roles[name]) ?? []);
  const all = [...principals.items, ...named];
  return [
    ...[...permissions, ...all].flatMap(({ attached }) => valueOf(attached) ?? []),
    ...[...bounded, ...all].flatMap(({ boundaryArn }) => boundaryArn ?? []),
  ];
}

/** ARNs of the policies that AWS writes for the account roles; of a role that does not exist none is compared. */
function policiesOfAws({ partition, facts }: IamSource, { roles }: RoleTables): readonly string[] {
  if (!facts.has('awsManagedPolicies')) return [];
  return Object.entries(roles).flatMap(([role, found]) => {
    const policy = awsManagedPolicyOf(role);
    const isAbsent = found.known && found.value === null;
    return policy === null || isAbsent ? [] : [awsManagedPolicyArn(partition, policy)];
  });
}

const valueOf = <T>(lookup: Lookup<T> | undefined): T | null =>
  lookup?.known === true ? lookup.value : null;

/** Answers by key, sorted. */
async function tableOf<T>(
  keys: readonly string[],
  ask: (key: string) => Promise<T>,
): Promise<Readonly<Record<string, T>>> {
  const entries = [...new Set(keys)].sort().map(async (key) => [key, await ask(key)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
