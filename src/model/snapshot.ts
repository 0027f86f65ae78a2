import type { KmsKey } from './keys.ts';
import type { Listing, Lookup, Table } from './lookup.ts';
import type { NetworkAcl, NetworkInterface, PrefixList, SecurityGroup } from './network.ts';
import type { ManagedPolicy, ResourceKind, ResourceOf, Role, RolePermissions } from './resources.ts';

/** The version of the snapshot format that this code writes and reads. */
export const snapshotVersion = '1';

/** One listing a kind of DMS resource. */
export type Listings = { readonly [K in ResourceKind]: Listing<ResourceOf[K]> };

/** Tag values by key. */
export type Tags = Readonly<Record<string, string>>;

/** What is known of one Region of an account at one moment. */
export type RegionFacts = Listings & {
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** Tags by resource ARN. */
  readonly tags: Table<Tags>;
  /** ARNs of keys by what names them (an ARN or an alias); null: there is no such key. */
  readonly keyReferences: Table<string | null>;
  /** The keys above by ARN. */
  readonly keys: Table<KmsKey>;
  /** Network interfaces by VPC and private address, `vpc-…/10.0.0.10`; null: there is none. */
  readonly networkInterfaces: Table<NetworkInterface | null>;
  /** Security groups by id: those of the instances, and those that their rules name. */
  readonly securityGroups: Table<SecurityGroup | null>;
  /** The network ACL of each subnet that an instance stands or may stand in, by subnet id. */
  readonly networkAcls: Table<NetworkAcl | null>;
  /** Prefix lists that rules of these groups name, by id. */
  readonly prefixLists: Table<PrefixList | null>;
};

/** The tables of a Region that hold answers by key. */
export const regionTables = [
  'tags',
  'keyReferences',
  'keys',
  'networkInterfaces',
  'securityGroups',
  'networkAcls',
  'prefixLists',
] as const satisfies readonly (keyof RegionFacts)[];

/** What is known of an account's IAM, which has no Region. */
export interface IamFacts {
  readonly takenAt: string;
  /** Roles of this account by name; null: there is no such role. */
  readonly roles: Table<Role | null>;
  /** Permissions of the roles above, by role name. */
  readonly rolePermissions: Table<RolePermissions>;
  /** Managed policies that these roles carry or are bounded by, by ARN; null: there is no such policy. */
  readonly managedPolicies: Table<ManagedPolicy | null>;
}

/** The organisation an account belongs to. */
interface Organization {
  readonly id: string;
}

export interface AccountFacts {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  /** null: the account is in no organisation. */
  readonly organization: Lookup<Organization | null>;
  readonly iam: IamFacts;
  /** The audited Regions by name. Regions that are not here are out of scope, not unread. */
  readonly regions: Readonly<Record<string, RegionFacts>>;
}

/**
 * Everything a verdict rests on, as plain JSON: it can be saved beside a report and judged again later.
 * It holds no secret, no user name, no certificate body and no connection attribute that is not known.
 */
export interface Snapshot {
  readonly schemaVersion: typeof snapshotVersion;
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** By account id. */
  readonly accounts: Readonly<Record<string, AccountFacts>>;
}
