import type { Connection } from '../../src/model/connections.ts';
import type { Database } from '../../src/model/databases.ts';
import type { SecurityGroup } from '../../src/model/network.ts';
import type { Endpoint, ReplicationTask } from '../../src/model/resources.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import {
  ACCOUNT,
  aNetworkAcl,
  anEndpoint,
  anInstance,
  aSecurityGroup,
  aTask,
  members,
  networkOf,
  REGION,
  tcpOf,
} from './builders.ts';
import { planOf } from './plan-builders.ts';
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
  aVpcEndpoint,
} from './vpc-builders.ts';

// One VPC with every kind of way out, each with a server at its end: whatever EC2 does not tell, one of them hangs on it.

const servers = {
  'over-the-peering': '10.9.0.5',
  'over-the-transit-gateway': '10.8.0.5',
  'behind-nat': '93.184.216.34',
  'on-premises': '192.168.4.5',
};
const arnOf = (id: string): string => `arn:aws:dms:${REGION}:${ACCOUNT}:endpoint:${id.toUpperCase()}`;

/** An endpoint at the end of each way. */
export const endpointsFarAndWide: readonly Endpoint[] = Object.entries(servers).map(([id, serverName]) =>
  anEndpoint({ id, arn: arnOf(id), serverName, credentials: 'stored' }),
);

/** A task for each of them. */
export const tasksFarAndWide: readonly ReplicationTask[] = Object.keys(servers).map((id) =>
  aTask({
    id: `from-${id}`,
    arn: `arn:aws:dms:${REGION}:${ACCOUNT}:task:${id.toUpperCase()}`,
    sourceEndpointArn: arnOf(id),
    targetEndpointArn: arnOf(id),
  }),
);

/** The last test of each, by the instance that the tasks run on. */
export const connectionsFarAndWide: readonly Connection[] = endpointsFarAndWide.map(({ arn }) => ({
  ...{ endpointArn: arn, instanceArn: anInstance().arn, status: 'successful', lastFailure: null },
}));

const far = (vpcId: string, range: string, link: 'peering' | 'transit-gateway') => ({
  vpc: aVpc({ id: vpcId, cidrs: [`${range}.0.0/16`] }),
  subnet: aSubnet({ id: `subnet-of-${vpcId}`, vpcId, cidrs: [`${range}.0.0/24`] }),
  table: aRouteTable({
    id: `rtb-of-${vpcId}`,
    vpcId,
    routes: [aRoute(`${range}.0.0/16`), aRoute('10.0.0.0/16', link)],
  }),
});
const [peered, attached] = [far('vpc-2', '10.9', 'peering'), far('vpc-3', '10.8', 'transit-gateway')];
const own = aRoute('10.0.0.0/16');
const interfaceTo = (service: string) =>
  aVpcEndpoint({
    id: `endpoint-of-${service}`,
    type: 'Interface',
    serviceName: `com.amazonaws.${REGION}.${service}`,
    subnetIds: ['subnet-1'],
    groupIds: ['sg-services'],
    routeTableIds: [],
    privateDns: true,
  });

const anOpenGroup = (id: string): SecurityGroup => aSecurityGroup({ id, ingress: aSecurityGroup().egress });

const databaseAt = (address: string, vpcId: string, group: string): Database =>
  aDatabase({
    ...{ id: `database-at-${address}`, names: [], vpcId, subnetIds: [`subnet-of-${vpcId}`] },
    ...{ groupIds: [group], privateAddresses: [address] },
  });

/** The network that these take their ways through, all of it read, around the group that instances carry, with a database in each VPC. */
export const networkFarAndWide = (
  carried = aSecurityGroup(),
): Pick<RegionFacts, 'networkInterfaces' | 'securityGroups' | 'networkAcls'> & ReturnType<typeof planOf> => {
  const { networkInterfaces, securityGroups, networkAcls } = networkOf({
    groups: [
      carried,
      anOpenGroup('sg-services'),
      anOpenGroup('sg-open'),
      aSecurityGroup({ id: 'sg-by-name', ingress: [tcpOf(5432, members(carried.id))] }),
    ],
    acls: [
      aNetworkAcl({
        subnetIds: ['subnet-1', 'subnet-2', 'subnet-3', peered.subnet.id, attached.subnet.id],
      }),
    ],
  });
  return {
    ...{ networkInterfaces, securityGroups, networkAcls },
    ...planOf({
      vpcs: [aVpc(), peered.vpc, attached.vpc],
      subnets: [
        aSubnet(),
        aSubnet({ id: 'subnet-2', zone: 'eu-west-1b', cidrs: ['10.0.1.0/24'] }),
        aSubnet({ id: 'subnet-3', zone: 'eu-west-1c', cidrs: ['10.0.2.0/24'] }),
        peered.subnet,
        attached.subnet,
      ],
      routeTables: [
        aRouteTable({
          routes: [
            own,
            aRoute('10.9.0.0/16', 'peering'),
            aRoute('10.8.0.0/16', 'transit-gateway'),
            aRoute('192.168.0.0/16', 'virtual-private-gateway'),
            aRoute('0.0.0.0/0', 'nat-gateway'),
          ],
        }),
        aRouteTable({
          id: 'rtb-public',
          main: false,
          subnetIds: ['subnet-3'],
          routes: [own, aRoute('0.0.0.0/0', 'internet-gateway')],
        }),
        peered.table,
        attached.table,
      ],
      natGateways: [aNatGateway({ subnetId: 'subnet-3', privateAddresses: ['10.0.2.1'] })],
      peerings: [aPeering()],
      transitGateways: [aTransitGateway()],
      attachments: [
        anAttachment(),
        anAttachment({ id: 'attachment-2', resourceId: 'vpc-3', subnetIds: [attached.subnet.id] }),
      ],
      transitRoutes: {
        'tgw-rtb-1': [
          { destination: '10.0.0.0/16', attachmentIds: ['attachment-1'], state: 'active' },
          { destination: '10.8.0.0/16', attachmentIds: ['attachment-2'], state: 'active' },
        ],
      },
      vpcEndpoints: [interfaceTo('s3'), interfaceTo('secretsmanager')],
      databases: [
        aDatabase({ groupIds: ['sg-open'], privateAddresses: ['10.0.1.5'] }),
        databaseAt(servers['over-the-peering'], peered.vpc.id, 'sg-open'),
        databaseAt(servers['over-the-transit-gateway'], attached.vpc.id, 'sg-by-name'),
      ],
    }),
  };
};
