import { complete, unread } from '../../src/model/lookup.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { instanceEgressReachesEndpoints } from '../../src/rules/instance-egress-reaches-endpoints.ts';
import {
  accountWith,
  aNetworkAcl,
  aNetworkInterface,
  anEndpoint,
  anInstance,
  aSecurityGroup,
  aServerlessConfig,
  aSubnetGroup,
  aTask,
  cidr,
  listed,
  networkOf,
  tcpOf,
} from '../support/builders.ts';
import { planOf } from '../support/plan-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { aSubnet } from '../support/vpc-builders.ts';
import {
  archive,
  back,
  everywhere,
  flow,
  letting,
  over,
  single,
  toBoth,
  toItself,
  withAcl,
} from './egress-estate.ts';
import { denied, refused } from './unread.ts';

const multiAz = { instances: listed(anInstance()) };
const stopped = `${flow} cannot leave eni-1`;
const far = { endpoints: listed(anEndpoint({ serverName: '10.9.9.9' })) };
const toFar = 'tcp 5432 to 10.9.9.9 (endpoint-1)';
const notTold = 'nothing that was read tells the address of db.internal (endpoint-1)';
const bothEnds = { tasks: listed(toBoth), endpoints: listed(anEndpoint(), archive) };
const threeSubnets = [
  aSubnet(),
  aSubnet({ id: 'subnet-2', zone: 'eu-west-1b', cidrs: ['10.0.1.0/24'] }),
  aSubnet({ id: 'subnet-3', zone: 'eu-west-1b', cidrs: ['10.0.16.0/24'] }),
];
const group = {
  subnetGroups: listed(
    aSubnetGroup({
      subnets: [
        { id: 'subnet-1', zone: 'eu-west-1a' },
        { id: 'subnet-2', zone: 'eu-west-1b' },
        { id: 'subnet-3', zone: 'eu-west-1b' },
      ],
    }),
  ),
};
const serverless = (region: Partial<RegionFacts>): AccountFacts =>
  over({
    instances: listed(),
    tasks: listed(),
    endpoints: listed(anEndpoint(), archive),
    serverlessConfigs: listed(aServerlessConfig()),
    ...region,
  });

