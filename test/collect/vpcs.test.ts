import {
  DescribeInstanceProfilesCommand,
  DescribeReplicationSubnetGroupsCommand,
} from '@aws-sdk/client-database-migration-service';
import {
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import { account, awsError, throttled } from './support/answers.ts';
import { anAws } from './support/aws.ts';
import { type Asked, inputs, instance, valuesOf, withInstances } from './support/network.ts';
import { around, perVpc, rawVpc, withRoutes } from './support/vpcs.ts';

describe('VPCs', () => {
  it('are those of instances and of groups of subnets in use, each asked for once', async () => {
    const aws = withInstances(instance(10), instance(11));
    aws.dms.on(DescribeReplicationSubnetGroupsCommand).resolves({
      ReplicationSubnetGroups: [
        { ReplicationSubnetGroupIdentifier: 'of-profile', VpcId: 'vpc-2', Subnets: [] },
        { ReplicationSubnetGroupIdentifier: 'unused', VpcId: 'vpc-3', Subnets: [] },
      ],
    });
    aws.dms.on(DescribeInstanceProfilesCommand).resolves({
      InstanceProfiles: [{ InstanceProfileArn: 'arn:p', SubnetGroupIdentifier: 'of-profile' }],
    });
    aws.ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [rawVpc('vpc-1', '10.0.0.0/16')] });
    const { vpcs } = await around(['vpcs']);
    expect(vpcs).toEqual({
      'vpc-1': known({
        id: 'vpc-1',
        account,
        cidrs: ['10.0.0.0/16'],
        dnsSupport: known(true),
        dnsHostnames: known(true),
      }),
      'vpc-2': known(null),
    });
    expect(inputs(aws, DescribeVpcsCommand).map(valuesOf)).toEqual([['vpc-1', 'vpc-2']]);
    expect(inputs(aws, DescribeVpcAttributeCommand)).toHaveLength(4);
  });

  it('have the ranges that are associated, IPv4 and IPv6', async () => {
    const range = (CidrBlock: string, State: 'associated' | 'disassociating') => ({
      CidrBlock,
      CidrBlockState: { State },
    });
    withRoutes()
      .ec2.on(DescribeVpcsCommand)
      .resolves({
        Vpcs: [
          {
            ...rawVpc('vpc-1', '10.0.0.0/16'),
            CidrBlockAssociationSet: [
              range('10.0.0.0/16', 'associated'),
              range('10.1.0.0/16', 'disassociating'),
            ],
            Ipv6CidrBlockAssociationSet: [
              { Ipv6CidrBlock: '2001:db8::/56', Ipv6CidrBlockState: { State: 'associated' } },
            ],
          },
        ],
      });
    const { vpcs } = await around(['vpcs']);
    expect(vpcs['vpc-1']).toMatchObject({ value: { cidrs: ['10.0.0.0/16', '2001:db8::/56'] } });
  });

  it('do not tell of their DNS where that is refused, or not said', async () => {
    withRoutes()
      .ec2.on(DescribeVpcAttributeCommand, { Attribute: 'enableDnsSupport' })
      .rejects(awsError('UnauthorizedOperation'))
      .on(DescribeVpcAttributeCommand, { Attribute: 'enableDnsHostnames' })
      .resolves({ VpcId: 'vpc-1' });
    const { vpcs } = await around(['vpcs']);
    const call = 'ec2:DescribeVpcAttribute';
    const failed = (error: string) => unread({ call, resource: 'vpc-1', error, transient: false });
    expect(vpcs['vpc-1']).toMatchObject({
      value: { dnsSupport: failed('UnauthorizedOperation'), dnsHostnames: failed('MalformedAnswer') },
    });
  });
});

