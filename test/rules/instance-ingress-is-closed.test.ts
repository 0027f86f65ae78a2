import { known, unread } from '../../src/model/lookup.ts';
import type { GroupRule, SecurityGroup } from '../../src/model/network.ts';
import type { ReplicationInstance } from '../../src/model/resources.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { instanceIngressIsClosed } from '../../src/rules/instance-ingress-is-closed.ts';
import {
  accountWith,
  allTrafficOf,
  aNetworkInterface,
  anInstance,
  aPrefixList,
  aSecurityGroup,
  aServerlessConfig,
  aSubnetGroup,
  cidr,
  listed,
  members,
  networkOf,
  prefixList,
  tcpOf,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied } from './unread.ts';

const single = { multiAz: false, secondaryAvailabilityZone: null };
const over = (network: Partial<RegionFacts>, instance: Partial<ReplicationInstance> = single): AccountFacts =>
  accountWith({
    instances: listed(anInstance(instance)),
    subnetGroups: listed(aSubnetGroup()),
    ...networkOf(),
    ...network,
  });
const admitting = (...ingress: readonly GroupRule[]): AccountFacts =>
  over(networkOf({ groups: [aSecurityGroup({ ingress })] }));
const group = (id: string, ...ingress: readonly GroupRule[]): SecurityGroup =>
  aSecurityGroup({ id, ingress });
const carrying = (...groupIds: readonly string[]) => [aNetworkInterface({ groupIds })];
const everywhere = cidr('0.0.0.0/0');
const halves = [cidr('0.0.0.0/1'), cidr('128.0.0.0/1')];
const serverless = (securityGroups: readonly string[], ...ingress: readonly GroupRule[]): AccountFacts =>
  accountWith({
    serverlessConfigs: listed(aServerlessConfig({ securityGroups })),
    ...networkOf({ groups: [aSecurityGroup({ ingress })] }),
  });
/** It names no group, and its VPC has this default one. */
const byDefault = (id: string | null, ...ingress: readonly GroupRule[]): AccountFacts =>
  accountWith({
    serverlessConfigs: listed(aServerlessConfig({ securityGroups: [] })),
    subnetGroups: listed(aSubnetGroup()),
    defaultGroups: { 'vpc-1': known(id) },
    ...networkOf({ groups: [aSecurityGroup({ id: 'sg-default', ingress })] }),
  });
const closed = 'no rule of sg-1 lets the whole internet in';
const ssh = 'the whole internet may send tcp 22 to eni-1: sg-1 tcp 22 from 0.0.0.0/0';

