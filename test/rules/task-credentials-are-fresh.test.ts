import { expect, it } from 'vitest';
import type { EndpointChange } from '../../src/model/endpoint-changes.ts';
import { complete, cutShort, known, type Lookup, notCollected, unread } from '../../src/model/lookup.ts';
import type { Endpoint, ReplicationTask } from '../../src/model/resources.ts';
import type { Secret, SecretVersion } from '../../src/model/secrets.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import { taskCredentialsAreFresh } from '../../src/rules/task-credentials-are-fresh.ts';
import { ACCOUNT, accountWith, anEndpoint, aTask, listed } from '../support/builders.ts';
import { anEndpointChange, lookingUp } from '../support/endpoint-change-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused, throttled } from './unread.ts';

const before = '2026-10-01T00:00:00.000Z';
const started = '2026-10-20T06:00:00.000Z';
const after = '2026-10-30T00:00:00.000Z';

const reading = (secret: string, over: Partial<Endpoint> = {}): Endpoint =>
  anEndpoint({ settings: { PostgreSQLSettings: { SecretsManagerSecretId: secret } }, ...over });
const target = (over: Partial<Endpoint> = {}): Endpoint =>
  anEndpoint({
    ...{ id: 'endpoint-2', arn: anEndpoint().arn.replace('ENDPOINT1', 'ENDPOINT2') },
    credentials: 'stored',
    ...over,
  });
const created = (createdAt: string): Lookup<SecretVersion | null> => known({ createdAt });

const described = (lastChanged: string | null): Lookup<Secret | null> =>
  known({
    arn: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:db',
    kmsKeyId: null,
    rotationEnabled: null,
    lastChanged,
    deleted: false,
  });

interface Estate {
  readonly task?: Partial<ReplicationTask>;
  readonly source?: Endpoint;
  readonly target?: Endpoint;
  readonly versions?: RegionFacts['secretVersions'];
  readonly region?: Partial<RegionFacts>;
}

/** A running task whose source takes its credentials from a secret. */
const estate = ({ task, versions = { db: created(before) }, region, ...ends }: Estate = {}): AccountFacts =>
  accountWith({
    tasks: listed(aTask(task)),
    endpoints: listed(ends.source ?? reading('db'), ends.target ?? target()),
    secretVersions: versions,
    secrets: Object.fromEntries(Object.keys(versions).map((name) => [name, described(before)])),
    ...region,
  });

const fresh = (secret: string): string => `secret ${secret} is as it was when the task started`;
const stale = (secret: string): string =>
  `secret ${secret} was changed at ${after}, after the task started at ${started}`;
const asm = {
  OracleSettings: { SecretsManagerSecretId: 'db', SecretsManagerOracleAsmSecretId: 'asm' },
};

const changing = (...changes: readonly Partial<EndpointChange>[]): Estate => ({
  region: { endpointChanges: complete(changes.map(anEndpointChange)) },
});
const stored = { source: anEndpoint({ credentials: 'stored' }) };
const [from, to] = [anEndpoint().arn, target().arn];
const kept = (arn: string): string => `endpoint ${arn} was given no other credentials since the task started`;
const given = (arn: string): string =>
  `endpoint ${arn} was given a user, a password or what else a task signs in with at 2026-10-25T12:00:00.000Z, after the task started at ${started}`;
const lookUp = 'cloudtrail:LookupEvents';
const long = '2026-06-01T00:00:00.000Z';
/** Ninety days before the facts were taken. */
const kept90 = '2026-08-03T03:00:00.000Z';

