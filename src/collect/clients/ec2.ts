import {
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTransitGatewayAttachmentsCommand,
  DescribeTransitGatewaysCommand,
  DescribeTransitGatewayVpcAttachmentsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type EC2ClientConfig,
  GetManagedPrefixListEntriesCommand,
  SearchTransitGatewayRoutesCommand,
} from '@aws-sdk/client-ec2';
import { required } from '../fields.ts';
import { type OnOperation, telling } from './operations.ts';

export type Ec2 = ReturnType<typeof openEc2>;

/** What network interfaces can be found by (EC2 API, DescribeNetworkInterfaces, *Filter*). */
export type InterfaceFilter =
  | 'addresses.private-ip-address'
  | 'addresses.association.public-ip'
  | 'ipv6-addresses.ipv6-address'
  | 'attachment.instance-id'
  | 'network-interface-id';

/** The most that the Describe calls give at once (EC2 API: 5 to 1000). */
const MaxResults = 1000;

type Token = string | undefined;

// A filter leaves out what does not exist; a list of ids would fail altogether for one that is gone.
const having = (Name: string, values: readonly string[], NextToken: Token, most = MaxResults) => ({
  Filters: [{ Name, Values: [...values] }],
  MaxResults: most,
  NextToken,
});

/** The calls of EC2 that collection makes; all of them read. */
export function openEc2(config: EC2ClientConfig, onOperation: OnOperation) {
  const client = new EC2Client(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return { ...aroundInstances(client), ...ofVpcs(client), ...ofTransitGateways(client) };
}

const aroundInstances = (client: EC2Client) => ({
  networkInterfaces: async (by: InterfaceFilter, values: readonly string[], token: Token) => {
    const answer = await client.send(new DescribeNetworkInterfacesCommand(having(by, values, token)));
    return { items: answer.NetworkInterfaces, marker: answer.NextToken };
  },
  securityGroups: async (ids: readonly string[], token: Token) => {
    const answer = await client.send(new DescribeSecurityGroupsCommand(having('group-id', ids, token)));
    return { items: answer.SecurityGroups, marker: answer.NextToken };
  },
  defaultGroups: async (vpcIds: readonly string[], NextToken: Token) => {
    const { Filters, ...paging } = having('vpc-id', vpcIds, NextToken);
    const named = [...Filters, { Name: 'group-name', Values: ['default'] }];
    const answer = await client.send(new DescribeSecurityGroupsCommand({ Filters: named, ...paging }));
    return { items: answer.SecurityGroups, marker: answer.NextToken };
  },
  networkAcls: async (subnetIds: readonly string[], token: Token) => {
    const input = having('association.subnet-id', subnetIds, token);
    const answer = await client.send(new DescribeNetworkAclsCommand(input));
    return { items: answer.NetworkAcls, marker: answer.NextToken };
  },
  prefixListEntries: async (PrefixListId: string, NextToken: Token) => {
    const input = { PrefixListId, MaxResults: 100, NextToken };
    const answer = await client.send(new GetManagedPrefixListEntriesCommand(input));
    return { items: answer.Entries, marker: answer.NextToken };
  },
});

const ofVpcs = (client: EC2Client) => ({
  vpcs: async (ids: readonly string[], token: Token) => {
    const answer = await client.send(new DescribeVpcsCommand(having('vpc-id', ids, token)));
    return { items: answer.Vpcs, marker: answer.NextToken };
  },
  vpcAttribute: (VpcId: string, Attribute: 'enableDnsSupport' | 'enableDnsHostnames') =>
    client.send(new DescribeVpcAttributeCommand({ VpcId, Attribute })),
  subnets: async (by: 'vpc-id' | 'subnet-id', ids: readonly string[], token: Token) => {
    const answer = await client.send(new DescribeSubnetsCommand(having(by, ids, token)));
    return { items: answer.Subnets, marker: answer.NextToken };
  },
  routeTables: async (vpcIds: readonly string[], token: Token) => {
    // It gives a hundred tables at most (EC2 API, DescribeRouteTables, *MaxResults*).
    const answer = await client.send(new DescribeRouteTablesCommand(having('vpc-id', vpcIds, token, 100)));
    return { items: answer.RouteTables, marker: answer.NextToken };
  },
  natGateways: async (vpcIds: readonly string[], token: Token) => {
    const { Filters, ...paging } = having('vpc-id', vpcIds, token);
    const answer = await client.send(new DescribeNatGatewaysCommand({ Filter: Filters, ...paging }));
    return { items: answer.NatGateways, marker: answer.NextToken };
  },
  peerings: async (side: 'requester' | 'accepter', vpcIds: readonly string[], token: Token) => {
    const input = having(`${side}-vpc-info.vpc-id`, vpcIds, token);
    const answer = await client.send(new DescribeVpcPeeringConnectionsCommand(input));
    return { items: answer.VpcPeeringConnections, marker: answer.NextToken };
  },
  vpcEndpoints: async (vpcIds: readonly string[], token: Token) => {
    const answer = await client.send(new DescribeVpcEndpointsCommand(having('vpc-id', vpcIds, token)));
    return { items: answer.VpcEndpoints, marker: answer.NextToken };
  },
});

const ofTransitGateways = (client: EC2Client) => ({
  transitGateways: async (ids: readonly string[], token: Token) => {
    const input = having('transit-gateway-id', ids, token);
    const answer = await client.send(new DescribeTransitGatewaysCommand(input));
    return { items: answer.TransitGateways, marker: answer.NextToken };
  },
  transitGatewayAttachments: async (ids: readonly string[], token: Token) => {
    const input = having('transit-gateway-id', ids, token);
    const answer = await client.send(new DescribeTransitGatewayAttachmentsCommand(input));
    return { items: answer.TransitGatewayAttachments, marker: answer.NextToken };
  },
  transitGatewayVpcAttachments: async (ids: readonly string[], token: Token) => {
    const input = having('transit-gateway-id', ids, token);
    const answer = await client.send(new DescribeTransitGatewayVpcAttachmentsCommand(input));
    return { items: answer.TransitGatewayVpcAttachments, marker: answer.NextToken };
  },
  transitGatewayRoutes: async (TransitGatewayRouteTableId: string, token: Token) => {
    const input = { ...having('state', ['active', 'blackhole'], token), TransitGatewayRouteTableId };
    const { Routes, AdditionalRoutesAvailable, NextToken } = await client.send(
      new SearchTransitGatewayRoutesCommand(input),
    );
    // It may say that there are more and not where they begin; then the rest cannot be asked for.
    const marker = AdditionalRoutesAvailable === true ? required(NextToken, 'NextToken') : NextToken;
    return { items: Routes, marker };
  },
});
