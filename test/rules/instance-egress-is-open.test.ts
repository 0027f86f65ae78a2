import { known, unread } from '../../src/model/lookup.ts';
import type { GroupRule } from '../../src/model/network.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { instanceEgressIsOpen } from '../../src/rules/instance-egress-is-open.ts';
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

const over = (network: Partial<RegionFacts>): AccountFacts =>
  accountWith({
    instances: listed(anInstance()),
    subnetGroups: listed(aSubnetGroup()),
    ...networkOf(),
    ...network,
  });
const letting = (...egress: readonly GroupRule[]): AccountFacts =>
  over(networkOf({ groups: [aSecurityGroup({ egress })] }));
const dual = [aNetworkInterface({ ipv6Addresses: ['2001:db8::10'] })];
const everywhere = cidr('0.0.0.0/0');
const open = 'the rules of sg-1 let all traffic out on all ports';
const shut = 'tcp 1 to 1.0.0.0 from eni-1 cannot leave: no rule of sg-1 lets it out';

testRule(instanceEgressIsOpen, {
  compliant: [
    { name: 'everything', account: letting(allTrafficOf(everywhere)), because: open },
    {
      name: 'everything in halves',
      account: letting(allTrafficOf(cidr('0.0.0.0/1'), cidr('128.0.0.0/1'))),
      because: open,
    },
    {
      name: 'everything by a prefix list',
      account: over(
        networkOf({
          groups: [aSecurityGroup({ egress: [allTrafficOf(prefixList('pl-1'))] })],
          prefixLists: [aPrefixList('pl-1', '0.0.0.0/1', '128.0.0.0/1')],
        }),
      ),
      because: open,
    },
    {
      name: 'two groups that together let everything out',
      account: accountWith({
        instances: listed(anInstance({ multiAz: false })),
        ...networkOf({
          interfaces: [aNetworkInterface({ groupIds: ['sg-1', 'sg-2'] })],
          groups: [
            aSecurityGroup({ egress: [allTrafficOf(cidr('0.0.0.0/1'))] }),
            aSecurityGroup({ id: 'sg-2', egress: [allTrafficOf(cidr('128.0.0.0/1'))] }),
          ],
        }),
      }),
      because: 'the rules of sg-1, sg-2 let all traffic out on all ports',
    },
    {
      name: 'IPv6 too where the interface speaks it',
      account: over(
        networkOf({
          interfaces: dual,
          groups: [aSecurityGroup({ egress: [allTrafficOf(everywhere, cidr('::/0'))] })],
        }),
      ),
      because: open,
    },
    {
      name: 'everything from a serverless replication',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig()), ...networkOf() }),
      because: open,
    },
  ],
  nonCompliant: [
    { name: 'no rule', account: letting(), because: shut, severity: 'LOW' },
    { name: 'IPv6 only', account: letting(allTrafficOf(cidr('::/0'))), because: shut },
    { name: 'one port', account: letting(tcpOf(443, everywhere)), because: shut },
    {
      name: 'all of TCP',
      account: letting({ protocol: 'tcp', fromPort: 0, toPort: 65_535, peers: [everywhere] }),
      because: 'udp 1 to 1.0.0.0 from eni-1 cannot leave: no rule of sg-1 lets it out',
    },
    {
      name: 'half of the addresses',
      account: letting(allTrafficOf(cidr('0.0.0.0/1'))),
      because: 'tcp 1 to 128.0.0.0 from eni-1 cannot leave: no rule of sg-1 lets it out',
    },
    { name: 'members of a group', account: letting(allTrafficOf(members('sg-1'))), because: shut },
    {
      name: 'not IPv6, though the interface speaks it',
      account: over(networkOf({ interfaces: dual })),
      because: 'tcp 1 to :: from eni-1 cannot leave: no rule of sg-1 lets it out',
    },
    {
      name: 'a prefix list that was not read, on one port',
      account: letting(tcpOf(443, prefixList('pl-1'))),
      because: shut,
    },
  ],
  notApplicable: [
    {
      name: 'a serverless replication of a zero-ETL integration',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
  ],
  unknown: [
    {
      name: 'a prefix list that was not read',
      account: letting(allTrafficOf(prefixList('pl-1'))),
      because: 'ec2:GetManagedPrefixListEntries of pl-1 was not asked when the snapshot was taken',
    },
    {
      name: 'a prefix list that is not there',
      account: over({
        ...networkOf({ groups: [aSecurityGroup({ egress: [allTrafficOf(prefixList('pl-1'))] })] }),
        prefixLists: { 'pl-1': known(null) },
      }),
      because: 'pl-1 is named, and ec2:GetManagedPrefixListEntries knows no such thing',
    },
    {
      name: 'groups denied',
      account: over({ securityGroups: { 'sg-1': unread(denied('ec2:DescribeSecurityGroups', 'sg-1')) } }),
      because: 'ec2:DescribeSecurityGroups of sg-1 failed (AccessDeniedException)',
    },
    {
      name: 'interfaces denied',
      account: over({
        networkInterfaces: { 'vpc-1/10.0.0.10': unread(denied('ec2:DescribeNetworkInterfaces')) },
      }),
      because: 'ec2:DescribeNetworkInterfaces failed (AccessDeniedException)',
    },
  ],
});
