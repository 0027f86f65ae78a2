import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  OrganizationsClient,
  type OrganizationsClientConfig,
} from '@aws-sdk/client-organizations';
import { type OnOperation, telling } from './operations.ts';

export type Organizations = ReturnType<typeof openOrganizations>;

/** The types of organisation policy that decide what IAM lets through. */
export type ControlPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** The calls of AWS Organizations that collection makes; all of them read. */
export function openOrganizations(config: OrganizationsClientConfig, onOperation: OnOperation) {
  const client = new OrganizationsClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    describeOrganization: () => client.send(new DescribeOrganizationCommand({})),
    describePolicy: (PolicyId: string) => client.send(new DescribePolicyCommand({ PolicyId })),
    listParents: (ChildId: string) => client.send(new ListParentsCommand({ ChildId })),
    listPoliciesForTarget: async (
      TargetId: string,
      Filter: ControlPolicyType,
      NextToken: string | undefined,
    ) => {
      const answer = await client.send(new ListPoliciesForTargetCommand({ TargetId, Filter, NextToken }));
      return { items: answer.Policies, marker: answer.NextToken };
    },
  };
}
