import type { VpcEndpoint as Raw } from '@aws-sdk/client-ec2';
import type { Table } from '../../model/lookup.ts';
import type { VpcEndpoint } from '../../model/vpc.ts';
import { flag, objects, required, text, texts, word } from '../fields.ts';
import { askForLists, type Ec2Source } from './ask-in-batches.ts';

/** The VPC endpoints of each of these VPCs. */
export const readVpcEndpoints = (
  vpcIds: readonly string[],
  source: Ec2Source,
): Promise<Table<readonly VpcEndpoint[]>> =>
  askForLists<Raw, VpcEndpoint>(vpcIds, source, {
    call: 'ec2:DescribeVpcEndpoints',
    page: (ec2, batch, marker) => ec2.vpcEndpoints(batch, marker),
    map: (raw) => {
      const endpoint = toVpcEndpoint(raw);
      return [[endpoint.vpcId, endpoint]];
    },
  });

const types = ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'] as const;

/** EC2 API, VpcEndpoint. */
const toVpcEndpoint = (raw: Raw): VpcEndpoint => ({
  id: required(raw.VpcEndpointId, 'VpcEndpointId'),
  vpcId: required(raw.VpcId, 'VpcId'),
  type: types.find((type) => type === raw.VpcEndpointType) ?? null,
  // One for a resource or a service network is for no service.
  serviceName: text(raw.ServiceName) ?? '',
  state: word(raw.State),
  policy: text(raw.PolicyDocument),
  subnetIds: texts(raw.SubnetIds),
  groupIds: texts(objects(raw.Groups).map(({ GroupId }) => GroupId)),
  routeTableIds: texts(raw.RouteTableIds),
  interfaceIds: texts(raw.NetworkInterfaceIds),
  privateDns: flag(raw.PrivateDnsEnabled),
});
