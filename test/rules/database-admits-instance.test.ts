import { expect, it } from 'vitest';
import { unread } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { databaseAdmitsInstance } from '../../src/rules/database-admits-instance.ts';
import {
  ACCOUNT,
  aNetworkAcl,
  anAclEntry,
  anEndpoint,
  anInstance,
  aSecurityGroup,
  aServerlessConfig,
  aTask,
  cidr,
  listed,
  members,
  networkOf,
  prefixList,
  tcpOf,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { aDatabase, anAttachment, aPeering, aRoute, aTransitGateway } from '../support/vpc-builders.ts';
import { far, flow, fromInstance, groups, near, over, overNat, plan, publicOne } from './database-estate.ts';
import { denied } from './unread.ts';

const letIn = 'its one flow to a database in AWS is let in';
const refused = `${flow} is not let in from eni-1 (10.0.0.10)`;
const noRule = 'no rule of sg-2 lets it in';

/** What the database's subnet does, where its group lets the instance in. */
const acl = (...entries: Parameters<typeof anAclEntry>[0][]) =>
  networkOf({
    groups: [aSecurityGroup(), aSecurityGroup({ id: 'sg-2', ingress: [fromInstance] })],
    acls: [
      aNetworkAcl({ subnetIds: ['subnet-1'] }),
      aNetworkAcl({ id: 'acl-2', subnetIds: ['subnet-2'], entries: entries.map(anAclEntry) }),
    ],
  });
const all = [{}, { egress: false }];
const inRegion = (region: string) => [aPeering({ accepter: { ...aPeering().accepter, region } })];

/** Over a transit gateway, attached to both VPCs. */
const transit = (securityGroupReferencing: boolean) =>
  plan([aRoute('10.9.0.0/16', 'transit-gateway')], {
    databases: [far],
    transitGateways: [aTransitGateway({ securityGroupReferencing })],
    attachments: [
      anAttachment({ subnetIds: ['subnet-1'] }),
      anAttachment({ id: 'attachment-2', resourceId: 'vpc-2', subnetIds: ['subnet-9'] }),
    ],
    transitRoutes: {
      'tgw-rtb-1': [
        { destination: '10.9.0.0/16', attachmentIds: ['attachment-2'], state: 'active' },
        { destination: '10.0.0.0/16', attachmentIds: ['attachment-1'], state: 'active' },
      ],
    },
  });

const loadBalancer = { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' } as const;

testRule(databaseAdmitsInstance, {
  compliant: [
    { name: 'its group names the group of the instance', account: over(), because: letIn },
    {
      name: 'a database that its secret names, and the settings too',
      account: over({ endpoints: listed(anEndpoint({ serverName: null, port: null })) }),
      settings: { endpointServers: [{ endpoint: 'endpoint-*', host: 'db.internal', port: 5432 }] },
      because: letIn,
    },
    {
      name: 'its group names the private address',
      account: over(groups([tcpOf(5432, cidr('10.0.0.10/32'))])),
      because: letIn,
    },
    {
      name: 'one of its two groups does',
      account: over({
        ...groups([], aSecurityGroup({ id: 'sg-3', ingress: [fromInstance] })),
        ...plan(undefined, { databases: [aDatabase({ groupIds: ['sg-2', 'sg-3'] })] }),
      }),
      because: letIn,
    },
    {
      name: 'over a peering, by group',
      account: over(plan(undefined, { databases: [far] })),
      because: letIn,
    },
    {
      name: 'over a peering to another Region, by range',
      account: over({
        ...groups([tcpOf(5432, cidr('10.0.0.0/16'))]),
        ...plan(undefined, { databases: [far], peerings: inRegion('us-east-1') }),
      }),
      because: letIn,
    },
    {
      name: 'over a transit gateway with referencing, by group',
      account: over(transit(true)),
      because: letIn,
    },
    {
      name: 'through a NAT gateway, by its public address',
      account: over({
        ...groups([tcpOf(5432, cidr('52.1.1.1/32'))]),
        ...overNat({ databases: [publicOne] }),
      }),
      because: letIn,
    },
    {
      name: 'in the same subnet, whose ACL is not asked',
      account: over({
        ...networkOf({
          groups: [aSecurityGroup(), aSecurityGroup({ id: 'sg-2', ingress: [fromInstance] })],
          acls: [aNetworkAcl({ subnetIds: ['subnet-1'], entries: [] })],
        }),
        ...plan(undefined, {
          databases: [aDatabase({ subnetIds: ['subnet-1'], privateAddresses: ['10.0.0.9'] })],
        }),
      }),
      because: letIn,
    },
    {
      name: 'one database in AWS, and one beyond it that is not judged',
      account: over({
        endpoints: listed(
          anEndpoint({
            engine: 'mongodb',
            serverName: 'db.internal:5432,192.168.7.7:5432',
            credentials: 'stored',
          }),
        ),
      }),
      because: letIn,
    },
  ],
  nonCompliant: [
    {
      name: 'a load balancer that does not let it in',
      account: over({ ...plan(undefined, { databases: [{ ...near, ...loadBalancer }] }), ...groups([]) }),
      because: `${refused}: ${noRule}`,
    },
    {
      name: 'no rule',
      account: over(groups([])),
      because: `${refused}: ${noRule}`,
      severity: 'HIGH',
    },
    {
      name: 'another port',
      account: over(groups([tcpOf(3306, members('sg-1'))])),
      because: `${refused}: ${noRule}`,
    },
    {
      name: 'the group of somebody else',
      account: over(groups([tcpOf(5432, members('sg-7'))])),
      because: `${refused}: ${noRule}`,
    },
    {
      name: 'an ACL that denies before it allows',
      account: over(acl({ egress: false, number: 10, allow: false, cidr: '10.0.0.0/24' }, ...all)),
      because: `${refused}: acl-2 (rule 10 denies it)`,
    },
    {
      name: 'an ACL without a rule for the answers',
      account: over(acl({ egress: false })),
      because: `${flow} is not answered to eni-1 (10.0.0.10): acl-2 (no rule allows answers on tcp 32768–60999)`,
    },
    {
      name: 'a reference across Regions',
      account: over(plan(undefined, { databases: [far], peerings: inRegion('us-east-1') })),
      because: `${refused}: ${noRule}`,
    },
    {
      name: 'a reference over a transit gateway without referencing',
      account: over(transit(false)),
      because: `${refused}: ${noRule}`,
    },
    {
      name: 'a reference through NAT',
      account: over(overNat({ databases: [publicOne] })),
      because: `${flow} is not let in from eni-1 (52.1.1.1): ${noRule}`,
    },
    {
      name: 'the private address, where the public one of the NAT gateway arrives',
      account: over({
        ...groups([tcpOf(5432, cidr('10.0.0.10/32'))]),
        ...overNat({ databases: [publicOne] }),
      }),
      because: `${flow} is not let in from eni-1 (52.1.1.1): ${noRule}`,
    },
    {
      name: 'two databases that both refuse it',
      account: over({
        ...groups([]),
        ...plan(undefined, {
          databases: [
            near,
            aDatabase({ ...near, id: 'other', names: [{ host: 'b', port: null, role: null }] }),
          ],
        }),
        endpoints: listed(
          anEndpoint({ engine: 'mongodb', serverName: 'db.internal,b', credentials: 'stored' }),
        ),
      }),
      because: `${refused}: ${noRule}; 1 other neither`,
    },
    {
      name: 'the standby in another subnet than its group names',
      account: over({
        ...groups([tcpOf(5432, cidr('10.0.0.0/24'))]),
        ...plan(undefined, {
          databases: [aDatabase({ subnetIds: ['subnet-1'], privateAddresses: ['10.0.0.9'] })],
        }),
        instances: listed(anInstance()),
      }),
      because: `${flow} is not let in from the standby in subnet-2 (10.0.1.0/24): ${noRule}`,
    },
  ],
  notApplicable: [
    { name: 'no task', account: over({ tasks: listed() }), because: 'no task uses it' },
    {
      name: 'a server beyond AWS',
      account: over({ endpoints: listed(anEndpoint({ serverName: '192.168.7.7' })) }),
      because: 'its flows leave AWS, where nothing that admits them can be read',
    },
    {
      name: 'an AWS service',
      account: over({
        endpoints: listed(anEndpoint({ engine: 's3', serverName: null, port: null, credentials: 'none' })),
      }),
      because: 'its endpoints are AWS services and no databases',
    },
    {
      name: 'no route to the database',
      account: over(plan([], { databases: [far] })),
      because: 'its flows end on the way to their databases',
    },
    {
      name: 'a zero-ETL integration',
      account: over({
        instances: listed(),
        serverlessConfigs: listed(aServerlessConfig({ readOnly: true })),
      }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
  ],
  unknown: [
    {
      name: 'a load balancer that lets it in, and what stands behind it',
      account: over(plan(undefined, { databases: [{ ...near, ...loadBalancer }] })),
      because: 'what stands behind database-1 is not read',
    },
    {
      name: 'a load balancer without security groups',
      account: over(plan(undefined, { databases: [{ ...near, ...loadBalancer, groupIds: [] }] })),
      because: 'what stands behind database-1 is not read',
    },
    {
      name: 'a task whose instance DMS does not report',
      account: over({ tasks: listed(aTask({ instanceArn: null })) }),
      because: 'a task has an instance that DMS does not report',
    },
    {
      name: 'a database that nobody found',
      account: over(plan(undefined, { databases: [] })),
      because:
        'nothing that was read tells what db.internal (endpoint-1) is in vpc-1; nothing that was read tells the address of db.internal (endpoint-1); nothing that was read tells what db.internal (endpoint-1) is in vpc-2',
    },
    {
      name: 'a database that its secret names, and the settings for others alone',
      account: over({ endpoints: listed(anEndpoint({ serverName: null, port: null })) }),
      settings: { endpointServers: [{ endpoint: 'orders-*', host: 'db.internal', port: 5432 }] },
      because:
        'nothing that was read tells what endpoint-1 is in vpc-1; endpoint-1: its secret names the server; nothing that was read tells what endpoint-1 is in vpc-2',
    },
    {
      name: 'a database that its secret names',
      account: over({ endpoints: listed(anEndpoint({ serverName: null, port: null })) }),
      because:
        'nothing that was read tells what endpoint-1 is in vpc-1; endpoint-1: its secret names the server; nothing that was read tells what endpoint-1 is in vpc-2',
    },
    {
      name: 'a group that lets in a part of where it may come from',
      account: over({
        ...groups([tcpOf(5432, cidr('10.0.1.0/25'))]),
        ...plan(undefined, {
          databases: [aDatabase({ subnetIds: ['subnet-1'], privateAddresses: ['10.0.0.9'] })],
        }),
        instances: listed(anInstance({ privateAddresses: [], multiAz: false })),
      }),
      because: `${flow}: sg-2 stops it unless an interface that was not seen is in subnet-2; ${flow}: the rules of sg-2 let only a part of 10.0.1.0/24 in`,
    },
    {
      name: 'the database’s group denied',
      account: over({
        ...groups([]),
        securityGroups: { 'sg-2': unread(denied('ec2:DescribeSecurityGroups', 'sg-2')) },
      }),
      because: 'ec2:DescribeSecurityGroups of sg-2 failed (AccessDeniedException)',
    },
    {
      name: 'a prefix list that was not read',
      account: over(groups([tcpOf(5432, prefixList('pl-9'))])),
      because: 'ec2:GetManagedPrefixListEntries of pl-9 was not asked when the snapshot was taken',
    },
    {
      name: 'routes that were not read, and a group that lets nobody in',
      account: over({
        ...groups([]),
        routeTables: { 'vpc-1': unread(denied('ec2:DescribeRouteTables', 'vpc-1')) },
      }),
      because: 'ec2:DescribeRouteTables of vpc-1 failed (AccessDeniedException)',
    },
  ],
});

it('says whose word it is where the settings name the server', () => {
  const account = over({ endpoints: listed(anEndpoint({ serverName: null, port: null })) });
  const endpointServers = [{ endpoint: 'endpoint-1', host: 'db.internal', port: 5432 }];
  const findings = databaseAdmitsInstance.evaluate(ACCOUNT, account, { ...defaultSettings, endpointServers });
  expect(findings.map(({ witness }) => witness?.kind === 'path' && witness.notes)).toEqual([
    ['the settings name the server of endpoint-1'],
  ]);
});
