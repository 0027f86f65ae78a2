import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  type IAMClientConfig,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { required } from '../fields.ts';
import { type OnOperation, telling } from './operations.ts';

export type Iam = ReturnType<typeof openIam>;

/** The calls of IAM that collection makes; all of them read. */
export function openIam(config: IAMClientConfig, onOperation: OnOperation) {
  const client = new IAMClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    getRole: (RoleName: string) => client.send(new GetRoleCommand({ RoleName })),
    getRolePolicy: (RoleName: string, PolicyName: string) =>
      client.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
    getPolicy: (PolicyArn: string) => client.send(new GetPolicyCommand({ PolicyArn })),
    getPolicyVersion: (PolicyArn: string, VersionId: string) =>
      client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
    listAttachedRolePolicies: async (RoleName: string, Marker: string | undefined) => {
      const answer = await client.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }));
      return { items: answer.AttachedPolicies, marker: nextMarker(answer) };
    },
    listRolePolicies: async (RoleName: string, Marker: string | undefined) => {
      const answer = await client.send(new ListRolePoliciesCommand({ RoleName, Marker }));
      return { items: answer.PolicyNames, marker: nextMarker(answer) };
    },
  };
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
