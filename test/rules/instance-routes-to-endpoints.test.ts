import { describe, expect, it } from 'vitest';
import { unread } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { instanceRoutesToEndpoints } from '../../src/rules/instance-routes-to-endpoints.ts';
import {
  ACCOUNT,
  accountWith,
  aNetworkAcl,
  anAclEntry,
  anEndpoint,
  anInstance,
  aServerlessConfig,
  aTask,
  listed,
  networkOf,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import {
  aDatabase,
  aNatGateway,
  aNatHost,
  anAttachment,
  aPeering,
  aRoute,
  aRouteTable,
  aVpc,
} from '../support/vpc-builders.ts';
import { archive, flow, over, single, toBoth } from './egress-estate.ts';
import {
  at,
  byNat,
  distant,
  led,
  near,
  overTransit,
  own,
  peered,
  peeredBack,
  publicTable,
  stranger,
  toInternet,
  toStranger,
} from './route-estate.ts';
import { denied } from './unread.ts';

const withoutPublic = led([toInternet], {}, stranger);

testRule(instanceRoutesToEndpoints, {
  compliant: [
    { name: 'one VPC', account: led([]), because: 'routes lead its one flow there: one VPC' },
    {
      name: 'one subnet, where none is needed',
      account: led([], {
        databases: [aDatabase({ subnetIds: ['subnet-1'], privateAddresses: ['10.0.0.5'] })],
      }),
      because: 'routes lead its one flow there: one VPC',
    },
    {
      name: 'a peering, there and back',
      account: peered(peeredBack),
      because: 'routes lead its one flow there: several VPCs',
    },
    {
      name: 'a transit gateway, there and back',
      account: overTransit(),
      because: 'routes lead its one flow there: several VPCs',
    },
    {
      name: 'a virtual private gateway',
      account: led([aRoute('192.168.0.0/16', 'virtual-private-gateway')], {}, at('192.168.4.5')),
      because: 'routes lead its one flow there: VPN or Direct Connect',
    },
    {
      name: 'a host that bridges',
      account: led(
        [aRoute('192.168.0.0/16', 'network-interface')],
        { natHosts: [aNatHost({ subnetId: 'subnet-2' })] },
        at('192.168.4.5'),
      ),
      because: 'routes lead its one flow there: VPN or Direct Connect',
    },
    {
      name: 'an internet gateway and a public address',
      account: led(
        [toInternet],
        {},
        {
          ...stranger,
          instances: listed(single({ publiclyAccessible: true, publicAddresses: ['203.0.114.9'] })),
        },
      ),
      because: 'routes lead its one flow there: internet',
    },
    {
      name: 'a NAT gateway with a route of its own',
      account: byNat([toInternet]),
      because: 'routes lead its one flow there: NAT gateway',
    },
    {
      name: 'two databases by two ways, whatever becomes of an AWS service',
      account: led(
        [aRoute('192.168.0.0/16', 'virtual-private-gateway')],
        {},
        {
          tasks: listed(
            toBoth,
            aTask({ id: 'task-2', targetEndpointArn: 'arn:aws:dms:eu-west-1:111111111111:endpoint:E3' }),
          ),
          endpoints: listed(
            anEndpoint(),
            archive,
            anEndpoint({
              id: 'office',
              arn: 'arn:aws:dms:eu-west-1:111111111111:endpoint:E3',
              serverName: '192.168.4.5',
            }),
          ),
        },
      ),
      because: 'routes lead all 2 flows there: VPN or Direct Connect, one VPC',
    },
    {
      name: 'a database whose groups are another rule’s business',
      account: led([], { databases: [{ ...near, groupIds: [] }] }),
      because: 'routes lead its one flow there: one VPC',
    },
  ],
  nonCompliant: [
    {
      name: 'no route',
      account: led([], {}, at('192.168.4.5')),
      because: 'tcp 5432 to 192.168.4.5 (endpoint-1) is not led there from eni-1: rtb-1 (no route)',
      severity: 'HIGH',
    },
    {
      name: 'a more specific blackhole',
      account: led([aRoute('10.0.1.0/24', 'network-interface', 'eni-gone', { state: 'blackhole' })]),
      because: `${flow} is not led there from eni-1: rtb-1 (10.0.1.0/24 → eni-gone is a blackhole)`,
    },
    {
      name: 'a NAT gateway without a route of its own',
      account: byNat([]),
      because: `${toStranger} is not led there from eni-1: rtb-public (no route)`,
    },
    {
      name: 'a NAT gateway that failed',
      account: byNat([toInternet], { natGateways: [aNatGateway({ state: 'failed' })] }),
      because: `${toStranger} is not led there from eni-1: nat-gateway-1 (it is failed)`,
    },
    {
      name: 'a NAT gateway whose subnet has an ACL of its own',
      account: accountWith({
        ...byNat([toInternet]).regions['eu-west-1'],
        ...networkOf({
          acls: [
            aNetworkAcl({ subnetIds: ['subnet-1'] }),
            aNetworkAcl({ id: 'acl-nat', subnetIds: ['subnet-2'], entries: [anAclEntry()] }),
          ],
        }),
      }),
      because: `${toStranger} is not led there from eni-1: acl-nat (no rule allows it)`,
    },
    {
      name: 'a public subnet without public address',
      account: withoutPublic,
      because: `${toStranger} is not led there from eni-1: internet-gateway-1 (eni-1 has no public address)`,
    },
    {
      name: 'a serverless replication behind an internet gateway, as it never has a public address',
      account: led(
        [toInternet],
        {},
        {
          ...stranger,
          instances: listed(),
          tasks: listed(),
          serverlessConfigs: listed(
            aServerlessConfig({ targetEndpointArn: aServerlessConfig().sourceEndpointArn }),
          ),
        },
      ),
      because: `${toStranger} is not led there from the replication: internet-gateway-1 (the replication has no public address)`,
    },
    {
      name: 'no attachment of the transit gateway in the zone',
      account: overTransit({
        attachments: [
          anAttachment({ subnetIds: ['subnet-2'] }),
          anAttachment({ id: 'attachment-2', resourceId: 'vpc-2', subnetIds: ['subnet-9'] }),
        ],
      }),
      because: `${flow} is not led there from eni-1: transit-gateway-1 (attachment-1 has no subnet in eu-west-1a, where eni-1 is)`,
    },
    {
      name: 'a transit gateway whose table has no route',
      account: overTransit({ transitRoutes: { 'tgw-rtb-1': [] } }),
      because: `${flow} is not led there from eni-1: tgw-rtb-1 (no route)`,
    },
    {
      name: 'a peering that nobody accepted',
      account: peered(peeredBack, { peerings: [aPeering({ status: 'pending-acceptance' })] }),
      because: `${flow} is not led there from eni-1: peering-1 (it is pending-acceptance)`,
    },
    {
      name: 'no route back over the peering',
      account: peered([]),
      because: `answers to ${flow} are not led back to eni-1: rtb-9 (no route back to 10.0.0.10/32)`,
    },
    {
      name: 'answers that a NAT gateway on the far side takes',
      account: peered([aRoute('0.0.0.0/0', 'nat-gateway', 'nat-gateway-9')]),
      because: `answers to ${flow} are not led back to eni-1: rtb-9 (0.0.0.0/0 → nat-gateway-9)`,
    },
    {
      name: 'the same range in two VPCs, and routes lead to the other',
      account: peered(peeredBack, {
        vpcs: [
          aVpc(),
          aVpc({ id: 'vpc-2', cidrs: ['10.9.0.0/16'] }),
          aVpc({ id: 'vpc-3', cidrs: ['10.9.0.0/16'] }),
        ],
        databases: [{ ...distant, vpcId: 'vpc-3', subnetIds: ['subnet-8'] }],
      }),
      because: `${flow} is not led there from eni-1: the database is not in vpc-2, where this leads`,
    },
    {
      name: 'a public name over a peering without DNS resolution',
      account: peered(peeredBack, {
        peerings: [aPeering({ accepter: { ...aPeering().accepter, resolvesForPeer: false } })],
        databases: [{ ...distant, publiclyAccessible: true, publicAddresses: ['93.184.216.34'] }],
      }),
      because: `${flow} is not led there from eni-1: rtb-1 (no route)`,
    },
    {
      name: 'a standby whose subnet has a table without the route',
      account: led(
        [],
        {
          routeTables: [
            aRouteTable({ routes: [own, aRoute('192.168.0.0/16', 'virtual-private-gateway')] }),
            publicTable(),
          ],
        },
        { ...at('192.168.4.5'), instances: listed(anInstance()) },
      ),
      because:
        'tcp 5432 to 192.168.4.5 (endpoint-1) is not led there from the standby in subnet-2: rtb-public (no route)',
    },
    {
      name: 'IPv4 alone behind an egress-only internet gateway',
      account: led([aRoute('0.0.0.0/0', 'egress-only-internet-gateway')], {}, stranger),
      because: `${toStranger} is not led there from eni-1: egress-only-internet-gateway-1 (it lets only IPv6 out)`,
    },
  ],
  notApplicable: [
    { name: 'no task', account: over({ tasks: listed() }), because: 'no task uses it' },
    {
      name: 'AWS services alone',
      account: over({
        tasks: listed(aTask({ sourceEndpointArn: archive.arn, targetEndpointArn: archive.arn })),
        endpoints: listed(archive),
      }),
      because: 'no flow to a database comes as far as a route',
    },
    {
      name: 'a serverless replication of a zero-ETL integration',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
  ],
  unknown: [
    {
      name: 'route tables denied',
      account: led([], {}, { routeTables: { 'vpc-1': unread(denied('ec2:DescribeRouteTables', 'vpc-1')) } }),
      because: 'ec2:DescribeRouteTables of vpc-1 failed (AccessDeniedException)',
    },
    {
      name: 'the far side’s tables denied',
      account: accountWith({
        ...peered(peeredBack).regions['eu-west-1'],
        routeTables: {
          ...peered(peeredBack).regions['eu-west-1']?.routeTables,
          'vpc-2': unread(denied('ec2:DescribeRouteTables', 'vpc-2')),
        },
      }),
      because: 'ec2:DescribeRouteTables of vpc-2 failed (AccessDeniedException)',
    },
    {
      name: 'a database in no VPC, as only ClassicLink could reach it',
      account: led([], { databases: [{ ...near, vpcId: null, subnetIds: [] }] }),
      because:
        'db.internal (endpoint-1) is in no VPC that AWS tells of, and ClassicLink was retired in August 2022',
    },
    {
      name: 'an address that nobody tells, and routes for some',
      account: led([], { databases: [] }),
      because: `${flow}: rtb-1 stops it unless its address is in 10.0.0.0/23; nothing that was read tells the address of db.internal (endpoint-1)`,
    },
    {
      name: 'a transit gateway whose attachments are not told',
      account: led([aRoute('192.168.0.0/16', 'transit-gateway')], {}, at('192.168.4.5')),
      because:
        'ec2:DescribeTransitGatewayAttachments of transit-gateway-1 was not asked when the snapshot was taken',
    },
    {
      name: 'a core network',
      account: led([aRoute('192.168.0.0/16', 'core-network')], {}, at('192.168.4.5')),
      because: 'what core-network-1 leads to is not read',
    },
    {
      name: 'answers that another gateway takes',
      account: peered([aRoute('10.0.0.0/16', 'transit-gateway')]),
      because: 'rtb-9 does not surely send answers back by peering-1 (10.0.0.0/16 → transit-gateway-1)',
    },
  ],
});

describe('instance-routes-to-endpoints', () => {
  it('says towards the internet NAT, and never a public address', () => {
    const [finding] = instanceRoutesToEndpoints.evaluate(ACCOUNT, withoutPublic, defaultSettings);
    expect(finding?.remediation.summary).toMatch(
      /^Add to rtb-1 a route for 93\.184\.216\.34\/32 to .*nat.gateway/i,
    );
    expect(JSON.stringify(finding)).not.toContain('PubliclyAccessible');
  });

  it('shows the whole path, and the configuration that it is', () => {
    const [finding] = instanceRoutesToEndpoints.evaluate(ACCOUNT, peered(peeredBack), defaultSettings);
    const witness = finding?.witness;
    const paths = witness?.kind === 'path' ? witness.paths : [];
    expect(paths.map(({ configuration, judged, end }) => [configuration, judged, end])).toEqual([
      ['several VPCs', 'allowed', 'database'],
    ]);
    expect(
      paths[0]?.hops.filter(({ part }) => part === 'route').map(({ ids, rule }) => [...ids, rule]),
    ).toEqual([
      ['rtb-1', '10.9.0.0/16 → peering-1'],
      ['peering-1', 'to vpc-2'],
      ['rtb-9', '10.0.0.0/16 → peering-1'],
    ]);
  });
});
