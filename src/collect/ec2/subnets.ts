import type { Subnet as Raw } from '@aws-sdk/client-ec2';
import type { Table } from '../../model/lookup.ts';
import type { Subnet } from '../../model/vpc.ts';
import { objects, required, text, texts } from '../fields.ts';
import { askForLists, askInBatches, type Ec2Source } from './ask-in-batches.ts';
import { isAssociated } from './vpcs.ts';

/** The subnets of each of these VPCs. */
export const readSubnets = (
  vpcIds: readonly string[],
  source: Ec2Source,
): Promise<Table<readonly Subnet[]>> =>
  askForLists<Raw, Subnet>(vpcIds, source, {
    call: 'ec2:DescribeSubnets',
    page: (ec2, batch, marker) => ec2.subnets('vpc-id', batch, marker),
    map: (raw) => {
      const subnet = toSubnet(raw);
      return [[subnet.vpcId, subnet]];
    },
  });

/** The VPC of each of these subnets; null: there is no such subnet. */
export const readVpcsOfSubnets = (ids: readonly string[], source: Ec2Source): Promise<Table<string | null>> =>
  askInBatches<Raw, string>(ids, source, {
    call: 'ec2:DescribeSubnets',
    page: (ec2, batch, marker) => ec2.subnets('subnet-id', batch, marker),
    map: (raw) => {
      const { id, vpcId } = toSubnet(raw);
      return [[id, vpcId]];
    },
  });

/** EC2 API, Subnet. */
const toSubnet = (raw: Raw): Subnet => ({
  id: required(raw.SubnetId, 'SubnetId'),
  vpcId: required(raw.VpcId, 'VpcId'),
  zone: text(raw.AvailabilityZone),
  zoneId: text(raw.AvailabilityZoneId),
  cidrs: texts([
    raw.CidrBlock,
    ...objects(raw.Ipv6CidrBlockAssociationSet)
      .filter(({ Ipv6CidrBlockState }) => isAssociated(Ipv6CidrBlockState?.State))
      .map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  ]),
});
