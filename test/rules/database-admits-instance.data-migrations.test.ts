import { cutShort, unread } from '../../src/model/lookup.ts';
import type { DataMigration, DataProvider } from '../../src/model/resources.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { databaseAdmitsInstance } from '../../src/rules/database-admits-instance.ts';
import {
  aDataMigration,
  aDataProvider,
  aMigrationProject,
  aNetworkAcl,
  anAclEntry,
  anInstanceProfile,
  aSecurityGroup,
  cidr,
  listed,
  members,
  networkOf,
  tcpOf,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { far, groups, over, plan, publicOne } from './database-estate.ts';
import { denied } from './unread.ts';

const range = cidr('192.168.0.0/24');
const addresses = { cidrs: ['192.168.0.0/24'], publicAddresses: ['52.1.1.1'] };

/** One data migration whose profile is in vpc-1, as is its one database unless it is told otherwise. */
const migrating = (
  region: Partial<RegionFacts> = {},
  migration: Partial<DataMigration> = addresses,
  provider: Partial<DataProvider> = {},
): AccountFacts =>
  over({
    instances: listed(),
    ...groups([tcpOf(5432, range)]),
    instanceProfiles: listed(anInstanceProfile()),
    dataProviders: listed(aDataProvider(provider)),
    migrationProjects: listed(aMigrationProject()),
    dataMigrations: listed(aDataMigration(migration)),
    ...region,
  });

const letIn = 'its one database in AWS lets it in';
const flow = 'tcp 5432 to db.internal (provider-1)';
const aclOf = (...entries: Parameters<typeof anAclEntry>[0][]) =>
  networkOf({
    groups: [aSecurityGroup({ id: 'sg-2', ingress: [tcpOf(5432, range)] })],
    acls: [aNetworkAcl({ id: 'acl-2', subnetIds: ['subnet-2'], entries: entries.map(anAclEntry) })],
  });

testRule(databaseAdmitsInstance, {
  compliant: [
    { name: 'its range is let in', account: migrating(), because: letIn },
    {
      name: 'its engine’s port, where the provider names none',
      account: migrating({}, addresses, { port: null }),
      because: letIn,
    },
    {
      name: 'a public database elsewhere that lets its public address in',
      account: migrating({
        ...groups([tcpOf(5432, cidr('52.1.1.1/32'))]),
        ...plan([], { databases: [publicOne], peerings: [] }),
      }),
      because: letIn,
    },
    {
      name: 'a status that is none of those without addresses',
      account: migrating({}, { ...addresses, status: 'Replication ongoing' }),
      because: letIn,
    },
  ],
  nonCompliant: [
    {
      name: 'the group of the profile, which its connections do not carry',
      account: migrating(groups([tcpOf(5432, members('sg-1'))])),
      because: `${flow} is not let in from 192.168.0.0/24: no rule of sg-2 lets it in`,
      severity: 'HIGH',
    },
    {
      name: 'its public address, where the private range arrives',
      account: migrating(groups([tcpOf(5432, cidr('52.1.1.1/32'))])),
      because: `${flow} is not let in from 192.168.0.0/24: no rule of sg-2 lets it in`,
    },
    {
      name: 'a public database elsewhere that lets its private range in',
      account: migrating(plan([], { databases: [publicOne], peerings: [] })),
      because: `${flow} is not let in from 52.1.1.1: no rule of sg-2 lets it in`,
    },
    {
      name: 'an ACL without its range',
      account: migrating(aclOf({ egress: false, cidr: '10.0.0.0/8' }, {})),
      because: `${flow} is not let in from 192.168.0.0/24: acl-2 (no rule allows it)`,
    },
    {
      name: 'an ACL without a rule for the answers',
      account: migrating(aclOf({ egress: false })),
      because: `${flow} is not answered to 192.168.0.0/24: acl-2 (no rule allows answers on tcp 32768–60999)`,
    },
  ],
  notApplicable: [
    {
      name: 'stopped',
      account: migrating({}, { ...addresses, status: 'STOPPED' }),
      because: 'it is stopped, and has addresses only while it runs',
    },
    {
      name: 'virtual providers',
      account: migrating({}, addresses, { virtual: true }),
      because: 'it has no data provider with a database',
    },
    {
      name: 'a server beyond AWS',
      account: migrating({}, addresses, { serverName: '172.16.7.7' }),
      because: 'nothing that was read in AWS is at the addresses of its databases',
    },
  ],
  unknown: [
    {
      name: 'no status',
      account: migrating({}, { status: null }),
      because: 'DMS does not report DataMigrationStatus',
    },
    {
      name: 'no address',
      account: migrating({}, {}),
      because: 'DMS does not report DataMigrationCidrBlocks or PublicIpAddresses',
    },
    {
      name: 'no range, and a database in the VPC of the profile',
      account: migrating({}, { publicAddresses: ['52.1.1.1'] }),
      because: 'DMS does not report the addresses that it comes to database-1 from',
    },
    {
      name: 'a part of its range is let in',
      account: migrating(groups([tcpOf(5432, cidr('192.168.0.0/25'))])),
      because: `${flow}: the rules of sg-2 let only a part of 192.168.0.0/24 in`,
    },
    {
      name: 'a private database in another VPC',
      account: migrating(plan([], { databases: [far], peerings: [] })),
      because:
        'how it comes to database-1 is not known: its instance profile is in vpc-1, and a peering leads no further',
    },
    {
      name: 'a database that nobody found',
      account: migrating(plan([], { databases: [] })),
      because:
        'nothing that was read tells the address of db.internal (provider-1); nothing that was read tells what db.internal (provider-1) is in vpc-1',
    },
    {
      name: 'an address in the VPC that nobody found anything at',
      account: migrating({}, addresses, { serverName: '10.0.1.77' }),
      because: 'nothing that was read tells what 10.0.1.77 (provider-1) is in vpc-1',
    },
    {
      name: 'projects denied',
      account: migrating({ migrationProjects: cutShort([], denied('dms:DescribeMigrationProjects', null)) }),
      because: 'dms:DescribeMigrationProjects failed (AccessDeniedException)',
    },
    {
      name: 'no profile',
      account: migrating({ instanceProfiles: listed() }),
      because:
        'how it comes to database-1 is not known: the VPC of its instance profile is not; DMS does not report the VPC of its instance profile',
    },
    {
      name: 'the database’s ACL denied',
      account: migrating({
        networkAcls: { 'subnet-2': unread(denied('ec2:DescribeNetworkAcls', 'subnet-2')) },
      }),
      because: 'ec2:DescribeNetworkAcls of subnet-2 failed (AccessDeniedException)',
    },
  ],
});
