import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KmsKey } from '../../src/model/keys.ts';
import { cutShort, known, notCollected } from '../../src/model/lookup.ts';
import type { NetworkInterface } from '../../src/model/network.ts';
import { defaultSettings as settings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { applyChanges } from '../../src/remediation/apply/apply.ts';
import { aroundOf } from '../../src/remediation/around.ts';
import type { ApiCall } from '../../src/remediation/calls.ts';
import type { Change } from '../../src/remediation/patch.ts';
import { type Plan, planFixes } from '../../src/remediation/plan.ts';
import { changesFor } from '../../src/remediation/remedies/openings.ts';
import { catalogue } from '../../src/rules/index.ts';
import { instanceEgressIsOpen } from '../../src/rules/instance-egress-is-open.ts';
import {
  ACCOUNT,
  accountWith,
  aDataProvider,
  allTrafficOf,
  aMigrationProject,
  aNetworkInterface,
  anInstance,
  anInstanceProfile,
  aSecurityGroup,
  aServerlessConfig,
  aSubnetGroup,
  cidr,
  listed,
  members,
  networkOf,
  REGION,
  tcpOf,
} from '../support/builders.ts';
import { accountUsing, aKey, keyArn } from '../support/key-builders.ts';
import { planOf } from '../support/plan-builders.ts';
import { randomAccount, randomCases } from '../support/random-snapshots.ts';

// What AWS would refuse is no patch, or comes after what makes AWS take it.

const rules = catalogue.filter(({ profiles }) => profiles.includes('all'));

const planned = (whole: AccountFacts, ...asked: readonly string[]): Plan =>
  planFixes({ account: ACCOUNT, whole, rules, settings }, ({ rule }) => asked.includes(rule));

const callsOf = ({ fixes }: Plan): readonly string[] =>
  fixes.flatMap(({ changes }) => changes.map(({ api }) => api.call));
const firstOf = ({ fixes }: Plan): readonly string[] => fixes.flatMap(({ advice }) => advice.first);
const leftIn = ({ left }: Plan) => left.map(({ noPatch, notProved }) => noPatch?.way ?? notProved);

describe('what migration projects use is not changed before them', () => {
  const projects = listed(aMigrationProject(), aMigrationProject({ id: 'project-2', arn: 'arn:project-2' }));
  const profile = (over: Partial<RegionFacts>): Plan =>
    planned(
      accountWith({ instanceProfiles: listed(anInstanceProfile({ publiclyAccessible: true })), ...over }),
      'instance-is-private',
    );
  const provider = (over: Partial<RegionFacts>): Plan =>
    planned(
      accountWith({ dataProviders: listed(aDataProvider({ sslMode: 'none' })), ...over }),
      'endpoint-requires-tls',
    );
  const unlisted = cutShort([aMigrationProject()], notCollected('dms:DescribeMigrationProjects'));

  it.each([
    [
      'an instance profile',
      profile({ migrationProjects: projects }),
      'Delete or modify the migration projects of the instance profile, while it has one DMS does not modify it: migration project project-1, migration project project-2.',
    ],
    [
      'an instance profile, not all projects listed',
      profile({ migrationProjects: unlisted }),
      'Delete or modify the migration projects of the instance profile, while it has one DMS does not modify it: migration project project-1, those that were not listed.',
    ],
    [
      'a data provider',
      provider({ migrationProjects: projects }),
      'Take the data provider out of all migration projects, while it is in one DMS does not modify it: migration project project-1, migration project project-2.',
    ],
  ])('%s', (_, plan, first) => {
    expect(plan.fixes).toHaveLength(1);
    expect(firstOf(plan)).toEqual([first]);
  });

  it('and may be where there is none', () => {
    expect(firstOf(profile({}))).toEqual([]);
    expect(firstOf(provider({}))).toEqual([]);
  });
});

describe('rotation is turned on', () => {
  const rotating = (over: Partial<KmsKey>): Plan =>
    planned(accountUsing(aKey({ rotates: known(false), ...over })), 'key-rotates');

  it.each([
    ['of a key that is enabled', {}, ['kms:EnableKeyRotation']],
    [
      'of a disabled key once it is enabled',
      { state: 'Disabled' },
      ['kms:EnableKey', 'kms:EnableKeyRotation'],
    ],
  ] as const)('%s', (_, over, calls) => {
    const plan = rotating(over);
    expect(callsOf(plan)).toEqual(calls);
    expect(leftIn(plan)).toEqual([]);
  });

  const primaryUnknown = 'the key is a multi-Region key';
  const unusable = 'the key does not exist, or its state cannot be changed by a call';
  const mrk = 'mrk-1234abcd12ab34cd56ef1234567890ab';
  it.each([
    ['whose primary may be another key', { multiRegion: true }, primaryUnknown],
    ['whose id alone says so', { id: mrk, arn: keyArn(mrk), multiRegion: null }, primaryUnknown],
    ['that is out of reach', { state: 'Unavailable' }, unusable],
    ['of which the state is not told', { state: null }, unusable],
  ])('of no key %s', (_, over, way) => {
    const plan = rotating(over);
    expect(callsOf(plan)).toEqual([]);
    expect(leftIn(plan)).toEqual([way]);
  });
});

describe('a standby needs a second zone', () => {
  const oneZone = aSubnetGroup({ subnets: [{ id: 'subnet-1', zone: 'eu-west-1a' }] });
  const alone = anInstance({ multiAz: false, secondaryAvailabilityZone: null, engineVersion: '3.6.1' });
  const estate = (over: Partial<RegionFacts>): AccountFacts =>
    accountWith({
      instances: listed(alone),
      subnetGroups: listed(oneZone),
      ...networkOf(),
      ...planOf(),
      ...over,
    });
  const spanning = (over: Partial<RegionFacts>): Plan => planned(estate(over), 'instance-spans-zones');
  const widened = ['dms:ModifyReplicationSubnetGroup', 'dms:ModifyReplicationInstance'];
  const serverless = {
    instances: listed<typeof alone>(),
    serverlessConfigs: listed(aServerlessConfig({ multiAz: false })),
  };

  it.each([
    ['its group has two', { subnetGroups: listed(aSubnetGroup()) }, ['dms:ModifyReplicationInstance']],
    ['its group gets a subnet in another first', {}, widened],
    [
      'its group gets one first for both instances in it',
      { instances: listed(alone, { ...alone, id: 'instance-2', arn: `${alone.arn}2` }) },
      [...widened, 'dms:ModifyReplicationInstance'],
    ],
    [
      'the group of a serverless replication gets one first',
      serverless,
      ['dms:ModifyReplicationSubnetGroup', 'dms:ModifyReplicationConfig'],
    ],
  ])('%s', (_, over, calls) => {
    const plan = spanning(over);
    expect(leftIn(plan)).toEqual([]);
    expect(callsOf(plan)).toEqual(calls);
  });

  it('and is made with the subnet that the group gets anyway', () => {
    const plan = planned(estate({}), 'instance-spans-zones', 'subnet-group-spans-zones');
    expect(leftIn(plan)).toEqual([]);
    expect(plan.fixes).toHaveLength(1);
    expect(callsOf(plan)).toEqual(widened);
  });

  it('and comes after the group where the engine is upgraded by the same call', () => {
    const old = estate({ instances: listed({ ...alone, engineVersion: '3.4.6' }) });
    const plan = planned(
      old,
      'instance-spans-zones',
      'subnet-group-spans-zones',
      'instance-engine-is-supported',
    );
    expect(leftIn(plan)).toEqual([]);
    expect(callsOf(plan)).toEqual(widened);
    expect(plan.fixes.flatMap(({ changes }) => changes.map(({ api }) => api.input)).at(-1)).toMatchObject({
      MultiAZ: true,
      EngineVersion: expect.any(String) as string,
    });
  });

  const noSubnet = 'no other subnet of the VPC was read in another zone that routes as its present ones do';
  const untold = 'in which zones its subnet group has subnets is not told';
  it.each([
    ['its group has one and the VPC no other subnet', { subnets: {} }, noSubnet],
    [
      'its group is not the account’s to change',
      { subnetGroups: listed({ ...oneZone, readOnly: true }) },
      'the subnet group belongs to a zero-ETL integration',
    ],
    ['its group was not read', { subnetGroups: listed<typeof oneZone>() }, untold],
    [
      'a zone is not told',
      { subnetGroups: listed({ ...oneZone, subnets: [{ id: 'subnet-1', zone: null }] }) },
      untold,
    ],
    [
      'the group of a serverless replication was not read',
      { ...serverless, subnetGroups: listed<typeof oneZone>() },
      untold,
    ],
  ])('there is none where %s', (_, over, way) => {
    const plan = spanning(over);
    expect(callsOf(plan)).toEqual([]);
    expect(leftIn(plan)).toEqual([way]);
  });

  it('and so no call makes one in memory without', () => {
    const api: ApiCall = {
      call: 'dms:ModifyReplicationInstance',
      input: { ReplicationInstanceArn: alone.arn, MultiAZ: true },
    };
    const change: Change = {
      resource: { type: alone.type, id: alone.id, arn: alone.arn, account: ACCOUNT, region: REGION },
      api,
      properties: [],
    };
    const whole = estate({});
    expect(applyChanges(whole, [change])).toEqual(whole);
  });
});

describe('a rule that a group has is not added again', () => {
  const everywhere = cidr('0.0.0.0/0');
  const dual = (over: Partial<NetworkInterface> = {}) =>
    aNetworkInterface({ ipv6Addresses: ['2001:db8::10'], ...over });
  const opening = (over: Partial<RegionFacts>): Plan =>
    planFixes(
      {
        account: ACCOUNT,
        whole: accountWith({
          instances: listed(anInstance({ multiAz: false, secondaryAvailabilityZone: null })),
          ...networkOf(),
          ...over,
        }),
        rules: [instanceEgressIsOpen],
        settings,
      },
      () => true,
    );
  const permissionsIn = ({ fixes }: Plan): unknown =>
    fixes.flatMap(({ changes }) =>
      changes.map(({ api }) => ('IpPermissions' in api.input ? api.input.IpPermissions : api.call)),
    );

  it.each([
    [
      'everything by IPv4',
      [allTrafficOf(everywhere)],
      [{ IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
    ],
    [
      'everything by IPv6',
      [allTrafficOf(cidr('::/0'))],
      [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    ],
    [
      'the same on one port',
      [tcpOf(443, everywhere)],
      [
        { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
        { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
      ],
    ],
  ])('beside %s', (_, egress, permissions) => {
    const plan = opening(networkOf({ interfaces: [dual()], groups: [aSecurityGroup({ egress })] }));
    expect(leftIn(plan)).toEqual([]);
    expect(permissionsIn(plan)).toEqual([permissions]);
  });

  it('nor twice for two interfaces of which one speaks IPv6', () => {
    const second = dual({ id: 'eni-2', privateAddresses: ['10.0.0.11'] });
    const plan = opening({
      instances: listed(anInstance({ multiAz: false, privateAddresses: ['10.0.0.10', '10.0.0.11'] })),
      ...networkOf({ interfaces: [aNetworkInterface(), second], groups: [aSecurityGroup({ egress: [] })] }),
    });
    expect(permissionsIn(plan)).toEqual([
      [
        { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
        { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
      ],
    ]);
  });

  it('in memory as little as by EC2, which refuses such a call as a whole', () => {
    const whole = accountWith(
      networkOf({
        groups: [aSecurityGroup({ ingress: [tcpOf(5432, members('sg-2'), cidr('10.0.0.0/8'))] })],
      }),
    );
    const authorized = (...cidrs: readonly string[]): AccountFacts =>
      applyChanges(whole, [
        {
          resource: {
            type: 'AWS::EC2::SecurityGroup',
            id: 'sg-1',
            arn: null,
            account: ACCOUNT,
            region: REGION,
          },
          api: {
            call: 'ec2:AuthorizeSecurityGroupIngress',
            input: {
              GroupId: 'sg-1',
              IpPermissions: [
                {
                  ...{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 },
                  IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
                },
              ],
            },
          },
          properties: [],
        },
      ]);
    expect(authorized('10.0.0.0/8', '10.1.0.0/16')).toEqual(whole);
    expect(authorized('10.1.0.0/16')).not.toEqual(whole);
  });

  it('nor a route for a block that a table leads elsewhere', () => {
    const whole = accountWith({ instances: listed(anInstance()), ...networkOf(), ...planOf() });
    const [finding] = instanceEgressIsOpen.evaluate(ACCOUNT, whole, settings);
    const routes = (cidr: string) =>
      finding === undefined
        ? []
        : changesFor(
            [{ add: 'route', routeTable: 'rtb-1', cidrs: [cidr], target: 'igw-1' }],
            aroundOf(finding, whole, { settings, taken: new Set() }),
          );
    expect(routes('0.0.0.0/0')).toBe(null);
    const made = routes('198.51.100.0/24') ?? [];
    const after = applyChanges(whole, made);
    expect(after).not.toEqual(whole);
    expect(applyChanges(after, made)).toEqual(after);
  });

  it('by no fix in random accounts', () => {
    const property = fc.property(randomAccount, (whole) => {
      const { fixes } = planFixes({ account: ACCOUNT, whole, rules, settings }, () => true, { mostAlone: 0 });
      for (const { changes } of fixes) {
        const calls = changes.filter(({ api }) => api.call.startsWith('ec2:Authorize'));
        for (const call of calls) expect(applyChanges(whole, [call])).not.toEqual(whole);
        const peers = calls.flatMap(({ api, resource }) =>
          'IpPermissions' in api.input
            ? api.input.IpPermissions.map((each) => JSON.stringify([api.call, resource.id, each]))
            : [],
        );
        expect(peers).toEqual([...new Set(peers)]);
      }
    });
    fc.assert(property, {
      numRuns: Math.max(2, Math.ceil(randomCases / 100)),
      includeErrorInReport: true,
      endOnFailure: true,
    });
  }, 60_000);
});
