import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import type { Route } from '../../src/model/vpc.ts';
import { aNetworkAcl, anEndpoint, listed, networkOf } from '../support/builders.ts';
import { type Plan, planOf } from '../support/plan-builders.ts';
import {
  aDatabase,
  aNatGateway,
  anAttachment,
  aPeering,
  aRoute,
  aRouteTable,
  aSubnet,
  aTransitGateway,
  aVpc,
} from '../support/vpc-builders.ts';
import { over } from './egress-estate.ts';

// One instance and one database, with a way between them: tests bend it.

export const own = aRoute('10.0.0.0/16');
const subnet2 = aSubnet({ id: 'subnet-2', zone: 'eu-west-1b', cidrs: ['10.0.1.0/24'] });
const farSubnet = aSubnet({ id: 'subnet-9', vpcId: 'vpc-2', cidrs: ['10.9.0.0/24'] });
const farTable = (...routes: readonly Route[]) =>
  aRouteTable({ id: 'rtb-9', vpcId: 'vpc-2', routes: [aRoute('10.9.0.0/16'), ...routes] });
export const near = aDatabase({ privateAddresses: ['10.0.1.5'] });
export const distant = aDatabase({ vpcId: 'vpc-2', subnetIds: ['subnet-9'], privateAddresses: ['10.9.0.5'] });

/** The instance in subnet-1 and a database, and a table of these routes for all subnets of its VPC. */
export const led = (
  routes: readonly Route[],
  plan: Plan = {},
  region: Partial<RegionFacts> = {},
): AccountFacts =>
  over({
    ...planOf({
      vpcs: [aVpc(), aVpc({ id: 'vpc-2', cidrs: ['10.9.0.0/16'] })],
      subnets: [aSubnet(), subnet2, farSubnet],
      databases: [near],
      routeTables: [aRouteTable({ routes: [own, ...routes] }), farTable()],
      ...plan,
    }),
    ...networkOf({ acls: [aNetworkAcl({ subnetIds: ['subnet-1', 'subnet-2', 'subnet-9'] })] }),
    ...region,
  });

export const peered = (back: readonly Route[], plan: Plan = {}): AccountFacts =>
  led([aRoute('10.9.0.0/16', 'peering')], {
    databases: [distant],
    peerings: [aPeering()],
    routeTables: [aRouteTable({ routes: [own, aRoute('10.9.0.0/16', 'peering')] }), farTable(...back)],
    ...plan,
  });
export const peeredBack = [aRoute('10.0.0.0/16', 'peering')];

/** The endpoint's server is this one. */
export const at = (serverName: string): Pick<RegionFacts, 'endpoints'> => ({
  endpoints: listed(anEndpoint({ serverName })),
});

export const overTransit = (plan: Plan = {}): AccountFacts =>
  led([], {
    databases: [distant],
    transitGateways: [aTransitGateway()],
    attachments: [
      anAttachment(),
      anAttachment({ id: 'attachment-2', resourceId: 'vpc-2', subnetIds: ['subnet-9'] }),
    ],
    transitRoutes: {
      'tgw-rtb-1': [
        { destination: '10.0.0.0/16', attachmentIds: ['attachment-1'], state: 'active' },
        { destination: '10.9.0.0/16', attachmentIds: ['attachment-2'], state: 'active' },
      ],
    },
    routeTables: [
      aRouteTable({ routes: [own, aRoute('10.9.0.0/16', 'transit-gateway')] }),
      farTable(aRoute('10.0.0.0/16', 'transit-gateway')),
    ],
    ...plan,
  });

export const stranger = at('93.184.216.34');
export const toStranger = 'tcp 5432 to 93.184.216.34 (endpoint-1)';
export const publicTable = (...routes: readonly Route[]) =>
  aRouteTable({ id: 'rtb-public', main: false, subnetIds: ['subnet-2'], routes: [own, ...routes] });
export const byNat = (publicRoutes: readonly Route[], plan: Plan = {}): AccountFacts =>
  led(
    [],
    {
      natGateways: [aNatGateway()],
      routeTables: [
        aRouteTable({ routes: [own, aRoute('0.0.0.0/0', 'nat-gateway')] }),
        publicTable(...publicRoutes),
      ],
      ...plan,
    },
    stranger,
  );
export const toInternet = aRoute('0.0.0.0/0', 'internet-gateway');
