import {
  type EntityType,
  GetAccountAuthorizationDetailsCommand,
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type GroupDetail,
  IAMClient,
  type IAMClientConfig,
  ListAccessKeysCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  type ManagedPolicyDetail,
  type RoleDetail,
  type UserDetail,
} from '@aws-sdk/client-iam';
import { required } from '../fields.ts';
import { type OnOperation, telling } from './operations.ts';

export type Iam = ReturnType<typeof openIam>;

/** One thing of an account, as GetAccountAuthorizationDetails tells it. */
export type AccountDetail =
  | { readonly kind: 'user'; readonly raw: UserDetail }
  | { readonly kind: 'group'; readonly raw: GroupDetail }
  | { readonly kind: 'role'; readonly raw: RoleDetail }
  | { readonly kind: 'policy'; readonly raw: ManagedPolicyDetail };

/** The most that GetAccountAuthorizationDetails gives at once (IAM API, *MaxItems*). */
const pageSize = 1000;

/** The calls of IAM that collection makes; all of them read. */
export function openIam(config: IAMClientConfig, onOperation: OnOperation) {
  const client = new IAMClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    accountDetails: async (Filter: EntityType[], Marker: string | undefined) => {
      const answer = await client.send(
        new GetAccountAuthorizationDetailsCommand({ Filter, MaxItems: pageSize, Marker }),
      );
      return { items: detailsIn(answer), marker: nextMarker(answer) };
    },
    getRole: (RoleName: string) => client.send(new GetRoleCommand({ RoleName })),
    getUser: (UserName: string) => client.send(new GetUserCommand({ UserName })),
    getPolicy: (PolicyArn: string) => client.send(new GetPolicyCommand({ PolicyArn })),
    getPolicyVersion: (PolicyArn: string, VersionId: string) =>
      client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
    listAccessKeys: async (UserName: string, Marker: string | undefined) => {
      const answer = await client.send(new ListAccessKeysCommand({ UserName, Marker }));
      return { items: answer.AccessKeyMetadata, marker: nextMarker(answer) };
    },
    listGroupsForUser: async (UserName: string, Marker: string | undefined) => {
      const answer = await client.send(new ListGroupsForUserCommand({ UserName, Marker }));
      return { items: answer.Groups, marker: nextMarker(answer) };
    },
    policiesOf: policiesOf(client),
  };
}

/** The policies of one role, user or group, in the same three calls for each. */
const policiesOf = (client: IAMClient) => ({
  Role: {
    attached: async (RoleName: string, Marker: string | undefined) => {
      const answer = await client.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }));
      return { items: answer.AttachedPolicies, marker: nextMarker(answer) };
    },
    inline: async (RoleName: string, Marker: string | undefined) => {
      const answer = await client.send(new ListRolePoliciesCommand({ RoleName, Marker }));
      return { items: answer.PolicyNames, marker: nextMarker(answer) };
    },
    document: (RoleName: string, PolicyName: string) =>
      client.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
  },
  User: {
    attached: async (UserName: string, Marker: string | undefined) => {
      const answer = await client.send(new ListAttachedUserPoliciesCommand({ UserName, Marker }));
      return { items: answer.AttachedPolicies, marker: nextMarker(answer) };
    },
    inline: async (UserName: string, Marker: string | undefined) => {
      const answer = await client.send(new ListUserPoliciesCommand({ UserName, Marker }));
      return { items: answer.PolicyNames, marker: nextMarker(answer) };
    },
    document: (UserName: string, PolicyName: string) =>
      client.send(new GetUserPolicyCommand({ UserName, PolicyName })),
  },
  Group: {
    attached: async (GroupName: string, Marker: string | undefined) => {
      const answer = await client.send(new ListAttachedGroupPoliciesCommand({ GroupName, Marker }));
      return { items: answer.AttachedPolicies, marker: nextMarker(answer) };
    },
    inline: async (GroupName: string, Marker: string | undefined) => {
      const answer = await client.send(new ListGroupPoliciesCommand({ GroupName, Marker }));
      return { items: answer.PolicyNames, marker: nextMarker(answer) };
    },
    document: (GroupName: string, PolicyName: string) =>
      client.send(new GetGroupPolicyCommand({ GroupName, PolicyName })),
  },
});

interface DetailLists {
  readonly UserDetailList?: UserDetail[] | undefined;
  readonly GroupDetailList?: GroupDetail[] | undefined;
  readonly RoleDetailList?: RoleDetail[] | undefined;
  readonly Policies?: ManagedPolicyDetail[] | undefined;
}

/** The four lists of an answer as one. What was not asked for may be empty or absent; all four absent is no answer. */
function detailsIn(answer: DetailLists): readonly AccountDetail[] | undefined {
  const {
    UserDetailList: users,
    GroupDetailList: groups,
    RoleDetailList: roles,
    Policies: policies,
  } = answer;
  if (![users, groups, roles, policies].some(Array.isArray)) return undefined;
  return [
    ...(users ?? []).map((raw) => ({ kind: 'user', raw }) as const),
    ...(groups ?? []).map((raw) => ({ kind: 'group', raw }) as const),
    ...(roles ?? []).map((raw) => ({ kind: 'role', raw }) as const),
    ...(policies ?? []).map((raw) => ({ kind: 'policy', raw }) as const),
  ];
}

/** IAM says with `IsTruncated` whether there is more; without a marker the rest cannot be asked for. */
function nextMarker({
  IsTruncated,
  Marker,
}: {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}): string | undefined {
  if (IsTruncated !== true) return undefined;
  return required(Marker, 'Marker');
}
