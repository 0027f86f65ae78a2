import { describe, expect, it } from 'vitest';
import { type Inventory, locate } from '../../../src/analysis/network/locate.ts';
import { networkFrom } from '../../../src/analysis/network/network.ts';
import { reach } from '../../../src/analysis/network/paths.ts';
import { cidr } from '../../support/builders.ts';
import { aDatabase } from '../../support/vpc-builders.ts';
import { admitting, more, same } from './cases.ts';
import { both, type Change, everything } from './configurations.ts';
import { aDestination, aSide, aSource, type Estate, factsOf, ladder, reachIn, to } from './estate.ts';

describe('where a name leads', () => {
  const host = 'orders.abc.eu-west-1.rds.amazonaws.com';
  const database = aDatabase({
    names: [{ host, port: 5432, role: 'instance' }],
    ...{ id: 'orders', vpcId: 'vpc-2', subnetIds: ['subnet-21'], groupIds: ['sg-db'] },
    ...{ privateAddresses: ['10.2.0.5'], publicAddresses: ['52.9.9.9'], publiclyAccessible: true },
  });
  const judge = (change: Change, over: Partial<Inventory> = {}) => {
    const network = networkFrom(factsOf(change(everything)), { ephemeralPorts: null });
    const inventory = { databases: [database], doubts: [], named: [], resolved: new Map(), ...over };
    const asked = { name: 'orders', host, port: 5432, untold: null, vpcId: 'vpc-1' };
    const { outcome, paths } = reach(aSource(), locate(asked, inventory, network), network);
    return [outcome, ...paths.map(({ configuration }) => configuration)];
  };
  const resolving =
    (resolvesForPeer: boolean): Change =>
    (estate) => ({
      ...estate,
      peerings: estate.peerings.map((each) => ({ ...each, accepter: { ...each.accepter, resolvesForPeer } })),
    });

  it.each<readonly [string, Change, readonly (string | null)[]]>([
    ['a public name over a peering that resolves it: by the peering', same, ['allowed', 'several VPCs']],
    [
      'over one that does not: by the internet, where no group can be named',
      resolving(false),
      ['stopped', 'NAT gateway'],
    ],
    [
      'and there the database admits the address of the NAT gateway',
      both(resolving(false), admitting(cidr('52.1.1.1/32'))),
      ['allowed', 'NAT gateway'],
    ],
  ])('%s', (_, change, expected) => {
    expect(judge(change)).toEqual(expected);
  });

  const twice = (estate: Estate): Estate => ({
    ...estate,
    vpcs: estate.vpcs.map((each) => (each.id === 'vpc-2' ? { ...each, cidrs: ['10.1.0.0/16'] } : each)),
  });
  it('the same range in two VPCs: routes lead to the own one, and a database of the other is not there', () => {
    const elsewhere = aDestination('10.1.1.5', {
      sides: [aSide({ vpcId: 'vpc-2', subnetIds: ['subnet-21'] })],
    });
    const found = reachIn(twice(everything), aSource(), elsewhere);
    expect(ladder(found).filter((hop) => hop.startsWith('stopped'))).toEqual([
      'stopped: vpc vpc-1: the database is not in vpc-1, where this leads',
    ]);
  });

  it('the same range in two VPCs: an address alone is looked for in the own one first', () => {
    const named = [{ host, vpcId: null, addresses: ['10.1.1.5'] }];
    const own = {
      ...database,
      vpcId: 'vpc-1',
      subnetIds: ['subnet-2'],
      privateAddresses: ['10.1.1.5'],
      names: [],
    };
    const other = { ...own, id: 'other', vpcId: 'vpc-2', subnetIds: ['subnet-21'], groupIds: [] };
    expect(judge(twice, { named, databases: [other, own] })).toEqual(['allowed', 'one VPC']);
  });

  it('the same range in two VPCs: a route more specific leads to the other', () => {
    const reached = aDestination('10.3.0.5', {
      sides: [aSide({ vpcId: 'vpc-2', subnetIds: ['subnet-21'] })],
    });
    const change: Change = (estate) => ({
      ...more('rtb-1', '10.3.0.0/24', to('peering', 'pcx-1'))(estate),
      vpcs: estate.vpcs.map((each) => (each.id === 'vpc-2' ? { ...each, cidrs: ['10.3.0.0/16'] } : each)),
      subnets: estate.subnets.map((each) =>
        each.id === 'subnet-21' ? { ...each, cidrs: ['10.3.0.0/24'] } : each,
      ),
    });
    const found = reachIn(change(everything), aSource(), reached);
    expect([found.outcome, ...found.paths.map(({ configuration }) => configuration)]).toEqual([
      ...['allowed', 'several VPCs'],
    ]);
  });
});
