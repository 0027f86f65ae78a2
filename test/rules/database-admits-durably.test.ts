import { unread } from '../../src/model/lookup.ts';
import { databaseAdmitsDurably } from '../../src/rules/database-admits-durably.ts';
import {
  aNetworkAcl,
  aNetworkInterface,
  anAclEntry,
  anEndpoint,
  anInstance,
  aPrefixList,
  aSecurityGroup,
  aServerlessConfig,
  cidr,
  listed,
  networkOf,
  prefixList,
  tcpOf,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { flow, fromInstance, groups, over, overNat, publicOne, toItself } from './database-estate.ts';
import { denied } from './unread.ts';

const whatever = 'its one flow to a database in AWS is admitted whatever private address it has';
const alone = `${flow} is admitted by the private address of eni-1 alone`;
const itself = tcpOf(5432, cidr('10.0.0.10/32'));

const withAcl = (...entries: Parameters<typeof anAclEntry>[0][]) =>
  networkOf({
    groups: [aSecurityGroup(), aSecurityGroup({ id: 'sg-2', ingress: [fromInstance] })],
    acls: [
      aNetworkAcl({ subnetIds: ['subnet-1'] }),
      aNetworkAcl({ id: 'acl-2', subnetIds: ['subnet-2'], entries: entries.map(anAclEntry) }),
    ],
  });
const listing = (...cidrs: readonly string[]) => ({
  ...groups([tcpOf(5432, prefixList('pl-1'))]),
  prefixLists: networkOf({ prefixLists: [aPrefixList('pl-1', ...cidrs)] }).prefixLists,
});

testRule(databaseAdmitsDurably, {
  compliant: [
    { name: 'by its group', account: over(), because: whatever },
    {
      name: 'by its group and its address',
      account: over(groups([itself, fromInstance])),
      because: whatever,
    },
    {
      name: 'by the range of its subnet',
      account: over(groups([tcpOf(5432, cidr('10.0.0.0/24'))])),
      because: whatever,
    },
    { name: 'by a prefix list of ranges', account: over(listing('10.0.0.0/24')), because: whatever },
    {
      name: 'by the address of a NAT gateway',
      account: over({
        ...groups([tcpOf(5432, cidr('52.1.1.1/32'))]),
        ...overNat({ databases: [publicOne] }),
      }),
      because: whatever,
    },
    {
      name: 'a serverless replication, which has no address that a rule could name',
      account: over({
        instances: listed(),
        serverlessConfigs: listed(aServerlessConfig({ targetEndpointArn: toItself.sourceEndpointArn })),
      }),
      because: whatever,
    },
  ],
  nonCompliant: [
    {
      name: 'a group that names its address',
      account: over(groups([itself])),
      because: `${alone}: sg-2 tcp 5432 from 10.0.0.10/32`,
      severity: 'LOW',
    },
    {
      name: 'a prefix list of its address',
      account: over(listing('10.0.0.10/32')),
      because: `${alone}: sg-2 tcp 5432 from pl-1`,
    },
    {
      name: 'a range of both its addresses and no other',
      account: over({
        ...networkOf({
          interfaces: [aNetworkInterface({ privateAddresses: ['10.0.0.10', '10.0.0.11'] })],
          groups: [
            aSecurityGroup(),
            aSecurityGroup({ id: 'sg-2', ingress: [tcpOf(5432, cidr('10.0.0.10/31'))] }),
          ],
          acls: [aNetworkAcl({ subnetIds: ['subnet-1', 'subnet-2'] })],
        }),
      }),
      because: `${alone}: sg-2 tcp 5432 from 10.0.0.10/31`,
    },
    {
      name: 'an ACL that names its address',
      account: over(withAcl({}, { egress: false, cidr: '10.0.0.10/32' })),
      because: `${alone}: acl-2 (rule 100 allows it)`,
    },
    {
      name: 'an ACL that lets answers out to its address',
      account: over(withAcl({ cidr: '10.0.0.10/32' }, { egress: false })),
      because: `${alone}: acl-2 (rule 100 allows answers on tcp 32768–60999)`,
    },
    {
      name: 'the address, and a standby that is not admitted at all',
      account: over({ ...groups([itself]), instances: listed(anInstance()) }),
      because: `${alone}: sg-2 tcp 5432 from 10.0.0.10/32`,
    },
  ],
  notApplicable: [
    { name: 'no task', account: over({ tasks: listed() }), because: 'no task uses it' },
    { name: 'not admitted', account: over(groups([])), because: 'no database in AWS admits it' },
    {
      name: 'a server beyond AWS',
      account: over({ endpoints: listed(anEndpoint({ serverName: '192.168.7.7' })) }),
      because: 'its flows leave AWS, where nothing that admits them can be read',
    },
  ],
  unknown: [
    {
      name: 'the database’s group denied',
      account: over({
        ...groups([]),
        securityGroups: { 'sg-2': unread(denied('ec2:DescribeSecurityGroups', 'sg-2')) },
      }),
      because: 'ec2:DescribeSecurityGroups of sg-2 failed (AccessDeniedException)',
    },
    {
      name: 'its address, and a prefix list that was not read',
      account: over(groups([itself, tcpOf(5432, prefixList('pl-9'))])),
      because: 'ec2:GetManagedPrefixListEntries of pl-9 was not asked when the snapshot was taken',
    },
  ],
});
