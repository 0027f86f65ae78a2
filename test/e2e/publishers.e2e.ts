import {
  DeleteReplicationTaskCommand,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configTriggerOf } from '../../src/model/config-trigger.ts';
import { noteChange } from '../../src/publish/scan-lock.ts';
import type { StateTable } from '../../src/publish/state-table.ts';
import { catalogue } from '../../src/rules/index.ts';
import { annotationsOf, evaluationsOf, makeBucket, makeConfigRule } from './support/account-services.ts';
import { findProxy, freshAccount, region } from './support/aws.ts';
import { scheduled } from './support/config-events.ts';
import { buildEstate } from './support/estate.ts';
import { environmentOf, type RunningFunction, startFunction } from './support/lambda/function.ts';
import { makeStateTable } from './support/state-table.ts';

const proxy = await findProxy();
/** Of those that join several things; a rule on a change reads its own resources each time. */
const forty = catalogue
  .filter((rule) => configTriggerOf(rule) === 'schedule')
  .slice(0, 40)
  .map(({ id }) => id);
const nameOf = (rule: string): string => `dms-auditor-${rule}`;
/** As a conformance pack makes names: above 64 characters AWS Config does not tell what a rule reported. */
const longName = `dms-auditor-task-logs-source-conformance-pack-${'x'.repeat(54)}`;
const exceptedName = 'dms-auditor-instance-is-private-excepted';
const instanceType = 'AWS::DMS::ReplicationInstance';
const taskType = 'AWS::DMS::ReplicationTask';

