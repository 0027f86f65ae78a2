import { describe, expect, it } from 'vitest';
import { unread } from '../../src/model/lookup.ts';
import type { GroupRule } from '../../src/model/network.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import type { NatHost } from '../../src/model/vpc.ts';
import { natHostAdmitsInstance } from '../../src/rules/nat-host-admits-instance.ts';
import {
  ACCOUNT,
  accountWith,
  aSecurityGroup,
  aServerlessConfig,
  aTask,
  cidr,
  listed,
  members,
  networkOf,
  tcpOf,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { aNatHost, aRoute } from '../support/vpc-builders.ts';
import { archive, everywhere, over, single } from './egress-estate.ts';
import { at, led } from './route-estate.ts';
import { denied } from './unread.ts';

const fromGroup = tcpOf(5432, members('sg-1'));
const office = 'tcp 5432 to 192.168.4.5 (endpoint-1)';

interface Bridge {
  readonly host?: Partial<NatHost>;
  readonly ingress?: readonly GroupRule[];
  readonly egress?: readonly GroupRule[];
}

/** On the way to 192.168.4.5 an EC2 instance, with a group of its own. */
const bridged = (
  { host = {}, ingress = [fromGroup], egress = [tcpOf(5432, everywhere)] }: Bridge = {},
  region: Partial<RegionFacts> = {},
): AccountFacts =>
  led(
    [aRoute('192.168.0.0/16', 'network-interface')],
    { natHosts: [aNatHost({ subnetId: 'subnet-2', groupIds: ['sg-host'], ...host })] },
    {
      ...at('192.168.4.5'),
      ...networkOf({ groups: [aSecurityGroup(), aSecurityGroup({ id: 'sg-host', ingress, egress })] }),
      ...region,
    },
  );

/** The same host as the way to the internet, where it has to let the flow out again. */
const natted = (bridge: Bridge, region: Partial<RegionFacts> = {}): AccountFacts =>
  bridged(bridge, { ...at('93.184.216.34'), ...region, ...natRoutes });
const natRoutes = {
  routeTables: led([aRoute('0.0.0.0/0', 'network-interface')]).regions['eu-west-1']?.routeTables ?? {},
};

const services: Partial<RegionFacts> = {
  tasks: listed(aTask({ sourceEndpointArn: archive.arn, targetEndpointArn: archive.arn })),
  endpoints: listed(archive),
};

testRule(natHostAdmitsInstance, {
  compliant: [
    {
      name: 'a bridge that admits the group of the instance',
      account: bridged(),
      because: 'its NAT host passes on the one flow that goes through it',
    },
    {
      name: 'one that admits its private address',
      account: bridged({ ingress: [tcpOf(5432, cidr('10.0.0.10/32'))] }),
      because: 'its NAT host passes on the one flow that goes through it',
    },
  ],
  nonCompliant: [
    {
      name: 'a group that does not admit the instance',
      account: bridged({ ingress: [tcpOf(22, everywhere)] }),
      because: `i-1 does not pass on ${office} from eni-1: no rule of sg-host lets it in`,
      severity: 'HIGH',
    },
    {
      name: 'a group that admits other addresses',
      account: bridged({ ingress: [tcpOf(5432, cidr('10.0.1.0/24'))] }),
      because: `i-1 does not pass on ${office} from eni-1: no rule of sg-host lets it in`,
    },
    {
      name: 'a group that names the replication’s other groups',
      account: bridged({ ingress: [tcpOf(5432, members('sg-2'))] }),
      because: `i-1 does not pass on ${office} from eni-1: no rule of sg-host lets it in`,
    },
    {
      name: 'the source/destination check on',
      account: bridged({ host: { sourceDestCheck: true } }),
      because: `i-1 does not pass on ${office} from eni-1: i-1 (its source/destination check is on, so it forwards nothing)`,
    },
    {
      name: 'an interface that is attached to nothing',
      account: bridged({ host: { status: 'available' } }),
      because: `i-1 does not pass on ${office} from eni-1: i-1 (it is attached to nothing)`,
    },
    {
      name: 'a NAT instance that does not let it out again',
      account: natted({ egress: [] }),
      because:
        'i-1 does not pass on tcp 5432 to 93.184.216.34 (endpoint-1) from eni-1: no rule of sg-host lets it out',
    },
    {
      name: 'a NAT instance on the way to an AWS service',
      account: natted({}, { ...services, instances: listed(single()) }),
      because:
        'i-1 does not pass on tcp 443 to Amazon S3 (archive) from eni-1: no rule of sg-host lets it in',
    },
  ],
  notApplicable: [
    { name: 'no task', account: over({ tasks: listed() }), because: 'no task uses it' },
    { name: 'no such host on the way', account: led([]), because: 'no flow goes through a NAT host' },
    {
      name: 'an address that nobody tells, and no such host on any way',
      account: led([aRoute('0.0.0.0/0', 'virtual-private-gateway')], { databases: [] }),
      because: 'no flow goes through a NAT host',
    },
    {
      name: 'a flow that is stopped before it comes there',
      account: led(
        [aRoute('192.168.4.0/24', 'network-interface', 'eni-0', { state: 'blackhole' })],
        {},
        at('192.168.4.5'),
      ),
      because: 'no flow goes through a NAT host',
    },
    {
      name: 'AWS services, of an engine that reaches them outside the VPC',
      account: natted({}, { ...services, instances: listed(single({ engineVersion: '3.4.6' })) }),
      because: 'no flow goes through a NAT host',
    },
    {
      name: 'a serverless replication of a zero-ETL integration',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
  ],
  unknown: [
    {
      name: 'the interface denied',
      account: bridged(
        {},
        {
          natHosts: {
            'network-interface-1': unread(denied('ec2:DescribeNetworkInterfaces', 'network-interface-1')),
          },
        },
      ),
      because: 'ec2:DescribeNetworkInterfaces of network-interface-1 failed (AccessDeniedException)',
    },
    {
      name: 'a check that EC2 does not tell',
      account: bridged({ host: { sourceDestCheck: null } }),
      because: 'what i-1 does with it is not known',
    },
    {
      name: 'an interface of no instance, as an appliance of AWS may have',
      account: bridged({ host: { instanceId: null } }),
      because: 'what network-interface-1 does with it is not known',
    },
    {
      name: 'an address that nobody tells, of which some are behind the host',
      account: bridged({ host: { sourceDestCheck: true } }, at('db.elsewhere')),
      because:
        'tcp 5432 to db.elsewhere (endpoint-1): i-1 stops it unless its address is in 0.0.0.0–192.167.255.255, 192.169.0.0–255.255.255.255; nothing that was read tells the address of db.elsewhere (endpoint-1)',
    },
    {
      name: 'the host’s group denied',
      account: bridged(
        {},
        {
          securityGroups: {
            ...networkOf().securityGroups,
            'sg-host': unread(denied('ec2:DescribeSecurityGroups', 'sg-host')),
          },
        },
      ),
      because: 'ec2:DescribeSecurityGroups of sg-host failed (AccessDeniedException)',
    },
  ],
});

describe('nat-host-admits-instance', () => {
  it.each([
    [bridged({ ingress: [] }), 'Add to sg-host an inbound rule for tcp 5432 from sg-1.'],
    [
      bridged({ host: { sourceDestCheck: true } }),
      'Turn the source/destination check of network-interface-1 off, so that it may forward.',
    ],
  ])('says what would open it', (account, sentence) => {
    const [finding] = natHostAdmitsInstance.evaluate(ACCOUNT, account, defaultSettings);
    expect(finding?.remediation.summary).toBe(sentence);
  });
});
