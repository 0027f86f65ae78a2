import fc from 'fast-check';
import { complete } from '../../src/model/lookup.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import {
  accountWith,
  aDataMigration,
  aDataProvider,
  allTrafficOf,
  aMigrationProject,
  aNetworkAcl,
  aNetworkInterface,
  anAclEntry,
  anEndpoint,
  anInstance,
  anInstanceProfile,
  aPrefixList,
  aSecurityGroup,
  aServerlessConfig,
  aSubnetGroup,
  aTask,
  cidr,
  listed,
  members,
  networkOf,
  prefixList,
  tcpOf,
} from './builders.ts';
import { planOf } from './plan-builders.ts';
import { aDatabase, aNatGateway, aPeering, aRoute, aRouteTable, aSubnet, aVpc } from './vpc-builders.ts';

/** Mostly the first. */
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(usual, ...others) },
  );

const peers = fc.subarray(
  [
    ...['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '::/0', '10.0.0.10/32', '10.0.0.0/24', '203.0.113.0/24'].map(
      cidr,
    ),
    ...['192.168.0.0/24', '52.1.1.1/32', '10.0.1.1/32'].map(cidr),
    ...[members('sg-1'), prefixList('pl-1')],
  ],
  { maxLength: 3 },
);
const ingress = fc
  .tuple(peers, fc.constantFrom(5432, 5432, 5432, 443))
  .map(([who, port]) => (who.length === 0 ? [] : [tcpOf(port, ...who)]));

const entry = fc.record({
  number: fc.constantFrom(10, 20, 200),
  egress: fc.boolean(),
  allow: fc.boolean(),
  cidr: fc.constantFrom('0.0.0.0/0', '10.0.0.10/32', '10.0.0.0/8'),
});
const farAcl = fc
  .tuple(fc.boolean(), fc.array(entry, { maxLength: 2 }))
  .map(([open, more]) => [
    ...(open ? aNetworkAcl().entries : [anAclEntry({ egress: false, cidr: '10.0.0.10/32' }), anAclEntry()]),
    ...more.map(anAclEntry),
  ]);

const routes = fc.subarray(
  [
    aRoute('10.9.0.0/16', 'peering'),
    aRoute('0.0.0.0/0', 'nat-gateway'),
    aRoute('0.0.0.0/0', 'internet-gateway'),
    aRoute('0.0.0.0/0', 'virtual-private-gateway'),
    aRoute('10.9.0.0/16', 'nat-gateway', 'gone', { state: 'blackhole' }),
  ],
  { maxLength: 2 },
);

const publicAddress = '52.9.9.9';
const database = fc
  .record({
    publiclyAccessible: mostly<boolean | null>(false, true, null),
    groupIds: mostly(['sg-2'], ['sg-2', 'sg-3'], []),
    place: fc.constantFrom(
      { vpcId: 'vpc-1', subnetIds: ['subnet-2'], privateAddresses: ['10.0.1.9'] },
      { vpcId: 'vpc-1', subnetIds: ['subnet-1'], privateAddresses: ['10.0.0.9'] },
      { vpcId: 'vpc-2', subnetIds: ['subnet-9'], privateAddresses: [] },
    ),
  })
  .map(({ place, publiclyAccessible, groupIds }) =>
    aDatabase({
      ...place,
      ...{ publiclyAccessible, groupIds },
      publicAddresses: publiclyAccessible === false ? [] : [publicAddress],
    }),
  );

