import { known, unread } from '../../src/model/lookup.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { instanceEgressReachesEndpoints } from '../../src/rules/instance-egress-reaches-endpoints.ts';
import {
  allTrafficOf,
  aNetworkAcl,
  aNetworkInterface,
  anAclEntry,
  anEndpoint,
  aPrefixList,
  aSecurityGroup,
  cidr,
  listed,
  members,
  networkOf,
  prefixList,
  tcpOf,
} from '../support/builders.ts';
import { planOf } from '../support/plan-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { aDatabase, aSubnet } from '../support/vpc-builders.ts';
import { back, everywhere, flow, letting, out, over, withAcl } from './egress-estate.ts';
import { denied } from './unread.ts';

const at = (serverName: string): Pick<RegionFacts, 'endpoints'> => ({
  endpoints: listed(anEndpoint({ serverName })),
});
const dual = [aNetworkInterface({ ipv6Addresses: ['2001:db8::10'] })];
const onPort = (port: number) => ({ protocol: '6', fromPort: port, toPort: port });
const stopped = `${flow} cannot leave eni-1`;
/** An address beyond the VPC, where the ACL of the instance's subnet is asked. */
const far = at('10.9.9.9');
const stoppedFar = 'tcp 5432 to 10.9.9.9 (endpoint-1) cannot leave eni-1';
const notTold = 'nothing that was read tells the address of db.internal (endpoint-1)';

