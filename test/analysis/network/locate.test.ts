import { describe, expect, it } from 'vitest';
import { describeAddresses } from '../../../src/analysis/network/address-text.ts';
import { type Inventory, locate, type Wanted } from '../../../src/analysis/network/locate.ts';
import { networkFrom } from '../../../src/analysis/network/network.ts';
import type { Database } from '../../../src/model/databases.ts';
import { everything } from './configurations.ts';
import { type Estate, factsOf } from './estate.ts';

const aDatabase = (over: Partial<Database> = {}): Database => ({
  ...{ type: 'AWS::RDS::DBInstance', id: 'orders', arn: null, status: 'available' },
  names: [{ host: 'orders.abc.eu-west-1.rds.amazonaws.com', port: 5432, role: null }],
  ...{ vpcId: 'vpc-2', subnetIds: ['subnet-21'], groupIds: ['sg-db'] },
  ...{ privateAddresses: ['10.2.0.5'], publicAddresses: ['52.9.9.9'], publiclyAccessible: true },
  ...over,
});
const inventory = (over: Partial<Inventory> = {}): Inventory => ({
  ...{ databases: [aDatabase()], doubts: [], named: [], resolved: new Map() },
  ...over,
});
const wanted = (over: Partial<Wanted> = {}): Wanted => ({
  ...{ name: 'orders-endpoint', host: 'orders.abc.eu-west-1.rds.amazonaws.com', port: 5432 },
  ...{ untold: null, vpcId: 'vpc-2' },
  ...over,
});
const found = (over: Partial<Wanted>, inside: Partial<Inventory> = {}, estate: Estate = everything) => {
  const { addresses, sides } = locate(
    wanted(over),
    inventory(inside),
    networkFrom(factsOf(estate), { ephemeralPorts: null }),
  );
  return [describeAddresses(addresses), ...sides.map(({ name, vpcId }) => `${name} in ${String(vpcId)}`)];
};
const resolving = (resolvesForPeer: boolean | null): Estate => ({
  ...everything,
  peerings: everything.peerings.map((each) => ({ ...each, accepter: { ...each.accepter, resolvesForPeer } })),
});
const supporting = (dnsSupport: boolean): Estate => ({
  ...everything,
  transitGateways: everything.transitGateways.map((each) => ({ ...each, dnsSupport })),
});
const inThree = aDatabase({ vpcId: 'vpc-3', privateAddresses: ['10.3.0.5'], subnetIds: ['subnet-31'] });
const everywhere = '0.0.0.0/0, ::/0';

describe('a name of the inventory', () => {
  it.each([
    ['is private in its own VPC', {}, everything, '10.2.0.5'],
    [
      'is the same in capitals and with a dot',
      { host: 'ORDERS.abc.eu-west-1.rds.amazonaws.com.' },
      everything,
      '10.2.0.5',
    ],
    ['is private over a peering that resolves it', { vpcId: 'vpc-1' }, everything, '10.2.0.5'],
    ['is public over one that does not', { vpcId: 'vpc-1' }, resolving(false), '52.9.9.9'],
    ['may be either where that is not told', { vpcId: 'vpc-1' }, resolving(null), '10.2.0.5, 52.9.9.9'],
    ['may be either from nobody knows where', { vpcId: null }, everything, '10.2.0.5, 52.9.9.9'],
    ['is public without any link', { vpcId: 'vpc-3' }, everything, '52.9.9.9'],
  ])('%s', (_, over, estate, expected) => {
    expect(found(over, {}, estate)).toEqual([expected, 'orders in vpc-2']);
  });

  it('is private over a transit gateway with DNS support, else public', () => {
    const inside = { databases: [inThree] };
    expect(found({ vpcId: 'vpc-1' }, inside)).toEqual(['10.3.0.5', 'orders in vpc-3']);
    expect(found({ vpcId: 'vpc-1' }, inside, supporting(false))).toEqual(['52.9.9.9', 'orders in vpc-3']);
  });

  it('of a database that is not publicly accessible is private everywhere', () => {
    const databases = [aDatabase({ publiclyAccessible: false })];
    expect(found({ vpcId: 'vpc-3' }, { databases })).toEqual(['10.2.0.5', 'orders in vpc-2']);
  });

  it('whose address AWS does not tell may have any of its subnets', () => {
    const databases = [aDatabase({ publiclyAccessible: false, privateAddresses: [] })];
    expect(found({}, { databases })).toEqual(['10.2.0.0/24', 'orders in vpc-2']);
  });
});

