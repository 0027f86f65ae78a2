import { describe, expect, it } from 'vitest';
import { anAclEntry, cidr, members, tcpOf } from '../../support/builders.ts';
import {
  admitting,
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
  stranger,
  titled,
  transit,
  without,
} from './cases.ts';
import { acl, attachments, both, type Change, everything, group, region, routes } from './configurations.ts';
import { aDestination, aSource, type Estate, ladder, reachIn, to } from './estate.ts';

// What the documents name one by one, beside the cases of configurations.test.ts: each rule that a configuration
// asks for, there in every form that does, and missing or wrong.

const notAdmitted = 'stopped: security-groups sg-db in: no rule of sg-db lets it in';
const notLetOut = 'stopped: security-groups sg-dms out: no rule of sg-dms lets it out';
describe('one VPC', () => {
  const cases: readonly Case[] = [
    ['the database admits the group of the instance', admitting(members('sg-dms')), oneVpc, []],
    ['it admits the private address of the instance', admitting(cidr('10.1.0.10/32')), oneVpc, []],
    ['it admits the subnet', admitting(cidr('10.1.0.0/24')), oneVpc, []],
    ['it admits another address', admitting(cidr('10.1.0.11/32')), oneVpc, [notAdmitted]],
    ['it admits another group', admitting(members('sg-host')), oneVpc, [notAdmitted]],
    ['it admits nobody', group({ id: 'sg-db' }), oneVpc, [notAdmitted]],
    [
      'it admits another port',
      group({ id: 'sg-db', ingress: [tcpOf(3306, members('sg-dms'))] }),
      oneVpc,
      [notAdmitted],
    ],
    [
      'the default group admits its members, and the instance carries another one',
      admitting(members('sg-db')),
      oneVpc,
      [notAdmitted],
    ],
    [
      'no group is listed, and nothing is asked of who comes',
      admitting(cidr('0.0.0.0/0')),
      oneVpc,
      ['unknown: security-groups out: its groups are not known'],
      { groups: [] },
    ],
    [
      'the instance may speak to another port alone',
      group({ id: 'sg-dms', egress: [tcpOf(443, cidr('0.0.0.0/0'))] }),
      oneVpc,
      [notLetOut],
    ],
    [
      'it may speak to the group of the database',
      group({ id: 'sg-dms', egress: [tcpOf(5432, members('sg-db'))] }),
      oneVpc,
      [],
    ],
    [
      'its ACL lets nothing out',
      acl('subnet-1', anAclEntry({ egress: false })),
      oneVpc,
      ['stopped: network-acl acl-of-subnet-1 out: no rule allows it'],
    ],
    [
      'the ACL of the database lets no answers out',
      acl(
        'subnet-2',
        anAclEntry({ egress: false }),
        anAclEntry({ protocol: '6', fromPort: 443, toPort: 443 }),
      ),
      oneVpc,
      ['stopped: network-acl acl-of-subnet-2 out back: no rule allows answers on tcp 32768–60999'],
    ],
    ['an ACL denies after it allows', acl('subnet-1', deny({ number: 101 }), ...open), oneVpc, []],
    [
      'an ACL denies the answers alone',
      acl('subnet-1', deny({ egress: false, fromPort: 1024, toPort: 65_535 }), ...open),
      oneVpc,
      ['stopped: network-acl acl-of-subnet-1 in back: rule 90 denies answers on tcp 32768–60999'],
    ],
  ];
  it.each(titled(cases))('$name', ({ each }) => {
    check(each, 'one VPC');
  });
});