describe('scheduled rules, as they are packaged', () => {
  const fresh = freshAccount();
  const { account } = fresh;
  let environment: Readonly<Record<string, string>>;
  let table: StateTable;
  let objects: () => Promise<Readonly<Record<string, string>>>;
  /** Several execution environments of one function: each takes one event at a time. */
  const workers: RunningFunction[] = [];
  let hour = 5;

  beforeAll(async () => {
    await buildEstate(fresh);
    const names = new Set([...forty, 'task-logs-source'].map(nameOf));
    for (const name of [...names, longName, exceptedName]) await makeConfigRule(fresh, name);
    const bucket = await makeBucket(fresh);
    objects = bucket.objects;
    table = await makeStateTable(fresh);
    environment = {
      ...(await environmentOf(fresh)),
      DMS_AUDITOR_HOME_REGION: region,
      DMS_AUDITOR_REGIONS: region,
      DMS_AUDITOR_RESULTS_BUCKET: bucket.bucket,
      DMS_AUDITOR_STATE_TABLE: table.name,
    };
    for (let worker = 0; worker < 6; worker++) workers.push(await startFunction('configRule', environment));
  });
  afterAll(() => Promise.all(workers.map((worker) => worker.stop())));

  const firstWorker = (): RunningFunction => workers[0] ?? noWorker();
  const noWorker = (): never => {
    throw new Error('no function is running');
  };
  const at = (time: number): string => `2026-11-02T${String(time).padStart(2, '0')}:00:00.000Z`;
  const due = (rule: string, ruleName = nameOf(rule), parameters: object = {}, time = hour): object =>
    scheduled({ account, ruleName, ruleParameters: JSON.stringify({ rule, ...parameters }) }, at(time));

  /** All at once; those that throw come again, as AWS Lambda has it. Gives how many came again. */
  async function invokeAll(events: readonly object[]): Promise<number> {
    const left = await Promise.all(
      events.map(async (event, index) => {
        const { error } = await (workers[index % workers.length] ?? noWorker()).invoke(event);
        if (error !== null && !error.errorMessage.includes('is being scanned'))
          throw new Error(error.errorMessage);
        return error === null ? [] : [event];
      }),
    );
    const again = left.flat();
    for (const event of again) expect((await firstWorker().invoke(event)).error).toBeNull();
    return again.length;
  }

  it.skipIf(proxy === null)('forty at once read the account once, and each reports its own', async () => {
    await proxy?.inject({});
    await invokeAll(forty.map((rule) => due(rule)));
    const { byAction = {} } = (await proxy?.stats()) ?? {};
    const listings = Object.entries(byAction).filter(([action]) =>
      /^dms:Describe|^iam:GetAccountAuthorizationDetails$/.test(action),
    );
    expect(listings.length).toBeGreaterThan(12);
    expect(listings.filter(([, calls]) => calls !== 1)).toEqual([]);
    for (const rule of ['instance-is-private', 'endpoint-requires-tls'].filter((id) => forty.includes(id)))
      expect((await evaluationsOf(fresh, nameOf(rule))).length, rule).toBeGreaterThan(0);
  });

  it('store a result, and the facts behind it', async () => {
    const keys = Object.keys(await objects());
    expect(keys).toContain(`results/${account}/latest.json.gz`);
    expect(keys).toContain(`snapshots/${account}/latest.json.gz`);
    expect(keys.filter((key) => /\/\d{4}\/\d\d\/\d\d\//.test(key))).toHaveLength(1);
  });

  it.skipIf(proxy === null)(
    'are published from what is stored, with parameters of their own too',
    async () => {
      await proxy?.inject({});
      hour += 1;
      const parameters = { 'require-roles': 'always' };
      await invokeAll([
        due('instance-is-private'),
        due('account-role-exists'),
        due('account-role-exists', undefined, parameters, hour + 1),
      ]);
      const { byAction = {} } = (await proxy?.stats()) ?? {};
      expect(Object.keys(byAction).filter((action) => /^(dms|iam|kms|ec2):/.test(action))).toEqual([]);
      hour += 1;
    },
  );

  it('fold what AWS Config has no type for into the account', async () => {
    await invokeAll([due('instance-is-private')]);
    const shown = await evaluationsOf(fresh, nameOf('instance-is-private'));
    expect(shown).toContain(`AWS::::Account ${account}: COMPLIANT`);
    expect(
      shown
        .filter((line) => line.startsWith(instanceType))
        .map((line) => line.split(': ')[1])
        .sort(),
    ).toEqual(['COMPLIANT', 'NON_COMPLIANT']);
    // The ids are those that AWS Config has them by.
    expect(shown.join()).not.toContain('arn:aws:dms');
  });

  it('say nothing new where the event is older than what is shown', async () => {
    const name = nameOf('instance-is-private');
    const before = await evaluationsOf(fresh, name);
    await invokeAll([due('endpoint-requires-tls', name, {}, 1)]);
    expect((await evaluationsOf(fresh, name)).filter((line) => line.startsWith(instanceType))).toEqual(
      before.filter((line) => line.startsWith(instanceType)),
    );
  });

  it('withdraw what is gone after a change, whatever the name of the rule', async () => {
    hour += 1;
    await invokeAll([due('task-logs-source'), due('task-logs-source', longName)]);
    const { ReplicationTasks = [] } = await fresh.dms.send(new DescribeReplicationTasksCommand({}));
    const silent = ReplicationTasks.find((task) => task.ReplicationTaskIdentifier === 'silent');
    const gone = `${taskType} ${silent?.ReplicationTaskArn?.split(':').at(-1) ?? ''}: NON_COMPLIANT`;
    for (const name of [nameOf('task-logs-source'), longName])
      expect(await evaluationsOf(fresh, name)).toContain(gone);
    const arn = silent?.ReplicationTaskArn;
    await fresh.dms.send(new DeleteReplicationTaskCommand({ ReplicationTaskArn: arn }));
    await noteChange(table, account, new Date().toISOString());
    await proxy?.inject({});
    hour += 1;
    await invokeAll([due('task-logs-source'), due('task-logs-source', longName)]);
    for (const name of [nameOf('task-logs-source'), longName]) {
      const shown = await evaluationsOf(fresh, name);
      expect(shown).not.toContain(gone);
      expect(shown.some((line) => line.startsWith(taskType))).toBe(true);
    }
    const { byAction = {} } = (await proxy?.stats()) ?? {};
    if (proxy !== null) expect(byAction['dms:DescribeReplicationTasks']).toBe(1);
    expect(Object.keys(await objects())).toContain(`published/${account}/${region}/${longName}.json.gz`);
  });

  it('keep what they said where something could not be listed', async () => {
    if (proxy === null) return;
    const before = await evaluationsOf(fresh, longName);
    await noteChange(table, account, new Date().toISOString());
    await proxy.inject({ deny: ['dms:DescribeReplicationTasks'] });
    hour += 1;
    await invokeAll([due('task-logs-source', longName)]);
    await proxy.inject({});
    const shown = await evaluationsOf(fresh, longName);
    expect(shown.filter((line) => line.startsWith(taskType))).toEqual(
      before.filter((line) => line.startsWith(taskType)),
    );
    expect(shown).toContain(`AWS::::Account ${account}: NON_COMPLIANT`);
  });

  it('show an exception with its owner and last day', async () => {
    const settings = `exceptions:
  - rule: instance-is-private
    resource: careless
    owner: db-team
    reason: moves next month
    expires: 2099-01-31
`;
    const lambda = await startFunction('configRule', environment, settings);
    hour += 1;
    expect((await lambda.invoke(due('instance-is-private', exceptedName))).error).toBeNull();
    expect(await annotationsOf(fresh, exceptedName)).toContainEqual(
      expect.stringMatching(/^excepted until 2099-01-31 by db-team: .* \(moves next month\)$/),
    );
    const shown = async () =>
      (await evaluationsOf(fresh, exceptedName))
        .filter((line) => line.startsWith(instanceType))
        .map((line) => line.split(': ')[1])
        .sort();
    expect(await shown()).toEqual(['COMPLIANT', 'NON_COMPLIANT']);
    hour += 1;
    const green = due('instance-is-private', exceptedName, { 'exceptions-as': 'COMPLIANT' });
    expect((await lambda.invoke(green)).error).toBeNull();
    await lambda.stop();
    expect(await shown()).toEqual(['COMPLIANT', 'COMPLIANT']);
  });

  it('refuse a message that no rule of ours is triggered by, once', async () => {
    const event = scheduled({ account, ruleName: exceptedName });
    const delivered = {
      ...event,
      invokingEvent: JSON.stringify({ messageType: 'ConfigurationSnapshotDeliveryCompleted', s3Bucket: 'b' }),
    };
    expect((await firstWorker().invoke(delivered)).error).toBeNull();
    expect(firstWorker().log()).toContain('ConfigurationSnapshotDeliveryCompleted');
  });

  it('never log a token', () => {
    expect(workers.map((worker) => worker.log()).join('')).not.toContain('::token');
  });
});
