import { DescribeReplicationSubnetGroupsCommand } from '@aws-sdk/client-database-migration-service';
import {
  DescribeNetworkAclsCommand,
  DescribeSecurityGroupsCommand,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { known } from '../../src/model/lookup.ts';
import { awsError } from './support/answers.ts';

import { type Aws, aGroup, collected, inputs, instance, subnets, withInstances } from './support/network.ts';

describe('network ACLs', () => {
  const associated = (...ids: readonly string[]) =>
    ids.map((SubnetId) => ({ SubnetId, NetworkAclId: 'acl-1' }));
  const entry = {
    RuleNumber: 100,
    Egress: true,
    RuleAction: 'allow' as const,
    Protocol: '6',
    CidrBlock: '0.0.0.0/0',
  };

  it('are known by subnet, of the interfaces and of the group of subnets', async () => {
    const aws = withInstances(instance(10));
    aws.dms.on(DescribeReplicationSubnetGroupsCommand).resolves(subnets('subnet-2', 'subnet-3'));
    const Associations = associated('subnet-1', 'subnet-2', 'subnet-9');
    aws.ec2.on(DescribeNetworkAclsCommand).resolves({
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          VpcId: 'vpc-1',
          Associations,
          Entries: [
            { ...entry, PortRange: { From: 1, To: 2 } },
            { RuleNumber: 9, Egress: false, RuleAction: 'deny', Protocol: '-1', Ipv6CidrBlock: '::/0' },
            { ...entry, Protocol: '1', IcmpTypeCode: { Type: 8, Code: -1 } },
          ],
        },
      ],
    });
    const { networkAcls } = await collected();
    const acl = known({
      id: 'acl-1',
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1', 'subnet-2', 'subnet-9'],
      entries: [
        { number: 100, egress: true, allow: true, protocol: '6', cidr: '0.0.0.0/0', fromPort: 1, toPort: 2 },
        {
          number: 9,
          egress: false,
          allow: false,
          protocol: '-1',
          cidr: '::/0',
          fromPort: null,
          toPort: null,
        },
        { number: 100, egress: true, allow: true, protocol: '1', cidr: '0.0.0.0/0', fromPort: 8, toPort: -1 },
      ],
    });
    expect(networkAcls).toEqual({ 'subnet-1': acl, 'subnet-2': acl, 'subnet-3': known(null) });
    const [asked, ...more] = inputs(aws, DescribeNetworkAclsCommand);
    expect(asked?.Filters).toEqual([
      { Name: 'association.subnet-id', Values: ['subnet-1', 'subnet-2', 'subnet-3'] },
    ]);
    expect(more).toEqual([]);
  });

  it.each([
    ['an entry without a number', [{ ...entry, RuleNumber: undefined }]],
    ['an entry without a direction', [{ ...entry, Egress: undefined }]],
    ['an entry without an action', [{ ...entry, RuleAction: undefined }]],
    ['an entry without a range', [{ ...entry, CidrBlock: undefined }]],
    ['no list of entries', undefined],
  ])('are not known with %s', async (_, Entries) => {
    withInstances(instance(10))
      .ec2.on(DescribeNetworkAclsCommand)
      .resolves({ NetworkAcls: [{ NetworkAclId: 'acl-1', Associations: associated('subnet-1'), Entries }] });
    expect((await collected()).networkAcls['subnet-1']).toMatchObject({
      unread: { error: 'MalformedAnswer' },
    });
  });
});

describe('prefix lists', () => {
  const naming = (...ids: readonly string[]): Aws => {
    const aws = withInstances(instance(10));
    const PrefixListIds = ids.map((PrefixListId) => ({ PrefixListId }));
    aws.ec2.on(DescribeSecurityGroupsCommand).resolves({
      SecurityGroups: [aGroup('sg-1', { PrefixListIds }), aGroup('sg-listed', { PrefixListIds })],
    });
    return aws;
  };

  it('are read over all pages, each once', async () => {
    const aws = naming('pl-1');
    aws.ec2
      .on(GetManagedPrefixListEntriesCommand)
      .resolves({ Entries: [{ Cidr: '10.0.0.0/8' }], NextToken: 'more' })
      .on(GetManagedPrefixListEntriesCommand, { NextToken: 'more' })
      .resolves({ Entries: [{ Cidr: '2001:db8::/32' }] });
    expect((await collected()).prefixLists).toEqual({
      'pl-1': known({ id: 'pl-1', cidrs: ['10.0.0.0/8', '2001:db8::/32'] }),
    });
    expect(inputs(aws, GetManagedPrefixListEntriesCommand)).toHaveLength(2);
  });

  it('fail each on its own, and one that is not there is an answer', async () => {
    const aws = naming('pl-1', 'pl-2', 'pl-3');
    aws.ec2
      .on(GetManagedPrefixListEntriesCommand)
      .rejects(awsError('UnauthorizedOperation'))
      .on(GetManagedPrefixListEntriesCommand, { PrefixListId: 'pl-2' })
      .rejects(awsError('InvalidPrefixListID.NotFound'))
      .on(GetManagedPrefixListEntriesCommand, { PrefixListId: 'pl-3' })
      .resolves({ Entries: [{}] });
    const call = 'ec2:GetManagedPrefixListEntries';
    expect((await collected()).prefixLists).toEqual({
      'pl-1': {
        known: false,
        unread: { call, resource: 'pl-1', error: 'UnauthorizedOperation', transient: false },
      },
      'pl-2': known(null),
      'pl-3': {
        known: false,
        unread: { call, resource: 'pl-3', error: 'MalformedAnswer', transient: false },
      },
    });
  });
});
