import { rolesOfAssessments } from './assessments.ts';
import { type AwsManagedPolicyName, awsManagedPolicyArn } from './aws-managed-policies.ts';
import { type BucketFacts, bucketFacts } from './bucket-view.ts';
import { keyCarriers, resourceKinds, roleCarriers } from './facts.ts';
import { type DmsKey, defaultKeyAlias, dmsKeys, keyNamed, normalizeKey } from './key-view.ts';
import type { KmsKey } from './keys.ts';
import { cutShort, entry, type Listing, type Lookup, notCollected, type Unread, unread } from './lookup.ts';
import { type NetworkFacts, type NetworkTables, networksIn, networkTables } from './network-view.ts';
import type { Organization, OrganizationPolicies } from './organization.ts';
import { type DmsPrincipal, dmsPrincipals, type Policies, policiesOf } from './principal-view.ts';
import type {
  DmsResource,
  ManagedPolicy,
  ResourceKind,
  ResourceOf,
  Role,
  RoleReference,
} from './resources.ts';
import type { SecretVersion } from './secrets.ts';
import { serverlessRoleArn, serverlessRoleName } from './serverless-role.ts';
import type { AccountFacts, IamFacts, Listings } from './snapshot.ts';
import type { EventRule, Topic } from './topics.ts';
import { type EventHistory, eventHistory, type TrailFacts, trailFacts } from './trail-view.ts';
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

/** A role that concerns DMS: it has one of the three fixed names, a DMS resource names it, or its trust may let DMS in. */
export interface DmsRole {
  readonly type: 'AWS::IAM::Role';
  /** The role's name, unique in the account whatever its path. */
  readonly id: string;
  /** Its ARN if it was read; else the ARN that names it, or that it would have. */
  readonly arn: string;
  readonly role: Lookup<Role | null>;
  readonly uses: readonly RoleUse[];
}

/** The audited account itself. */
export interface AuditedAccount {
  /** As AWS Config writes it. */
  readonly type: 'AWS::::Account';
  readonly id: string;
  readonly arn: null;
}

/** The three roles that DMS finds by their fixed names (DMS User Guide, *Creating the IAM roles*). */
export const accountRoleNames = [
  'dms-vpc-role',
  'dms-cloudwatch-logs-role',
  'dms-access-for-endpoint',
] as const;

export type Facts = { readonly [K in ResourceKind]: Gathered<ResourceOf[K]> } & NetworkTables &
  TrailFacts &
  EventHistory &
  BucketFacts & {
    readonly account: Gathered<AuditedAccount>;
    /** The network of a Region, as paths are decided from it. */
    readonly network: (region: string) => NetworkFacts;
    readonly tags: (region: string, arn: string) => Lookup<Readonly<Record<string, string>>>;
    /** A topic that an event subscription of a Region names. */
    readonly topics: (region: string, arn: string) => Lookup<Topic | null>;
    readonly eventRules: (region: string) => Listing<EventRule>;
    /** The current version of a secret that an endpoint of a Region names. */
    readonly secretVersions: (region: string, name: string) => Lookup<SecretVersion | null>;
    readonly roles: Gathered<DmsRole>;
    /** The three roles with fixed names, whether they exist or not. */
    readonly accountRoles: Gathered<DmsRole>;
    /** The one role of DMS Serverless, whether it exists or not. */
    readonly serverlessRole: Gathered<DmsRole>;
    /** Everything that a DMS role may do, by its name; not meant to be asked of one that does not exist. */
    readonly policiesOf: (role: string) => Lookup<Policies>;
    /** A policy that AWS writes for a role with a fixed name, as it is now; null: there is no such policy. */
    readonly awsManagedPolicy: (name: AwsManagedPolicyName) => Lookup<ManagedPolicy | null>;
    /** The roles and users that the settings name, and all whose policies allow some action of DMS. */
    readonly principals: Gathered<DmsPrincipal>;
    readonly organization: Lookup<Organization | null>;
    readonly organizationPolicies: Lookup<OrganizationPolicies | null>;
    /** The KMS keys that DMS resources of these Regions name or inherit. */
    readonly keys: Gathered<DmsKey>;
    /** The key that a resource of a Region names, as it writes it; null for the Region's default key. */
    readonly keyOf: (region: string, key: string | null) => Lookup<KmsKey | null>;
  };

const gathered = new WeakMap<AccountFacts, Map<string, Facts>>();

/** Facts of one account, over these of its Regions. They are put together once for all rules. */
export function gather(accountId: string, account: AccountFacts, regions: readonly string[]): Facts {
  const views = gathered.get(account) ?? new Map<string, Facts>();
  gathered.set(account, views);
  const scope = [accountId, ...regions].join();
  const facts = views.get(scope) ?? gatherAnew(accountId, account, regions);
  views.set(scope, facts);
  return facts;
}

