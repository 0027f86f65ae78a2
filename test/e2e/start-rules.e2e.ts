import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iamCall, recordedChange } from '../audit/start-rules/messages.ts';
import { findProxy, freshAccount, region } from './support/aws.ts';
import { environmentOf, type RunningFunction, startFunction } from './support/lambda/function.ts';
import { makeQueue } from './support/queues.ts';
import { scheduledRulesOf } from './support/scheduled-rules.ts';
import { makeStateTable } from './support/state-table.ts';

const proxy = await findProxy();
const other = 'eu-west-1';
const ingress = 'instance-ingress-is-closed';
const roles = 'role-trust-is-guarded';
// As a conformance pack calls it.
const longName = `dms-auditor-${ingress}-conformance-pack-${'x'.repeat(60)}`;

describe('start-rules, as it is packaged', () => {
  const fresh = freshAccount();
  const { account } = fresh;
  const rules = scheduledRulesOf(fresh);
  let table: Awaited<ReturnType<typeof makeStateTable>>;
  let lambda: RunningFunction;
  let changes: Awaited<ReturnType<typeof makeQueue>>;
  let starts: Awaited<ReturnType<typeof makeQueue>>;

  beforeAll(async () => {
    await rules.make(region, ingress);
    await rules.make(region, ingress, longName);
    await rules.make(region, 'key-rotates');
    await rules.make(region, roles);
    await rules.make(other, ingress);
    table = await makeStateTable(fresh);
    changes = await makeQueue(fresh, 'changes', { VisibilityTimeout: '0' });
    // Deployed, it holds messages back for a minute.
    starts = await makeQueue(fresh, 'starts.fifo', { FifoQueue: 'true', VisibilityTimeout: '0' });
    lambda = await startFunction('startRules', {
      ...(await environmentOf(fresh)),
      DMS_AUDITOR_REGIONS: `${region},${other}`,
      DMS_AUDITOR_STARTS_QUEUE_URL: starts.url,
      DMS_AUDITOR_CONFIG_RULE_FUNCTION: rules.functionName,
      DMS_AUDITOR_STATE_TABLE: table.name,
    });
  });
  afterAll(() => lambda.stop());

  const own = { account, region, time: '2026-11-02T05:00:20Z' };
  const aGroup = (over: object = {}): object =>
    recordedChange('AWS::EC2::SecurityGroup', { ...own, ...over });
  const startedIn = async (where: string): Promise<readonly string[]> =>
    Object.entries(await rules.startsIn(where))
      .filter(([, at]) => at !== null)
      .map(([name]) => name)
      .toSorted();
  const changedAt = async (): Promise<unknown> =>
    (await table.items()).find((each) => each['account'] === account && each['item'] === 'scan')?.[
      'changedAt'
    ];

  it('makes one start a rule of a burst of changes', async () => {
    for (let index = 0; index < 50; index++) await changes.send(aGroup());
    let worked = 0;
    while (worked < 50) {
      const { messages, again, error } = await changes.handTo(lambda);
      expect({ again, error }).toEqual({ again: 0, error: null });
      expect(messages).toBeGreaterThan(0);
      worked += messages;
    }
    expect(await startedIn(region)).toEqual([]);
    expect(await starts.handTo(lambda)).toEqual({ messages: 2, again: 0, error: null });
    expect(await starts.handTo(lambda)).toMatchObject({ messages: 0 });
    expect(await startedIn(region)).toEqual([longName, ingress].toSorted());
    expect(await startedIn(other)).toEqual([]);
    expect(await changedAt()).toBe('2026-11-02T05:01:00.000Z');
  });

  it('takes back for later what AWS Config refuses within a minute, and starts the others of the call', async () => {
    const first = await rules.startsIn(region);
    await changes.send(aGroup({ time: '2026-11-02T05:02:00Z' }));
    await changes.send(iamCall('PutRolePolicy', {}, { ...own, time: '2026-11-02T05:02:00Z' }));
    expect(await changes.handTo(lambda)).toEqual({ messages: 2, again: 0, error: null });
    expect(await starts.handTo(lambda)).toEqual({ messages: 3, again: 2, error: null });
    expect(await rules.startsIn(region)).toMatchObject({ ...first, [roles]: expect.any(Number) as number });
    // What rules publish from has to be as new as the change that could not be told yet.
    expect(await changedAt()).toBe('2026-11-02T05:03:00.000Z');
    expect(await starts.handTo(lambda)).toMatchObject({ messages: 2, again: 2 });
  });

  it('starts the rules of the Region of a change that was forwarded', async () => {
    await changes.send(aGroup({ region: other, time: '2026-11-02T05:00:00Z' }));
    await changes.handTo(lambda);
    await starts.handTo(lambda);
    expect(await startedIn(other)).toEqual([ingress]);
    // An older change takes nothing back.
    expect(await changedAt()).toBe('2026-11-02T05:03:00.000Z');
  });

  it('tells of a change in another account, and starts nothing for it', async () => {
    await changes.send(recordedChange('AWS::KMS::Key', { ...own, account: '222222222222' }));
    expect(await changes.handTo(lambda)).toEqual({ messages: 1, again: 0, error: null });
    expect(lambda.log()).toContain('it is of another account than this function');
    await starts.handTo(lambda);
    expect(await startedIn(region)).not.toContain('key-rotates');
  });

  it.skipIf(proxy === null)(
    'gives back a change whose starts it cannot queue, and queues them the next time',
    async () => {
      await proxy?.inject({ deny: ['sqs:SendMessageBatch@*'] });
      await changes.send(recordedChange('AWS::KMS::Key', own));
      const refused = await changes.handTo(lambda);
      await proxy?.inject({});
      expect(refused).toMatchObject({
        again: 1,
        error: expect.stringContaining('sqs:SendMessage to') as string,
      });
      expect(await changes.handTo(lambda)).toEqual({ messages: 1, again: 0, error: null });
      await starts.handTo(lambda);
      expect(await startedIn(region)).toContain('key-rotates');
    },
  );
});
