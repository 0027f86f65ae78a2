import type { Route as RawRoute, RouteTable as RawTable } from '@aws-sdk/client-ec2';
import type { Table } from '../../model/lookup.ts';
import type { Route, RouteTable, RouteTarget } from '../../model/vpc.ts';
import { MalformedAnswer, objects, oneOf, required, text, texts } from '../fields.ts';
import { askForLists, type Ec2Source } from './ask-in-batches.ts';

/** The route tables of each of these VPCs. */
export const readRouteTables = (
  vpcIds: readonly string[],
  source: Ec2Source,
): Promise<Table<readonly RouteTable[]>> =>
  askForLists<RawTable, RouteTable>(vpcIds, source, {
    call: 'ec2:DescribeRouteTables',
    page: (ec2, batch, marker) => ec2.routeTables(batch, marker),
    map: (raw) => {
      const table = toRouteTable(raw);
      return [[table.vpcId, table]];
    },
  });

/** EC2 API, RouteTable: every one routes its own VPC, so that none is without routes. */
function toRouteTable(raw: RawTable): RouteTable {
  if (raw.Routes === undefined || raw.Associations === undefined)
    throw new MalformedAnswer('a route table without Routes or Associations');
  const inForce = objects(raw.Associations).filter(
    ({ AssociationState }) => !/^(disassociat|fail)/.test(AssociationState?.State ?? ''),
  );
  return {
    id: required(raw.RouteTableId, 'RouteTableId'),
    vpcId: required(raw.VpcId, 'VpcId'),
    main: inForce.some(({ Main }) => Main === true),
    subnetIds: texts(inForce.map(({ SubnetId }) => SubnetId)),
    routes: objects(raw.Routes).map(toRoute),
  };
}

const toRoute = (raw: RawRoute): Route => ({
  destination: required(
    raw.DestinationCidrBlock ?? raw.DestinationIpv6CidrBlock ?? raw.DestinationPrefixListId,
    'DestinationCidrBlock',
  ),
  target: targetOf(raw),
  state: oneOf(['active', 'blackhole', 'filtered'], raw.State),
  propagated: raw.Origin === 'EnableVgwRoutePropagation',
});

/** Fields that say by their name what a route leads to (EC2 API, Route). */
const targetFields = [
  ['NatGatewayId', 'nat-gateway'],
  ['TransitGatewayId', 'transit-gateway'],
  ['VpcPeeringConnectionId', 'peering'],
  ['EgressOnlyInternetGatewayId', 'egress-only-internet-gateway'],
  ['CarrierGatewayId', 'carrier-gateway'],
  ['LocalGatewayId', 'local-gateway'],
  ['CoreNetworkArn', 'core-network'],
  ['OdbNetworkArn', 'other'],
] as const;

/** What a `GatewayId` is, by its prefix: EC2 puts three kinds of thing there. */
const gatewayPrefixes = [
  ['igw-', 'internet-gateway'],
  ['vgw-', 'virtual-private-gateway'],
  ['vpce-', 'vpc-endpoint'],
  ['nat-', 'nat-gateway'],
  ['eigw-', 'egress-only-internet-gateway'],
] as const;

function targetOf(raw: RawRoute): RouteTarget {
  const { GatewayId: gateway } = raw;
  if (gateway === 'local') return { kind: 'local' };
  for (const [field, kind] of targetFields) {
    const id = text(raw[field]);
    if (id !== null) return { kind, id, instanceId: null };
  }
  const interfaceId = text(raw.NetworkInterfaceId);
  if (interfaceId !== null)
    return { kind: 'network-interface', id: interfaceId, instanceId: text(raw.InstanceId) };
  const [, kind = 'other'] = gatewayPrefixes.find(([prefix]) => gateway?.startsWith(prefix)) ?? [];
  return { kind, id: text(gateway) ?? text(raw.InstanceId) ?? 'unnamed', instanceId: null };
}
