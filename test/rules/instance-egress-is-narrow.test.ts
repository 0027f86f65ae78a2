import { describe, expect, it } from 'vitest';
import { unread } from '../../src/model/lookup.ts';
import type { GroupRule } from '../../src/model/network.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { instanceEgressIsNarrow } from '../../src/rules/instance-egress-is-narrow.ts';
import {
  ACCOUNT,
  accountWith,
  allTrafficOf,
  aNetworkInterface,
  anEndpoint,
  anInstance,
  aPrefixList,
  aSecurityGroup,
  aServerlessConfig,
  cidr,
  listed,
  members,
  networkOf,
  prefixList,
  tcpOf,
} from '../support/builders.ts';
import { type Plan, planOf } from '../support/plan-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { aDatabase, aRoute, aRouteTable, aVpcEndpoint } from '../support/vpc-builders.ts';
import { archive, everywhere, letting, over, toBoth, toItself } from './egress-estate.ts';
import { denied, refused } from './unread.ts';

const database = aDatabase({ privateAddresses: ['10.0.1.5'] });
/** An instance whose task reads db.internal with credentials of its own, and whose group lets this out. */
const narrow = (
  egress: readonly GroupRule[],
  region: Partial<RegionFacts> = {},
  plan: Plan = {},
): AccountFacts =>
  over({
    endpoints: listed(anEndpoint({ credentials: 'stored' })),
    ...letting(...egress),
    ...planOf({ databases: [database], ...plan }),
    ...region,
  });
const at = (serverName: string): Partial<RegionFacts> => ({
  endpoints: listed(anEndpoint({ serverName, credentials: 'stored' })),
});
const toDatabase = tcpOf(5432, cidr('10.0.1.0/24'));
const withArchive: Partial<RegionFacts> = {
  tasks: listed(toBoth),
  endpoints: listed(anEndpoint({ credentials: 'stored' }), archive),
};
const s3Gateway: Plan = {
  vpcEndpoints: [aVpcEndpoint()],
  routeTables: [aRouteTable({ routes: [aRoute('10.0.0.0/16'), aRoute('pl-1', 'vpc-endpoint')] })],
};
const s3List = {
  prefixLists: networkOf({ prefixLists: [aPrefixList('pl-1', '52.218.0.0/17')] }).prefixLists,
};
const s3Interface: Plan = {
  vpcEndpoints: [
    aVpcEndpoint({ type: 'Interface', subnetIds: ['subnet-1'], groupIds: ['sg-3'], privateDns: true }),
  ],
};
const fine = 'the rules of sg-1 let out nothing but its flows and the AWS services in use';