testRule(instanceEgressReachesEndpoints, {
  compliant: [
    { name: 'everything may leave', account: over({}), because: 'its one flow may leave' },
    {
      name: 'its port may leave',
      account: over(letting(tcpOf(5432, everywhere))),
      because: 'its one flow may leave',
    },
    {
      name: 'two groups that together let it out',
      account: over(
        networkOf({
          interfaces: [aNetworkInterface({ groupIds: ['sg-1', 'sg-2'] })],
          groups: [
            aSecurityGroup({ egress: [tcpOf(5432, cidr('0.0.0.0/1'))] }),
            aSecurityGroup({ id: 'sg-2', egress: [tcpOf(5432, cidr('128.0.0.0/1'))] }),
          ],
        }),
      ),
      because: 'its one flow may leave',
    },
    {
      name: 'a prefix list of halves',
      account: over(
        networkOf({
          groups: [aSecurityGroup({ egress: [tcpOf(5432, prefixList('pl-1'))] })],
          prefixLists: [aPrefixList('pl-1', '0.0.0.0/1', '128.0.0.0/1')],
        }),
      ),
      because: 'its one flow may leave',
    },
    {
      name: 'an address that the group and the ACL admit',
      account: over({
        ...networkOf({
          groups: [aSecurityGroup({ egress: [tcpOf(5432, cidr('10.9.0.0/16'))] })],
          acls: [aNetworkAcl({ entries: [out, anAclEntry({ egress: false, cidr: '10.9.9.0/24' })] })],
        }),
        ...at('10.9.9.9'),
      }),
      because: 'its one flow may leave',
    },
    {
      name: 'an IPv6 address',
      account: over({
        ...networkOf({
          interfaces: dual,
          groups: [aSecurityGroup({ egress: [allTrafficOf(cidr('::/0'))] })],
          acls: [
            aNetworkAcl({
              entries: [anAclEntry({ cidr: '::/0' }), anAclEntry({ cidr: '::/0', egress: false })],
            }),
          ],
        }),
        ...at('2001:db8::1'),
      }),
      because: 'its one flow may leave',
    },
    {
      name: 'a port that only its secret names, where every port may leave',
      account: over({ endpoints: listed(anEndpoint({ serverName: null, port: null })) }),
      because: 'its one flow may leave',
    },
    {
      name: 'an address in the same subnet, where no ACL is asked',
      account: over({ ...withAcl(), ...at('10.0.0.77') }),
      because: 'its one flow may leave',
    },
    {
      name: 'a rule that names the group of the database',
      account: over({
        ...letting(tcpOf(5432, members('sg-2'))),
        ...planOf({ databases: [aDatabase({ privateAddresses: ['10.0.1.5'] })] }),
      }),
      because: 'its one flow may leave',
    },
    {
      name: 'a denied port that is not its own',
      account: over(withAcl(anAclEntry({ number: 90, allow: false, ...onPort(22) }), out, back)),
      because: 'its one flow may leave',
    },
    {
      name: 'a deny that comes after',
      account: over(withAcl(out, back, anAclEntry({ number: 110, allow: false }))),
      because: 'its one flow may leave',
    },
  ],
  nonCompliant: [
    {
      name: 'no rule',
      account: over(letting()),
      because: `${stopped}: no rule of sg-1 lets it out`,
      severity: 'HIGH',
    },
    {
      name: 'rules for other ports',
      account: over(letting(tcpOf(443, everywhere))),
      because: `${stopped}: no rule of sg-1 lets it out`,
    },
    {
      name: 'IPv6 only, and none on the interface',
      account: over(letting(allTrafficOf(cidr('::/0')))),
      because: `${stopped}: no rule of sg-1 lets it out`,
    },
    {
      name: 'an IPv6 address, and none on the interface',
      account: over({ ...letting(allTrafficOf(cidr('::/0'))), ...at('2001:db8::1') }),
      because: 'tcp 5432 to 2001:db8::1 (endpoint-1) cannot leave eni-1: eni-1 has no IPv6 address',
    },
    {
      name: 'an address outside what the rules let out',
      account: over({ ...letting(tcpOf(5432, cidr('10.0.0.0/16'))), ...at('10.9.9.9') }),
      because: 'tcp 5432 to 10.9.9.9 (endpoint-1) cannot leave eni-1: no rule of sg-1 lets it out',
    },
    {
      name: 'a port that only its secret names, where no TCP may leave',
      account: over({
        ...letting({ protocol: 'udp', fromPort: 0, toPort: 65_535, peers: [everywhere] }),
        endpoints: listed(anEndpoint({ serverName: null, port: null })),
      }),
      because:
        'tcp on some port to a server that is not named (endpoint-1) cannot leave eni-1: no rule of sg-1 lets it out',
    },
    {
      name: 'an ACL that denies it before it allows all',
      account: over({
        ...withAcl(anAclEntry({ number: 90, allow: false, ...onPort(5432) }), out, back),
        ...far,
      }),
      because: `${stoppedFar}: acl-1 (rule 90 denies it)`,
    },
    {
      name: 'an ACL without a rule that allows it',
      account: over({ ...withAcl(anAclEntry(onPort(443)), back), ...far }),
      because: `${stoppedFar}: acl-1 (no rule allows it)`,
    },
    {
      name: 'an ACL and a group of which neither lets out what the other does',
      account: over({
        ...networkOf({
          groups: [aSecurityGroup({ egress: [tcpOf(5432, cidr('10.0.0.0/8'))] })],
          acls: [
            aNetworkAcl({
              entries: [anAclEntry({ number: 90, allow: false, cidr: '10.0.0.0/8' }), out, back],
            }),
          ],
        }),
        ...planOf({ subnets: [aSubnet({ cidrs: ['172.16.0.0/24'] })] }),
      }),
      because: `${stopped}: no rule of sg-1 lets it out`,
    },
    {
      name: 'no rule for the answers',
      account: over({ ...withAcl(out), ...far }),
      because:
        'answers to tcp 5432 to 10.9.9.9 (endpoint-1) cannot come back to eni-1: acl-1 (no rule allows answers on tcp 32768–60999)',
    },
    {
      name: 'a rule against some of the answers',
      account: over({
        ...withAcl(out, anAclEntry({ egress: false, number: 80, allow: false, ...onPort(50_000) }), back),
        ...far,
      }),
      because:
        'answers to tcp 5432 to 10.9.9.9 (endpoint-1) cannot come back to eni-1: acl-1 (rule 80 denies answers on tcp 32768–60999)',
    },
    {
      name: 'an address that the ACL denies',
      account: over({
        ...withAcl(anAclEntry({ number: 90, allow: false, cidr: '10.9.0.0/16' }), out, back),
        ...far,
      }),
      because: `${stoppedFar}: acl-1 (rule 90 denies it)`,
    },
    {
      name: 'a rule that names a group, and an address beyond a gateway where none can be named',
      account: over({ ...letting(tcpOf(5432, members('sg-9'))), ...far }),
      because: `${stoppedFar}: no rule of sg-1 lets it out`,
    },
    {
      name: 'a rule that names another group than the database carries',
      account: over({
        ...letting(tcpOf(5432, members('sg-9'))),
        ...planOf({ databases: [aDatabase({ privateAddresses: ['10.0.1.5'] })] }),
      }),
      because: `${stopped}: no rule of sg-1 lets it out`,
    },
  ],
  notApplicable: [{ name: 'no task', account: over({ tasks: listed() }), because: 'no task uses it' }],
  unknown: [
    {
      name: 'a part of the addresses may be reached',
      account: over(letting(tcpOf(5432, cidr('10.0.0.0/16')))),
      because: `${flow}: sg-1 stops it unless its address is in 10.0.0.0/16; ${notTold}`,
    },
    {
      name: 'many parts of the addresses may be reached',
      account: over(
        letting(tcpOf(5432, ...['10.0.0.0/16', '10.2.0.0/16', '10.4.0.0/16', '10.6.0.0/16'].map(cidr))),
      ),
      because: `${flow}: sg-1 stops it unless its address is in 10.0.0.0/16, 10.2.0.0/16, 10.4.0.0/16 and 1 more; ${notTold}`,
    },
    {
      name: 'members of a group may be reached',
      account: over(letting(tcpOf(5432, members('sg-9')))),
      because: `${flow}: sg-1 stops it unless its address is in 10.0.0.0/16; whether rules that name groups hold on this way is not known`,
    },
    {
      name: 'an address that may be a member of a group',
      account: over({ ...letting(tcpOf(5432, members('sg-9'))), ...at('10.0.1.77') }),
      because: 'whether rules that name groups hold on this way is not known',
    },
    {
      name: 'a port that only its secret names',
      account: over({
        ...letting(tcpOf(5432, everywhere)),
        endpoints: listed(anEndpoint({ serverName: null, port: null })),
      }),
      because:
        'tcp on some port to a server that is not named (endpoint-1): sg-1 stops it unless it listens on tcp 5432; endpoint-1: its secret names the server',
    },
    {
      name: 'IPv4 only, and the interface speaks IPv6',
      account: over(networkOf({ interfaces: dual })),
      because: `${flow}: sg-1 stops it unless its address is in 0.0.0.0/0; ${notTold}`,
    },
    {
      name: 'an ACL for a part of the addresses',
      account: over(withAcl(anAclEntry({ cidr: '10.0.0.0/8' }), back)),
      because: `${flow}: acl-1 stops it unless its address is in 10.0.0.0/8; ${notTold}`,
    },
    {
      name: 'an ACL that lets nothing out, which is not asked inside the subnet',
      account: over(withAcl(back)),
      because: `${flow}: acl-1 stops it unless the server is in subnet-1; ${notTold}`,
    },
    {
      name: 'answers to the ports of Linux alone',
      account: over(
        withAcl(out, anAclEntry({ egress: false, protocol: '6', fromPort: 32_768, toPort: 60_999 })),
      ),
      because: 'acl-1 lets answers through on a part of tcp 1024–65535 only',
    },
    {
      name: 'a prefix list that was not read',
      account: over(letting(tcpOf(5432, prefixList('pl-1')))),
      because: 'ec2:GetManagedPrefixListEntries of pl-1 was not asked when the snapshot was taken',
    },
    {
      name: 'ACLs denied',
      account: over({ networkAcls: { 'subnet-1': unread(denied('ec2:DescribeNetworkAcls', 'subnet-1')) } }),
      because: 'ec2:DescribeNetworkAcls of subnet-1 failed (AccessDeniedException)',
    },
    {
      name: 'no ACL of the subnet',
      account: over({ networkAcls: { 'subnet-1': known(null) } }),
      because: 'EC2 knows no network ACL of subnet-1',
    },
    {
      name: 'an ACL with an entry that nobody can read',
      account: over(withAcl(out, back, anAclEntry({ protocol: 'odd' }))),
      because: 'acl-1 has an entry that cannot be read',
    },
  ],
});
