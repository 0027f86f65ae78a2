import type { GroupRule, SecurityGroup } from '../../src/model/network.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import {
  accountWith,
  aNetworkAcl,
  anEndpoint,
  anInstance,
  aSecurityGroup,
  aSubnetGroup,
  aTask,
  listed,
  members,
  networkOf,
  tcpOf,
} from '../support/builders.ts';
import { planOf } from '../support/plan-builders.ts';
import {
  aDatabase,
  aNatGateway,
  aPeering,
  aRoute,
  aRouteTable,
  aSubnet,
  aVpc,
} from '../support/vpc-builders.ts';

const single = anInstance({ multiAz: false, secondaryAvailabilityZone: null });
const task = aTask();
export const toItself = aTask({ targetEndpointArn: task.sourceEndpointArn });
export const flow = 'tcp 5432 to db.internal (endpoint-1)';

export const near = aDatabase({ privateAddresses: ['10.0.1.9'] });
/** In the other VPC, over the peering. */
export const far = aDatabase({
  vpcId: 'vpc-2',
  subnetIds: ['subnet-9'],
  privateAddresses: ['10.9.9.9'],
});

/** Two VPCs that are peered, all of it open but for the database's group. */
const subnets = [
  aSubnet(),
  aSubnet({ id: 'subnet-2', zone: 'eu-west-1b', cidrs: ['10.0.1.0/24'] }),
  aSubnet({ id: 'subnet-9', vpcId: 'vpc-2', cidrs: ['10.9.9.0/24'] }),
];
const own = aRoute('10.0.0.0/16');
const onwards = [aRoute('10.9.0.0/16', 'peering'), aRoute('0.0.0.0/0', 'virtual-private-gateway')];
const farTable = aRouteTable({
  id: 'rtb-9',
  vpcId: 'vpc-2',
  routes: [
    aRoute('10.9.0.0/16'),
    aRoute('10.0.0.0/16', 'peering'),
    aRoute('0.0.0.0/0', 'internet-gateway', 'igw-9'),
  ],
});

export const plan = (routes = onwards, over: Parameters<typeof planOf>[0] = {}): ReturnType<typeof planOf> =>
  planOf({
    vpcs: [aVpc(), aVpc({ id: 'vpc-2', cidrs: ['10.9.0.0/16'] })],
    subnets,
    routeTables: [aRouteTable({ routes: [own, ...routes] }), farTable],
    peerings: [aPeering()],
    databases: [near],
    ...over,
  });

/** Its default route leads to a NAT gateway in the public subnet-2. */
export const overNat = (over: Parameters<typeof planOf>[0] = {}): ReturnType<typeof planOf> =>
  plan([], {
    routeTables: [
      aRouteTable({ routes: [own, aRoute('0.0.0.0/0', 'nat-gateway')] }),
      aRouteTable({
        id: 'rtb-public',
        main: false,
        subnetIds: ['subnet-2'],
        routes: [own, aRoute('0.0.0.0/0', 'internet-gateway', 'igw-1')],
      }),
      farTable,
    ],
    natGateways: [aNatGateway({ publicAddresses: ['52.1.1.1'] })],
    peerings: [],
    ...over,
  });

/** Publicly accessible and in the other VPC. */
export const publicOne = aDatabase({ ...far, publiclyAccessible: true, publicAddresses: ['52.9.9.9'] });

/** The groups of the instance and of the database, and ACLs that let everything through. */
export const groups = (
  ingress: readonly GroupRule[],
  ...more: readonly SecurityGroup[]
): ReturnType<typeof networkOf> =>
  networkOf({
    groups: [aSecurityGroup(), aSecurityGroup({ id: 'sg-2', ingress }), ...more],
    acls: [
      aNetworkAcl({ subnetIds: ['subnet-1'] }),
      aNetworkAcl({ id: 'acl-2', subnetIds: ['subnet-2', 'subnet-9'] }),
    ],
  });

export const fromInstance = tcpOf(5432, members('sg-1'));

/** One instance without a standby, and one database in the next subnet that admits it by group. */
export const over = (region: Partial<RegionFacts> = {}): AccountFacts =>
  accountWith({
    instances: listed(single),
    tasks: listed(toItself),
    endpoints: listed(anEndpoint()),
    subnetGroups: listed(aSubnetGroup()),
    ...groups([fromInstance]),
    ...plan(),
    ...region,
  });