const estate = fc
  .record({
    database,
    routes,
    peering: fc.record({
      status: mostly('active', 'deleted'),
      resolvesForPeer: mostly<boolean | null>(true, false),
    }),
    far: fc.record({ one: ingress, other: ingress, acl: farAcl }),
    list: fc.subarray(['10.0.0.10/32', '0.0.0.0/1', '128.0.0.0/1']),
    hasDatabase: mostly(true, false),
  })
  .map(({ peering: { status, resolvesForPeer }, far, list, ...its }) => ({
    ...networkOf({
      interfaces: [aNetworkInterface()],
      groups: [
        aSecurityGroup({ egress: [allTrafficOf(cidr('0.0.0.0/0'))] }),
        aSecurityGroup({ id: 'sg-2', ingress: far.one }),
        aSecurityGroup({ id: 'sg-3', ingress: far.other }),
      ],
      acls: [
        aNetworkAcl({ subnetIds: ['subnet-1'] }),
        aNetworkAcl({ id: 'acl-2', subnetIds: ['subnet-2', 'subnet-9'], entries: far.acl }),
      ],
      prefixLists: [aPrefixList('pl-1', ...list)],
    }),
    ...planOf({
      vpcs: [aVpc(), aVpc({ id: 'vpc-2', cidrs: ['10.9.0.0/16'] })],
      subnets: [
        aSubnet(),
        aSubnet({ id: 'subnet-2', zone: 'eu-west-1b', cidrs: ['10.0.1.0/24'] }),
        aSubnet({ id: 'subnet-9', vpcId: 'vpc-2', cidrs: ['10.9.9.0/24'] }),
      ],
      routeTables: [
        aRouteTable({ routes: [aRoute('10.0.0.0/16'), ...its.routes] }),
        aRouteTable({
          id: 'rtb-public',
          main: false,
          subnetIds: ['subnet-2'],
          routes: [aRoute('10.0.0.0/16'), aRoute('0.0.0.0/0', 'internet-gateway')],
        }),
        aRouteTable({
          id: 'rtb-9',
          vpcId: 'vpc-2',
          routes: [
            aRoute('10.9.0.0/16'),
            aRoute('10.0.0.0/16', 'peering'),
            aRoute('0.0.0.0/0', 'internet-gateway'),
          ],
        }),
      ],
      natGateways: [aNatGateway()],
      peerings: [aPeering({ status, accepter: { ...aPeering().accepter, resolvesForPeer } })],
      databases: its.hasDatabase ? [its.database] : [],
    }),
  }));

const endpoint = fc
  .record({
    serverName: mostly<string | null>(
      'db.internal',
      '10.0.1.9',
      publicAddress,
      '192.0.2.1',
      'elsewhere.internal',
      null,
    ),
    port: mostly<number | null>(5432, null),
    sslMode: fc.constantFrom('none', 'require', null),
    credentials: fc.constantFrom('stored', 'secret'),
  })
  .map(anEndpoint);

const endpointArn = anEndpoint().arn;
const test = fc.record({
  endpointArn: fc.constant(endpointArn),
  instanceArn: fc.constant(anInstance().arn),
  status: fc.constantFrom('successful', 'failed', 'testing'),
  lastFailure: fc.constantFrom(null, 'timed-out', 'other'),
});

const migration = fc.record({
  status: mostly('RUNNING', 'READY'),
  cidrs: mostly(['192.168.0.0/24'], []),
  publicAddresses: mostly(['52.1.1.1'], []),
});

/** Accounts of one instance, one serverless replication and one data migration with one database, all of it read. */
export const randomFlows: fc.Arbitrary<AccountFacts> = fc
  .record({
    estate,
    endpoint,
    tests: fc.array(test, { maxLength: 1 }),
    migration,
    publicAddresses: mostly<readonly string[]>([], ['52.2.2.2']),
    multiAz: mostly(false, true),
    profile: mostly<string | null>('private', null),
  })
  .map(({ estate: around, endpoint: end, tests, migration: moving, profile, ...over }) =>
    accountWith({
      ...around,
      instances: listed(anInstance({ ...over, publiclyAccessible: over.publicAddresses.length > 0 })),
      tasks: listed(aTask({ targetEndpointArn: endpointArn })),
      endpoints: listed(end),
      serverlessConfigs: listed(aServerlessConfig({ targetEndpointArn: endpointArn })),
      subnetGroups: listed(aSubnetGroup()),
      connections: complete(tests),
      dataMigrations: listed(aDataMigration(moving)),
      migrationProjects: listed(aMigrationProject()),
      dataProviders: listed(aDataProvider({ serverName: end.serverName, port: end.port })),
      instanceProfiles: listed(anInstanceProfile({ subnetGroup: profile })),
    }),
  );
