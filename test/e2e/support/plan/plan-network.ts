import type { FreshAccount } from '../aws.ts';
import { type Plan, planOf } from './plan.ts';

const natAddress = '54.90.0.1';
/** The address of the shop's database on the internet. */
export const shopAddress = '54.90.0.2';

export interface PlanOptions {
  /** Whether hub and spoke are attached to the transit gateway. */
  readonly attached: boolean;
}

/**
 * Home, where most instances stand, and what it is connected with: far by a peering, gone by one that was deleted,
 * offices by a virtual private gateway and by a host of its own, open over the internet. Hub and spoke are joined by
 * a transit gateway.
 */
export async function makePlan(fresh: FreshAccount, { attached }: PlanOptions): Promise<Plan> {
  const plan = planOf(fresh);
  await makePlaces(plan);
  await makeGateways(plan, attached);
  await makeGroups(plan);
  await makeHosts(plan);
  await makeRoutes(plan);
  await makeWalls(plan);
  await makeServers(plan);
  return plan;
}

async function makePlaces({ vpc, subnet, table }: Plan): Promise<void> {
  await vpc('home', '10.1.0.0/16');
  await subnet('near-a', 'home', '10.1.0.0/24');
  await subnet('near-b', 'home', '10.1.1.0/24', 'b');
  await subnet('front-a', 'home', '10.1.2.0/24');
  await subnet('front-b', 'home', '10.1.3.0/24', 'b');
  await subnet('data-a', 'home', '10.1.4.0/24');
  await subnet('walled-a', 'home', '10.1.5.0/24');
  await subnet('bastion-a', 'home', '10.1.6.0/24');
  await subnet('data-b', 'home', '10.1.7.0/24', 'b');
  await subnet('ill-a', 'home', '10.1.10.0/24');
  await subnet('ill-b', 'home', '10.1.11.0/24', 'b');
  await subnet('fenced-a', 'home', '10.1.12.0/24');
  await subnet('fenced-b', 'home', '10.1.13.0/24', 'b');
  await table('near', 'home', ['near-a', 'near-b']);
  await table('front', 'home', ['front-a', 'front-b']);
  await table('ill', 'home', ['ill-a', 'ill-b']);
  await vpc('far', '10.2.0.0/16');
  await subnet('far-a', 'far', '10.2.0.0/24');
  await subnet('deaf-a', 'far', '10.2.1.0/24');
  await table('deaf', 'far', ['deaf-a']);
  await vpc('gone', '10.3.0.0/16');
  await vpc('hub', '10.7.0.0/16');
  await subnet('hub-a', 'hub', '10.7.0.0/24');
  await subnet('hub-b', 'hub', '10.7.1.0/24', 'b');
  await vpc('spoke', '10.8.0.0/16');
  await subnet('spoke-a', 'spoke', '10.8.0.0/24');
  await vpc('open', '10.9.0.0/16');
  await subnet('open-a', 'open', '10.9.0.0/24');
}

async function makeGateways(plan: Plan, attached: boolean): Promise<void> {
  await plan.internetGateway('door', 'home');
  await plan.internetGateway('open-door', 'open');
  await plan.virtualGateway('tunnel', 'home');
  await plan.peering('bridge', 'home', 'far');
  await plan.peering('old-bridge', 'home', 'gone');
  await plan.endPeering('old-bridge');
  const hub = { vpc: 'hub', subnet: 'hub-a', range: '10.7.0.0/16' };
  const spoke = { vpc: 'spoke', subnet: 'spoke-a', range: '10.8.0.0/16' };
  await plan.transitGateway('roundabout', attached ? [hub, spoke] : []);
  await plan.natGateway('nat', 'front-a', natAddress);
}

