import type { Database } from '../../src/model/databases.ts';
import { known } from '../../src/model/lookup.ts';
import type {
  NatGateway,
  NatHost,
  Peering,
  Route,
  RouteTable,
  RouteTarget,
  Subnet,
  TransitGateway,
  TransitGatewayAttachment,
  Vpc,
  VpcEndpoint,
} from '../../src/model/vpc.ts';
import { ACCOUNT, aNetworkInterface, REGION } from './builders.ts';

// As in builders.ts: the dullest thing that works, so that a test states only what matters to it.

export const aVpc = (over: Partial<Vpc> = {}): Vpc => ({
  id: 'vpc-1',
  account: ACCOUNT,
  cidrs: ['10.0.0.0/16'],
  dnsSupport: known(true),
  dnsHostnames: known(true),
  ...over,
});

export const aSubnet = (over: Partial<Subnet> = {}): Subnet => ({
  id: 'subnet-1',
  vpcId: 'vpc-1',
  zone: 'eu-west-1a',
  zoneId: null,
  cidrs: ['10.0.0.0/24'],
  ...over,
});

/** A route to something by its kind and id; without an id to the VPC itself. */
export const aRoute = (
  destination: string,
  kind: RouteTarget['kind'] = 'local',
  id = `${kind}-1`,
  over: Partial<Route> = {},
): Route => ({
  destination,
  target: kind === 'local' ? { kind } : { kind, id, instanceId: null },
  state: 'active',
  propagated: false,
  ...over,
});

export const aRouteTable = (over: Partial<RouteTable> = {}): RouteTable => ({
  id: 'rtb-1',
  vpcId: 'vpc-1',
  main: true,
  subnetIds: [],
  routes: [aRoute('10.0.0.0/16')],
  ...over,
});

export const aNatGateway = (over: Partial<NatGateway> = {}): NatGateway => ({
  id: 'nat-gateway-1',
  vpcId: 'vpc-1',
  subnetId: 'subnet-2',
  routeTableId: null,
  state: 'available',
  connectivity: 'public',
  publicAddresses: ['203.0.113.1'],
  privateAddresses: ['10.0.1.1'],
  ...over,
});

export const aPeering = (over: Partial<Peering> = {}): Peering => ({
  id: 'peering-1',
  status: 'active',
  requester: {
    vpcId: 'vpc-1',
    account: ACCOUNT,
    region: REGION,
    cidrs: ['10.0.0.0/16'],
    resolvesForPeer: true,
  },
  accepter: {
    vpcId: 'vpc-2',
    account: ACCOUNT,
    region: REGION,
    cidrs: ['10.9.0.0/16'],
    resolvesForPeer: true,
  },
  ...over,
});

export const aTransitGateway = (over: Partial<TransitGateway> = {}): TransitGateway => ({
  id: 'transit-gateway-1',
  account: ACCOUNT,
  state: 'available',
  dnsSupport: true,
  securityGroupReferencing: true,
  ...over,
});

export const anAttachment = (over: Partial<TransitGatewayAttachment> = {}): TransitGatewayAttachment => ({
  id: 'attachment-1',
  transitGatewayId: 'transit-gateway-1',
  type: 'vpc',
  resourceId: 'vpc-1',
  resourceOwner: ACCOUNT,
  state: 'available',
  subnetIds: ['subnet-1', 'subnet-2'],
  dnsSupport: true,
  securityGroupReferencing: true,
  applianceMode: false,
  routeTableId: 'tgw-rtb-1',
  ...over,
});

export const aVpcEndpoint = (over: Partial<VpcEndpoint> = {}): VpcEndpoint => ({
  id: 'vpc-endpoint-1',
  vpcId: 'vpc-1',
  type: 'Gateway',
  serviceName: `com.amazonaws.${REGION}.s3`,
  state: 'available',
  policy: null,
  subnetIds: [],
  groupIds: [],
  routeTableIds: ['rtb-1'],
  interfaceIds: [],
  privateDns: false,
  ...over,
});

export const aNatHost = (over: Partial<NatHost> = {}): NatHost => ({
  ...aNetworkInterface({ id: 'network-interface-1', privateAddresses: ['10.0.1.2'] }),
  instanceId: 'i-1',
  status: 'in-use',
  sourceDestCheck: false,
  publicAddresses: [],
  ...over,
});

export const aDatabase = (over: Partial<Database> = {}): Database => ({
  type: 'AWS::RDS::DBInstance',
  id: 'database-1',
  arn: `arn:aws:rds:${REGION}:${ACCOUNT}:db:database-1`,
  names: [{ host: 'db.internal', port: 5432, role: 'instance' }],
  vpcId: 'vpc-1',
  subnetIds: ['subnet-2'],
  groupIds: ['sg-2'],
  privateAddresses: [],
  publicAddresses: [],
  publiclyAccessible: false,
  status: 'available',
  ...over,
});
