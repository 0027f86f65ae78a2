import { DescribeEndpointsCommand } from '@aws-sdk/client-database-migration-service';
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
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
  GetManagedPrefixListEntriesCommand,
  SearchTransitGatewayRoutesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import { account, awsError } from './support/answers.ts';
import { type Asked, type Aws, anInterface, inputs, valuesOf } from './support/network.ts';
import { around, networkFacts, withRoutes } from './support/vpcs.ts';

const toTransit = { DestinationCidrBlock: '10.9.0.0/16', TransitGatewayId: 'tgw-1', State: 'active' };
const toPeer = { DestinationCidrBlock: '10.8.0.0/16', VpcPeeringConnectionId: 'pcx-1', State: 'active' };
const toHost = { DestinationCidrBlock: '10.7.0.0/16', NetworkInterfaceId: 'eni-7', InstanceId: 'i-7' };
const toList = { DestinationPrefixListId: 'pl-route', GatewayId: 'vpce-1' };

const attachment = (name: string, VpcId: string, more: object = {}) => ({
  TransitGatewayAttachmentId: name,
  TransitGatewayId: 'tgw-1',
  ResourceType: 'vpc' as const,
  ResourceId: VpcId,
  ResourceOwnerId: account,
  State: 'available' as const,
  Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' as const },
  ...more,
});

/** A transit gateway that joins vpc-1, a VPC of this account, one of another, and a tunnel. */
function withTransit(...routes: readonly object[]): Aws {
  const aws = withRoutes(toTransit, ...routes);
  aws.ec2.on(DescribeTransitGatewaysCommand).resolves({
    TransitGateways: [
      {
        TransitGatewayId: 'tgw-1',
        OwnerId: account,
        State: 'available',
        Description: 'text',
        Options: { DnsSupport: 'enable', SecurityGroupReferencingSupport: 'disable' },
      },
    ],
  });
  aws.ec2.on(DescribeTransitGatewayAttachmentsCommand).resolves({
    TransitGatewayAttachments: [
      attachment('own', 'vpc-1'),
      attachment('far', 'vpc-9'),
      attachment('foreign', 'vpc-foreign', { ResourceOwnerId: '999999999999', Association: undefined }),
      attachment('tunnel', 'vpn-1', { ResourceType: 'vpn' }),
      attachment('peer', 'tgw-2', { ResourceType: 'tgw-peering' }),
    ],
  });
  aws.ec2.on(DescribeTransitGatewayVpcAttachmentsCommand).resolves({
    TransitGatewayVpcAttachments: [
      {
        TransitGatewayAttachmentId: 'own',
        TransitGatewayId: 'tgw-1',
        SubnetIds: ['subnet-own'],
        Options: {
          DnsSupport: 'enable',
          SecurityGroupReferencingSupport: 'enable',
          ApplianceModeSupport: 'disable',
        },
      },
      { TransitGatewayAttachmentId: 'far', TransitGatewayId: 'tgw-1', SubnetIds: ['subnet-far'] },
      { TransitGatewayAttachmentId: 'foreign', TransitGatewayId: 'tgw-1', SubnetIds: ['subnet-foreign'] },
    ],
  });
  aws.ec2.on(SearchTransitGatewayRoutesCommand).resolves({
    Routes: [
      {
        DestinationCidrBlock: '10.9.0.0/16',
        State: 'active',
        TransitGatewayAttachments: [{ TransitGatewayAttachmentId: 'far' }],
      },
      { PrefixListId: 'pl-transit', State: 'blackhole' },
    ],
  });
  return aws;
}

