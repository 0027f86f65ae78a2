import { describe, expect, it } from 'vitest';
import { aPrefixList } from '../../support/builders.ts';
import {
  atPublicSubnet,
  type Case,
  check,
  deny,
  more,
  oneVpc,
  open,
  peered,
  publicly,
  stranger,
  titled,
} from './cases.ts';
import { acl, type Change, everything, group, routes } from './configurations.ts';
import { aDestination, aSide, aSource, reachIn, to } from './estate.ts';

describe('routes', () => {
  const listed: Change = (estate) => ({ ...estate, prefixLists: [aPrefixList('pl-1', '93.184.0.0/16')] });
  const endpoint =
    (state: string): Change =>
    (estate) =>
      more(
        'rtb-1',
        'pl-1',
        to('vpc-endpoint', 'vpce-1'),
      )({
        ...listed(estate),
        vpcEndpoints: [
          {
            ...{
              id: 'vpce-1',
              vpcId: 'vpc-1',
              type: 'Gateway',
              serviceName: 'com.amazonaws.eu-west-1.s3',
              state,
            },
            ...{ policy: null, subnetIds: [], groupIds: [], routeTableIds: ['rtb-1'], interfaceIds: [] },
            privateDns: null,
          },
        ],
      });
  const learned = (destination: string) =>
    more('rtb-1', destination, to('virtual-private-gateway', 'vgw-1'), { propagated: true });
  const cases: readonly Case[] = [
    ['a gateway endpoint, by its prefix list', endpoint('available'), stranger, []],
    ['one that is gone', endpoint('deleting'), stranger, ['stopped: vpc-endpoint vpce-1: it is deleting']],
    ['a learned route does not take what is local', learned('10.1.1.0/24'), oneVpc, []],
    ['a written route goes before a learned one', learned('10.2.0.0/16'), peered, []],
    [
      'an egress-only gateway lets no IPv4 out',
      more('rtb-1', '93.184.0.0/16', to('egress-only-internet-gateway', 'eigw-1')),
      stranger,
      ['stopped: egress-only-internet-gateway eigw-1: it lets only IPv6 out'],
    ],
    [
      'a core network is not followed',
      more('rtb-1', '93.184.0.0/16', to('core-network', 'core-1')),
      stranger,
      ['unknown: other-gateway core-1: what core-1 leads to is not read'],
    ],
  ];
  it.each(titled(cases))('$name', ({ each }) => {
    check(each, null);
  });

  it('a prefix list that was not read may hold any address', () => {
    const unread = more('rtb-1', 'pl-9', to('virtual-private-gateway', 'vgw-0'), { state: 'blackhole' });
    expect(reachIn(unread(everything), aSource(), stranger).outcome).toBe('unknown');
  });

  it('a database in no VPC is classified, and never taken to be reachable', () => {
    const classic = aDestination('10.1.1.5', { sides: [aSide({ vpcId: null })] });
    const { outcome, paths } = reachIn(everything, aSource(), classic);
    expect([outcome, ...paths.map(({ configuration }) => configuration)]).toEqual(['unknown', 'ClassicLink']);
  });
});

describe('what opens a path', () => {
  it.each([
    [
      'a group, by the group of the other side',
      group({ id: 'sg-db' }),
      oneVpc,
      {
        add: 'ingress rule',
        group: 'sg-db',
        protocol: 'tcp',
        fromPort: 5432,
        toPort: 5432,
        peer: { group: 'sg-dms' },
      },
    ],
    [
      'an ACL, before what denies',
      acl('subnet-2', deny({ egress: false }), ...open),
      oneVpc,
      {
        add: 'network ACL entry',
        acl: 'acl-of-subnet-2',
        egress: false,
        numbers: [89],
        protocol: 'tcp',
        fromPort: 5432,
        toPort: 5432,
        cidrs: ['10.1.0.10/32'],
      },
    ],
    [
      'a database behind NAT, by the address that arrives',
      group({ id: 'sg-by-address' }),
      publicly,
      {
        add: 'ingress rule',
        group: 'sg-by-address',
        protocol: 'tcp',
        fromPort: 5432,
        toPort: 5432,
        peer: { cidrs: ['52.1.1.1/32'] },
      },
    ],
    [
      'a table, by a route',
      routes('rtb-public', (all) => all.slice(0, 1)),
      stranger,
      { add: 'route', routeTable: 'rtb-public', cidrs: ['93.184.216.34/32'], target: null },
    ],
  ])('%s', (_, change, destination, opening) => {
    expect(reachIn(change(everything), aSource(), destination).paths.map(({ opens }) => opens)).toEqual([
      [opening],
    ]);
  });

  it('towards the internet is NAT, never a public address', () => {
    const source = aSource({ ...atPublicSubnet, publicAddresses: [] });
    const [path] = reachIn(everything, source, stranger).paths;
    expect(path?.opens).toEqual([
      { add: 'route', routeTable: 'rtb-public', cidrs: ['93.184.216.34/32'], target: 'nat-gateway' },
    ]);
  });
});
