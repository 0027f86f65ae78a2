import { cutShort, known, type Listing, type Lookup, type Unread, unread } from '../../src/model/lookup.ts';
import type { Permissions } from '../../src/model/resources.ts';
import type { IamFacts } from '../../src/model/snapshot.ts';

type Part = 'attached' | 'inline' | 'documents' | 'groups' | 'accessKeys';

/** What a call about one role, user or group tells. */
const partOf: Readonly<Record<string, { readonly of: 'role' | 'user'; readonly part: Part }>> = {
  'iam:ListAttachedRolePolicies': { of: 'role', part: 'attached' },
  'iam:ListRolePolicies': { of: 'role', part: 'inline' },
  'iam:GetRolePolicy': { of: 'role', part: 'documents' },
  'iam:ListAttachedUserPolicies': { of: 'user', part: 'attached' },
  'iam:ListUserPolicies': { of: 'user', part: 'inline' },
  'iam:GetUserPolicy': { of: 'user', part: 'documents' },
  'iam:ListGroupsForUser': { of: 'user', part: 'groups' },
  'iam:ListAttachedGroupPolicies': { of: 'user', part: 'attached' },
  'iam:ListGroupPolicies': { of: 'user', part: 'inline' },
  'iam:GetGroupPolicy': { of: 'user', part: 'documents' },
  'iam:ListAccessKeys': { of: 'user', part: 'accessKeys' },
};

/** IAM as it would be known with one call denied. A call that only fills gaps counts as if all had been gaps. */
export function deniedIam(iam: IamFacts, why: Unread): IamFacts {
  const { call } = why;
  if (call === 'iam:GetAccountAuthorizationDetails')
    return { ...iam, trusting: cutShort([], why), principals: cutShort([], why) };
  if (call === 'iam:GetRole')
    return {
      ...iam,
      roles: allUnread(iam.roles, why),
      namedPrincipals: allUnread(iam.namedPrincipals, why, 'role/'),
    };
  if (call === 'iam:GetUser')
    return { ...iam, namedPrincipals: allUnread(iam.namedPrincipals, why, 'user/') };
  if (call === 'iam:GetPolicy' || call === 'iam:GetPolicyVersion')
    return { ...iam, managedPolicies: allUnread(iam.managedPolicies, why) };
  if (call.startsWith('organizations:')) return { ...iam, organizationPolicies: unread(why) };
  const told = partOf[call];
  if (told === undefined) return iam;
  const without = <T extends Permissions>(carrier: T): T => ({
    ...carrier,
    ...missing(carrier, told.part, why),
  });
  const ofKind = told.of === 'role' ? 'AWS::IAM::Role' : 'AWS::IAM::User';
  const withoutIfMeant = <T extends Permissions & { readonly type: string }>(principal: T): T =>
    principal.type === ofKind ? without(principal) : principal;
  return {
    ...iam,
    rolePermissions: told.of === 'role' ? inEach(iam.rolePermissions, without) : iam.rolePermissions,
    principals: inItems(iam.principals, withoutIfMeant),
    namedPrincipals: inEach(iam.namedPrincipals, (principal) =>
      principal === null ? null : withoutIfMeant(principal),
    ),
  };
}

function missing({ inline }: Permissions, part: Part, why: Unread): object {
  switch (part) {
    case 'attached':
    case 'inline':
    case 'accessKeys':
      return { [part]: unread(why) };
    case 'groups':
      return { attached: unread(why), inline: unread(why) };
    case 'documents':
      return inline.known
        ? { inline: known(inline.value.map(({ name }) => ({ name, document: unread(why) }))) }
        : {};
  }
}

const allUnread = <T>(table: Readonly<Record<string, Lookup<T>>>, why: Unread, beginning = '') =>
  Object.fromEntries(
    Object.entries(table).map(([key, value]) => [
      key,
      key.startsWith(beginning) ? unread({ ...why, resource: key }) : value,
    ]),
  );

const inEach = <T>(table: Readonly<Record<string, Lookup<T>>>, change: (value: T) => T) =>
  Object.fromEntries(
    Object.entries(table).map(([key, lookup]) => [key, lookup.known ? known(change(lookup.value)) : lookup]),
  );

const inItems = <T>(listing: Listing<T>, change: (item: T) => T): Listing<T> => ({
  ...listing,
  items: listing.items.map(change),
});
