import { type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeReplicationTasksCommand } from '@aws-sdk/client-database-migration-service';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setsCredentials } from '../../src/collect/cloudtrail/credential-fields.ts';
import { complete, cutShort, notCollected, nothingToJudge } from '../../src/model/lookup.ts';
import { randomCases } from '../support/random-snapshots.ts';
import { denied } from './support/answers.ts';
import { anAws, collect } from './support/aws.ts';

const call = 'cloudtrail:LookupEvents';
const arn = 'arn:aws:dms:eu-west-1:111122223333:endpoint:A';
const at = '2026-11-20T08:00:00.000Z';

/** An event as CloudTrail gives it: what is told beside, and the record as text. */
const anEvent = (parameters: unknown, record: object = {}, event: Partial<Event> = {}): Event => ({
  EventName: 'ModifyEndpoint',
  EventSource: 'dms.amazonaws.com',
  EventTime: new Date(at),
  Username: 'hostile',
  CloudTrailEvent: JSON.stringify({
    userIdentity: { arn: 'hostile' },
    sourceIPAddress: 'hostile',
    requestParameters: parameters,
    responseElements: { endpoint: { serverName: 'hostile' } },
    ...record,
  }),
  ...event,
});

/** An account in which a task of this status is; null: DMS does not report it. */
function withTask(Status: string | null = 'running') {
  const aws = anAws();
  const task = { ReplicationTaskIdentifier: 't', ReplicationTaskArn: 'arn:t' };
  aws.dms.on(DescribeReplicationTasksCommand).resolves({
    ReplicationTasks: [Status === null ? task : { ...task, Status }],
  });
  return aws;
}

const changes = async () =>
  (await collect({ facts: new Set(['endpointChanges']) })).regions['eu-west-1']?.endpointChanges;

async function told(...Events: readonly Event[]) {
  withTask()
    .cloudtrail.on(LookupEventsCommand)
    .resolves({ Events: [...Events] });
  return changes();
}

describe('changes of endpoints', () => {
  it('tell which endpoint, when, and whether credentials were set; nothing else of an event', async () => {
    const found = await told(anEvent({ endpointArn: arn, username: 'hostile', password: '****' }));
    expect(found).toEqual(complete([{ endpointArn: arn, at, credentials: true }]));
    expect(JSON.stringify(found)).not.toContain('hostile');
  });

  it('are all that the event history holds, page after page', async () => {
    const aws = withTask();
    const page = (name: string) => [anEvent({ endpointArn: name, port: 5432 })];
    aws.cloudtrail.on(LookupEventsCommand).resolves({ Events: page('a'), NextToken: 'more' });
    aws.cloudtrail.on(LookupEventsCommand, { NextToken: 'more' }).resolves({ Events: page('b') });
    expect((await changes())?.items.map(({ endpointArn }) => endpointArn)).toEqual(['a', 'b']);
    const LookupAttributes = [{ AttributeKey: 'EventName', AttributeValue: 'ModifyEndpoint' }];
    expect(aws.cloudtrail.commandCalls(LookupEventsCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { LookupAttributes, MaxResults: 50, NextToken: undefined },
      { LookupAttributes, MaxResults: 50, NextToken: 'more' },
    ]);
  });

  it.each([
    ['that was refused', anEvent({ endpointArn: arn, password: '****' }, { errorCode: 'AccessDenied' })],
    ['of another service', anEvent({ endpointArn: arn }, {}, { EventSource: 'other.amazonaws.com' })],
    [
      'of another service, as the record alone tells',
      anEvent({ endpointArn: arn }, { eventSource: 'other.amazonaws.com' }, { EventSource: '' }),
    ],
  ])('leave out a call %s', async (_, event) => {
    expect(await told(event)).toEqual(complete([]));
  });

  it.each([
    ['no JSON', 'hostile'],
    ['JSON that is no record', '"hostile"'],
    ['a list', '[{"requestParameters":{"password":"x"}}]'],
    ['without parameters', '{"requestParameters":null}'],
    ['with parameters that are no object', '{"requestParameters":"hostile"}'],
    ['with an ARN that is none', '{"requestParameters":{"endpointArn":7}}'],
    ['without a record', undefined],
  ])('tell neither which nor what where the record is %s', async (_, CloudTrailEvent) => {
    const event = { EventSource: 'dms.amazonaws.com', EventTime: new Date(at) };
    const found = await told(CloudTrailEvent === undefined ? event : { ...event, CloudTrailEvent });
    expect(found).toEqual(complete([{ endpointArn: null, at, credentials: null }]));
  });

  it('are not whole where an event has no time', async () => {
    const found = await told(
      anEvent({ endpointArn: arn, password: '****' }),
      anEvent({ endpointArn: arn }, {}, { EventTime: new Date(Number.NaN) }),
    );
    expect(found).toEqual(
      cutShort([{ endpointArn: arn, at, credentials: true }], {
        ...notCollected(call),
        error: 'MalformedAnswer',
      }),
    );
  });

  it('keep what was read where the next page is refused', async () => {
    const aws = withTask();
    aws.cloudtrail
      .on(LookupEventsCommand)
      .resolves({ Events: [anEvent({ endpointArn: arn, port: 1 })], NextToken: 'more' });
    aws.cloudtrail.on(LookupEventsCommand, { NextToken: 'more' }).rejects(denied);
    expect(await changes()).toMatchObject({
      items: [{ endpointArn: arn, credentials: false }],
      complete: false,
      unread: { call, error: 'AccessDeniedException' },
    });
  });

  it.each([['stopped'], [null]])('are not asked for where no task runs: status %s', async (status) => {
    const aws = withTask(status);
    expect(await changes()).toEqual(cutShort([], nothingToJudge(call)));
    expect(aws.cloudtrail.calls()).toEqual([]);
  });

  it('are not asked for where nobody needs them', async () => {
    const aws = withTask();
    const facts = await collect({ facts: new Set(['tasks', 'trails']) });
    expect(facts.regions['eu-west-1']?.endpointChanges).toEqual(cutShort([], notCollected(call)));
    expect(aws.cloudtrail.commandCalls(LookupEventsCommand)).toEqual([]);
  });
});