describe('transit gateways', () => {
  it('are those that routes lead to, with all that they join', async () => {
    withTransit();
    const region = await around();
    expect(region.transitGateways).toEqual({
      'tgw-1': known({
        id: 'tgw-1',
        account,
        state: 'available',
        dnsSupport: true,
        securityGroupReferencing: false,
      }),
    });
    const own = {
      id: 'own',
      transitGatewayId: 'tgw-1',
      type: 'vpc',
      resourceId: 'vpc-1',
      resourceOwner: account,
      state: 'available',
      subnetIds: ['subnet-own'],
      dnsSupport: true,
      securityGroupReferencing: true,
      applianceMode: false,
      routeTableId: 'tgw-rtb-1',
    };
    expect(region.transitGatewayAttachments['tgw-1']).toMatchObject({
      value: [
        own,
        { id: 'far', dnsSupport: null, subnetIds: ['subnet-far'] },
        { id: 'foreign', routeTableId: null },
        { id: 'tunnel', type: 'vpn', subnetIds: null },
        { id: 'peer', type: 'peering' },
      ],
    });
    expect(region.transitGatewayRoutes).toEqual({
      'tgw-rtb-1': known([
        { destination: '10.9.0.0/16', attachmentIds: ['far'], state: 'active' },
        { destination: 'pl-transit', attachmentIds: [], state: 'blackhole' },
      ]),
    });
  });

  it.each([
    ['the one call', DescribeTransitGatewayAttachmentsCommand, 'ec2:DescribeTransitGatewayAttachments'],
    ['the other', DescribeTransitGatewayVpcAttachmentsCommand, 'ec2:DescribeTransitGatewayVpcAttachments'],
  ])('have attachments only if both calls tell of them, not without %s', async (_, command, call) => {
    withTransit().ec2.on(command).rejects(awsError('UnauthorizedOperation'));
    const region = await around();
    const why = { call, resource: 'tgw-1', error: 'UnauthorizedOperation', transient: false };
    expect(region.transitGatewayAttachments).toEqual({ 'tgw-1': unread(why) });
    expect(region.transitGateways['tgw-1']).toMatchObject({ known: true });
  });

  it('have routes only if none is left out', async () => {
    withTransit()
      .ec2.on(SearchTransitGatewayRoutesCommand)
      .resolves({ Routes: [], AdditionalRoutesAvailable: true });
    expect((await around()).transitGatewayRoutes['tgw-rtb-1']).toMatchObject({
      unread: { call: 'ec2:SearchTransitGatewayRoutes', resource: 'tgw-rtb-1', error: 'MalformedAnswer' },
    });
  });

  it('that nobody shares are not there', async () => {
    withRoutes(toTransit);
    const region = await around();
    expect(region.transitGateways).toEqual({ 'tgw-1': known(null) });
    expect(region.transitGatewayAttachments).toEqual({ 'tgw-1': known([]) });
  });
});

describe('NAT hosts', () => {
  it('are the interfaces that routes lead to', async () => {
    const aws = withRoutes(toHost);
    aws.ec2.on(DescribeNetworkInterfacesCommand).callsFake(({ Filters: [filter] }: Asked) => ({
      NetworkInterfaces:
        filter?.Name === 'network-interface-id'
          ? [
              anInterface('10.0.7.7', {
                NetworkInterfaceId: 'eni-7',
                Groups: [{ GroupId: 'sg-host' }],
                SourceDestCheck: false,
                Status: 'in-use',
                Attachment: { InstanceId: 'i-7' },
                Association: { PublicIp: '203.0.113.7' },
              }),
            ]
          : [],
    }));
    const region = await around();
    expect(region.natHosts).toEqual({
      'eni-7': known({
        id: 'eni-7',
        vpcId: 'vpc-1',
        subnetId: 'subnet-1',
        groupIds: ['sg-host'],
        privateAddresses: ['10.0.7.7'],
        ipv6Addresses: [],
        instanceId: 'i-7',
        status: 'in-use',
        sourceDestCheck: false,
        publicAddresses: ['203.0.113.7'],
      }),
    });
    expect(region.securityGroups).toHaveProperty('sg-host');
  });
});

/** An AWS with something of everything that a flow may go through. */
function everything(): Aws {
  const aws = withTransit(toPeer, toHost, toList);
  const side = (VpcId: string, OwnerId = account, Region = 'eu-west-1') => ({ VpcId, OwnerId, Region });
  aws.ec2.on(DescribeVpcPeeringConnectionsCommand).resolves({
    VpcPeeringConnections: [
      { VpcPeeringConnectionId: 'pcx-1', RequesterVpcInfo: side('vpc-1'), AccepterVpcInfo: side('vpc-8') },
      { VpcPeeringConnectionId: 'pcx-idle', RequesterVpcInfo: side('vpc-1'), AccepterVpcInfo: side('vpc-6') },
    ],
  });
  aws.ec2.on(DescribeNatGatewaysCommand).resolves({
    NatGateways: [{ NatGatewayId: 'nat-1', VpcId: 'vpc-1', SubnetId: 'subnet-nat' }],
  });
  aws.ec2.on(DescribeVpcEndpointsCommand).resolves({
    VpcEndpoints: [
      {
        VpcEndpointId: 'vpce-1',
        VpcId: 'vpc-1',
        SubnetIds: ['subnet-vpce'],
        Groups: [{ GroupId: 'sg-vpce' }],
      },
    ],
  });
  aws.dms.on(DescribeEndpointsCommand).resolves({
    Endpoints: [
      { EndpointIdentifier: 'e', EndpointArn: 'arn:e', EngineName: 'postgres', ServerName: '10.5.0.5' },
    ],
  });
  aws.ec2.on(DescribeNetworkInterfacesCommand).callsFake((input: Asked) => ({
    NetworkInterfaces: valuesOf(input)
      .filter((value) => value === '10.5.0.5')
      .map((value) =>
        anInterface(value, { VpcId: 'vpc-5', SubnetId: 'subnet-db', Groups: [{ GroupId: 'sg-db' }] }),
      ),
  }));
  return aws;
}

