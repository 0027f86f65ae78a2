import { accountRoleNames, roleNameIn } from '../../model/account-view.ts';
import { type FactName, roleCarriers } from '../../model/facts.ts';
import type { IamFacts, Listings } from '../../model/snapshot.ts';
import { askedOnce } from '../asked-once.ts';
import type { Iam } from '../clients/iam.ts';
import type { Clients } from '../clients.ts';
import type { Track } from '../progress.ts';
import { readManagedPolicy } from './managed-policy.ts';
import { readRole } from './role.ts';
import { readRolePermissions } from './role-permissions.ts';

export interface IamSource {
  readonly account: string;
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  readonly track: Track;
}

/**
 * The roles that concern DMS and, if asked for, what they may do: once an account, for IAM has no Region.
 * The three fixed roles are asked at once; the others when the Regions have said which they are.
 */
export async function collectIam(
  source: IamSource,
  listed: Promise<readonly Listings[]>,
): Promise<Omit<IamFacts, 'takenAt'>> {
  if (!source.facts.has('roles')) {
    await listed;
    return { roles: {}, rolePermissions: {}, managedPolicies: {} };
  }
  const reader = readerOf(source);
  const readAll = (names: readonly string[]) => Promise.all(names.map(reader.read));
  await Promise.all([
    readAll(accountRoleNames),
    listed.then((listings) => readAll(ownRoles(listings, source.account))),
  ]);
  return reader.tables();
}

function readerOf({ clients, facts, track }: IamSource) {
  const asked = <T>(call: string, read: (iam: Iam, clients: Clients, key: string) => Promise<T>) =>
    askedOnce((key) =>
      track(
        'global',
        call,
        clients.iam().then((iam) => read(iam, clients, key)),
      ),
    );
  const roles = asked('iam:GetRole', readRole);
  const permissions = asked('iam:ListRolePolicies', readRolePermissions);
  const policies = asked('iam:GetPolicy', readManagedPolicy);

  const read = async (name: string): Promise<void> => {
    const role = await roles.ask(name);
    if (!facts.has('rolePermissions') || (role.known && role.value === null)) return;
    const boundary = role.known ? (role.value?.boundaryArn ?? null) : null;
    const carried = await permissions.ask(name);
    const attached = carried.known && carried.value.attached.known ? carried.value.attached.value : [];
    await Promise.all(
      [...attached, ...(boundary === null ? [] : [boundary])].map((arn) => policies.ask(arn)),
    );
  };
  const tables = async () => ({
    roles: await roles.table(),
    rolePermissions: await permissions.table(),
    managedPolicies: await policies.table(),
  });
  return { read, tables };
}

/** The roles of this account that DMS resources name; those of other accounts cannot be read from here. */
function ownRoles(listings: readonly Listings[], account: string): readonly string[] {
  const names = listings.flatMap((listing) =>
    roleCarriers.flatMap((kind) =>
      listing[kind].items.flatMap(({ roles }) => roles.map(({ arn }) => roleNameIn(arn, account))),
    ),
  );
  return [...new Set(names.filter((name) => name !== null))];
}
