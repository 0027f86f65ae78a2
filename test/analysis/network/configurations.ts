import type { AclEntry, SecurityGroup } from '../../../src/model/network.ts';
import type { NatHost, Route, RouteTable, Subnet, TransitGatewayAttachment } from '../../../src/model/vpc.ts';
import { aNetworkAcl, aSecurityGroup, cidr, members, tcpOf } from '../../support/builders.ts';
import { aRoute, aVpc, type Estate, local, nothing, to } from './estate.ts';

// One estate with every configuration that DMS describes, in which everything works: tests break it.

const subnet = (id: string, vpcId: string, range: string, zone = 'a'): Subnet => ({
  id,
  vpcId,
  zone,
  zoneId: null,
  cidrs: [range],
});
const table = (
  id: string,
  vpcId: string,
  routes: readonly Route[],
  subnetIds: readonly string[] = [],
): RouteTable => ({
  ...{ id, vpcId, subnetIds, routes, main: subnetIds.length === 0 },
});
const attachment = (vpcId: string, subnetIds: readonly string[]): TransitGatewayAttachment => ({
  ...{ id: `attach-${vpcId}`, transitGatewayId: 'tgw-1', type: 'vpc', resourceId: vpcId, resourceOwner: '1' },
  ...{
    state: 'available',
    subnetIds,
    dnsSupport: true,
    securityGroupReferencing: true,
    applianceMode: false,
  },
  routeTableId: 'tgw-rtb',
});
const side = (vpcId: string, range: string, region = 'eu-west-1') => ({
  ...{ vpcId, region, account: '1', cidrs: [range], resolvesForPeer: true },
});
const host: NatHost = {
  ...{
    id: 'eni-host',
    vpcId: 'vpc-1',
    subnetId: 'subnet-nat',
    groupIds: ['sg-host'],
    privateAddresses: ['10.1.2.7'],
  },
  ...{ ipv6Addresses: [], publicAddresses: [], instanceId: 'i-1', status: 'in-use', sourceDestCheck: false },
};