describe('the far side', () => {
  it('is the VPCs that routes lead to and that databases are in, of this account and Region', async () => {
    everything();
    const region = await around();
    const all = ['vpc-1', 'vpc-5', 'vpc-8', 'vpc-9'];
    expect(Object.keys(region.vpcs).toSorted()).toEqual(all);
    expect(Object.keys(region.subnets).toSorted()).toEqual(all);
    expect(Object.keys(region.routeTables).toSorted()).toEqual(all);
    expect(Object.keys(region.natGateways)).toEqual(['vpc-1']);
  });

  it.each([
    ['another account', '999999999999', 'eu-west-1'],
    ['another Region', account, 'us-east-1'],
  ])('is not read in %s', async (_, OwnerId, Region) => {
    withRoutes(toPeer)
      .ec2.on(DescribeVpcPeeringConnectionsCommand)
      .resolves({
        VpcPeeringConnections: [
          {
            VpcPeeringConnectionId: 'pcx-1',
            RequesterVpcInfo: { VpcId: 'vpc-1', OwnerId: account, Region: 'eu-west-1' },
            AccepterVpcInfo: { VpcId: 'vpc-8', OwnerId, Region },
          },
        ],
      });
    expect(Object.keys((await around()).vpcs)).toEqual(['vpc-1']);
  });

  it('and the way there are asked for their groups, ACLs and prefix lists in one go', async () => {
    const aws = everything();
    const region = await around();
    expect(inputs(aws, DescribeSecurityGroupsCommand).map(valuesOf)).toEqual([
      ['sg-db', 'sg-listed', 'sg-vpce'],
    ]);
    expect(inputs(aws, DescribeNetworkAclsCommand).map(valuesOf)).toEqual([
      ['subnet-1', 'subnet-2', 'subnet-db', 'subnet-far', 'subnet-nat', 'subnet-own', 'subnet-vpce'],
    ]);
    expect(Object.keys(region.prefixLists)).toEqual(['pl-route', 'pl-transit']);
  });

  it('takes each call once for each id', async () => {
    const aws = everything();
    await around();
    const asked = aws.ec2
      .calls()
      .map(({ args: [{ constructor, input }] }) => `${constructor.name} ${JSON.stringify(input)}`);
    expect(asked).toHaveLength(new Set(asked).size);
    for (const command of [DescribeVpcsCommand, DescribeSubnetsCommand, DescribeRouteTablesCommand]) {
      const ids = inputs(aws, command).flatMap(valuesOf);
      expect(ids).toEqual([...new Set(ids)]);
      expect(inputs(aws, command)).toHaveLength(2);
    }
    expect(inputs(aws, GetManagedPrefixListEntriesCommand)).toHaveLength(2);
    // 2 × VPCs, subnets, tables; 2 × 4 attributes; 2 peerings; 1 of NAT gateways, endpoints, groups, ACLs;
    // 4 of the transit gateway; 2 prefix lists; interfaces of the instance, the database and the NAT host.
    expect(asked).toHaveLength(6 + 8 + 2 + 4 + 4 + 2 + 3);
  });

  it('is not looked for where routes were not read', async () => {
    const aws = everything();
    aws.ec2.on(DescribeRouteTablesCommand).rejects(awsError('UnauthorizedOperation'));
    const region = await around();
    expect(Object.keys(region.vpcs).toSorted()).toEqual(['vpc-1', 'vpc-5']);
    expect(region.transitGateways).toEqual({});
    expect(region.natHosts).toEqual({});
  });

  it('is read only for the facts that are asked for', async () => {
    const aws = everything();
    await around(networkFacts.filter((fact) => fact !== 'databases' && fact !== 'transitGateways'));
    expect(inputs(aws, DescribeTransitGatewaysCommand)).toEqual([]);
    expect(inputs(aws, DescribeVpcsCommand).map(valuesOf)).toEqual([['vpc-1'], ['vpc-8']]);
  });
});
