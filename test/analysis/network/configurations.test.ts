import { describe, expect, it } from 'vitest';
import type { Source } from '../../../src/analysis/network/ends.ts';
import { anAclEntry, aPrefixList, cidr, members, prefixList, tcpOf } from '../../support/builders.ts';
import {
  atPublicSubnet,
  bridged,
  type Case,
  check,
  deny,
  more,
  oneVpc,
  onPremises,
  open,
  peered,
  publicly,
  same,
  stranger,
  titled,
  transit,
  without,
} from './cases.ts';
import { acl, attachments, everything, group, region, routes } from './configurations.ts';
import { aDestination, addresses, aSource, reachIn, to } from './estate.ts';

describe('one VPC', () => {
  const cases: readonly Case[] = [
    ['works', same, oneVpc, []],
    [
      'the group lets nothing out',
      group({ id: 'sg-dms', egress: [] }),
      oneVpc,
      ['stopped: security-groups sg-dms out: no rule of sg-dms lets it out'],
    ],
    [
      'two groups together let it out',
      group({ id: 'sg-dms', egress: [] }),
      oneVpc,
      [],
      { groups: [['sg-dms', 'sg-host']] },
    ],
    [
      'no group is known',
      same,
      oneVpc,
      [
        'unknown: security-groups out: its groups are not known',
        'unknown: security-groups sg-db in: the rules of sg-db',
      ],
      { groups: [] },
    ],
    [
      'groups were changed on the interface only',
      same,
      oneVpc,
      ['stopped: security-groups sg-db in: no rule of sg-db lets it in'],
      { groups: [['sg-host']] },
    ],
    [
      'the default group admits its own members',
      group({ id: 'sg-db', ingress: [tcpOf(5432, members('sg-db'))] }),
      oneVpc,
      [],
      { groups: [['sg-db']] },
    ],
    [
      'a prefix list in a group',
      (estate) =>
        group({ id: 'sg-db', ingress: [tcpOf(5432, prefixList('pl-1'))] })({
          ...estate,
          prefixLists: [aPrefixList('pl-1', '10.1.0.0/24')],
        }),
      oneVpc,
      [],
    ],
    [
      'a prefix list without the address',
      (estate) =>
        group({ id: 'sg-db', ingress: [tcpOf(5432, prefixList('pl-1'))] })({
          ...estate,
          prefixLists: [aPrefixList('pl-1', '10.9.0.0/24')],
        }),
      oneVpc,
      ['stopped: security-groups sg-db in: no rule of sg-db lets it in'],
    ],
    [
      'an ACL denies before it allows',
      acl('subnet-1', deny(), ...open),
      oneVpc,
      ['stopped: network-acl acl-of-subnet-1 out: rule 90 denies it'],
    ],
    [
      'the far ACL denies',
      acl('subnet-2', deny({ egress: false }), ...open),
      oneVpc,
      ['stopped: network-acl acl-of-subnet-2 in: rule 90 denies it'],
    ],
    [
      'a rule for answers is missing',
      acl(
        'subnet-1',
        anAclEntry(),
        anAclEntry({ egress: false, protocol: '6', fromPort: 5432, toPort: 5432 }),
      ),
      oneVpc,
      ['stopped: network-acl acl-of-subnet-1 in back: no rule allows answers on tcp 32768–60999'],
    ],
    [
      'answers pass on a part of the ports',
      acl(
        'subnet-2',
        anAclEntry({ protocol: '6', fromPort: 32768, toPort: 60999 }),
        anAclEntry({ egress: false }),
      ),
      oneVpc,
      ['unknown: network-acl acl-of-subnet-2 out back: some of answers on tcp 32768–60999 pass'],
    ],
    [
      'inside one subnet no ACL is asked',
      acl('subnet-1', deny(), deny({ egress: false, number: 91 })),
      aDestination('10.1.0.77'),
      [],
    ],
    [
      'a more specific blackhole',
      more('rtb-1', '10.1.1.0/24', to('network-interface', 'eni-gone'), { state: 'blackhole' }),
      oneVpc,
      ['stopped: route-table rtb-1: 10.1.1.0/24 → eni-gone is a blackhole'],
    ],
    [
      'no subnet has the address',
      same,
      aDestination('10.1.99.1'),
      ['stopped: vpc vpc-1: no subnet of vpc-1 has the address'],
    ],
    [
      'only IPv6 is let in, to an IPv6 address',
      group({ id: 'sg-db', ingress: [tcpOf(5432, cidr('fd01::/64'))] }),
      aDestination('fd01:0:0:1::5'),
      [
        'stopped: security-groups sg-dms out: no rule of sg-dms lets it out',
        'stopped: network-acl acl-1 out: no rule allows it',
        'stopped: network-acl acl-1 in: no rule allows it',
        'stopped: network-acl acl-1 out back: no rule allows answers on tcp 32768–60999',
        'stopped: network-acl acl-1 in back: no rule allows answers on tcp 32768–60999',
      ],
      { addresses: ['10.1.0.10', 'fd01::10'], ipv6: true },
    ],
    [
      'the database has IPv6 only',
      same,
      aDestination('fd01:0:0:1::5'),
      [
        'stopped: security-groups sg-dms out: no rule of sg-dms lets it out',
        'stopped: interface eni-1: eni-1 has no IPv6 address',
      ],
    ],
  ];
  it.each(titled(cases))('$name', ({ each }) => {
    check(each, null);
  });
});