async function makeGroups({ group }: Plan): Promise<void> {
  const anywhere = '0.0.0.0/0';
  const egress = [5432, 443].map((port) => ({ port, peer: anywhere }));
  await group('asks', 'home', { egress });
  await group('narrow', 'home', { egress });
  await group('roams', 'hub', { egress });
  const on = (port: number, ...peers: readonly string[]) => ({
    ingress: peers.map((peer) => ({ port, peer })),
  });
  await group('sales-db', 'home', on(5432, 'asks', 'narrow'));
  await group('closed-db', 'home', on(5432, '10.99.0.0/16'));
  await group('clients-db', 'far', on(5432, 'asks', '10.1.10.0/23'));
  await group('warehouse-db', 'spoke', on(5432, '10.7.0.0/16'));
  await group('neighbour-db', 'hub', on(5432, 'roams'));
  await group('shop-db', 'open', on(5432, `${natAddress}/32`));
  await group('bastion', 'home', on(5432, 'asks', 'narrow'));
  await group('feed-door', 'home', on(443, '10.1.0.0/24'));
}

async function makeHosts({ host, vpcEndpoint, id }: Plan): Promise<void> {
  await host('relay', { subnet: 'bastion-a', group: 'bastion', forwards: true });
  await host('stuck-relay', { subnet: 'bastion-a', group: 'bastion', forwards: false });
  await vpcEndpoint('lake-endpoint', 'home', 's3', {
    ...{ VpcEndpointType: 'Gateway', RouteTableIds: [id('near')] },
  });
  await vpcEndpoint('feed-endpoint', 'home', 'kinesis-streams', {
    ...{ VpcEndpointType: 'Interface', PrivateDnsEnabled: true },
    ...{ SubnetIds: [id('data-a')], SecurityGroupIds: [id('feed-door')] },
  });
}

async function makeRoutes({ route }: Plan): Promise<void> {
  await route('near', '10.2.0.0/16', { VpcPeeringConnectionId: 'bridge' });
  await route('near', '192.168.0.0/16', { GatewayId: 'tunnel' });
  await route('near', '10.6.0.0/16', { NetworkInterfaceId: 'relay-interface' });
  await route('near', '0.0.0.0/0', { NatGatewayId: 'nat' });
  await route('front', '0.0.0.0/0', { GatewayId: 'door' });
  await route('ill', '10.2.0.0/16', { VpcPeeringConnectionId: 'bridge' });
  await route('ill', '10.3.0.0/16', { VpcPeeringConnectionId: 'old-bridge' });
  await route('ill', '10.6.0.0/16', { NetworkInterfaceId: 'stuck-relay-interface' });
  await route('ill', '0.0.0.0/0', { GatewayId: 'door' });
  await route('far-main', '10.1.0.0/16', { VpcPeeringConnectionId: 'bridge' });
  await route('hub-main', '10.8.0.0/16', { TransitGatewayId: 'roundabout' });
  await route('spoke-main', '10.7.0.0/16', { TransitGatewayId: 'roundabout' });
  await route('open-main', '0.0.0.0/0', { GatewayId: 'open-door' });
}

async function makeWalls({ acl }: Plan): Promise<void> {
  const allPorts = [0, 65_535] as const;
  await acl('wall', 'home', {
    subnets: ['walled-a'],
    entries: [
      { number: 90, way: 'in', does: 'deny', ports: [5432, 5432] },
      { number: 100, way: 'in', does: 'allow', ports: allPorts },
      { number: 100, way: 'out', does: 'allow', ports: allPorts },
    ],
  });
  await acl('fence', 'home', {
    subnets: ['fenced-a', 'fenced-b'],
    entries: [
      { number: 100, way: 'in', does: 'allow', ports: [443, 443] },
      { number: 100, way: 'out', does: 'allow', ports: allPorts },
    ],
  });
}

async function makeServers({ server, publish }: Plan): Promise<void> {
  await server('sales-server', 'data-a', '10.1.4.10', 'sales-db');
  await server('closed-server', 'data-b', '10.1.7.11', 'closed-db');
  await server('walled-server', 'walled-a', '10.1.5.10', 'sales-db');
  await server('clients-server', 'far-a', '10.2.0.10', 'clients-db');
  await server('deaf-server', 'deaf-a', '10.2.1.10', 'clients-db');
  await server('warehouse-server', 'spoke-a', '10.8.0.10', 'warehouse-db');
  await server('neighbour-server', 'hub-a', '10.7.0.50', 'neighbour-db');
  await server('shop-server', 'open-a', '10.9.0.10', 'shop-db');
  await publish('shop-server', shopAddress);
}
