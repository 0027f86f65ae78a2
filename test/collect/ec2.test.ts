import { DescribeReplicationConfigsCommand } from '@aws-sdk/client-database-migration-service';
import {
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { known } from '../../src/model/lookup.ts';
import { awsError } from './support/answers.ts';

import {
  type Asked,
  aGroup,
  anInterface,
  collected,
  inputs,
  instance,
  valuesOf,
  withInstances,
} from './support/network.ts';

describe('network interfaces', () => {
  it('are found by VPC and private address', async () => {
    withInstances(instance(10))
      .ec2.on(DescribeNetworkInterfacesCommand)
      .resolves({
        NetworkInterfaces: [
          anInterface('10.0.0.10', { VpcId: 'vpc-2', NetworkInterfaceId: 'eni-elsewhere' }),
          anInterface('10.0.0.10', { Ipv6Addresses: [{ Ipv6Address: '2001:db8::10' }] }),
        ],
      });
    expect((await collected()).networkInterfaces).toEqual({
      'vpc-1/10.0.0.10': known({
        id: 'eni-10.0.0.10',
        vpcId: 'vpc-1',
        subnetId: 'subnet-1',
        groupIds: ['sg-1'],
        privateAddresses: ['10.0.0.10'],
        ipv6Addresses: ['2001:db8::10'],
      }),
    });
  });

  it('are found by a second address', async () => {
    const both = [{ PrivateIpAddress: '10.0.0.9' }, { PrivateIpAddress: '10.0.0.10' }];
    withInstances(instance(10))
      .ec2.on(DescribeNetworkInterfacesCommand)
      .resolves({ NetworkInterfaces: [anInterface('10.0.0.9', { PrivateIpAddresses: both })] });
    expect((await collected()).networkInterfaces).toMatchObject({
      'vpc-1/10.0.0.10': known({ id: 'eni-10.0.0.9' }),
    });
  });

  it('are asked for 200 at a time, each once', async () => {
    const instances = Array.from({ length: 401 }, (_, index) => instance(index));
    const aws = withInstances(...instances, instance(7));
    const { networkInterfaces } = await collected();
    expect(inputs(aws, DescribeNetworkInterfacesCommand).map((input) => valuesOf(input).length)).toEqual([
      200, 200, 1,
    ]);
    expect(inputs(aws, DescribeNetworkInterfacesCommand)[0]?.Filters[0]?.Name).toBe(
      'addresses.private-ip-address',
    );
    expect(Object.keys(networkInterfaces)).toHaveLength(401);
  });

  it('are none where EC2 tells of none, and not asked for without an address or a VPC', async () => {
    const aws = withInstances(
      instance(10),
      instance(11, { ReplicationInstancePrivateIpAddresses: [] }),
      instance(12, { ReplicationSubnetGroup: {} }),
    );
    aws.ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [] });
    expect((await collected()).networkInterfaces).toEqual({ 'vpc-1/10.0.0.10': known(null) });
  });

  it('are read over all pages, and what was read before a refusal stays', async () => {
    const aws = withInstances(instance(10), instance(11), instance(12));
    aws.ec2.on(DescribeNetworkInterfacesCommand).callsFake(({ NextToken }: Asked) => {
      if (NextToken === 'second') throw awsError('UnauthorizedOperation');
      return NextToken === undefined
        ? { NetworkInterfaces: [anInterface('10.0.0.10')], NextToken: 'first' }
        : { NetworkInterfaces: [anInterface('10.0.0.11')], NextToken: 'second' };
    });
    const why = { call: 'ec2:DescribeNetworkInterfaces', error: 'UnauthorizedOperation', transient: false };
    expect((await collected()).networkInterfaces).toMatchObject({
      'vpc-1/10.0.0.10': { known: true },
      'vpc-1/10.0.0.11': { known: true },
      'vpc-1/10.0.0.12': { known: false, unread: { ...why, resource: 'vpc-1/10.0.0.12' } },
    });
  });

  it('cost nobody else an answer where one is malformed', async () => {
    const aws = withInstances(instance(10), instance(11));
    aws.ec2
      .on(DescribeNetworkInterfacesCommand)
      .resolves({ NetworkInterfaces: [{ PrivateIpAddress: '10.0.0.11' }, anInterface('10.0.0.10')] });
    expect((await collected()).networkInterfaces).toMatchObject({
      'vpc-1/10.0.0.10': { known: true },
      'vpc-1/10.0.0.11': { unread: { error: 'MalformedAnswer' } },
    });
  });
});