function gatherAnew(accountId: string, account: AccountFacts, regions: readonly string[]): Facts {
  const kinds = Object.fromEntries(resourceKinds.map((kind) => [kind, gatherKind(account, regions, kind)]));
  const roles = dmsRoles(accountId, account, regions);
  const tables = networkTables(account);
  const hasFixedName = ({ id }: DmsRole): boolean => accountRoleNames.some((name) => name === id);
  return {
    ...(kinds as { [K in ResourceKind]: Gathered<ResourceOf[K]> }),
    tags: (region, arn) => entry(account.regions[region]?.tags ?? {}, arn, 'dms:ListTagsForResource'),
    topics: (region, arn) => entry(account.regions[region]?.topics ?? {}, arn, 'sns:GetTopicAttributes'),
    eventRules: (region) =>
      account.regions[region]?.eventRules ?? cutShort([], notCollected('events:ListRules')),
    secretVersions: (region, name) =>
      entry(account.regions[region]?.secretVersions ?? {}, name, 'secretsmanager:ListSecretVersionIds'),
    ...{ ...trailFacts(account), ...eventHistory(account), ...bucketFacts(account) },
    account: { items: [{ type: 'AWS::::Account', id: accountId, arn: null }], unread: [] },
    ...keyFacts(accountId, account, regions),
    ...tables,
    network: networksIn(accountId, tables),
    roles,
    accountRoles: { items: roles.items.filter(hasFixedName), unread: [] },
    serverlessRole: { items: [serverlessRole(accountId, account)], unread: [] },
    policiesOf: (name) => policiesOfRole(name, account.iam),
    awsManagedPolicy: (name) =>
      entry(account.iam.managedPolicies, awsManagedPolicyArn(account.partition, name), 'iam:GetPolicy'),
    principals: dmsPrincipals(accountId, account.partition, account.iam),
    organization: account.organization,
    organizationPolicies: account.iam.organizationPolicies,
  };
}

function policiesOfRole(
  name: string,
  { roles, rolePermissions, managedPolicies }: IamFacts,
): Lookup<Policies> {
  const role = entry(roles, name, 'iam:GetRole');
  if (!role.known) return role;
  if (role.value === null) return policiesOf(null, managedPolicies);
  const permissions = entry(rolePermissions, name, 'iam:ListRolePolicies');
  if (!permissions.known) return permissions;
  return policiesOf({ ...permissions.value, boundaryArn: role.value.boundaryArn }, managedPolicies);
}

function keyFacts(
  accountId: string,
  account: AccountFacts,
  regions: readonly string[],
): Pick<Facts, 'keys' | 'keyOf'> {
  const perRegion = regions.map((region) => dmsKeys(accountId, account, region));
  const carriers = keyCarriers.flatMap((kind) => gatherKind(account, regions, kind).unread);
  const assessments = [
    ...unreadOf(account, regions, 'assessmentBuckets'),
    ...unreadOf(account, regions, 'serverlessAssessments'),
  ];
  return {
    keys: {
      items: perRegion.flatMap(({ items }) => items),
      unread: [...carriers, ...assessments, ...perRegion.flatMap(({ unread }) => unread)],
    },
    keyOf: (region, key) => {
      const facts = account.regions[region];
      const { partition } = account;
      const reference = key === null ? defaultKeyAlias : normalizeKey(key, { accountId, partition, region });
      return facts === undefined
        ? unread(notCollected('kms:DescribeKey', reference))
        : keyNamed(facts, reference);
    },
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
  const { trusting } = account.iam;
  for (const name of trusting.items) if (!uses.has(name)) uses.set(name, []);
  return {
    items: [...uses].map(([name, named]) => {
      const role = entry(account.iam.roles, name, 'iam:GetRole');
      const wouldBe = `arn:${account.partition}:iam::${accountId}:role/${name}`;
      const arn = (role.known ? role.value?.arn : undefined) ?? named[0]?.reference.arn ?? wouldBe;
      return { type: 'AWS::IAM::Role', id: name, arn, role, uses: named };
    }),
    unread: [
      ...roleCarriers.flatMap((kind) => gatherKind(account, regions, kind).unread),
      ...unreadOf(account, regions, 'assessmentBuckets'),
      ...missingFrom(trusting),
    ],
  };
}

function serverlessRole(accountId: string, { partition, iam }: AccountFacts): DmsRole {
  const role = entry(iam.roles, serverlessRoleName, 'iam:GetRole');
  const arn = (role.known ? role.value?.arn : undefined) ?? serverlessRoleArn(partition, accountId);
  return { type: 'AWS::IAM::Role', id: serverlessRoleName, arn, role, uses: [] };
}

function roleUses(account: AccountFacts, regions: readonly string[]): readonly RoleUse[] {
  return regions.flatMap((region): readonly RoleUse[] => {
    const facts = account.regions[region];
    if (facts === undefined) return [];
    const named = roleCarriers.flatMap((kind) =>
      facts[kind].items.flatMap((resource) =>
        resource.roles.map((reference) => ({ region, resource, reference })),
      ),
    );
    const assessing = rolesOfAssessments(facts);
    return [...named, ...assessing.map(({ resource, reference }) => ({ region, resource, reference }))];
  });
}

/** Why assessments may be missing. */
const unreadOf = (
  { regions: all }: AccountFacts,
  regions: readonly string[],
  listing: 'assessmentBuckets' | 'serverlessAssessments',
): readonly Unread[] =>
  regions.flatMap((region) => {
    const facts = all[region];
    return facts === undefined ? [] : missingFrom(facts[listing]);
  });

/** The name in a role ARN of this account; null for a role of another account or what is no role ARN. */
export function roleNameIn(arn: string, accountId: string): string | null {
  const [scheme, , service, , account, ...rest] = arn.split(':');
  const resource = rest.join(':');
  if (scheme !== 'arn' || service !== 'iam' || account !== accountId) return null;
  if (!resource.startsWith('role/')) return null;
  return resource.split('/').at(-1) ?? null;
}
