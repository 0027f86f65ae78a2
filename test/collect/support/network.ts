import {
  DescribeReplicationInstancesCommand,
  DescribeReplicationSubnetGroupsCommand,
} from '@aws-sdk/client-database-migration-service';
import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  type Filter,
} from '@aws-sdk/client-ec2';
import type { RegionFacts } from '../../../src/model/snapshot.ts';
import { anAws, collect } from './aws.ts';

export interface Asked {
  readonly Filters: readonly Filter[];
  readonly NextToken?: string;
}
export const valuesOf = ({ Filters: [filter] }: Asked): readonly string[] => filter?.Values ?? [];

export const instance = (index: number, more: object = {}) => ({
  ReplicationInstanceIdentifier: `i${index}`,
  ReplicationInstanceArn: `arn:aws:dms:eu-west-1:111122223333:rep:I${index}`,
  ReplicationSubnetGroup: { ReplicationSubnetGroupIdentifier: 'g', VpcId: 'vpc-1' },
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-listed' }],
  ReplicationInstancePrivateIpAddresses: [`10.0.${index >> 8}.${index & 255}`],
  ...more,
});
export const subnets = (...ids: readonly string[]) => ({
  ReplicationSubnetGroups: [
    {
      ReplicationSubnetGroupIdentifier: 'g',
      VpcId: 'vpc-1',
      Subnets: ids.map((SubnetIdentifier) => ({ SubnetIdentifier })),
    },
  ],
});
export const anInterface = (address: string, more: object = {}) => ({
  NetworkInterfaceId: `eni-${address}`,
  VpcId: 'vpc-1',
  SubnetId: 'subnet-1',
  Groups: [{ GroupId: 'sg-1', GroupName: 'dms' }],
  PrivateIpAddress: address,
  PrivateIpAddresses: [{ PrivateIpAddress: address, Primary: true }],
  Ipv6Addresses: [],
  ...more,
});
export const aGroup = (GroupId: string, egress: object = {}) => ({
  GroupId,
  GroupName: 'dms',
  VpcId: 'vpc-1',
  IpPermissions: [],
  IpPermissionsEgress: [{ IpProtocol: '-1', ...egress }],
});

export type Aws = ReturnType<typeof anAws>;
/** An AWS with these instances, in which every address has an interface and every group is there. */
export function withInstances(...instances: readonly object[]): Aws {
  const aws = anAws();
  aws.dms.on(DescribeReplicationInstancesCommand).resolves({ ReplicationInstances: instances as never });
  aws.dms.on(DescribeReplicationSubnetGroupsCommand).resolves(subnets('subnet-1', 'subnet-2'));
  aws.ec2.on(DescribeNetworkInterfacesCommand).callsFake((input: Asked) => ({
    NetworkInterfaces: valuesOf(input).map((address) => anInterface(address)),
  }));
  aws.ec2
    .on(DescribeSecurityGroupsCommand)
    .callsFake((input: Asked) => ({ SecurityGroups: valuesOf(input).map((id) => aGroup(id)) }));
  return aws;
}
export async function collected(facts: readonly (keyof RegionFacts)[] = network): Promise<RegionFacts> {
  const region = (await collect({ facts: new Set(facts as typeof network) })).regions['eu-west-1'];
  if (region === undefined) throw new Error('the Region is missing');
  return region;
}
const network = ['networkInterfaces', 'securityGroups', 'networkAcls', 'prefixLists'] as const;
export const inputs = ({ ec2 }: Aws, command: Parameters<Aws['ec2']['commandCalls']>[0]) =>
  ec2.commandCalls(command).map(({ args: [{ input }] }) => input as unknown as Asked);
