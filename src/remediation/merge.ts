import type { ApiCall, CallName, IpPermission } from './calls.ts';
import type { Change, PropertyChange } from './patch.ts';
import { mergedLogging } from './task-settings.ts';

/**
 * The same changes with each thing changed once: calls that set parts of one thing become one call, and of several
 * that put a whole document in one place the last is left.
 */
export function merged(changes: readonly Change[]): readonly Change[] {
  const byTarget = new Map<string, Change>();
  for (const change of changes) {
    const target = targetOf(change);
    const before = byTarget.get(target);
    // It is put where its last part is: that one may rest on what comes between.
    if (before !== undefined && movesBack(before.api, change.api)) byTarget.delete(target);
    byTarget.set(target, before === undefined ? change : both(before, change));
  }
  return [...byTarget.values()];
}

const documentCalls: readonly CallName[] = [
  ...(['iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy', 'iam:PutUserPolicy'] as const),
  ...(['kms:PutKeyPolicy', 'sns:SetTopicAttributes'] as const),
];

/** Whether the second call puts a whole document in the place of that of the first. */
export const replaces = (first: ApiCall, second: ApiCall): boolean =>
  first.call === second.call && documentCalls.includes(first.call);

/** A standby needs the second zone that a change of the subnet group before it brings. */
const movesBack = (first: ApiCall, second: ApiCall): boolean =>
  replaces(first, second) || second.call === 'dms:ModifyReplicationInstance';

/** What a call names: another call that names the same is merged with it. */
export function targetOf({ api, resource: { account, region } }: Change): string {
  return JSON.stringify([account, region, ...namesIn(api)]);
}

function namesIn(api: ApiCall): readonly (string | number | boolean)[] {
  switch (api.call) {
    case 'iam:CreateRole':
    case 'iam:UpdateAssumeRolePolicy':
      return ['trust', api.input.RoleName];
    case 'iam:PutRolePolicy':
    case 'iam:DeleteRolePolicy':
      return ['inline policy of role', api.input.RoleName, api.input.PolicyName];
    case 'iam:PutUserPolicy':
    case 'iam:DeleteUserPolicy':
      return ['inline policy of user', api.input.UserName, api.input.PolicyName];
    case 'iam:AttachRolePolicy':
    case 'iam:DetachRolePolicy':
      return ['managed policy of role', api.input.RoleName, api.input.PolicyArn];
    case 'ec2:CreateNetworkAclEntry':
      return [api.call, api.input.NetworkAclId, api.input.Egress, api.input.RuleNumber];
    case 'ec2:CreateRoute': {
      const { RouteTableId, DestinationCidrBlock, DestinationIpv6CidrBlock } = api.input;
      return [api.call, RouteTableId, DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? ''];
    }
    case 'kms:RevokeGrant':
      return [api.call, api.input.KeyId, api.input.GrantId];
    default:
      return [api.call, String(Object.values(api.input)[0])];
  }
}

function both(first: Change, second: Change): Change {
  return {
    resource: first.resource,
    api: bothCalls(first.api, second.api),
    properties: bothProperties(first.properties, second.properties),
  };
}

function bothCalls(first: ApiCall, second: ApiCall): ApiCall {
  if (first.call === 'iam:CreateRole' && second.call === 'iam:UpdateAssumeRolePolicy') {
    return { ...first, input: { ...first.input, AssumeRolePolicyDocument: second.input.PolicyDocument } };
  }
  if (first.call !== second.call) return second;
  // The calls are of one name, and so are their inputs; what follows merges them field by field.
  return { call: second.call, input: deeply(first.input, second.input) } as ApiCall;
}

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const settingsNames: readonly string[] = ['ReplicationTaskSettings', 'ReplicationSettings'];

function deeply(first: object, second: object): object {
  const before: Readonly<Record<string, unknown>> = { ...first };
  return {
    ...before,
    ...Object.fromEntries(
      Object.entries(second).map(([name, value]: [string, unknown]) => {
        const old = before[name];
        if (name === 'IpPermissions') return [name, distinct([...listOf(old), ...listOf(value)])];
        if (settingsNames.includes(name) && typeof old === 'string' && typeof value === 'string')
          return [name, mergedLogging(old, value)];
        return [name, isGroup(old) && isGroup(value) ? deeply(old, value) : value];
      }),
    ),
  };
}

const isPermission = (value: unknown): value is IpPermission => isGroup(value) && 'IpProtocol' in value;
const listOf = (value: unknown): readonly IpPermission[] =>
  Array.isArray(value) ? value.filter(isPermission) : [];

const distinct = (permissions: readonly IpPermission[]): readonly IpPermission[] => [
  ...new Map(permissions.map((permission) => [JSON.stringify(permission), permission])).values(),
];

/** From what the first found to what the last leaves; of lists that only grow, each part. */
function bothProperties(
  first: readonly PropertyChange[],
  second: readonly PropertyChange[],
): readonly PropertyChange[] {
  const all = new Map<string, PropertyChange>();
  for (const change of [...first, ...second]) {
    const isPart = change.property.startsWith('SecurityGroup');
    const name = isPart ? JSON.stringify(change) : change.property;
    const before = all.get(name);
    all.set(name, before === undefined ? change : { ...change, from: before.from });
  }
  return [...all.values()];
}