describe('lists by VPC', () => {
  it.each(perVpc)('%s: none is an empty list', async (name) => {
    withInstances(instance(10));
    expect((await around([name]))[name]).toEqual({ 'vpc-1': known([]) });
  });

  it.each(perVpc)('%s: throttled out is transient, and the other facts stay', async (name, command) => {
    withRoutes().ec2.on(command).rejects(throttled);
    const region = await around(['vpcs', name]);
    expect(region[name]['vpc-1']).toMatchObject({
      unread: { error: 'ThrottlingException', transient: true },
    });
    expect(region.vpcs['vpc-1']).toMatchObject({ known: true });
  });

  it.each(perVpc)('%s: half a list is no list', async (name, command) => {
    const aws = withRoutes();
    aws.ec2.on(command).callsFake(({ NextToken }: Asked) => {
      if (NextToken !== undefined) throw awsError('UnauthorizedOperation');
      return {
        NextToken: 'more',
        Subnets: [],
        RouteTables: [],
        NatGateways: [],
        VpcPeeringConnections: [],
        VpcEndpoints: [],
      };
    });
    expect((await around([name]))[name]['vpc-1']).toMatchObject({
      unread: { error: 'UnauthorizedOperation' },
    });
  });

  it.each(perVpc)('%s: one that lacks what it always has is malformed', async (name, command) => {
    withRoutes()
      .ec2.on(command)
      .callsFake(() => ({
        Subnets: [{}],
        RouteTables: [{}],
        NatGateways: [{}],
        VpcPeeringConnections: [{}],
        VpcEndpoints: [{}],
      }));
    expect((await around([name]))[name]['vpc-1']).toMatchObject({ unread: { error: 'MalformedAnswer' } });
  });

  it('are asked for 200 VPCs at a time', async () => {
    const instances = Array.from({ length: 401 }, (_, index) =>
      instance(index, {
        ReplicationSubnetGroup: { ReplicationSubnetGroupIdentifier: 'g', VpcId: `vpc-${index}` },
      }),
    );
    const aws = withInstances(...instances);
    await around(['subnets']);
    expect(inputs(aws, DescribeSubnetsCommand).map((input) => valuesOf(input).length)).toEqual([200, 200, 1]);
  });

  it('have the items of all pages, each with its own VPC', async () => {
    const aws = withRoutes();
    const subnet = (SubnetId: string, VpcId: string) => ({ SubnetId, VpcId, CidrBlock: '10.0.0.0/24' });
    aws.ec2
      .on(DescribeSubnetsCommand)
      .resolves({ Subnets: [subnet('a', 'vpc-1'), subnet('x', 'vpc-other')], NextToken: 'more' })
      .on(DescribeSubnetsCommand, { NextToken: 'more' })
      .resolves({
        Subnets: [
          {
            ...subnet('b', 'vpc-1'),
            Ipv6CidrBlockAssociationSet: [
              { Ipv6CidrBlock: '2001:db8::/64', Ipv6CidrBlockState: { State: 'associated' } },
              { Ipv6CidrBlock: '2001:db8:1::/64', Ipv6CidrBlockState: { State: 'disassociated' } },
            ],
          },
        ],
      });
    expect((await around(['subnets'])).subnets).toEqual({
      'vpc-1': known([
        { id: 'a', vpcId: 'vpc-1', zone: null, zoneId: null, cidrs: ['10.0.0.0/24'] },
        { id: 'b', vpcId: 'vpc-1', zone: null, zoneId: null, cidrs: ['10.0.0.0/24', '2001:db8::/64'] },
      ]),
    });
  });
});

