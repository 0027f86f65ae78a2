import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import type { StoredFinding } from '../../src/model/known-finding.ts';
import { openFindingStore } from '../../src/publish/finding-store.ts';
import { openStateTable } from '../../src/publish/state-table.ts';
import { ACCOUNT, REGION, TAKEN_AT } from '../support/builders.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const store = openFindingStore(
  openStateTable('state', {
    region: REGION,
    credentials: () => Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }),
  }),
);
const refused = Object.assign(new Error('no'), { name: 'ConditionalCheckFailedException' });
const place = { rule: 'instance-is-private', account: ACCOUNT, region: REGION };
const placeKey = { account: ACCOUNT, item: `place#instance-is-private#${REGION}` };

const resource = {
  type: 'AWS::DMS::ReplicationInstance',
  id: 'a',
  arn: 'arn:a',
  account: ACCOUNT,
  region: REGION,
};
const stored = (over: Partial<StoredFinding> = {}): StoredFinding => ({
  id: 'instance-is-private@a',
  rule: 'instance-is-private',
  resource,
  status: 'NON_COMPLIANT',
  isUnseen: false,
  severity: 'HIGH',
  exception: { owner: 'team', reason: 'in work', expires: '2027-01-01' },
  takenAt: TAKEN_AT,
  because: 'PubliclyAccessible is true',
  decided: {
    at: TAKEN_AT,
    status: 'NON_COMPLIANT',
    severity: 'HIGH',
    exception: { owner: 'team', reason: 'in work', expires: '2027-01-01' },
    regions: [REGION],
    isGone: false,
  },
  firstSeen: TAKEN_AT,
  nightly: { at: TAKEN_AT, owner: 'one', isOpen: true, wasOpen: false },
  becauseHash: 'abc',
  lastChange: TAKEN_AT,
  lastAlert: null,
  heaviestTold: 'HIGH',
  untold: [
    {
      owner: 'one',
      toldTo: ['on-call'],
      until: TAKEN_AT,
      transition: {
        id: '1',
        change: 'worse',
        at: TAKEN_AT,
        finding: 'instance-is-private@a',
        rule: 'instance-is-private',
        resource,
        severity: 'HIGH',
        before: 'LOW',
        because: 'PubliclyAccessible is true',
      },
    },
  ],
  version: 3,
  ...over,
});
const passing = stored({ status: 'COMPLIANT', decided: null, untold: [] });

/** The item that a write puts. */
async function putItem(finding: StoredFinding) {
  dynamo.on(PutCommand).resolves({});
  expect(await store.write(finding)).toBe(true);
  return dynamo.commandCalls(PutCommand).at(-1)?.args[0].input.Item ?? {};
}

beforeEach(() => {
  dynamo.reset();
});