testRule(instanceEgressIsNarrow, {
  compliant: [
    { name: 'the port, to the subnet of the database', account: narrow([toDatabase]), because: fine },
    {
      name: 'its address alone',
      account: narrow([tcpOf(5432, cidr('10.0.1.5/32'))]),
      because: fine,
    },
    { name: 'its group', account: narrow([tcpOf(5432, members('sg-2'))]), because: fine },
    { name: 'nothing at all', account: narrow([]), because: fine },
    {
      name: 'an address that the endpoint writes',
      account: narrow([tcpOf(5432, cidr('192.168.4.5/32'))], at('192.168.4.5')),
      because: fine,
    },
    {
      name: 'ranges of the settings',
      account: narrow([tcpOf(5432, cidr('192.168.4.0/24'))], at('db.office')),
      settings: { endpointAddresses: [{ host: 'db.office', vpcId: null, addresses: ['192.168.4.0/24'] }] },
      because: fine,
    },
    {
      name: 'S3 by its prefix list',
      account: narrow([toDatabase, tcpOf(443, prefixList('pl-1'))], { ...withArchive, ...s3List }, s3Gateway),
      because: fine,
    },
    {
      name: 'S3 by an interface endpoint, by its group or its subnet',
      account: narrow(
        [toDatabase, tcpOf(443, members('sg-3'), cidr('10.0.0.0/24'))],
        withArchive,
        s3Interface,
      ),
      because: fine,
    },
    {
      name: 'IPv6, where the interface speaks none',
      account: narrow([toDatabase, allTrafficOf(cidr('::/0'))]),
      because: fine,
    },
  ],
  nonCompliant: [
    {
      name: 'everything',
      account: narrow([allTrafficOf(everywhere)]),
      because: 'tcp 1 to 1.0.0.0 may leave eni-1 and need not: sg-1 all traffic to 0.0.0.0/0',
      severity: 'LOW',
    },
    {
      name: 'a port that no flow has',
      account: narrow([toDatabase, tcpOf(22, cidr('10.0.1.0/24'))]),
      because: 'tcp 22 to 10.0.1.0 may leave eni-1 and need not: sg-1 tcp 22 to 10.0.1.0/24',
    },
    {
      name: 'the range of the VPC',
      account: narrow([tcpOf(5432, cidr('10.0.0.0/16'))]),
      because: 'tcp 5432 to 10.0.0.0 may leave eni-1 and need not: sg-1 tcp 5432 to 10.0.0.0/16',
    },
    {
      name: 'a range around an address that the endpoint writes',
      account: narrow([tcpOf(5432, cidr('192.168.4.0/24'))], at('192.168.4.5')),
      because: 'tcp 5432 to 192.168.4.0 may leave eni-1 and need not: sg-1 tcp 5432 to 192.168.4.0/24',
    },
    {
      name: 'a group that no database carries',
      account: narrow([tcpOf(5432, members('sg-2'), members('sg-9'))]),
      because: 'tcp 5432 to members of sg-9 may leave eni-1 and need not: sg-1 tcp 5432 to sg-9',
    },
    {
      name: 'two rules too many, in two groups',
      account: narrow([], {
        ...networkOf({
          interfaces: [aNetworkInterface({ groupIds: ['sg-1', 'sg-2'] })],
          groups: [
            aSecurityGroup({ egress: [toDatabase, tcpOf(22, everywhere)] }),
            aSecurityGroup({ id: 'sg-2', egress: [tcpOf(3306, cidr('10.0.0.0/8'))] }),
          ],
        }),
      }),
      because:
        'tcp 22 to 1.0.0.0 may leave eni-1 and need not: sg-1 tcp 22 to 0.0.0.0/0; 1 more of its rules let out too much',
    },
    {
      name: 'S3 everywhere, where it is at a gateway endpoint',
      account: narrow([toDatabase, tcpOf(443, everywhere)], { ...withArchive, ...s3List }, s3Gateway),
      because: 'tcp 443 to 1.0.0.0 may leave eni-1 and need not: sg-1 tcp 443 to 0.0.0.0/0',
    },
    {
      name: 'a surplus beside a flow of which nobody tells the address',
      account: narrow([tcpOf(5432, everywhere), tcpOf(22, everywhere)], at('db.office')),
      because: 'tcp 22 to 1.0.0.0 may leave eni-1 and need not: sg-1 tcp 22 to 0.0.0.0/0',
    },
    {
      name: 'a serverless replication',
      account: narrow([toDatabase, tcpOf(22, everywhere)], {
        instances: listed(),
        tasks: listed(),
        serverlessConfigs: listed(
          aServerlessConfig({ targetEndpointArn: aServerlessConfig().sourceEndpointArn }),
        ),
      }),
      because: 'tcp 22 to 1.0.0.0 may leave the replication and need not: sg-1 tcp 22 to 0.0.0.0/0',
    },
  ],
  notApplicable: [
    { name: 'no task', account: narrow([], { tasks: listed() }), because: 'no task uses it' },
    {
      name: 'a serverless replication of a zero-ETL integration',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
  ],
  unknown: [
    {
      name: 'nothing but the port of a database of which nobody tells the address',
      account: narrow([tcpOf(5432, everywhere)], at('db.office')),
      because:
        'how much of what may leave is needed hangs on where db.office (endpoint-1) is; nothing that was read tells the address of db.office (endpoint-1)',
    },
    {
      name: 'tasks that were not all read',
      account: narrow([allTrafficOf(everywhere)], {
        tasks: refused('dms:DescribeReplicationTasks', toItself),
      }),
      because: 'dms:DescribeReplicationTasks failed (AccessDeniedException)',
    },
    {
      name: 'a group that was not read',
      account: narrow([], {
        securityGroups: { 'sg-1': unread(denied('ec2:DescribeSecurityGroups', 'sg-1')) },
      }),
      because: 'ec2:DescribeSecurityGroups of sg-1 failed (AccessDeniedException)',
    },
    {
      name: 'subnets denied, so that the range of the database is not known',
      account: narrow([toDatabase], {
        subnets: { 'vpc-1': unread(denied('ec2:DescribeSubnets', 'vpc-1')) },
      }),
      because:
        'ec2:DescribeSubnets of vpc-1 failed (AccessDeniedException); how much of what may leave is needed hangs on where db.internal (endpoint-1) is',
    },
    {
      name: 'VPC endpoints denied, so that nobody knows where S3 is',
      account: narrow([toDatabase, tcpOf(443, everywhere)], {
        ...withArchive,
        vpcEndpoints: { 'vpc-1': unread(denied('ec2:DescribeVpcEndpoints', 'vpc-1')) },
      }),
      because: 'ec2:DescribeVpcEndpoints of vpc-1 failed (AccessDeniedException)',
    },
    {
      name: 'members of a group of which a written address may be one',
      account: narrow([tcpOf(5432, members('sg-9'))], at('10.0.1.77')),
      because: 'which groups 10.0.1.77 (endpoint-1) has is not known',
    },
    {
      name: 'a standby whose groups are either of two lists',
      account: narrow([], {
        instances: listed(anInstance({ securityGroups: ['sg-2'] })),
        ...networkOf({
          groups: [
            aSecurityGroup({ egress: [toDatabase] }),
            aSecurityGroup({ id: 'sg-2', egress: [allTrafficOf(everywhere)] }),
          ],
        }),
      }),
      because: 'the standby in subnet-2 has the groups sg-1 or sg-2, and it hangs on which',
    },
  ],
});

describe('instance-egress-is-narrow', () => {
  it('shows all that need not leave, rule by rule, and what is needed instead', () => {
    const account = narrow([tcpOf(5432, cidr('10.0.0.0/23'), members('sg-9')), tcpOf(22, everywhere)]);
    const [finding] = instanceEgressIsNarrow.evaluate(ACCOUNT, account, defaultSettings);
    expect(finding?.witness).toEqual({
      kind: 'list',
      items: [
        'sg-1 tcp 5432 to 10.0.0.0/23, not needed: tcp 5432: 10.0.0.0/24',
        'sg-1 tcp 5432 to sg-9, not needed: tcp 5432',
        'sg-1 tcp 22 to 0.0.0.0/0, not needed: tcp 22: 0.0.0.0/0',
      ],
    });
    expect(finding?.remediation.summary).toContain('tcp 5432: 10.0.1.0/24');
  });

  it('takes for granted that no name server of its own is asked, where nothing else is too much', () => {
    const dns = (port: number) => ({ ...tcpOf(port, cidr('10.0.0.53/32')), protocol: 'udp' });
    const assumed = (...egress: readonly GroupRule[]) =>
      instanceEgressIsNarrow.evaluate(ACCOUNT, narrow(egress), defaultSettings)[0]?.assumes;
    expect(assumed(toDatabase, dns(53))).toEqual([
      'it asks no name servers of its own (DnsNameServers): those of the VPC are reached without a rule',
    ]);
    expect(assumed(toDatabase, dns(53), dns(123))).toEqual([]);
  });
});