describe('a name that does not follow the VPC', () => {
  it.each<[string, Partial<Database>, string, string]>([
    [
      'of an internet-facing load balancer is public in its own VPC too',
      { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
      'orders.abc.eu-west-1.rds.amazonaws.com',
      '52.9.9.9',
    ],
    [
      'of a load balancer whose scheme is not told may be either',
      { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', publiclyAccessible: null },
      'orders.abc.eu-west-1.rds.amazonaws.com',
      '10.2.0.5, 52.9.9.9',
    ],
    [
      'that EC2 gives a private address is private everywhere',
      {
        type: 'AWS::EC2::Instance',
        names: [{ host: 'ip-10-2-0-5.eu-west-1.compute.internal', port: null, role: null }],
      },
      'ip-10-2-0-5.eu-west-1.compute.internal',
      '10.2.0.5',
    ],
  ])('%s', (_, over, host, expected) => {
    const inside = { databases: [aDatabase(over)] };
    expect(found({ host }, inside)[0]).toBe(expected);
    if (over.type === 'AWS::EC2::Instance') expect(found({ host, vpcId: 'vpc-3' }, inside)[0]).toBe(expected);
  });
});

describe('what the inventory does not name', () => {
  const named = [
    { host: '*.corp', vpcId: null, addresses: ['192.168.1.1'] },
    { host: 'db?.corp', vpcId: 'vpc-1', addresses: ['192.168.2.0/24'] },
  ];
  it.each([
    [
      'an address that two VPCs have',
      { host: '10.2.0.5' },
      { databases: [aDatabase(), aDatabase({ id: 'other', vpcId: 'vpc-3' })] },
      ['10.2.0.5', 'orders in vpc-2', 'other in vpc-3'],
    ],
    ['an address that nothing has', { host: '10.2.0.6' }, {}, ['10.2.0.6']],
    ['a pattern of the settings', { host: 'x.corp' }, { named }, ['192.168.1.1']],
    [
      'a pattern for this VPC goes first',
      { host: 'DB1.corp', vpcId: 'vpc-1' },
      { named },
      ['192.168.2.0/24'],
    ],
    ['and does not hold in another', { host: 'db1.corp' }, { named }, ['192.168.1.1']],
    [
      'what DNS answers',
      { host: 'x.net' },
      { resolved: new Map([['x.net', { addresses: ['52.9.9.9'], sameInside: true }]]) },
      ['52.9.9.9', 'orders in vpc-2'],
    ],
    [
      'what DNS may answer otherwise inside',
      { host: 'x.net' },
      { resolved: new Map([['x.net', { addresses: ['52.9.9.9'], sameInside: false }]]) },
      [everywhere],
    ],
    [
      'a name that DNS does not have',
      { host: 'x.net' },
      { resolved: new Map([['x.net', { addresses: [], sameInside: false }]]) },
      [everywhere],
    ],
    ['a name that nobody knows', { host: 'x.net' }, {}, [everywhere]],
    [
      'a database that only a secret names',
      { host: null, untold: 'its secret names the server' },
      {},
      [everywhere],
    ],
  ])('%s', (_, over, inside, expected) => {
    expect(found(over, inside)).toEqual(expected);
  });

  it('says why', () => {
    const network = networkFrom(factsOf(everything), { ephemeralPorts: null });
    const { doubts } = locate(
      wanted({ host: null, untold: 'its secret names the server' }),
      inventory(),
      network,
    );
    expect(doubts).toEqual([
      expect.objectContaining({ because: 'orders-endpoint: its secret names the server' }),
    ]);
  });

  it.each([
    [
      { addresses: ['52.9.9.9'], sameInside: false },
      'x.net is 52.9.9.9 in the DNS that the scan asked, and a private hosted zone or a resolver rule may answer otherwise inside the VPC',
    ],
    [
      { addresses: [], sameInside: false },
      'nothing that was read tells the address of orders-endpoint, and DNS has no such name where the scan ran',
    ],
    [
      { addresses: [], sameInside: false, error: 'ETIMEOUT' },
      'nothing that was read tells the address of orders-endpoint, and DNS did not answer (ETIMEOUT)',
    ],
  ])('says what DNS answered: %j', (answer, because) => {
    const network = networkFrom(factsOf(everything), { ephemeralPorts: null });
    const resolved = new Map([['x.net', answer]]);
    const { doubts } = locate(wanted({ host: 'x.net' }), inventory({ resolved }), network);
    expect(doubts).toEqual([expect.objectContaining({ because })]);
  });
});