describe('a finding', () => {
  const key = { account: ACCOUNT, item: `finding#instance-is-private#${REGION}#instance-is-private@a` };

  it.each([
    ['that fails', stored()],
    ['that passes', passing],
    [
      'that was never told of',
      stored({ lastChange: null, firstSeen: null, lastAlert: TAKEN_AT, heaviestTold: null }),
    ],
  ])('%s is read as it was written', async (_, finding) => {
    const item = await putItem(finding);
    expect(item).toMatchObject(key);
    dynamo.on(GetCommand).resolves({ Item: item });
    expect(await store.finding(place, finding.id)).toEqual(finding);
    expect(dynamo.commandCalls(GetCommand)[0]?.args[0].input).toEqual({
      TableName: 'state',
      Key: key,
      ConsistentRead: true,
    });
  });

  it.each<readonly [string, Partial<StoredFinding>, Partial<StoredFinding>]>([
    ['fails', {}, { severity: 'HIGH', nightly: { at: TAKEN_AT, owner: '', isOpen: true, wasOpen: true } }],
    [
      'is not known from the start',
      { status: 'UNKNOWN', decided: null },
      {
        ...{ severity: null, exception: null },
        nightly: { at: TAKEN_AT, owner: '', isOpen: true, wasOpen: true },
      },
    ],
    [
      'never was open',
      { firstSeen: null, decided: null },
      { severity: null, exception: null, nightly: null },
    ],
  ])('that %s is read where an earlier release wrote it', async (_, over, read) => {
    const { isUnseen, severity, exception, nightly, ...item } = await putItem(stored(over));
    expect([isUnseen, severity, exception, nightly]).not.toContain(undefined);
    dynamo.on(GetCommand).resolves({ Item: item });
    expect(await store.finding(place, 'x')).toEqual(stored({ ...over, isUnseen: false, ...read }));
  });

  it.each([
    ['is written anew only where there is none', 1, { ConditionExpression: 'attribute_not_exists(#item)' }],
    [
      'follows on the version before',
      3,
      { ConditionExpression: '#version = :before', ExpressionAttributeValues: { ':before': 2 } },
    ],
  ])('%s', async (_, version, condition) => {
    await putItem(stored({ version }));
    expect(dynamo.commandCalls(PutCommand)[0]?.args[0].input).toMatchObject(condition);
  });

  it('is not written over another version', async () => {
    dynamo.on(PutCommand).rejects(refused);
    expect(await store.write(stored())).toBe(false);
  });

  it('is not kept: null', async () => {
    dynamo.on(GetCommand).resolves({});
    expect(await store.finding(place, 'x')).toBe(null);
  });

  it.each([
    ['passes', passing, Date.parse(TAKEN_AT) / 1000 + 90 * 24 * 60 * 60],
    ['fails', stored(), undefined],
    ['is not known', stored({ status: 'UNKNOWN', untold: [] }), undefined],
    ['passes, and nobody was told', stored({ status: 'COMPLIANT' }), undefined],
  ])('that %s expires at %s', async (_, finding, expires) => {
    expect((await putItem(finding))['expires']).toBe(expires);
  });

  it('of any length has a key and an item that DynamoDB takes', async () => {
    const long = stored({ id: 'ä'.repeat(600), because: 'word '.repeat(1_000) });
    const item = await putItem(long);
    expect(item['item']).toMatch(new RegExp(`^finding#instance-is-private#${REGION}#sha256:[0-9a-f]{64}$`));
    expect(item['id']).toBe(long.id);
    expect(String(item['because'])).toHaveLength(2_000);
  });

  it('of which as many changes are untold as are kept, with texts of any length, is one that DynamoDB takes', async () => {
    const because = '\u{20AC}'.repeat(5_000);
    const [entry] = stored().untold;
    const untold = Array.from({ length: 20 }, () => ({
      ...{
        owner: 'one',
        until: TAKEN_AT,
        toldTo: Array.from({ length: 50 }, (_, index) => `${index}`.padEnd(60, 'x')),
      },
      transition: { ...entry?.transition, because },
    }));
    const item = await putItem(stored({ because, untold } as Partial<StoredFinding>));
    expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThan(400_000);
  });

  it.each([
    ['status', { status: 'MAYBE' }],
    ['id', { id: 1 }],
    ['version', { version: '3' }],
    ['untold', { untold: {} }],
    ['toldTo', { untold: [{ ...stored().untold[0], toldTo: null }] }],
    ['heaviestTold', { heaviestTold: 'GRAVE' }],
    ['isUnseen', { isUnseen: null }],
    ['severity', { severity: 'GRAVE' }],
    ['owner', { exception: {} }],
    ['wasOpen', { nightly: { ...stored().nightly, wasOpen: 1 } }],
    ['regions', { decided: { ...stored().decided, regions: [1] } }],
    ['isGone', { decided: { ...stored().decided, isGone: 'no' } }],
    ['type', { resource: null }],
  ])('that is damaged at %s is said to be', async (name, damage) => {
    const item = await putItem(stored());
    dynamo.on(GetCommand).resolves({ Item: { ...item, ...damage } });
    await expect(store.finding(place, 'x')).rejects.toThrow(
      `of the state table is damaged at ${name}; delete it`,
    );
  });

  it('is found among all of its place, page by page', async () => {
    const item = await putItem(stored());
    dynamo
      .on(QueryCommand)
      .resolvesOnce({ Items: [item], LastEvaluatedKey: key })
      .resolvesOnce({ Items: [await putItem(passing)] });
    expect(await store.findingsIn(place)).toEqual([stored(), passing]);
    const [first, second] = dynamo.commandCalls(QueryCommand).map(({ args: [{ input }] }) => input);
    expect(first).toMatchObject({
      ConsistentRead: true,
      ExpressionAttributeValues: { ':account': ACCOUNT, ':prefix': `finding#instance-is-private#${REGION}#` },
    });
    expect(second?.ExclusiveStartKey).toEqual(key);
  });
});

describe('a place', () => {
  const hold = { owner: 'one', now: TAKEN_AT, until: '2026-11-01T03:01:00.000Z' };

  it.each([
    ['was never judged whole', {}, null],
    ['was judged whole', { judgedAt: TAKEN_AT }, TAKEN_AT],
  ])('is entered where it is free; it %s', async (_, Attributes, judgedAt) => {
    dynamo.on(UpdateCommand).resolves({ Attributes });
    expect(await store.enter(place, hold)).toEqual({ judgedAt });
    expect(dynamo.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      Key: placeKey,
      ConditionExpression: 'attribute_not_exists(#owner) OR #owner = :owner OR #until <= :now',
      ExpressionAttributeValues: { ':owner': 'one', ':now': TAKEN_AT, ':until': hold.until },
    });
  });

  it('is not entered while somebody else is in', async () => {
    dynamo.on(UpdateCommand).rejects(refused);
    expect(await store.enter(place, hold)).toBe(null);
  });

  it.each([
    [null, 'REMOVE #owner, #until'],
    [TAKEN_AT, 'SET #judgedAt = :at REMOVE #owner, #until'],
  ])('is left, judged whole at %s', async (judgedAt, UpdateExpression) => {
    dynamo.on(UpdateCommand).resolves({});
    expect(await store.leave(place, 'one', judgedAt)).toBe(true);
    expect(dynamo.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      Key: placeKey,
      ConditionExpression: '#owner = :owner',
      UpdateExpression,
    });
  });

  it('that somebody else has taken over is left to them, and is said to be', async () => {
    dynamo.on(UpdateCommand).rejects(refused);
    expect(await store.leave(place, 'one', TAKEN_AT)).toBe(false);
  });

  it.each([
    ['ResourceNotFoundException', 'there is no table state to keep state in'],
    ['AccessDeniedException', 'dynamodb:UpdateItem of state failed (AccessDeniedException)'],
  ])('tells of %s', async (name, message) => {
    dynamo.on(UpdateCommand).rejects(Object.assign(new Error('no'), { name }));
    await expect(store.enter(place, hold)).rejects.toThrow(message);
  });
});
