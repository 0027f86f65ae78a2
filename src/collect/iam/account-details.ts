import type { AttachedPolicy, EntityType, ManagedPolicyDetail, PolicyDetail } from '@aws-sdk/client-iam';
import { known, type Unread } from '../../model/lookup.ts';
import type { ManagedPolicy, Permissions, Role } from '../../model/resources.ts';
import type { AccountDetail, Iam } from '../clients/iam.ts';
import type { Clients } from '../clients.ts';
import { isObject, MalformedAnswer, objects, required, texts } from '../fields.ts';
import { pageThrough } from '../page-through.ts';
import { decodeDocument } from './document.ts';
import { toRole } from './role.ts';
import { toUser, type User } from './user.ts';

export const detailsCall = 'iam:GetAccountAuthorizationDetails';

interface UserDetails {
  readonly user: User;
  readonly permissions: Permissions;
  readonly groups: readonly string[];
}

interface RoleDetails {
  readonly role: Role;
  readonly permissions: Permissions;
}

/** What GetAccountAuthorizationDetails told, by name, and managed policies by ARN. */
export interface AccountDetails {
  readonly users: ReadonlyMap<string, UserDetails>;
  readonly groups: ReadonlyMap<string, Permissions>;
  readonly roles: ReadonlyMap<string, RoleDetails>;
  readonly policies: ReadonlyMap<string, ManagedPolicy>;
  /** Why some of it may be missing; null: it is all there. */
  readonly unread: Unread | null;
}

/** IAM GetAccountAuthorizationDetails, all of its pages. What was read before a page failed stays. */
export async function readAccountDetails(
  iam: Iam,
  { limit }: Clients,
  wanted: readonly EntityType[],
): Promise<AccountDetails> {
  const listing = await pageThrough(limit, {
    question: { call: detailsCall, resource: null },
    page: (marker) => iam.accountDetails([...wanted], marker),
    map: toDetails,
  });
  const details = nothingTold(listing.complete ? null : listing.unread);
  for (const addTo of listing.items) addTo(details);
  return details;
}

/** Details without anyone in them. */
export const nothingTold = (unread: Unread | null): Gathering & AccountDetails => ({
  users: new Map(),
  groups: new Map(),
  roles: new Map(),
  policies: new Map(),
  unread,
});

interface Gathering {
  readonly users: Map<string, UserDetails>;
  readonly groups: Map<string, Permissions>;
  readonly roles: Map<string, RoleDetails>;
  readonly policies: Map<string, ManagedPolicy>;
}

/** One detail, checked, and where it belongs. */
function toDetails(detail: AccountDetail): (details: Gathering) => void {
  if (!isObject(detail.raw)) throw new MalformedAnswer(`an answer with a ${detail.kind} that is nothing`);
  switch (detail.kind) {
    case 'user': {
      const { raw } = detail;
      const user = toUser(raw);
      const permissions = toPermissions(raw.UserPolicyList, raw.AttachedManagedPolicies);
      const groups = texts(raw.GroupList);
      return ({ users }) => users.set(user.name, { user, permissions, groups });
    }
    case 'group': {
      const { raw } = detail;
      const name = required(raw.GroupName, 'GroupName');
      const permissions = toPermissions(raw.GroupPolicyList, raw.AttachedManagedPolicies);
      return ({ groups }) => groups.set(name, permissions);
    }
    case 'role': {
      const { raw } = detail;
      const role = toRole(raw);
      const permissions = toPermissions(raw.RolePolicyList, raw.AttachedManagedPolicies);
      return ({ roles }) => roles.set(role.name, { role, permissions });
    }
    case 'policy': {
      const policy = toManagedPolicy(detail.raw);
      return ({ policies }) => policies.set(policy.arn, policy);
    }
  }
}

const toPermissions = (
  inline: PolicyDetail[] | undefined,
  attached: AttachedPolicy[] | undefined,
): Permissions => ({
  attached: known(objects(attached).map(({ PolicyArn }) => required(PolicyArn, 'PolicyArn'))),
  inline: known(
    objects(inline).map(({ PolicyName, PolicyDocument }) => ({
      name: required(PolicyName, 'PolicyName'),
      document: known(decodeDocument(required(PolicyDocument, 'PolicyDocument'))),
    })),
  ),
});

function toManagedPolicy(raw: ManagedPolicyDetail): ManagedPolicy {
  const versionId = required(raw.DefaultVersionId, 'DefaultVersionId');
  const version = objects(raw.PolicyVersionList).find(({ VersionId }) => VersionId === versionId);
  return {
    arn: required(raw.Arn, 'Arn'),
    versionId,
    document: decodeDocument(required(version?.Document, 'Document')),
  };
}