describe('a route', () => {
  const to = '10.9.0.0/16';
  it.each([
    ['the VPC itself', { GatewayId: 'local' }, { kind: 'local' }],
    ['an internet gateway', { GatewayId: 'igw-1' }, { kind: 'internet-gateway', id: 'igw-1' }],
    ['a virtual private gateway', { GatewayId: 'vgw-1' }, { kind: 'virtual-private-gateway', id: 'vgw-1' }],
    ['a VPC endpoint', { GatewayId: 'vpce-1' }, { kind: 'vpc-endpoint', id: 'vpce-1' }],
    ['a NAT gateway', { NatGatewayId: 'nat-1' }, { kind: 'nat-gateway', id: 'nat-1' }],
    ['a transit gateway', { TransitGatewayId: 'tgw-1' }, { kind: 'transit-gateway', id: 'tgw-1' }],
    ['a peering', { VpcPeeringConnectionId: 'pcx-1' }, { kind: 'peering', id: 'pcx-1' }],
    [
      'an egress-only gateway',
      { EgressOnlyInternetGatewayId: 'eigw-1' },
      { kind: 'egress-only-internet-gateway', id: 'eigw-1' },
    ],
    ['a carrier gateway', { CarrierGatewayId: 'cagw-1' }, { kind: 'carrier-gateway', id: 'cagw-1' }],
    ['a local gateway', { LocalGatewayId: 'lgw-1' }, { kind: 'local-gateway', id: 'lgw-1' }],
    ['a core network', { CoreNetworkArn: 'arn:c' }, { kind: 'core-network', id: 'arn:c' }],
    [
      'an instance',
      { NetworkInterfaceId: 'eni-1', InstanceId: 'i-1' },
      { kind: 'network-interface', id: 'eni-1', instanceId: 'i-1' },
    ],
    [
      'an interface',
      { NetworkInterfaceId: 'eni-1' },
      { kind: 'network-interface', id: 'eni-1', instanceId: null },
    ],
    ['something new', { GatewayId: 'new-1' }, { kind: 'other', id: 'new-1' }],
    ['nothing that is named', {}, { kind: 'other', id: 'unnamed' }],
  ])('leads to %s', async (_, target, expected) => {
    withRoutes({ DestinationCidrBlock: to, ...target, State: 'active' });
    const { routeTables } = await around(['routeTables']);
    expect(routeTables['vpc-1']).toMatchObject({
      value: [{ main: true, routes: [{}, { destination: to, target: expected, state: 'active' }] }],
    });
  });

  it.each([
    [{ DestinationIpv6CidrBlock: '::/0' }, { destination: '::/0' }],
    [{ DestinationPrefixListId: 'pl-1' }, { destination: 'pl-1' }],
    [{ DestinationCidrBlock: to, State: 'blackhole' }, { state: 'blackhole' }],
    [{ DestinationCidrBlock: to, State: 'odd' }, { state: null }],
    [{ DestinationCidrBlock: to, Origin: 'EnableVgwRoutePropagation' }, { propagated: true }],
    [{ DestinationCidrBlock: to, Origin: 'CreateRoute' }, { propagated: false }],
  ])('%j is %j', async (raw, expected) => {
    withRoutes({ GatewayId: 'vgw-1', ...raw });
    const { routeTables } = await around(['routeTables']);
    expect(routeTables['vpc-1']).toMatchObject({ value: [{ routes: [{}, expected] }] });
  });

  it('without a destination costs the table', async () => {
    withRoutes({ GatewayId: 'igw-1' });
    const { routeTables } = await around(['routeTables']);
    expect(routeTables['vpc-1']).toMatchObject({ unread: { error: 'MalformedAnswer' } });
  });
});

describe('route tables', () => {
  it('are main or name subnets, and an association that ended is none', async () => {
    const aws = withInstances(instance(10));
    const association = (SubnetId: string, State: 'associated' | 'disassociated') => ({
      SubnetId,
      AssociationState: { State },
    });
    aws.ec2.on(DescribeRouteTablesCommand).resolves({
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          VpcId: 'vpc-1',
          Routes: [],
          Associations: [association('a', 'associated'), association('b', 'disassociated')],
        },
        { RouteTableId: 'rtb-2', VpcId: 'vpc-1', Routes: [], Associations: [{ Main: true }] },
      ],
    });
    expect((await around(['routeTables'])).routeTables).toEqual({
      'vpc-1': known([
        { id: 'rtb-1', vpcId: 'vpc-1', main: false, subnetIds: ['a'], routes: [] },
        { id: 'rtb-2', vpcId: 'vpc-1', main: true, subnetIds: [], routes: [] },
      ]),
    });
    expect(inputs(aws, DescribeRouteTablesCommand)[0]).toMatchObject({ MaxResults: 100 });
  });
});