testRule(instanceEgressReachesEndpoints, {
  compliant: [
    {
      name: 'everything may leave to both ends',
      account: over({ tasks: listed(toBoth), endpoints: listed(anEndpoint(), archive) }),
      because: 'all 2 flows may leave',
    },
    {
      name: 'the groups on the interface, whatever DMS lists',
      account: over(
        networkOf({
          interfaces: [aNetworkInterface({ groupIds: ['sg-2'] })],
          groups: [aSecurityGroup({ egress: [] }), aSecurityGroup({ id: 'sg-2' })],
        }),
      ),
      because: 'its one flow may leave',
    },
    { name: 'a standby too', account: over(multiAz), because: 'its one flow may leave' },
    {
      name: 'a standby that is known by its own interface',
      account: over({
        instances: listed(anInstance({ privateAddresses: ['10.0.0.10', '10.0.16.10'] })),
        ...networkOf({
          interfaces: [
            aNetworkInterface(),
            aNetworkInterface({ id: 'eni-2', subnetId: 'subnet-3', privateAddresses: ['10.0.16.10'] }),
          ],
          acls: [
            aNetworkAcl({ subnetIds: ['subnet-1', 'subnet-3'] }),
            aNetworkAcl({ id: 'acl-2', subnetIds: ['subnet-2'], entries: [] }),
          ],
        }),
        ...group,
        ...planOf({ subnets: threeSubnets }),
      }),
      because: 'its one flow may leave',
    },
    { name: 'a serverless replication', account: serverless({}), because: 'all 2 flows may leave' },
    {
      name: 'an engine that reaches AWS services outside the VPC, and a group that does not let them out',
      account: over({
        ...letting(tcpOf(5432, everywhere)),
        ...bothEnds,
        instances: listed(single({ engineVersion: '3.4.6' })),
      }),
      because: 'its one flow may leave',
    },
    {
      name: 'an engine whose version is not told, where services may leave too',
      account: over({ ...bothEnds, instances: listed(single({ engineVersion: null })) }),
      because: 'all 2 flows may leave',
    },
  ],
  nonCompliant: [
    {
      name: 'both ends',
      account: over({ ...letting(), tasks: listed(toBoth), endpoints: listed(anEndpoint(), archive) }),
      because: `${stopped}: no rule of sg-1 lets it out; 1 other neither`,
    },
    {
      name: 'one end beside one that is not decided',
      account: over({
        ...letting(tcpOf(5432, cidr('10.0.0.0/8'))),
        tasks: listed(toBoth),
        endpoints: listed(anEndpoint(), archive),
      }),
      because: 'tcp 443 to Amazon S3 (archive) cannot leave eni-1: no rule of sg-1 lets it out',
    },
    {
      name: 'tasks that were not all read',
      account: over({ ...letting(), tasks: refused('dms:DescribeReplicationTasks', toItself) }),
      because: `${stopped}: no rule of sg-1 lets it out`,
    },
    {
      name: 'a standby whose subnet has an ACL that denies it',
      account: over({
        ...multiAz,
        ...networkOf({
          acls: [
            aNetworkAcl({ subnetIds: ['subnet-1'] }),
            aNetworkAcl({ id: 'acl-2', subnetIds: ['subnet-2'], entries: [back] }),
          ],
        }),
        ...far,
      }),
      because: `${toFar} cannot leave the standby in subnet-2: acl-2 (no rule allows it)`,
    },
    {
      name: 'one of two subnets that the standby may come to stand in',
      account: over({
        ...{ ...multiAz, ...far, ...group },
        ...networkOf({
          acls: [
            aNetworkAcl({ subnetIds: ['subnet-1', 'subnet-2'] }),
            aNetworkAcl({ id: 'acl-3', subnetIds: ['subnet-3'], entries: [back] }),
          ],
        }),
        ...planOf({ subnets: threeSubnets }),
      }),
      because: `${toFar} cannot leave the standby in subnet-3: acl-3 (no rule allows it)`,
    },
    {
      name: 'interfaces denied, but every subnet of the group has an ACL that denies it',
      account: over({ ...withAcl(), ...far, networkInterfaces: {} }),
      because: `${toFar} cannot leave an interface that was not seen: acl-1 (no rule allows it)`,
    },
    {
      name: 'a serverless replication whose group lets out one of two ports',
      account: serverless(letting(tcpOf(5432, everywhere))),
      because: 'tcp 443 to Amazon S3 (archive) cannot leave the replication: no rule of sg-1 lets it out',
    },
  ],
  notApplicable: [
    { name: 'no task', account: over({ tasks: listed() }), because: 'no task uses it' },
    {
      name: 'AWS services alone, of an engine that reaches them outside the VPC',
      account: over({
        tasks: listed(aTask({ sourceEndpointArn: archive.arn, targetEndpointArn: archive.arn })),
        endpoints: listed(archive),
        instances: listed(single({ engineVersion: '3.4.6' })),
      }),
      because: 'its endpoints are AWS services, which its engine reaches outside the VPC',
    },
    {
      name: 'a serverless replication of a zero-ETL integration',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
  ],
  unknown: [
    {
      name: 'an interface without a subnet',
      account: over(networkOf({ interfaces: [aNetworkInterface({ subnetId: null })] })),
      because: 'EC2 does not report its subnet for eni-1',
    },
    {
      name: 'interfaces denied',
      account: over({
        networkInterfaces: { 'vpc-1/10.0.0.10': unread(denied('ec2:DescribeNetworkInterfaces')) },
      }),
      because: 'ec2:DescribeNetworkInterfaces failed (AccessDeniedException)',
    },
    {
      name: 'tasks denied',
      account: over({ tasks: refused('dms:DescribeReplicationTasks') }),
      because: 'dms:DescribeReplicationTasks failed (AccessDeniedException)',
    },
    {
      name: 'endpoints denied',
      account: over({ endpoints: refused('dms:DescribeEndpoints') }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
    {
      name: 'an endpoint that is not listed',
      account: over({ endpoints: complete([]) }),
      because: 'a task names an endpoint that DMS does not list',
    },
    {
      name: 'an endpoint that is not reported',
      account: over({ tasks: listed(aTask({ targetEndpointArn: null, sourceEndpointArn: null })) }),
      because: 'a task has an endpoint that DMS does not report',
    },
    {
      name: 'subnet groups denied, so that nobody knows where the standby stands',
      account: over({ ...multiAz, subnetGroups: refused('dms:DescribeReplicationSubnetGroups') }),
      because: 'dms:DescribeReplicationSubnetGroups failed (AccessDeniedException)',
    },
    {
      name: 'an instance of which nobody tells the VPC',
      account: over({
        instances: listed(single({ vpcId: null })),
        subnetGroups: refused('dms:DescribeReplicationSubnetGroups'),
      }),
      because:
        'dms:DescribeReplicationSubnetGroups failed (AccessDeniedException); DMS does not report the VPC; whether an interface that was not seen speaks IPv6 is not known',
    },
    {
      name: 'a standby in a zone that is not reported',
      account: over({
        instances: listed(anInstance({ secondaryAvailabilityZone: null })),
        ...networkOf({
          acls: [
            aNetworkAcl({ subnetIds: ['subnet-1'] }),
            aNetworkAcl({ id: 'acl-2', subnetIds: ['subnet-2'], entries: [] }),
          ],
        }),
      }),
      because: `${flow}: acl-2 stops it unless the standby is in subnet-1 or the server is in subnet-2; ${notTold}`,
    },
    {
      name: 'a serverless replication without a subnet group',
      account: serverless({ serverlessConfigs: listed(aServerlessConfig({ subnetGroup: null })) }),
      because: 'DMS does not report a subnet group',
    },
    {
      name: 'a serverless replication in subnets whose ACLs differ',
      account: serverless(
        networkOf({
          acls: [
            aNetworkAcl({ subnetIds: ['subnet-1'] }),
            aNetworkAcl({ id: 'acl-2', subnetIds: ['subnet-2'], entries: [back] }),
          ],
        }),
      ),
      because: `${flow}: acl-2 stops it unless the replication is in subnet-1 or the server is in subnet-2; ${notTold}; tcp 443 to Amazon S3 (archive): acl-2 stops it unless the replication is in subnet-1`,
    },
    {
      name: 'a standby whose subnet lets nothing out, which is not asked inside it',
      account: over({
        ...multiAz,
        ...networkOf({
          acls: [
            aNetworkAcl({ subnetIds: ['subnet-1'] }),
            aNetworkAcl({ id: 'acl-2', subnetIds: ['subnet-2'], entries: [] }),
          ],
        }),
      }),
      because: `${flow}: acl-2 stops it unless the server is in subnet-2; ${notTold}`,
    },
    {
      name: 'an engine whose version is not told, and a service that may not leave',
      account: over({
        ...letting(tcpOf(5432, everywhere)),
        ...bothEnds,
        instances: listed(single({ engineVersion: null })),
      }),
      because: 'whether instance-1 reaches AWS services through its VPC is not known',
    },
  ],
});
