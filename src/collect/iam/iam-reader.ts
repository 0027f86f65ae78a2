import { known, type Lookup } from '../../model/lookup.ts';
import type { ManagedPolicy, Permissions, Role } from '../../model/resources.ts';
import { askedOnce } from '../asked-once.ts';
import type { Iam } from '../clients/iam.ts';
import type { Clients } from '../clients.ts';
import type { Track } from '../progress.ts';
import type { AccountDetails } from './account-details.ts';
import { readManagedPolicy } from './managed-policy.ts';
import { type CarrierKind, readPermissions } from './permissions.ts';
import { readRole } from './role.ts';
import { readGroupsOf, readUser, type User } from './user.ts';

interface ReaderSource {
  readonly clients: Clients;
  readonly track: Track;
}

type Ask<T> = (key: string) => Promise<T>;

/** Questions about single things of IAM, by name. */
export interface IamReader {
  readonly role: Ask<Lookup<Role | null>>;
  readonly rolePermissions: Ask<Permissions>;
  readonly user: Ask<Lookup<User | null>>;
  /** Its own, and those of its groups as `group/GROUP/POLICY`. */
  readonly userPermissions: Ask<Permissions>;
  /** By ARN. */
  readonly managedPolicy: Ask<Lookup<ManagedPolicy | null>>;
}

/** What the account's authorization details hold is answered from them; the rest is asked for, each thing once. */
export function openIamReader({ clients, track }: ReaderSource, details: Promise<AccountDetails>): IamReader {
  const asking = <T>(call: string, ask: (iam: Iam) => Promise<T>): Promise<T> =>
    track('global', call, clients.iam().then(ask));
  const permissionsOf = (kind: CarrierKind, name: string): Promise<Permissions> =>
    asking(`iam:List${kind}Policies`, (iam) => readPermissions(iam, clients, { kind, name }));
  const found = async <T>(
    detail: (all: AccountDetails) => T | undefined,
    otherwise: () => Promise<Lookup<T | null>>,
  ): Promise<Lookup<T | null>> => {
    const value = detail(await details);
    return value === undefined ? otherwise() : known(value);
  };

  const group = askedOnce(
    async (name) => (await details).groups.get(name) ?? (await permissionsOf('Group', name)),
  );
  const groupsOf = async (name: string): Promise<Lookup<readonly string[]>> => {
    const detail = (await details).users.get(name);
    if (detail !== undefined) return known(detail.groups);
    return asking('iam:ListGroupsForUser', (iam) => readGroupsOf(iam, clients, name));
  };
  const userPermissions = async (name: string): Promise<Permissions> => {
    const own = (await details).users.get(name)?.permissions ?? (await permissionsOf('User', name));
    const groups = await groupsOf(name);
    if (!groups.known) return { attached: groups, inline: groups };
    const ofGroups = await Promise.all(
      groups.value.map(async (each) => ({ group: each, permissions: await group(each) })),
    );
    return ofGroups.reduce(withGroup, own);
  };

  return {
    role: askedOnce((name) =>
      found(
        ({ roles }) => roles.get(name)?.role,
        () => asking('iam:GetRole', (iam) => readRole(iam, clients, name)),
      ),
    ),
    rolePermissions: askedOnce(
      async (name) => (await details).roles.get(name)?.permissions ?? (await permissionsOf('Role', name)),
    ),
    user: askedOnce((name) =>
      found(
        ({ users }) => users.get(name)?.user,
        () => asking('iam:GetUser', (iam) => readUser(iam, clients, name)),
      ),
    ),
    userPermissions: askedOnce(userPermissions),
    managedPolicy: askedOnce((arn) =>
      found(
        ({ policies }) => policies.get(arn),
        () => asking('iam:GetPolicy', (iam) => readManagedPolicy(iam, clients, arn)),
      ),
    ),
  };
}

interface Membership {
  readonly group: string;
  readonly permissions: Permissions;
}

/** Together as one: where a part is unread, the whole is. */
function withGroup(own: Permissions, { group, permissions }: Membership): Permissions {
  const { attached, inline } = permissions;
  return {
    attached: joined(own.attached, attached),
    inline: joined(
      own.inline,
      inline.known
        ? known(inline.value.map(({ name, document }) => ({ name: `group/${group}/${name}`, document })))
        : inline,
    ),
  };
}

function joined<T>(one: Lookup<readonly T[]>, other: Lookup<readonly T[]>): Lookup<readonly T[]> {
  if (!one.known) return one;
  return other.known ? known([...new Set([...one.value, ...other.value])]) : other;
}
