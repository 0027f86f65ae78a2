import { resourceKinds, roleCarriers } from './facts.ts';
import { entry, type Listing, type Lookup, type Unread } from './lookup.ts';
import type { DmsResource, ResourceKind, ResourceOf, Role, RoleReference } from './resources.ts';
import type { AccountFacts, Listings } from './snapshot.ts';
import { missingFrom } from './verdict.ts';

/** All items of one kind in a Region or an account, and why some may be missing. */
export interface Gathered<T> {
  readonly items: readonly T[];
  readonly unread: readonly Unread[];
}

/** One place where a DMS resource names a role. */
export interface RoleUse {
  readonly region: string;
  readonly resource: DmsResource;
  readonly reference: RoleReference;
}

/** A role that concerns DMS: one of the three fixed names, or named by a DMS resource of this account. */
export interface DmsRole {
  readonly type: 'AWS::IAM::Role';
  /** The role's name, unique in the account whatever its path. */
  readonly id: string;
  /** Its ARN if it was read; else the ARN that names it, or that it would have. */
  readonly arn: string;
  readonly role: Lookup<Role | null>;
  readonly uses: readonly RoleUse[];
}

/** The three roles that DMS finds by their fixed names (DMS User Guide, *Creating the IAM roles*). */
export const accountRoleNames = [
  'dms-vpc-role',
  'dms-cloudwatch-logs-role',
  'dms-access-for-endpoint',
] as const;

export type Facts = { readonly [K in ResourceKind]: Gathered<ResourceOf[K]> } & {
  readonly tags: (region: string, arn: string) => Lookup<Readonly<Record<string, string>>>;
  readonly roles: Gathered<DmsRole>;
  /** The three roles with fixed names, whether they exist or not. */
  readonly accountRoles: Gathered<DmsRole>;
};

/** Facts of one account, over these of its Regions. */
export function gather(accountId: string, account: AccountFacts, regions: readonly string[]): Facts {
  const kinds = Object.fromEntries(resourceKinds.map((kind) => [kind, gatherKind(account, regions, kind)]));
  const roles = dmsRoles(accountId, account, regions);
  const hasFixedName = ({ id }: DmsRole): boolean => accountRoleNames.some((name) => name === id);
  return {
    ...(kinds as { [K in ResourceKind]: Gathered<ResourceOf[K]> }),
    tags: (region, arn) => entry(account.regions[region]?.tags ?? {}, arn, 'dms:ListTagsForResource'),
    roles,
    accountRoles: { items: roles.items.filter(hasFixedName), unread: [] },
  };
}

function gatherKind<K extends ResourceKind>(
  account: AccountFacts,
  regions: readonly string[],
  kind: K,
): Gathered<ResourceOf[K]> {
  const listings = regions.flatMap((region): readonly Listing<ResourceOf[K]>[] => {
    const facts: Listings | undefined = account.regions[region];
    return facts === undefined ? [] : [facts[kind]];
  });
  return {
    items: listings.flatMap((listing): readonly ResourceOf[K][] => listing.items),
    unread: listings.flatMap(missingFrom),
  };
}

function dmsRoles(accountId: string, account: AccountFacts, regions: readonly string[]): Gathered<DmsRole> {
  const uses = new Map<string, RoleUse[]>(accountRoleNames.map((name) => [name, []]));
  for (const use of roleUses(account, regions)) {
    const name = roleNameIn(use.reference.arn, accountId);
    if (name === null) continue;
    const known = uses.get(name);
    if (known === undefined) uses.set(name, [use]);
    else known.push(use);
  }
  return {
    items: [...uses].map(([name, named]) => {
      const role = entry(account.iam.roles, name, 'iam:GetRole');
      const wouldBe = `arn:${account.partition}:iam::${accountId}:role/${name}`;
      const arn = (role.known ? role.value?.arn : undefined) ?? named[0]?.reference.arn ?? wouldBe;
      return { type: 'AWS::IAM::Role', id: name, arn, role, uses: named };
    }),
    unread: roleCarriers.flatMap((kind) => gatherKind(account, regions, kind).unread),
  };
}

function roleUses(account: AccountFacts, regions: readonly string[]): readonly RoleUse[] {
  return regions.flatMap((region) =>
    roleCarriers.flatMap((kind) =>
      (account.regions[region]?.[kind].items ?? []).flatMap((resource) =>
        resource.roles.map((reference) => ({ region, resource, reference })),
      ),
    ),
  );
}

/** The name in a role ARN of this account; null for a role of another account or what is no role ARN. */
export function roleNameIn(arn: string, accountId: string): string | null {
  const [scheme, , service, , account, ...rest] = arn.split(':');
  const resource = rest.join(':');
  if (scheme !== 'arn' || service !== 'iam' || account !== accountId) return null;
  if (!resource.startsWith('role/')) return null;
  return resource.split('/').at(-1) ?? null;
}