testRule(instanceIngressIsClosed, {
  compliant: [
    { name: 'no rule', account: admitting(), because: closed },
    { name: 'private ranges', account: admitting(allTrafficOf(cidr('10.0.0.0/8'))), because: closed },
    { name: 'one office', account: admitting(tcpOf(22, cidr('198.51.100.7/32'))), because: closed },
    { name: 'half of the internet', account: admitting(tcpOf(22, cidr('0.0.0.0/1'))), because: closed },
    {
      name: 'halves on two ports',
      account: admitting(tcpOf(22, cidr('0.0.0.0/1')), tcpOf(23, cidr('128.0.0.0/1'))),
      because: closed,
    },
    {
      name: 'the default group, which lets its own members in',
      account: admitting(allTrafficOf(members('sg-1'))),
      because: closed,
    },
    {
      name: 'members of a group that was not read',
      account: admitting(tcpOf(22, members('sg-9'))),
      because: closed,
    },
    {
      name: 'a narrow prefix list',
      account: over(
        networkOf({
          groups: [aSecurityGroup({ ingress: [tcpOf(22, prefixList('pl-1'))] })],
          prefixLists: [aPrefixList('pl-1', '192.0.2.0/24')],
        }),
      ),
      because: closed,
    },
    {
      name: 'a prefix list that was not read, for half of the internet',
      account: over(networkOf({ groups: [aSecurityGroup({ ingress: [tcpOf(22, cidr('0.0.0.0/1'))] })] })),
      because: closed,
    },
    {
      name: 'an open group that DMS lists and the interface does not carry',
      account: over(
        networkOf({
          interfaces: carrying('sg-2'),
          groups: [group('sg-1', tcpOf(22, everywhere)), group('sg-2')],
        }),
      ),
      because: 'no rule of sg-2 lets the whole internet in',
    },
    {
      name: 'an interface without IPv6, in a group without rules, though no group is listed',
      account: over(networkOf(), { ...single, securityGroups: [] }),
      because: closed,
    },
    {
      name: 'a standby with the same groups',
      account: over({}, {}),
      because: closed,
    },
    { name: 'a closed group of a serverless replication', account: serverless(['sg-1']), because: closed },
    {
      name: 'a serverless replication in the default group',
      account: byDefault('sg-default', allTrafficOf(members('sg-default'))),
      because: 'no rule of sg-default lets the whole internet in',
    },
  ],
  nonCompliant: [
    { name: 'one port', account: admitting(tcpOf(22, everywhere)), because: ssh },
    {
      name: 'everything',
      account: admitting(allTrafficOf(everywhere)),
      because: 'the whole internet may send all traffic to eni-1: sg-1 all traffic from 0.0.0.0/0',
    },
    {
      name: 'IPv6 only',
      account: admitting(tcpOf(22, cidr('::/0'))),
      because: 'the whole internet may send tcp 22 to eni-1: sg-1 tcp 22 from ::/0',
    },
    {
      name: 'all that is given out of IPv6',
      account: admitting(tcpOf(22, cidr('2000::/3'))),
      because: 'the whole internet may send tcp 22 to eni-1: sg-1 tcp 22 from 2000::/3',
    },
    {
      name: 'ping',
      account: admitting({ protocol: 'icmp', fromPort: 8, toPort: -1, peers: [everywhere] }),
      because: 'the whole internet may send icmp type 8 to eni-1: sg-1 icmp type 8 from 0.0.0.0/0',
    },
    {
      name: 'two halves in one rule',
      account: admitting(tcpOf(22, ...halves)),
      because:
        'the whole internet may send tcp 22 to eni-1: sg-1 tcp 22 from 0.0.0.0/1; sg-1 tcp 22 from 128.0.0.0/1',
    },
    {
      name: 'two groups that together do it, on the ports they share',
      account: over(
        networkOf({
          interfaces: carrying('sg-1', 'sg-2'),
          groups: [
            group('sg-1', {
              protocol: 'tcp',
              fromPort: 20,
              toPort: 25,
              peers: [cidr('0.0.0.0/1'), cidr('10.0.0.0/8')],
            }),
            group('sg-2', { protocol: 'tcp', fromPort: 22, toPort: 30, peers: [cidr('128.0.0.0/1')] }),
          ],
        }),
      ),
      because:
        'the whole internet may send tcp 22–25 to eni-1: sg-1 tcp 20–25 from 0.0.0.0/1; sg-2 tcp 22–30 from 128.0.0.0/1',
    },
    {
      name: 'a prefix list of halves',
      account: over(
        networkOf({
          groups: [aSecurityGroup({ ingress: [tcpOf(22, prefixList('pl-1'))] })],
          prefixLists: [aPrefixList('pl-1', '0.0.0.0/1', '128.0.0.0/1')],
        }),
      ),
      because: 'the whole internet may send tcp 22 to eni-1: sg-1 tcp 22 from pl-1',
    },
    {
      name: 'an open rule beside a prefix list that was not read',
      account: admitting(tcpOf(23, prefixList('pl-1')), tcpOf(22, everywhere)),
      because: ssh,
    },
    {
      name: 'an open group on the interface that DMS does not list',
      account: over(
        networkOf({
          interfaces: carrying('sg-2'),
          groups: [group('sg-1'), group('sg-2', tcpOf(22, everywhere))],
        }),
      ),
      because: 'the whole internet may send tcp 22 to eni-1: sg-2 tcp 22 from 0.0.0.0/0',
    },
    {
      name: 'one open interface beside one that was not read',
      account: over(
        { ...networkOf({ groups: [aSecurityGroup({ ingress: [tcpOf(22, everywhere)] })] }) },
        { ...single, privateAddresses: ['10.0.0.10', '10.0.0.11'] },
      ),
      because: ssh,
    },
    {
      name: 'one open group beside one that was not read',
      account: over(
        networkOf({ interfaces: carrying('sg-9', 'sg-1'), groups: [group('sg-1', tcpOf(22, everywhere))] }),
      ),
      because: ssh,
    },
    {
      name: 'an open default group of a serverless replication',
      account: byDefault('sg-default', tcpOf(22, everywhere)),
      because: 'the whole internet may send tcp 22 to the replication: sg-default tcp 22 from 0.0.0.0/0',
    },
    {
      name: 'an open group of a serverless replication',
      account: serverless(['sg-1'], tcpOf(22, everywhere)),
      because: 'the whole internet may send tcp 22 to the replication: sg-1 tcp 22 from 0.0.0.0/0',
    },
  ],
  notApplicable: [
    {
      name: 'a serverless replication of a zero-ETL integration',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    {
      name: 'nothing there',
      account: accountWith({}),
      because: 'no AWS::DMS::ReplicationInstance, AWS::DMS::ReplicationConfig in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'groups denied',
      account: over({ securityGroups: { 'sg-1': unread(denied('ec2:DescribeSecurityGroups', 'sg-1')) } }),
      because: 'ec2:DescribeSecurityGroups of sg-1 failed (AccessDeniedException)',
    },
    {
      name: 'a group that is not there',
      account: over({ securityGroups: { 'sg-1': known(null) } }),
      because: 'sg-1 is named, and ec2:DescribeSecurityGroups knows no such thing',
    },
    {
      name: 'interfaces denied, though the groups that DMS lists are open',
      account: over({
        ...networkOf({ groups: [aSecurityGroup({ ingress: [tcpOf(22, everywhere)] })] }),
        networkInterfaces: {
          'vpc-1/10.0.0.10': unread(denied('ec2:DescribeNetworkInterfaces', 'vpc-1/10.0.0.10')),
        },
      }),
      because: 'ec2:DescribeNetworkInterfaces of vpc-1/10.0.0.10 failed (AccessDeniedException)',
    },
    {
      name: 'no interface with the address',
      account: over({ networkInterfaces: { 'vpc-1/10.0.0.10': known(null) } }),
      because: 'EC2 knows no network interface with 10.0.0.10 in vpc-1',
    },
    {
      name: 'an interface without groups',
      account: over(networkOf({ interfaces: carrying() })),
      because: 'EC2 does not report its groups for eni-1',
    },
    {
      name: 'no VPC reported',
      account: over({}, { ...single, vpcId: null }),
      because: 'DMS does not report the VPC',
    },
    {
      name: 'no address reported',
      account: over({}, { ...single, privateAddresses: [] }),
      because: 'DMS does not report a private address',
    },
    {
      name: 'a prefix list that was not read',
      account: admitting(tcpOf(22, prefixList('pl-1'))),
      because: 'ec2:GetManagedPrefixListEntries of pl-1 was not asked when the snapshot was taken',
    },
    {
      name: 'a standby that has the groups of the interface or those that DMS lists',
      account: over(
        networkOf({
          interfaces: carrying('sg-2'),
          groups: [group('sg-1', tcpOf(22, everywhere)), group('sg-2')],
        }),
        {},
      ),
      because: 'the standby in subnet-2 has the groups sg-2 or sg-1, and it hangs on which',
    },
    {
      name: 'a serverless replication without a group',
      account: serverless([]),
      because: 'it names no security group, and of which VPC the default one is in force is not told',
    },
    {
      name: 'a serverless replication whose default group is not read',
      account: accountWith({
        serverlessConfigs: listed(aServerlessConfig({ securityGroups: [] })),
        subnetGroups: listed(aSubnetGroup()),
      }),
      because: 'ec2:DescribeSecurityGroups of vpc-1 was not asked when the snapshot was taken',
    },
    {
      name: 'a VPC without a default group',
      account: byDefault(null),
      because: 'it names no security group, and EC2 knows no default one of vpc-1',
    },
  ],
});
