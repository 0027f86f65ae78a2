import {
  DescribeConnectionsCommand,
  DescribeEndpointsCommand,
  DescribeInstanceProfilesCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/audit/judge.ts';
import { complete, cutShort, nothingToJudge } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import { denied } from './support/answers.ts';
import { anAws, collect } from './support/aws.ts';

type Aws = ReturnType<typeof anAws>;

/** Each call that was made in a Region or, by services without one, for the account. */
const callsOf = (aws: Aws): readonly string[] =>
  Object.entries(aws).flatMap(([service, client]) =>
    client
      .calls()
      .map(({ args: [{ constructor }] }) => `${service}:${constructor.name.replace('Command', '')}`),
  );
const ofRegions = (aws: Aws): readonly string[] =>
  callsOf(aws).filter((call) => !/^(iam|organizations):/.test(call));

const one = {
  instance: { ReplicationInstanceIdentifier: 'i', ReplicationInstanceArn: 'arn:aws:dms:r:a:rep:I' },
  endpoint: { EndpointIdentifier: 'e', EndpointArn: 'arn:aws:dms:r:a:endpoint:E', EngineName: 's3' },
  profile: { InstanceProfileArn: 'arn:aws:dms:r:a:instance-profile:P' },
};

/** What tells that there is no DMS in a Region: none of these is implied by another that is missing. */
const proof = [
  'dms:DescribeCertificates',
  'dms:DescribeDataMigrations',
  'dms:DescribeDataProviders',
  'dms:DescribeEndpoints',
  'dms:DescribeEventSubscriptions',
  'dms:DescribeInstanceProfiles',
  'dms:DescribeReplicationConfigs',
  'dms:DescribeReplicationInstances',
  'dms:DescribeReplicationSubnetGroups',
];

describe('a Region without DMS', () => {
  it('costs nine calls, whatever is judged', async () => {
    const aws = anAws();
    await collect();
    expect(ofRegions(aws).toSorted()).toEqual(proof);
  });

  it('costs as many in each of several Regions', async () => {
    const aws = anAws();
    await collect({ regions: ['eu-west-1', 'us-east-1', 'ap-south-1'] });
    expect(ofRegions(aws)).toHaveLength(3 * proof.length);
  });

  it('is known to have nothing of what was not asked for, and misses none of the rest', async () => {
    anAws();
    const account = await collect();
    const region = account.regions['eu-west-1'];
    expect(region).toMatchObject({
      tasks: complete([]),
      migrationProjects: complete([]),
      connections: complete([]),
      assessmentBuckets: complete([]),
      trails: cutShort([], nothingToJudge('cloudtrail:DescribeTrails')),
      eventDataStores: cutShort([], nothingToJudge('cloudtrail:ListEventDataStores')),
      eventRules: cutShort([], nothingToJudge('events:ListRules')),
    } satisfies Partial<RegionFacts>);
    const tool = { name: 'dms-auditor', version: '0' };
    const snapshot = { schemaVersion: '1', tool, takenAt: '2026-11-22T00:00:00.000Z' } as const;
    const { findings, coverage } = judge(
      { ...snapshot, accounts: { '111122223333': account } },
      { rules: catalogue, profile: 'all', settings: defaultSettings, tool, calls: 0 },
    );
    const ofRegion = <T extends { readonly region: string }>(all: readonly T[]) =>
      all.filter((each) => each.region === 'eu-west-1');
    expect(ofRegion(coverage.unread)).toEqual([]);
    expect(ofRegion(findings.map(({ rule, status, resource }) => ({ rule, status, ...resource })))).toEqual(
      expect.not.arrayContaining([expect.objectContaining({ status: 'UNKNOWN' })]),
    );
  });
});

describe('what a resource takes', () => {
  it.each([
    ['an instance, but no endpoint', { ReplicationInstances: [one.instance] }, { Endpoints: [] }],
    ['an endpoint, but no instance', { ReplicationInstances: [] }, { Endpoints: [one.endpoint] }],
  ])('%s: there can be no task and no connection', async (_, instances, endpoints) => {
    const aws = anAws();
    aws.dms.on(DescribeReplicationInstancesCommand).resolves(instances);
    aws.dms.on(DescribeEndpointsCommand).resolves(endpoints);
    await collect();
    expect(callsOf(aws)).not.toContain('dms:DescribeReplicationTasks');
    expect(callsOf(aws)).not.toContain('dms:DescribeConnections');
  });

  it('an instance and an endpoint: tasks and connections are asked for, and runs of no task are not', async () => {
    const aws = anAws();
    aws.dms.on(DescribeReplicationInstancesCommand).resolves({ ReplicationInstances: [one.instance] });
    aws.dms.on(DescribeEndpointsCommand).resolves({ Endpoints: [one.endpoint] });
    await collect();
    expect(aws.dms.commandCalls(DescribeReplicationTasksCommand)).toHaveLength(1);
    expect(aws.dms.commandCalls(DescribeConnectionsCommand)).toHaveLength(1);
    expect(callsOf(aws)).not.toContain('dms:DescribeReplicationTaskAssessmentRuns');
    expect(callsOf(aws)).toEqual(
      expect.arrayContaining([
        'cloudtrail:DescribeTrails',
        'cloudtrail:ListEventDataStores',
        'events:ListRules',
      ]),
    );
  });

  it('an instance profile, but no data provider: there can be no migration project', async () => {
    const aws = anAws();
    aws.dms.on(DescribeInstanceProfilesCommand).resolves({ InstanceProfiles: [one.profile] });
    await collect();
    expect(callsOf(aws)).not.toContain('dms:DescribeMigrationProjects');
  });

  it('a listing that was refused proves nothing', async () => {
    const aws = anAws();
    aws.dms.on(DescribeReplicationInstancesCommand).rejects(denied);
    aws.dms.on(DescribeEndpointsCommand).rejects(denied);
    await collect();
    expect(callsOf(aws)).toEqual(
      expect.arrayContaining([
        'dms:DescribeReplicationTasks',
        'dms:DescribeConnections',
        'cloudtrail:DescribeTrails',
        'events:ListRules',
      ]),
    );
  });

  it('nor does one that nobody asked for', async () => {
    const aws = anAws();
    await collect({ facts: new Set(['tasks', 'connections', 'assessmentBuckets', 'trails', 'eventRules']) });
    expect(callsOf(aws)).toEqual(
      expect.arrayContaining([
        'dms:DescribeReplicationTasks',
        'dms:DescribeConnections',
        'cloudtrail:DescribeTrails',
      ]),
    );
  });

  it('event data stores are read in every Region if DMS uses keys in one', async () => {
    const aws = anAws();
    let first = true;
    aws.dms.on(DescribeReplicationInstancesCommand).callsFake(() => {
      const ReplicationInstances = first ? [one.instance] : [];
      first = false;
      return { ReplicationInstances };
    });
    await collect({ regions: ['eu-west-1', 'us-east-1'] });
    const named = (call: string): number => callsOf(aws).filter((each) => each === call).length;
    expect(named('cloudtrail:ListEventDataStores')).toBe(2);
    expect(named('cloudtrail:DescribeTrails')).toBe(1);
  });
});
