import { entry, known, type Lookup, notCollected, type Table, type Unread, unread } from './lookup.ts';
import type { ManagedPolicy, Permissions, Principal } from './resources.ts';
import type { MigrationPrincipal } from './settings.ts';
import type { IamFacts } from './snapshot.ts';
import { missingFrom } from './verdict.ts';

/** A role or user by which people may migrate: found by its policies, or named in the settings. */
export interface DmsPrincipal {
  readonly type: Principal['type'];
  /** Its name. A role and a user may have the same. */
  readonly id: string;
  /** Its ARN if it was read; else the one that it would have, or that the settings name. */
  readonly arn: string;
  /** What the settings declare of it; null: it was found by its policies alone. */
  readonly named: MigrationPrincipal | null;
  /** null: there is no such role or user. */
  readonly principal: Lookup<Principal | null>;
  /** Everything that it may do; not meant to be asked where there is no such role or user. */
  readonly policies: Lookup<Policies>;
}

/** The policies that say what a role or user may do. */
export interface Policies {
  /** Inline ones by name (`group/GROUP/NAME` for those of a user's group), managed ones by ARN. */
  readonly identity: readonly { readonly name: string; readonly document: string }[];
  /** The permissions boundary's document; null: none is set. */
  readonly boundary: string | null;
}

/** Which role or user of an account. */
export interface PrincipalName extends Pick<Principal, 'type' | 'id'> {
  /** Kind and name, which together are unique in an account: `role/migrator`. */
  readonly key: string;
}

const kinds = { 'AWS::IAM::Role': 'role', 'AWS::IAM::User': 'user' } as const;

export const principalName = (type: Principal['type'], id: string): PrincipalName => ({
  type,
  id,
  key: `${kinds[type]}/${id}`,
});

/** The role or user of this account that an ARN names, whatever its path; null for any other ARN. */
export function principalIn(arn: string, accountId: string): PrincipalName | null {
  const [scheme, , service, , account, ...rest] = arn.split(':');
  const [kind, ...path] = rest.join(':').split('/');
  const id = path.at(-1) ?? '';
  if (scheme !== 'arn' || service !== 'iam' || account !== accountId || id === '') return null;
  if (kind === 'role') return principalName('AWS::IAM::Role', id);
  return kind === 'user' ? principalName('AWS::IAM::User', id) : null;
}

interface Principals {
  readonly items: readonly DmsPrincipal[];
  readonly unread: readonly Unread[];
}

/** The principals of an account, each once: those that the collector was told of, then those that it found. */
export function dmsPrincipals(accountId: string, partition: string, iam: IamFacts): Principals {
  const told = Object.entries(iam.namedPrincipals).flatMap(([key, principal]): readonly DmsPrincipal[] => {
    const arn = `arn:${partition}:iam::${accountId}:${key}`;
    const name = principalIn(arn, accountId);
    return name === null ? [] : [viewOf({ type: name.type, id: name.id, arn }, principal, iam)];
  });
  const found = iam.principals.items
    .filter(({ type, id }) => !Object.hasOwn(iam.namedPrincipals, principalName(type, id).key))
    .map((principal) => viewOf(principal, known(principal), iam));
  return { items: [...told, ...found], unread: missingFrom(iam.principals) };
}

function viewOf(
  { type, id, arn }: Pick<DmsPrincipal, 'type' | 'id' | 'arn'>,
  principal: Lookup<Principal | null>,
  iam: IamFacts,
): DmsPrincipal {
  const found = principal.known ? principal.value : null;
  return {
    type,
    id,
    arn: found?.arn ?? arn,
    named: null,
    principal,
    policies: principal.known ? policiesOf(found, iam.managedPolicies) : principal,
  };
}

/** The same principals with what the settings declare of them; one that was not asked about is there, unread. */
export function withDeclared(
  { items, unread: missing }: Principals,
  declared: readonly MigrationPrincipal[],
  accountId: string,
): Principals {
  const own = new Map(
    declared.flatMap((named) => {
      const name = principalIn(named.arn, accountId);
      return name === null ? [] : [[name.key, { name, named }] as const];
    }),
  );
  const keyOf = ({ type, id }: DmsPrincipal): string => principalName(type, id).key;
  const present = new Set(items.map(keyOf));
  return {
    items: [
      ...items.map((item) => ({ ...item, named: own.get(keyOf(item))?.named ?? null })),
      ...[...own.values()].filter(({ name }) => !present.has(name.key)).map(notAsked),
    ],
    unread: missing,
  };
}

function notAsked({
  name: { type, id },
  named,
}: {
  readonly name: PrincipalName;
  readonly named: MigrationPrincipal;
}): DmsPrincipal {
  const why = unread(notCollected(type === 'AWS::IAM::Role' ? 'iam:GetRole' : 'iam:GetUser', id));
  return { type, id, arn: named.arn, named, principal: why, policies: why };
}

type Carrier = Permissions & { readonly boundaryArn: string | null };

/** All policies together; unread if one of them is. What does not exist has none. */
export function policiesOf(carrier: Carrier | null, managed: Table<ManagedPolicy | null>): Lookup<Policies> {
  if (carrier === null) return known({ identity: [], boundary: null });
  const { attached, inline, boundaryArn } = carrier;
  if (!attached.known) return attached;
  if (!inline.known) return inline;
  const identity: Policies['identity'][number][] = [];
  for (const { name, document } of inline.value) {
    if (!document.known) return document;
    identity.push({ name, document: document.value });
  }
  for (const arn of attached.value) {
    const document = documentOf(arn, managed);
    if (!document.known) return document;
    identity.push({ name: arn, document: document.value });
  }
  const boundary = boundaryArn === null ? known(null) : documentOf(boundaryArn, managed);
  return boundary.known ? known({ identity, boundary: boundary.value }) : boundary;
}

/** A policy that is attached and does not exist was detached between two calls: asking again tells what is there. */
function documentOf(arn: string, managed: Table<ManagedPolicy | null>): Lookup<string> {
  const policy = entry(managed, arn, 'iam:GetPolicy');
  if (!policy.known) return policy;
  if (policy.value !== null) return known(policy.value.document);
  return unread({ call: 'iam:GetPolicy', resource: arn, error: 'NoSuchEntity', transient: true });
}