describe('several VPCs', () => {
  const byRange = group({ id: 'sg-dms', egress: [tcpOf(5432, cidr('10.2.0.0/16'))] });
  const cases: readonly Case[] = [
    ['a group is named across a peering', admitting(members('sg-dms')), peered, []],
    ['the instance may speak to the range of the other VPC', byRange, peered, []],
    [
      'it may speak to its own VPC alone',
      group({ id: 'sg-dms', egress: [tcpOf(5432, cidr('10.1.0.0/16'))] }),
      peered,
      [notLetOut],
    ],
    [
      'the database admits the range of the instance’s VPC, in another Region',
      both(region('us-east-1'), admitting(cidr('10.1.0.0/16'))),
      peered,
      [],
    ],
    [
      'a group is named to let out, across Regions',
      both(
        region('us-east-1'),
        admitting(cidr('10.1.0.0/16')),
        group({ id: 'sg-dms', egress: [tcpOf(5432, members('sg-db'))] }),
      ),
      peered,
      [notLetOut],
    ],
    [
      'the ACL of the other VPC denies',
      acl('subnet-21', deny({ egress: false }), ...open),
      peered,
      ['stopped: network-acl acl-of-subnet-21 in: rule 90 denies it'],
    ],
    [
      'the peering was deleted, and its route is a blackhole',
      routes('rtb-1', (all) =>
        all.map((each) => (each.destination === '10.2.0.0/16' ? { ...each, state: 'blackhole' } : each)),
      ),
      peered,
      ['stopped: route-table rtb-1: 10.2.0.0/16 → pcx-1 is a blackhole'],
    ],
    [
      'the way back is a blackhole',
      routes('rtb-2', (all) =>
        all.map((each) => (each.destination === '10.1.0.0/16' ? { ...each, state: 'blackhole' } : each)),
      ),
      peered,
      ['stopped: route-table rtb-2 back: 10.1.0.0/16 → pcx-1'],
    ],
    [
      'the own VPC is not attached to the transit gateway',
      (estate) => ({
        ...estate,
        attachments: estate.attachments.filter(({ resourceId }) => resourceId !== 'vpc-1'),
      }),
      transit,
      ['stopped: transit-gateway tgw-1: vpc-1 is not attached to it'],
    ],
    [
      'its attachment waits to be accepted',
      attachments('attach-vpc-1', { state: 'pendingAcceptance' }),
      transit,
      ['stopped: transit-gateway tgw-1: attach-vpc-1 is pendingAcceptance'],
    ],
    [
      'the gateway’s route is a blackhole',
      (estate) => ({
        ...estate,
        transitRoutes: {
          'tgw-rtb': [
            ...(estate.transitRoutes['tgw-rtb'] ?? []),
            { destination: '10.3.0.0/24', attachmentIds: [], state: 'blackhole' },
          ],
        },
      }),
      transit,
      ['stopped: transit-gateway-route-table tgw-rtb: 10.3.0.0/24 is a blackhole'],
    ],
    [
      'the gateway’s other table has no route back',
      (estate) => ({
        ...estate,
        attachments: estate.attachments.map((each) =>
          each.resourceId === 'vpc-3' ? { ...each, routeTableId: 'tgw-rtb-3' } : each,
        ),
        transitRoutes: { ...estate.transitRoutes, 'tgw-rtb-3': [] },
      }),
      transit,
      ['stopped: transit-gateway-route-table tgw-rtb-3 back: no route back'],
    ],
    [
      'a group is named to let out, over the transit gateway',
      group({ id: 'sg-dms', egress: [tcpOf(5432, members('sg-db'))] }),
      transit,
      [notLetOut],
    ],
  ];
  it.each(titled(cases))('$name', ({ each }) => {
    check(each, each[0].startsWith('the peering was') ? null : 'several VPCs');
  });
});

describe('VPN or Direct Connect', () => {
  const byTransit: Change = (estate) => ({
    ...more('rtb-1', '192.168.4.0/24', to('transit-gateway', 'tgw-1'))(estate),
    attachments: [
      ...estate.attachments,
      {
        ...{
          id: 'attach-vpn',
          transitGatewayId: 'tgw-1',
          type: 'vpn',
          resourceId: 'vpn-1',
          resourceOwner: '1',
        },
        ...{ state: 'available', subnetIds: null, dnsSupport: null, securityGroupReferencing: null },
        ...{ applianceMode: null, routeTableId: 'tgw-rtb' },
      },
    ],
    transitRoutes: {
      'tgw-rtb': [
        ...(estate.transitRoutes['tgw-rtb'] ?? []),
        { destination: '192.168.0.0/16', attachmentIds: ['attach-vpn'], state: 'active' },
      ],
    },
  });
  const host =
    (over: Partial<Estate['natHosts'][number]>): Change =>
    (estate) => ({
      ...estate,
      natHosts: estate.natHosts.map((each) => ({ ...each, ...over })),
    });
  const cases: readonly Case[] = [
    ['a VPN of a transit gateway', byTransit, onPremises, []],
    [
      'the instance may not speak to the remote range',
      group({ id: 'sg-dms', egress: [tcpOf(5432, cidr('10.0.0.0/8'))] }),
      onPremises,
      [notLetOut],
    ],
    [
      'its ACL lets no answers in from there',
      acl('subnet-1', anAclEntry(), anAclEntry({ egress: false, cidr: '10.0.0.0/8' })),
      onPremises,
      ['stopped: network-acl acl-of-subnet-1 in back: no rule allows answers on tcp 32768–60999'],
    ],
    [
      'the host that bridges admits the private address of the instance',
      group({ id: 'sg-host', ingress: [tcpOf(5432, cidr('10.1.0.10/32'))] }),
      bridged,
      [],
    ],
    [
      'the subnet of the host has an ACL of its own',
      acl('subnet-nat', deny({ egress: false }), ...open),
      bridged,
      ['stopped: network-acl acl-of-subnet-nat in: rule 90 denies it'],
    ],
    [
      'the host is not attached to an instance any more',
      host({ status: 'available', instanceId: null }),
      bridged,
      ['stopped: nat-host eni-host: it is attached to nothing'],
    ],
    [
      'whether it forwards is not told',
      host({ sourceDestCheck: null }),
      bridged,
      ['unknown: nat-host i-1: what i-1 does with it is not known'],
    ],
  ];
  it.each(titled(cases))('$name', ({ each }) => {
    check(each, 'VPN or Direct Connect');
  });

  it('where the table of the host names a prefix list that nobody knows, it may bridge or not', () => {
    const closed = group({ id: 'sg-host', ingress: [tcpOf(5432, members('sg-dms'))], egress: [] });
    const unclear = more('rtb-public', 'pl-9', to('transit-gateway', 'tgw-1'));
    expect(reachIn(closed(everything), aSource(), bridged).outcome).toBe('allowed');
    expect(reachIn(both(closed, unclear)(everything), aSource(), bridged).outcome).toBe('unknown');
  });

  it('no route leads there but the one to the internet', () => {
    const found = reachIn(without('192.168.0.0/16')(everything), aSource(), onPremises);
    expect(found.outcome).toBe('stopped');
    expect(ladder(found)).toContain(
      'stopped: internet-gateway igw-1: the address is not one of the internet',
    );
  });
});