export const everything: Estate = {
  ...nothing,
  vpcs: [
    aVpc('vpc-1', '10.1.0.0/16', 'fd01::/56'),
    aVpc('vpc-2', '10.2.0.0/16'),
    aVpc('vpc-3', '10.3.0.0/16'),
  ],
  subnets: [
    { ...subnet('subnet-1', 'vpc-1', '10.1.0.0/24'), cidrs: ['10.1.0.0/24', 'fd01::/64'] },
    { ...subnet('subnet-2', 'vpc-1', '10.1.1.0/24'), cidrs: ['10.1.1.0/24', 'fd01:0:0:1::/64'] },
    subnet('subnet-nat', 'vpc-1', '10.1.2.0/24'),
    subnet('subnet-public', 'vpc-1', '10.1.3.0/24'),
    subnet('subnet-tgw', 'vpc-1', '10.1.4.0/24'),
    subnet('subnet-b', 'vpc-1', '10.1.5.0/24', 'b'),
    subnet('subnet-c', 'vpc-1', '10.1.6.0/24', 'b'),
    subnet('subnet-21', 'vpc-2', '10.2.0.0/24'),
    subnet('subnet-31', 'vpc-3', '10.3.0.0/24'),
    subnet('subnet-tgw3', 'vpc-3', '10.3.4.0/24'),
  ],
  routeTables: [
    table('rtb-1', 'vpc-1', [
      aRoute('10.1.0.0/16', local),
      aRoute('fd01::/56', local),
      aRoute('10.2.0.0/16', to('peering', 'pcx-1')),
      aRoute('10.3.0.0/16', to('transit-gateway', 'tgw-1')),
      aRoute('192.168.0.0/16', to('virtual-private-gateway', 'vgw-1')),
      aRoute('172.16.0.0/12', to('network-interface', 'eni-host')),
      aRoute('0.0.0.0/0', to('nat-gateway', 'nat-1')),
    ]),
    table(
      ...(['rtb-public', 'vpc-1'] as const),
      [aRoute('10.1.0.0/16', local), aRoute('0.0.0.0/0', to('internet-gateway', 'igw-1'))],
      ['subnet-nat', 'subnet-public'],
    ),
    table('rtb-2', 'vpc-2', [
      aRoute('10.2.0.0/16', local),
      aRoute('10.1.0.0/16', to('peering', 'pcx-1')),
      aRoute('0.0.0.0/0', to('internet-gateway', 'igw-2')),
    ]),
    table('rtb-3', 'vpc-3', [
      aRoute('10.3.0.0/16', local),
      aRoute('10.1.0.0/16', to('transit-gateway', 'tgw-1')),
    ]),
  ],
  natGateways: [
    {
      ...{ id: 'nat-1', vpcId: 'vpc-1', subnetId: 'subnet-nat', routeTableId: null, state: 'available' },
      ...{ connectivity: 'public', publicAddresses: ['52.1.1.1'], privateAddresses: ['10.1.2.5'] },
    },
  ],
  peerings: [
    {
      id: 'pcx-1',
      status: 'active',
      requester: side('vpc-1', '10.1.0.0/16'),
      accepter: side('vpc-2', '10.2.0.0/16'),
    },
  ],
  transitGateways: [
    {
      ...{ id: 'tgw-1', account: '1', state: 'available', dnsSupport: true },
      securityGroupReferencing: true,
    },
  ],
  attachments: [attachment('vpc-1', ['subnet-tgw']), attachment('vpc-3', ['subnet-tgw3'])],
  transitRoutes: {
    'tgw-rtb': [
      { destination: '10.1.0.0/16', attachmentIds: ['attach-vpc-1'], state: 'active' },
      { destination: '10.3.0.0/16', attachmentIds: ['attach-vpc-3'], state: 'active' },
    ],
  },
  natHosts: [host],
  groups: [
    aSecurityGroup({ id: 'sg-dms' }),
    aSecurityGroup({ id: 'sg-host', ingress: [tcpOf(5432, members('sg-dms'))] }),
    aSecurityGroup({ id: 'sg-db', ingress: [tcpOf(5432, members('sg-dms'))] }),
    aSecurityGroup({ id: 'sg-by-address', ingress: [tcpOf(5432, cidr('10.1.0.0/16'), cidr('52.1.1.1/32'))] }),
  ],
  acls: [
    aNetworkAcl({
      id: 'acl-1',
      subnetIds: [
        'subnet-1',
        'subnet-2',
        'subnet-nat',
        'subnet-public',
        'subnet-tgw',
        'subnet-b',
        'subnet-c',
      ],
    }),
    aNetworkAcl({ id: 'acl-2', vpcId: 'vpc-2', subnetIds: ['subnet-21'] }),
    aNetworkAcl({ id: 'acl-3', vpcId: 'vpc-3', subnetIds: ['subnet-31', 'subnet-tgw3'] }),
  ],
};

export type Change = (estate: Estate) => Estate;

/** A subnet gets an ACL of its own. */
export const acl =
  (subnetId: string, ...entries: readonly AclEntry[]): Change =>
  (estate) => ({
    ...estate,
    acls: [aNetworkAcl({ id: `acl-of-${subnetId}`, subnetIds: [subnetId], entries }), ...estate.acls],
  });

/** A table has these routes instead. */
export const routes =
  (id: string, change: (routes: readonly Route[]) => readonly Route[]): Change =>
  (estate) => ({
    ...estate,
    routeTables: estate.routeTables.map((each) =>
      each.id === id ? { ...each, routes: change(each.routes) } : each,
    ),
  });

export const group =
  (over: Partial<SecurityGroup> & { readonly id: string }): Change =>
  (estate) => ({
    ...estate,
    groups: [aSecurityGroup(over), ...estate.groups.filter(({ id }) => id !== over.id)],
  });

export const region =
  (name: string): Change =>
  (estate) => ({
    ...estate,
    peerings: estate.peerings.map((each) => ({ ...each, accepter: { ...each.accepter, region: name } })),
  });

export const attachments =
  (id: string, over: Partial<TransitGatewayAttachment>): Change =>
  (estate) => ({
    ...estate,
    attachments: estate.attachments.map((each) => (each.id === id ? { ...each, ...over } : each)),
  });

/** One change after the other. */
export const both =
  (...changes: readonly Change[]): Change =>
  (estate) =>
    changes.reduce((changed, change) => change(changed), estate);