describe('several VPCs', () => {
  const cases: readonly Case[] = [
    ['a peering', same, peered, []],
    [
      'a peering that nobody accepted',
      (estate) => ({
        ...estate,
        peerings: estate.peerings.map((each) => ({ ...each, status: 'pending-acceptance' })),
      }),
      peered,
      ['stopped: peering pcx-1: it is pending-acceptance'],
    ],
    [
      'no route back over the peering',
      routes('rtb-2', (all) => all.filter(({ destination }) => destination !== '10.1.0.0/16')),
      peered,
      ['stopped: route-table rtb-2 back: 0.0.0.0/0 → igw-2'],
    ],
    [
      'a group is named across Regions',
      region('us-east-1'),
      peered,
      ['stopped: security-groups sg-db in: no rule of sg-db lets it in'],
    ],
    ['a transit gateway', same, transit, []],
    [
      'no attachment in the zone',
      attachments('attach-vpc-1', { subnetIds: ['subnet-b'] }),
      transit,
      ['stopped: transit-gateway tgw-1: attach-vpc-1 has no subnet in a, where eni-1 is'],
    ],
    [
      'the subnet of the attachment has an ACL of its own',
      acl('subnet-tgw', deny({ egress: false }), ...open),
      transit,
      ['stopped: network-acl acl-of-subnet-tgw in: rule 90 denies it'],
    ],
    [
      'the far attachment too',
      acl('subnet-tgw3', deny(), ...open),
      transit,
      ['stopped: network-acl acl-of-subnet-tgw3 out: rule 90 denies it'],
    ],
    [
      'no group may be named over the gateway',
      attachments('attach-vpc-3', { securityGroupReferencing: false }),
      transit,
      ['stopped: security-groups sg-db in: no rule of sg-db lets it in'],
    ],
    [
      'its table has no route',
      (estate) => ({
        ...estate,
        transitRoutes: { 'tgw-rtb': estate.transitRoutes['tgw-rtb']?.slice(0, 1) ?? [] },
      }),
      transit,
      ['stopped: transit-gateway-route-table tgw-rtb: no route'],
    ],
    [
      'no route back over the gateway',
      routes('rtb-3', (all) => all.slice(0, 1)),
      transit,
      ['stopped: route-table rtb-3 back: no route back to 10.1.0.10/32'],
    ],
    [
      'the same range in two VPCs, and routes lead to the other',
      more('rtb-1', '10.3.0.0/24', to('peering', 'pcx-1')),
      transit,
      ['stopped: peering pcx-1: vpc-2 does not have the address, and a peering leads no further'],
    ],
    [
      'no route there',
      without('10.2.0.0/16'),
      peered,
      ['stopped: internet-gateway igw-1: the address is not one of the internet'],
    ],
  ];
  it.each(titled(cases))('$name', ({ each }) => {
    check(each, each[0] === 'no route there' ? 'NAT gateway' : 'several VPCs');
  });
});

