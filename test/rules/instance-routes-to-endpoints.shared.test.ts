import { instanceRoutesToEndpoints } from '../../src/rules/instance-routes-to-endpoints.ts';
import {
  allTrafficOf,
  aNetworkAcl,
  aSecurityGroup,
  cidr,
  FOREIGN,
  listed,
  networkOf,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import {
  aNatHost,
  anAttachment,
  aPeering,
  aRoute,
  aRouteTable,
  aSubnet,
  aTransitGateway,
  aVpc,
} from '../support/vpc-builders.ts';
import { flow, over } from './egress-estate.ts';
import { at, distant, led, overTransit, own, peered, peeredBack } from './route-estate.ts';

// Ways through what others own, and what is told of them.

/** Both VPCs send all they have to a third one, and that by a host of its own back to the transit gateway. */
const inspected = led(
  [],
  {
    databases: [distant],
    transitGateways: [aTransitGateway()],
    vpcs: [
      aVpc(),
      aVpc({ id: 'vpc-2', cidrs: ['10.9.0.0/16'] }),
      aVpc({ id: 'vpc-3', cidrs: ['10.8.0.0/16'] }),
    ],
    subnets: [
      aSubnet(),
      aSubnet({ id: 'subnet-9', vpcId: 'vpc-2', cidrs: ['10.9.0.0/24'] }),
      aSubnet({ id: 'subnet-in', vpcId: 'vpc-3', cidrs: ['10.8.0.0/24'] }),
      aSubnet({ id: 'subnet-host', vpcId: 'vpc-3', cidrs: ['10.8.1.0/24'] }),
    ],
    attachments: [
      anAttachment({ subnetIds: ['subnet-1'], routeTableId: 'spokes' }),
      anAttachment({
        id: 'attachment-2',
        resourceId: 'vpc-2',
        subnetIds: ['subnet-9'],
        routeTableId: 'spokes',
      }),
      anAttachment({
        id: 'attachment-3',
        resourceId: 'vpc-3',
        subnetIds: ['subnet-in'],
        routeTableId: 'inspected',
      }),
    ],
    transitRoutes: {
      spokes: [{ destination: '0.0.0.0/0', attachmentIds: ['attachment-3'], state: 'active' }],
      inspected: [
        { destination: '10.0.0.0/16', attachmentIds: ['attachment-1'], state: 'active' },
        { destination: '10.9.0.0/16', attachmentIds: ['attachment-2'], state: 'active' },
      ],
    },
    routeTables: [
      aRouteTable({ routes: [own, aRoute('0.0.0.0/0', 'transit-gateway')] }),
      aRouteTable({
        ...{ id: 'rtb-9', vpcId: 'vpc-2' },
        routes: [aRoute('10.9.0.0/16'), aRoute('0.0.0.0/0', 'transit-gateway')],
      }),
      aRouteTable({
        ...{ id: 'rtb-in', vpcId: 'vpc-3', main: false, subnetIds: ['subnet-in'] },
        routes: [aRoute('10.8.0.0/16'), aRoute('0.0.0.0/0', 'network-interface')],
      }),
      aRouteTable({
        ...{ id: 'rtb-host', vpcId: 'vpc-3' },
        routes: [aRoute('10.8.0.0/16'), aRoute('0.0.0.0/0', 'transit-gateway')],
      }),
    ],
    natHosts: [
      aNatHost({
        vpcId: 'vpc-3',
        subnetId: 'subnet-host',
        privateAddresses: ['10.8.1.5'],
        groupIds: ['sg-1'],
      }),
    ],
  },
  networkOf({
    acls: [aNetworkAcl({ subnetIds: ['subnet-1', 'subnet-9', 'subnet-in', 'subnet-host'] })],
    groups: [aSecurityGroup({ ingress: [allTrafficOf(cidr('0.0.0.0/0'))] })],
  }),
);

testRule(instanceRoutesToEndpoints, {
  compliant: [
    {
      name: 'an appliance of a VPC between, which has the answers sent to itself',
      account: inspected,
      because: 'routes lead its one flow there: several VPCs',
    },
  ],
  nonCompliant: [
    {
      name: 'an address that no subnet of its own VPC has',
      account: led([], { databases: [] }, at('10.0.7.7')),
      because:
        'tcp 5432 to 10.0.7.7 (endpoint-1) is not led there from eni-1: no subnet of vpc-1 has the address',
    },
  ],
  notApplicable: [{ name: 'no task', account: over({ tasks: listed() }), because: 'no task uses it' }],
  unknown: [
    {
      name: 'a route that EC2 keeps out, for what may take its place',
      account: led([aRoute('10.9.0.0/16', 'peering', 'peering-1', { state: 'filtered' })], {
        databases: [distant],
        peerings: [aPeering()],
      }),
      because: 'EC2 reports 10.9.0.0/16 → peering-1 as filtered, and what holds in its place is not known',
    },
    {
      name: 'a route back that EC2 keeps out',
      account: peered([aRoute('10.0.0.0/16', 'peering', 'peering-1', { state: 'filtered' })]),
      because: 'rtb-9 does not surely send answers back by peering-1 (10.0.0.0/16 → peering-1)',
    },
    {
      name: 'an address of a VPC that another account shares, which shows some of its subnets',
      account: led([], { vpcs: [aVpc({ account: FOREIGN })], databases: [] }, at('10.0.7.7')),
      because: `vpc-1 is shared by account ${FOREIGN}, and only a part of it is shown to others`,
    },
    {
      name: 'a transit gateway whose attachment the owner of the VPC has',
      account: overTransit({
        vpcs: [aVpc({ account: FOREIGN }), aVpc({ id: 'vpc-2', cidrs: ['10.9.0.0/16'] })],
        attachments: [],
      }),
      because: `vpc-1 is shared by account ${FOREIGN}, and only a part of it is shown to others`,
    },
    {
      name: 'a peering into a Region and an account that are not read here',
      account: led(
        [aRoute('10.9.0.0/16', 'peering')],
        {
          vpcs: [aVpc()],
          subnets: [aSubnet()],
          databases: [],
          peerings: [
            aPeering({ accepter: { ...aPeering().accepter, account: FOREIGN, region: 'us-east-1' } }),
          ],
        },
        at('10.9.0.5'),
      ),
      because: `vpc-2 is of account ${FOREIGN} in us-east-1, which is not read from here`,
    },
    {
      name: 'an address that nobody tells, and routes for most',
      account: led([], {
        databases: [],
        subnets: [aSubnet(), aSubnet({ id: 'subnet-9', vpcId: 'vpc-2', cidrs: ['10.9.9.0/24'] })],
        peerings: [aPeering()],
        routeTables: [
          aRouteTable({
            routes: [own, aRoute('10.9.0.0/16', 'peering'), aRoute('0.0.0.0/0', 'virtual-private-gateway')],
          }),
          aRouteTable({ id: 'rtb-9', vpcId: 'vpc-2', routes: [aRoute('10.9.0.0/16'), ...peeredBack] }),
        ],
      }),
      because: `${flow}: vpc-1 stops it unless its address is one that it leads to; nothing that was read tells the address of db.internal (endpoint-1)`,
    },
  ],
});
