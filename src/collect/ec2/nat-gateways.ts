import type { NatGateway as Raw } from '@aws-sdk/client-ec2';
import type { Table } from '../../model/lookup.ts';
import type { NatGateway } from '../../model/vpc.ts';
import { objects, oneOf, required, text, texts, word } from '../fields.ts';
import { askForLists, type Ec2Source } from './ask-in-batches.ts';

/** The NAT gateways of each of these VPCs. */
export const readNatGateways = (
  vpcIds: readonly string[],
  source: Ec2Source,
): Promise<Table<readonly NatGateway[]>> =>
  askForLists<Raw, NatGateway>(vpcIds, source, {
    call: 'ec2:DescribeNatGateways',
    page: (ec2, batch, marker) => ec2.natGateways(batch, marker),
    map: (raw) => [[required(raw.VpcId, 'VpcId'), toNatGateway(raw)]],
  });

/** EC2 API, NatGateway; an address that failed or is being taken away is none. */
function toNatGateway(raw: Raw): NatGateway {
  const addresses = objects(raw.NatGatewayAddresses).filter(
    ({ Status }) => !['failed', 'disassociating', 'unassigning'].includes(Status ?? ''),
  );
  return {
    id: required(raw.NatGatewayId, 'NatGatewayId'),
    vpcId: text(raw.VpcId),
    subnetId: text(raw.SubnetId),
    routeTableId: text(raw.RouteTableId),
    state: word(raw.State),
    connectivity: oneOf(['public', 'private'], raw.ConnectivityType),
    publicAddresses: texts(addresses.map(({ PublicIp }) => PublicIp)),
    privateAddresses: texts(addresses.map(({ PrivateIp }) => PrivateIp)),
  };
}