describe('what stands in a VPC', () => {
  it('NAT gateways with the addresses that are in use', async () => {
    withRoutes()
      .ec2.on(DescribeNatGatewaysCommand)
      .resolves({
        NatGateways: [
          {
            NatGatewayId: 'nat-1',
            VpcId: 'vpc-1',
            SubnetId: 'subnet-9',
            State: 'available',
            ConnectivityType: 'public',
            FailureMessage: 'text',
            NatGatewayAddresses: [
              { PublicIp: '203.0.113.1', PrivateIp: '10.0.0.1', Status: 'succeeded' },
              { PublicIp: '203.0.113.2', PrivateIp: '10.0.0.2', Status: 'failed' },
            ],
          },
        ],
      });
    expect((await around(['natGateways'])).natGateways['vpc-1']).toEqual(
      known([
        {
          id: 'nat-1',
          vpcId: 'vpc-1',
          subnetId: 'subnet-9',
          routeTableId: null,
          state: 'available',
          connectivity: 'public',
          publicAddresses: ['203.0.113.1'],
          privateAddresses: ['10.0.0.1'],
        },
      ]),
    );
  });

  it('peerings of either side, each once', async () => {
    const side = (VpcId: string, more: object = {}) => ({
      VpcId,
      OwnerId: account,
      Region: 'eu-west-1',
      CidrBlock: '10.0.0.0/16',
      CidrBlockSet: [{ CidrBlock: '10.0.0.0/16' }],
      ...more,
    });
    const aws = withRoutes();
    aws.ec2.on(DescribeVpcPeeringConnectionsCommand).resolves({
      VpcPeeringConnections: [
        {
          VpcPeeringConnectionId: 'pcx-1',
          Status: { Code: 'active', Message: 'text' },
          RequesterVpcInfo: side('vpc-1', { PeeringOptions: { AllowDnsResolutionFromRemoteVpc: true } }),
          AccepterVpcInfo: side('vpc-2', { Ipv6CidrBlockSet: [{ Ipv6CidrBlock: '2001:db8::/56' }] }),
        },
        { VpcPeeringConnectionId: 'pcx-2', RequesterVpcInfo: side('vpc-1'), AccepterVpcInfo: side('vpc-1') },
      ],
    });
    const ends = { account, region: 'eu-west-1', cidrs: ['10.0.0.0/16'], resolvesForPeer: null };
    const { peerings } = await around(['peerings']);
    expect(peerings['vpc-1']).toMatchObject({
      value: [
        {
          id: 'pcx-1',
          status: 'active',
          requester: { ...ends, vpcId: 'vpc-1', resolvesForPeer: true },
          accepter: { ...ends, vpcId: 'vpc-2', cidrs: ['10.0.0.0/16', '2001:db8::/56'] },
        },
        { id: 'pcx-2', status: null },
      ],
    });
    expect(inputs(aws, DescribeVpcPeeringConnectionsCommand).map(({ Filters }) => Filters[0]?.Name)).toEqual([
      'requester-vpc-info.vpc-id',
      'accepter-vpc-info.vpc-id',
    ]);
  });

  it('VPC endpoints with their policies', async () => {
    withRoutes()
      .ec2.on(DescribeVpcEndpointsCommand)
      .resolves({
        VpcEndpoints: [
          {
            VpcEndpointId: 'vpce-1',
            VpcId: 'vpc-1',
            VpcEndpointType: 'Interface',
            ServiceName: 'com.amazonaws.eu-west-1.secretsmanager',
            State: 'Available',
            PolicyDocument: '{"Statement":[]}',
            SubnetIds: ['subnet-1'],
            Groups: [{ GroupId: 'sg-9' }],
            NetworkInterfaceIds: ['eni-9'],
            PrivateDnsEnabled: true,
          },
        ],
      });
    expect((await around(['vpcEndpoints'])).vpcEndpoints['vpc-1']).toEqual(
      known([
        {
          id: 'vpce-1',
          vpcId: 'vpc-1',
          type: 'Interface',
          serviceName: 'com.amazonaws.eu-west-1.secretsmanager',
          state: 'available',
          policy: '{"Statement":[]}',
          subnetIds: ['subnet-1'],
          groupIds: ['sg-9'],
          routeTableIds: [],
          interfaceIds: ['eni-9'],
          privateDns: true,
        },
      ]),
    );
  });
});

it('nothing is asked of a Region in which nothing stands', async () => {
  const aws = anAws();
  const { vpcs, databases } = await around();
  expect(aws.ec2.calls()).toEqual([]);
  expect(vpcs).toEqual({});
  expect(Object.values(databases).every(({ complete, items }) => complete && items.length === 0)).toBe(true);
});