describe('parameters of ModifyEndpoint', () => {
  const endpointArn = arn;
  it.each<[unknown, boolean | null]>([
    [{ endpointArn, password: '****' }, true],
    [{ endpointArn, Password: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, true],
    [{ endpointArn, username: 'app' }, true],
    [{ endpointArn, serverName: 'db' }, true],
    [{ endpointArn, certificateArn: 'arn:c' }, true],
    [{ endpointArn, postgreSQLSettings: { secretsManagerSecretId: 'db' } }, true],
    [{ endpointArn, postgreSQLSettings: { secretsManagerAccessRoleArn: 'arn:r' } }, true],
    [{ endpointArn, oracleSettings: { asmPassword: '****' } }, true],
    [{ endpointArn, kafkaSettings: { saslPassword: '****' } }, true],
    [{ endpointArn, redisSettings: { authPassword: '****' } }, true],
    [{ endpointArn, mongoDbSettings: { authType: 'no' } }, true],
    [{ endpointArn, s3Settings: { serviceAccessRoleArn: 'arn:r', bucketName: 'b' } }, true],
    [{ endpointArn, list: [{ password: '****' }] }, true],
    [{ endpointArn, port: 5432 }, false],
    [{ endpointArn, port: 5432, username: '' }, false],
    [{ endpointArn, sslMode: 'require', databaseName: 'x', password: null }, false],
    [{ endpointArn, s3Settings: { bucketFolder: 'password' } }, false],
    // A user and a password can stand in attributes.
    [{ endpointArn, port: 5432, extraConnectionAttributes: 'a=b' }, null],
    [{ endpointArn, port: 5432, extraConnectionAttributes: '' }, false],
    // CloudTrail left something out.
    [{ endpointArn, port: 5432, omitted: true }, null],
    [{ omitted: true }, null],
    [{ endpointArn, exactSettings: true, endpointIdentifier: 'new' }, null],
    [{ endpointArn }, null],
    [{}, null],
    [null, null],
    ['password', null],
    [['password'], null],
  ])('%j: %s', (parameters, expected) => {
    expect(setsCredentials(parameters)).toBe(expected);
  });

  it('are looked through to any depth without a fault', () => {
    let deep: unknown = { password: '****' };
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(setsCredentials({ deep })).toBe(true);
  });

  it('never throw, and with a password among them set credentials', () => {
    const property = fc.property(fc.jsonValue(), (value) => {
      expect([true, false, null]).toContain(setsCredentials(value));
      expect(setsCredentials([value, { password: '****' }])).toBe(true);
    });
    fc.assert(property, { numRuns: randomCases });
  });
});