describe('VPN or Direct Connect', () => {
  const cases: readonly Case[] = [
    ['a virtual private gateway', same, onPremises, []],
    [
      'its route is a blackhole',
      more('rtb-1', '192.168.4.0/24', to('virtual-private-gateway', 'vgw-0'), { state: 'blackhole' }),
      onPremises,
      ['stopped: route-table rtb-1: 192.168.4.0/24 → vgw-0 is a blackhole'],
    ],
    ['a host that bridges', same, bridged, []],
    [
      'whose source/destination check is on',
      (estate) => ({
        ...estate,
        natHosts: estate.natHosts.map((each) => ({ ...each, sourceDestCheck: true })),
      }),
      bridged,
      ['stopped: nat-host i-1: its source/destination check is on, so it forwards nothing'],
    ],
    [
      'whose groups do not admit the instance',
      group({ id: 'sg-host' }),
      bridged,
      ['stopped: security-groups sg-host in: no rule of sg-host lets it in'],
    ],
  ];
  it.each(titled(cases))('$name', ({ each }) => {
    check(each, each[0].startsWith('its route') ? null : 'VPN or Direct Connect');
  });
});

describe('internet and NAT gateway', () => {
  const cases: readonly Case[] = [
    ['a public address and an internet gateway', same, stranger, [], atPublicSubnet],
    [
      'a public subnet without public address',
      same,
      stranger,
      ['stopped: internet-gateway igw-1: eni-1 has no public address'],
      { ...atPublicSubnet, publicAddresses: [] },
    ],
    ['a NAT gateway', same, stranger, []],
    [
      'whose own table has no route',
      routes('rtb-public', (all) => all.slice(0, 1)),
      stranger,
      ['stopped: route-table rtb-public: no route'],
    ],
    [
      'whose subnet has an ACL of its own',
      acl('subnet-nat', deny({ egress: false, cidr: '10.1.0.0/16' }), ...open),
      stranger,
      ['stopped: network-acl acl-of-subnet-nat in: rule 90 denies it'],
    ],
    [
      'whose ACL lets answers in on the ports of Linux alone',
      acl(
        'subnet-nat',
        anAclEntry(),
        anAclEntry({ egress: false, protocol: '6', fromPort: 5432, toPort: 5432 }),
        anAclEntry({ number: 101, egress: false, protocol: '6', fromPort: 32768, toPort: 60999 }),
      ),
      stranger,
      ['stopped: network-acl acl-of-subnet-nat in back: no rule allows answers on tcp 1024–65535'],
    ],
    [
      'that failed',
      (estate) => ({
        ...estate,
        natGateways: estate.natGateways.map((each) => ({ ...each, state: 'failed' })),
      }),
      stranger,
      ['stopped: nat-gateway nat-1: it is failed'],
    ],
    ['a database that admits the gateway', same, publicly, []],
    [
      'a database that names the group behind it',
      group({ id: 'sg-by-address', ingress: [tcpOf(5432, members('sg-dms'))] }),
      publicly,
      ['stopped: security-groups sg-by-address in: no rule of sg-by-address lets it in'],
    ],
    [
      'a database in a private subnet',
      routes('rtb-2', (all) => all.slice(0, 2)),
      publicly,
      ['stopped: route-table rtb-2 back: no route back to 52.1.1.1/32'],
    ],
  ];
  it.each(titled(cases))('$name', ({ each }) => {
    check(each, null);
  });

  it('are named', () => {
    const named = (over: Partial<Source>) =>
      reachIn(everything, aSource(over), stranger).paths.map((path) => path.configuration);
    expect(named({})).toEqual(['NAT gateway']);
    expect(named(atPublicSubnet)).toEqual(['internet']);
  });
});

describe('what is not known', () => {
  it('two subnets in one zone disagree', () => {
    const twoSubnets = aSource({ subnets: ['subnet-b', 'subnet-c'], addresses: [] });
    expect(reachIn(acl('subnet-c', deny(), ...open)(everything), twoSubnets, oneVpc).outcome).toBe('unknown');
    expect(reachIn(everything, twoSubnets, oneVpc).outcome).toBe('allowed');
    expect(reachIn(group({ id: 'sg-dms', egress: [] })(everything), twoSubnets, oneVpc).outcome).toBe(
      'stopped',
    );
  });

  it('an address that nobody knows is allowed where every address is', () => {
    const anywhere = { ...aDestination('10.1.1.5', { sides: [] }), addresses: addresses('192.168.0.0/16') };
    expect(reachIn(everything, aSource(), anywhere).outcome).toBe('allowed');
    const wider = { ...anywhere, addresses: addresses('0.0.0.0/0') };
    expect(reachIn(everything, aSource(), wider).outcome).toBe('unknown');
    expect(reachIn(group({ id: 'sg-dms', egress: [] })(everything), aSource(), wider).outcome).toBe(
      'stopped',
    );
  });
});
