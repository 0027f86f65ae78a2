import {
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import type { FactName } from '../../../src/model/facts.ts';
import type { RegionFacts } from '../../../src/model/snapshot.ts';
import { account } from './answers.ts';
import { collect } from './aws.ts';
import { type Asked, type Aws, instance, valuesOf, withInstances } from './network.ts';

/** All that is asked of EC2. */
export const networkFacts = [
  'networkInterfaces',
  'securityGroups',
  'networkAcls',
  'prefixLists',
  'vpcs',
  'subnets',
  'routeTables',
  'natGateways',
  'peerings',
  'vpcEndpoints',
  'transitGateways',
  'natHosts',
  'databases',
] as const satisfies readonly FactName[];

export async function around(facts: readonly FactName[] = networkFacts): Promise<RegionFacts> {
  const region = (await collect({ facts: new Set(facts) })).regions['eu-west-1'];
  if (region === undefined) throw new Error('the Region is missing');
  return region;
}

export const rawVpc = (VpcId: string, CidrBlock: string) => ({
  VpcId,
  OwnerId: account,
  CidrBlock,
  CidrBlockAssociationSet: [{ CidrBlock, CidrBlockState: { State: 'associated' as const } }],
});
const rawSubnet = (VpcId: string) => ({
  SubnetId: `subnet-of-${VpcId}`,
  VpcId,
  AvailabilityZone: 'eu-west-1a',
  CidrBlock: '10.0.0.0/24',
});
const local = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' };

/** An AWS with an instance in vpc-1 whose route table has these routes; every VPC that is asked for is there. */
export function withRoutes(...routes: readonly object[]): Aws {
  const aws = withInstances(instance(10));
  aws.ec2.on(DescribeVpcsCommand).callsFake((input: Asked) => ({
    Vpcs: valuesOf(input).map((id) => rawVpc(id, '10.0.0.0/16')),
  }));
  aws.ec2
    .on(DescribeSubnetsCommand)
    .callsFake((input: Asked) => ({ Subnets: valuesOf(input).map(rawSubnet) }));
  aws.ec2.on(DescribeRouteTablesCommand).callsFake((input: Asked) => ({
    RouteTables: valuesOf(input).map((VpcId) => ({
      RouteTableId: `rtb-of-${VpcId}`,
      VpcId,
      Associations: [{ Main: true, RouteTableId: `rtb-of-${VpcId}` }],
      Routes: [local, ...(VpcId === 'vpc-1' ? routes : [])],
    })),
  }));
  return aws;
}

/** The calls whose answers hold a list for each VPC. */
export const perVpc = [
  ['subnets', DescribeSubnetsCommand],
  ['routeTables', DescribeRouteTablesCommand],
  ['natGateways', DescribeNatGatewaysCommand],
  ['peerings', DescribeVpcPeeringConnectionsCommand],
  ['vpcEndpoints', DescribeVpcEndpointsCommand],
] as const;