testRule(taskCredentialsAreFresh, {
  compliant: [
    { name: 'a secret that was changed before', account: estate(), because: fresh('db') },
    {
      name: 'a secret that was changed at the very moment',
      account: estate({ versions: { db: created(started) } }),
      because: fresh('db'),
    },
    {
      name: 'both endpoints with secrets',
      account: estate({
        target: target({ settings: { MySQLSettings: { SecretsManagerSecretId: 'warehouse' } } }),
        versions: { db: created(before), warehouse: created(before) },
      }),
      because: `${fresh('db')}; ${fresh('warehouse')}`,
    },
    {
      name: 'a secret that is not there: nothing new to read',
      account: estate({ versions: { db: known(null) } }),
      because: 'secret db is not there, or has no current version: nothing new to read',
    },
    {
      name: 'with lookup-events, endpoints that nobody changed',
      account: estate({ ...stored, ...changing() }),
      settings: lookingUp,
      because: `${kept(from)}; ${kept(to)}`,
    },
    {
      name: 'with lookup-events, an endpoint that was changed before the task started, and at that moment',
      account: estate({ ...stored, ...changing({ at: before }, { at: started }) }),
      settings: lookingUp,
      because: `${kept(from)}; ${kept(to)}`,
    },
    {
      name: 'with lookup-events, an endpoint of which something else was changed',
      account: estate({ ...stored, ...changing({ credentials: false }) }),
      settings: lookingUp,
      because: `${kept(from)}; ${kept(to)}`,
    },
    {
      name: 'with lookup-events, a change of an endpoint that is not the task’s',
      account: estate(changing({ endpointArn: `${from}-other` })),
      settings: lookingUp,
      because: `${fresh('db')}; ${kept(from)}; ${kept(to)}`,
    },
    {
      name: 'without lookup-events, a change of the endpoint that a snapshot happens to hold',
      account: estate(changing({})),
      because: fresh('db'),
    },
  ],
  nonCompliant: [
    {
      name: 'a secret that was changed since',
      account: estate({ versions: { db: created(after) } }),
      because: stale('db'),
      severity: 'LOW',
    },
    {
      name: 'the secret of the target',
      account: estate({
        source: anEndpoint(),
        target: reading('db', { arn: target().arn, direction: 'target' }),
        versions: { db: created(after) },
      }),
      because: stale('db'),
    },
    {
      name: 'the secret of Oracle ASM',
      account: estate({
        source: anEndpoint({ engine: 'oracle', settings: asm }),
        versions: { db: created(before), asm: created(after) },
      }),
      because: stale('asm'),
    },
    {
      name: 'a secret that an attribute names',
      account: estate({
        source: anEndpoint({ extraConnectionAttributes: { secretsmanagersecretid: 'db' } }),
        versions: { db: created(after) },
      }),
      because: stale('db'),
    },
    {
      name: 'one secret, where the other was refused',
      account: estate({
        source: anEndpoint({ engine: 'oracle', settings: asm }),
        versions: { db: created(after), asm: unread(denied('secretsmanager:ListSecretVersionIds', 'asm')) },
      }),
      because: stale('db'),
    },
    {
      name: 'with lookup-events, a source that was given another password',
      account: estate({ ...stored, ...changing({}) }),
      settings: lookingUp,
      because: given(from),
      severity: 'LOW',
      witness: {
        kind: 'list',
        items: [
          `EndpointArn: ${from}`,
          'eventTime of ModifyEndpoint: 2026-10-25T12:00:00.000Z',
          `ReplicationTaskStats.StartDate: ${started}`,
        ],
      },
    },
    {
      name: 'with lookup-events, a target that was given another password, past other changes',
      account: estate({ ...stored, ...changing({ at: before }, { credentials: null }, { endpointArn: to }) }),
      settings: lookingUp,
      because: given(to),
    },
    {
      name: 'with lookup-events, a change on a page before one that was refused',
      account: estate({
        ...stored,
        region: { endpointChanges: cutShort([anEndpointChange()], denied(lookUp)) },
      }),
      settings: lookingUp,
      because: given(from),
    },
    {
      name: 'with lookup-events, a task of long ago',
      account: estate({ ...stored, task: { startedAt: long }, ...changing({}) }),
      settings: lookingUp,
      because: given(from).replace(started, long),
    },
    {
      name: 'with lookup-events, a secret that was changed since',
      account: estate({ versions: { db: created(after) }, ...changing() }),
      settings: lookingUp,
      because: stale('db'),
    },
  ],
  notApplicable: [
    {
      name: 'a task that is stopped',
      account: estate({ task: { status: 'stopped' }, versions: { db: created(after) } }),
      because: 'it is not running: its status is stopped',
    },
    {
      name: 'endpoints without a secret',
      account: estate({ source: anEndpoint({ credentials: 'stored' }) }),
      because:
        'neither endpoint takes credentials from a secret, and whether an endpoint was changed since is not judged',
    },
  ],
  unknown: [
    {
      name: 'a version that may have become the current one since',
      account: estate({ region: { secrets: { db: described(after) } } }),
      because: `secret db was changed at ${after}, after the task started at ${started}; whether its value was is not told`,
    },
    {
      name: 'versions that were refused',
      account: estate({ versions: { db: unread(denied('secretsmanager:ListSecretVersionIds', 'db')) } }),
      because: 'secretsmanager:ListSecretVersionIds of db failed (AccessDeniedException)',
    },
    {
      name: 'versions that nobody asked for',
      account: estate({ versions: {} }),
      because: 'secretsmanager:ListSecretVersionIds of db was not asked when the snapshot was taken',
    },
    {
      name: 'a start that DMS does not report',
      account: estate({ task: { startedAt: null } }),
      because: 'DMS does not report ReplicationTaskStats.StartDate',
    },
    {
      name: 'a status that DMS does not report',
      account: estate({ task: { status: null } }),
      because: 'DMS does not report Status',
    },
    {
      name: 'a secret that DMS does not name',
      account: estate({ source: anEndpoint({ credentials: 'secret' }) }),
      because: 'DMS does not report SecretsManagerSecretId',
    },
    {
      name: 'an endpoint that DMS does not report',
      account: estate({ task: { targetEndpointArn: null } }),
      because: 'DMS does not report the ARNs of its endpoints',
    },
    {
      name: 'endpoints that could not be listed',
      account: estate({ region: { endpoints: refused('dms:DescribeEndpoints') } }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
    {
      name: 'one endpoint that could not be listed',
      account: estate({ region: { endpoints: throttled('dms:DescribeEndpoints', reading('db')) } }),
      because: 'dms:DescribeEndpoints failed (ThrottlingException, transient)',
    },
    {
      name: 'an endpoint that is not among those listed',
      account: estate({ region: { endpoints: listed(reading('db')) } }),
      because: `its endpoint ${target().arn} is not listed`,
    },
    {
      name: 'with lookup-events, events that were refused',
      account: estate({ ...stored, region: { endpointChanges: refused(lookUp) } }),
      settings: lookingUp,
      because: `${lookUp} failed (AccessDeniedException)`,
    },
    {
      name: 'with lookup-events, events that nobody asked for',
      account: estate({ ...stored, region: { endpointChanges: cutShort([], notCollected(lookUp)) } }),
      settings: lookingUp,
      because: `${lookUp} was not asked when the snapshot was taken`,
    },
    {
      name: 'with lookup-events, a change that does not tell what was set',
      account: estate({ ...stored, ...changing({ credentials: null }) }),
      settings: lookingUp,
      because: `endpoint ${from} was changed at 2026-10-25T12:00:00.000Z, after the task started at ${started}; CloudTrail does not tell whether its credentials were`,
    },
    {
      name: 'with lookup-events, a change that does not tell of which endpoint',
      account: estate({ ...stored, ...changing({ endpointArn: null }) }),
      settings: lookingUp,
      because: `an endpoint was changed at 2026-10-25T12:00:00.000Z, after the task started at ${started}; CloudTrail does not tell which`,
    },
    {
      name: 'with lookup-events, a task that started before what CloudTrail keeps',
      account: estate({ ...stored, task: { startedAt: long, targetEndpointArn: from }, ...changing() }),
      settings: lookingUp,
      because: `whether endpoint ${from} was changed between the start of the task at ${long} and ${kept90} is not known: CloudTrail tells of 90 days`,
    },
    {
      name: 'with lookup-events, a start that DMS does not report, though nobody changed anything',
      account: estate({ ...stored, task: { startedAt: null }, ...changing() }),
      settings: lookingUp,
      because: 'DMS does not report ReplicationTaskStats.StartDate',
    },
  ],
});

it('what is not judged is said, and a failure shows both moments', () => {
  const [verdict] = taskCredentialsAreFresh.evaluate(ACCOUNT, estate(), defaultSettings);
  expect(verdict?.assumes).toEqual(['neither endpoint was itself changed since the task started']);
  const [looked] = taskCredentialsAreFresh.evaluate(ACCOUNT, estate({ ...stored, ...changing() }), lookingUp);
  expect(looked?.assumes).toEqual([
    'CloudTrail told of every change of its endpoints, and named every field that it set',
  ]);
  const changed = estate({ versions: { db: created(after) } });
  const [failure] = taskCredentialsAreFresh.evaluate(ACCOUNT, changed, defaultSettings);
  expect(failure?.witness).toEqual({
    kind: 'list',
    items: [
      'SecretId: db',
      `CreatedDate of AWSCURRENT: ${after}`,
      `ReplicationTaskStats.StartDate: ${started}`,
    ],
  });
});