describe('security groups', () => {
  it('are those on the interfaces, those that DMS lists, and those that their rules name', async () => {
    const aws = withInstances(instance(10));
    aws.dms.on(DescribeReplicationConfigsCommand).resolves({
      ReplicationConfigs: [
        {
          ReplicationConfigIdentifier: 's',
          ReplicationConfigArn: 'arn:s',
          ComputeConfig: { VpcSecurityGroupIds: ['sg-serverless'] },
        },
      ],
    });
    const pairs = [
      { GroupId: 'sg-named', UserId: '111122223333' },
      { GroupId: 'sg-peer', UserId: '222222222222', VpcPeeringConnectionId: 'pcx-1' },
      { GroupId: 'sg-1' },
    ];
    aws.ec2.on(DescribeSecurityGroupsCommand).callsFake((input: Asked) => ({
      SecurityGroups: valuesOf(input).map((id) =>
        aGroup(id, id === 'sg-1' ? { UserIdGroupPairs: pairs } : {}),
      ),
    }));
    const { securityGroups } = await collected();
    expect(Object.keys(securityGroups)).toEqual(['sg-1', 'sg-listed', 'sg-serverless', 'sg-named']);
    expect(inputs(aws, DescribeSecurityGroupsCommand).map(valuesOf)).toEqual([
      ['sg-1', 'sg-listed', 'sg-serverless'],
      ['sg-named'],
    ]);
    expect(securityGroups['sg-1']).toMatchObject(
      known({
        egress: [
          {
            peers: [
              { kind: 'group', id: 'sg-named', account: null },
              { kind: 'group', id: 'sg-peer', account: '222222222222' },
              { kind: 'group', id: 'sg-1', account: null },
            ],
          },
        ],
      }),
    );
  });

  it('are the default one too where a serverless replication names none, and asked for only then', async () => {
    const aws = withInstances(instance(10));
    aws.dms.on(DescribeReplicationConfigsCommand).resolves({
      ReplicationConfigs: [
        {
          ReplicationConfigIdentifier: 's',
          ReplicationConfigArn: 'arn:s',
          ComputeConfig: { ReplicationSubnetGroupId: 'g', VpcSecurityGroupIds: [] },
        },
      ],
    });
    aws.ec2.on(DescribeSecurityGroupsCommand).callsFake(({ Filters }: Asked) => ({
      SecurityGroups: Filters.some(({ Name }) => Name === 'group-name')
        ? [aGroup('sg-default')]
        : valuesOf({ Filters }).map((id) => aGroup(id)),
    }));
    const { securityGroups, defaultGroups } = await collected();
    expect(defaultGroups).toEqual({ 'vpc-1': known('sg-default') });
    expect(Object.keys(securityGroups)).toEqual(['sg-1', 'sg-default', 'sg-listed']);
    expect(inputs(aws, DescribeSecurityGroupsCommand).map(({ Filters }) => Filters)).toEqual([
      [
        { Name: 'vpc-id', Values: ['vpc-1'] },
        { Name: 'group-name', Values: ['default'] },
      ],
      [{ Name: 'group-id', Values: ['sg-1', 'sg-default', 'sg-listed'] }],
    ]);
  });

  it('are told with every other side of their rules', async () => {
    withInstances(instance(10))
      .ec2.on(DescribeSecurityGroupsCommand)
      .resolves({
        SecurityGroups: [
          {
            ...aGroup('sg-1'),
            IpPermissions: [
              {
                IpProtocol: 'tcp',
                FromPort: 22,
                ToPort: 23,
                IpRanges: [{ CidrIp: '10.0.0.0/8' }],
                Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
                PrefixListIds: [{ PrefixListId: 'pl-1' }],
              },
            ],
            IpPermissionsEgress: [],
          },
        ],
      });
    const { securityGroups } = await collected();
    expect(securityGroups['sg-1']).toEqual(
      known({
        id: 'sg-1',
        name: 'dms',
        vpcId: 'vpc-1',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 22,
            toPort: 23,
            peers: [
              { kind: 'address', cidr: '10.0.0.0/8' },
              { kind: 'address', cidr: '2001:db8::/32' },
              { kind: 'prefix-list', id: 'pl-1' },
            ],
          },
        ],
        egress: [],
      }),
    );
    expect(securityGroups['sg-listed']).toEqual(known(null));
  });

  it.each([
    ['has no list of rules', { IpPermissionsEgress: undefined }],
    ['has a rule without a protocol', { IpPermissions: [{}] }],
    ['has a range without a CIDR', { IpPermissions: [{ IpProtocol: '-1', IpRanges: [{}] }] }],
  ])('are not known where one %s', async (_, more) => {
    withInstances(instance(10))
      .ec2.on(DescribeSecurityGroupsCommand)
      .resolves({ SecurityGroups: [{ ...aGroup('sg-1'), ...more }, aGroup('sg-listed')] });
    const why = { call: 'ec2:DescribeSecurityGroups', error: 'MalformedAnswer', resource: 'sg-1' };
    expect((await collected()).securityGroups).toMatchObject({
      'sg-1': { unread: why },
      'sg-listed': { known: true },
    });
  });

  it('are asked for by what DMS lists where interfaces are refused', async () => {
    const aws = withInstances(instance(10));
    aws.ec2.on(DescribeNetworkInterfacesCommand).rejects(awsError('UnauthorizedOperation'));
    expect(Object.keys((await collected()).securityGroups)).toEqual(['sg-listed']);
  });
});

describe('what is not wanted', () => {
  it('is not asked for', async () => {
    const aws = withInstances(instance(10));
    const region = await collected(['instances']);
    expect(aws.ec2.calls()).toEqual([]);
    expect([region.networkInterfaces, region.securityGroups, region.networkAcls, region.prefixLists]).toEqual(
      [{}, {}, {}, {}],
    );
  });

  it('is left out beside what is', async () => {
    const aws = withInstances(instance(10));
    const region = await collected(['securityGroups']);
    expect(Object.keys(region.securityGroups)).toEqual(['sg-1', 'sg-listed']);
    expect([region.networkAcls, region.prefixLists]).toEqual([{}, {}]);
    expect(inputs(aws, DescribeNetworkAclsCommand)).toEqual([]);
  });
});