describe('internet and NAT gateway', () => {
  const nat =
    (over: Partial<Estate['natGateways'][number]>): Change =>
    (estate) => ({
      ...estate,
      natGateways: estate.natGateways.map((each) => ({ ...each, ...over })),
    });
  const fromInstance = group({ id: 'sg-by-address', ingress: [tcpOf(5432, cidr('52.2.2.2/32'))] });
  const byAddress = 'stopped: security-groups sg-by-address in: no rule of sg-by-address lets it in';
  const cases: readonly Case[] = [
    ['a database that admits the public address of the instance', fromInstance, publicly, [], atPublicSubnet],
    ['it admits that, and the instance is behind NAT', fromInstance, publicly, [byAddress]],
    [
      'it admits the private address, which does not arrive',
      group({ id: 'sg-by-address', ingress: [tcpOf(5432, cidr('10.1.0.10/32'))] }),
      publicly,
      [byAddress],
    ],
    [
      'no route leads to the internet',
      without('0.0.0.0/0'),
      stranger,
      ['stopped: route-table rtb-1: no route'],
    ],
    [
      'the NAT gateway is a private one',
      nat({ connectivity: 'private', publicAddresses: [] }),
      stranger,
      ['stopped: internet-gateway igw-1: nat-1 has no public address'],
    ],
    [
      'the subnet of the NAT gateway lets nothing out',
      acl('subnet-nat', anAclEntry({ cidr: '10.1.0.0/16' }), anAclEntry({ egress: false })),
      stranger,
      ['stopped: network-acl acl-of-subnet-nat out: no rule allows it'],
    ],
  ];
  it.each(titled(cases))('$name', ({ each }) => {
    check(each, each[0].startsWith('no route') ? null : each[4] === undefined ? 'NAT gateway' : 'internet');
  });

  const six = { addresses: ['10.1.0.10', 'fd01::10'], ipv6: true } as const;
  const everywhere = aDestination('2600::5', { sides: [] });
  const speaking = group({ id: 'sg-dms', egress: [tcpOf(5432, cidr('::/0'))] });
  const passing = acl('subnet-1', anAclEntry({ cidr: '::/0' }), anAclEntry({ cidr: '::/0', egress: false }));
  it.each([
    ['by an egress-only gateway', 'egress-only-internet-gateway', 'allowed'],
    ['by an internet gateway', 'internet-gateway', 'allowed'],
    ['by a NAT gateway, which translates none', 'nat-gateway', 'stopped'],
  ] as const)('IPv6 goes %s', (_, kind, outcome) => {
    const estate = both(
      speaking,
      passing,
      more('rtb-1', '::/0', to(kind, kind === 'nat-gateway' ? 'nat-1' : 'gw-1')),
    );
    expect(reachIn(estate(everything), aSource(six), everywhere).outcome).toBe(outcome);
  });
});
