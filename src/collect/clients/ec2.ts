import {
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type EC2ClientConfig,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { type OnOperation, telling } from './operations.ts';

export type Ec2 = ReturnType<typeof openEc2>;

/** The most that the Describe calls give at once (EC2 API: 5 to 1000). */
const MaxResults = 1000;

/** The calls of EC2 that collection makes; all of them read. */
export function openEc2(config: EC2ClientConfig, onOperation: OnOperation) {
  const client = new EC2Client(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  // A filter leaves out what does not exist; a list of ids would fail altogether for one that is gone.
  const having = (Name: string, values: readonly string[], NextToken: string | undefined) => ({
    Filters: [{ Name, Values: [...values] }],
    MaxResults,
    NextToken,
  });
  return {
    networkInterfaces: async (addresses: readonly string[], token: string | undefined) => {
      const input = having('addresses.private-ip-address', addresses, token);
      const answer = await client.send(new DescribeNetworkInterfacesCommand(input));
      return { items: answer.NetworkInterfaces, marker: answer.NextToken };
    },
    securityGroups: async (ids: readonly string[], token: string | undefined) => {
      const answer = await client.send(new DescribeSecurityGroupsCommand(having('group-id', ids, token)));
      return { items: answer.SecurityGroups, marker: answer.NextToken };
    },
    networkAcls: async (subnetIds: readonly string[], token: string | undefined) => {
      const input = having('association.subnet-id', subnetIds, token);
      const answer = await client.send(new DescribeNetworkAclsCommand(input));
      return { items: answer.NetworkAcls, marker: answer.NextToken };
    },
    prefixListEntries: async (PrefixListId: string, NextToken: string | undefined) => {
      const input = { PrefixListId, MaxResults: 100, NextToken };
      const answer = await client.send(new GetManagedPrefixListEntriesCommand(input));
      return { items: answer.Entries, marker: answer.NextToken };
    },
  };
}
