import {
  DescribeEndpointsCommand,
  DescribeReplicationInstancesCommand,
} from '@aws-sdk/client-database-migration-service';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsPerChange, configTriggerOf } from '../../src/model/config-trigger.ts';
import { catalogue } from '../../src/rules/index.ts';
import { annotationsOf, evaluationsOf, makeConfigRule } from './support/account-services.ts';
import { findProxy, freshAccount } from './support/aws.ts';
import { type ChangedItem, changed, oversized, scheduled } from './support/config-events.ts';
import { buildEstate } from './support/estate.ts';
import { environmentOf, type RunningFunction, startFunction } from './support/lambda/function.ts';

const proxy = await findProxy();
const changeRule = 'dms-auditor-instance-is-private';
const scheduleRule = 'dms-auditor-role-trust-is-guarded';
const unknownRule = 'dms-auditor-instance-ingress-is-closed';
const instanceType = 'AWS::DMS::ReplicationInstance';

describe('config-rule, as it is packaged', () => {
  const fresh = freshAccount();
  const { account } = fresh;
  let lambda: RunningFunction;
  const items: Record<string, ChangedItem> = {};

  beforeAll(async () => {
    await buildEstate(fresh);
    await makeConfigRule(fresh, changeRule);
    await makeConfigRule(fresh, scheduleRule);
    await makeConfigRule(fresh, unknownRule);
    const { ReplicationInstances } = await fresh.dms.send(new DescribeReplicationInstancesCommand({}));
    for (const {
      ReplicationInstanceArn: arn = '',
      ReplicationInstanceIdentifier: name = '',
    } of ReplicationInstances ?? []) {
      items[name] = {
        resourceType: instanceType,
        resourceId: arn.split(':').at(-1) ?? '',
        resourceName: name,
        arn,
      };
    }
    lambda = await startFunction('configRule', await environmentOf(fresh));
  });
  afterAll(() => lambda.stop());

  const item = (name: string, over: Partial<ChangedItem> = {}): ChangedItem => {
    const found = items[name];
    if (found === undefined) throw new Error(`there is no instance ${name}`);
    return { ...found, ...over };
  };
  const onChange = { account, ruleName: changeRule, ruleParameters: '{"rule":"instance-is-private"}' };
  const onSchedule = { account, ruleName: scheduleRule, ruleParameters: '{"rule":"role-trust-is-guarded"}' };
  const line = (name: string, compliance: string): string =>
    `${instanceType} ${item(name).resourceId}: ${compliance}`;

  it('reports on a changed resource alone, with the id that AWS Config gave', async () => {
    const { error } = await lambda.invoke(changed(item('careless'), onChange));
    expect(error).toBeNull();
    expect(await evaluationsOf(fresh, changeRule)).toEqual([line('careless', 'NON_COMPLIANT')]);
  });

  it('reads the resource live where the item was too large to send', async () => {
    const { error } = await lambda.invoke(oversized(item('careful'), onChange));
    expect(error).toBeNull();
    expect(await evaluationsOf(fresh, changeRule)).toEqual(
      [line('careful', 'COMPLIANT'), line('careless', 'NON_COMPLIANT')].sort(),
    );
  });

  it('withdraws what it said of a deleted resource', async () => {
    const gone = item('careful', { status: 'ResourceDeleted', at: '2026-11-02T06:00:00.000Z' });
    expect((await lambda.invoke(changed(gone, onChange))).error).toBeNull();
    expect(await evaluationsOf(fresh, changeRule)).toEqual([line('careless', 'NON_COMPLIANT')]);
  });

  it('withdraws what left the scope of the rule', async () => {
    const left = item('careless', { at: '2026-11-02T06:00:00.000Z' });
    expect((await lambda.invoke(changed(left, { ...onChange, eventLeftScope: true }))).error).toBeNull();
    expect(await evaluationsOf(fresh, changeRule)).toEqual([]);
  });

  /** AWS Config has roles by their generated ids. */
  const roleLines = async (
    at: readonly (readonly [name: string, compliance: string])[],
  ): Promise<readonly string[]> => {
    const lines = at.map(async ([RoleName, compliance]) => {
      const { Role } = await fresh.iam.send(new GetRoleCommand({ RoleName }));
      return `AWS::IAM::Role ${Role?.RoleId ?? ''}: ${compliance}`;
    });
    return (await Promise.all(lines)).sort();
  };
  const guarded = [
    ['archive-writer', 'COMPLIANT'],
    ['dms-cloudwatch-logs-role', 'NON_COMPLIANT'],
    ['dms-vpc-role', 'COMPLIANT'],
    ['stream-writer', 'COMPLIANT'],
    // No resource names it; its trust lets DMS in all the same.
    ['unnamed', 'NON_COMPLIANT'],
  ] as const;

  it('judges everything on a schedule, and retries what AWS Config did not take', async () => {
    const resultToken = `${scheduleRule}::fail=2::token`;
    const { error } = await lambda.invoke(scheduled({ ...onSchedule, resultToken }));
    expect(error).toBeNull();
    expect(await evaluationsOf(fresh, scheduleRule)).toEqual(await roleLines(guarded));
  });

  it.skipIf(proxy === null)(
    'costs for a change no more calls than its rule needs for one resource',
    async () => {
      const { Endpoints } = await fresh.dms.send(new DescribeEndpointsCommand({}));
      const { EndpointArn: arn = '', EndpointIdentifier: resourceName = '' } = Endpoints?.[0] ?? {};
      const one: Readonly<Record<string, ChangedItem>> = {
        [instanceType]: item('careless'),
        'AWS::DMS::Endpoint': { resourceType: 'AWS::DMS::Endpoint', resourceId: arn, resourceName, arn },
        'AWS::DMS::ReplicationSubnetGroup': {
          resourceType: 'AWS::DMS::ReplicationSubnetGroup',
          resourceId: 'migration',
          resourceName: 'migration',
          arn: '',
        },
      };
      const onOwn = catalogue.filter((rule) => configTriggerOf(rule) === 'change');
      expect(onOwn.length).toBeGreaterThan(5);
      for (const rule of onOwn) {
        const changedOne = one[rule.judges[0] ?? ''];
        if (changedOne === undefined) throw new Error(`there is no item for ${rule.id}`);
        await proxy?.inject({});
        const ruleParameters = JSON.stringify({ rule: rule.id });
        const event = changed(changedOne, {
          account,
          ruleName: changeRule,
          ruleParameters,
          resultToken: 'TESTMODE',
        });
        expect((await lambda.invoke(event)).error).toBeNull();
        const { byAction = {} } = (await proxy?.stats()) ?? {};
        const reads = Object.entries(byAction).filter(([action]) => !/^(sts|config):/.test(action));
        expect(Object.fromEntries(reads), rule.id).toEqual(
          Object.fromEntries(callsPerChange(rule).map((call) => [call, 1])),
        );
      }
    },
  );

  it('says the same when the same event comes again', async () => {
    await lambda.invoke(scheduled(onSchedule));
    await lambda.invoke(scheduled(onSchedule));
    expect(await evaluationsOf(fresh, scheduleRule)).toEqual(await roleLines(guarded));
  });

  it('reports UNKNOWN as non-compliant: AWS Config has no word for it, and silence could leave an old green standing', async () => {
    const ruleParameters = '{"rule":"instance-ingress-is-closed"}';
    await lambda.invoke(scheduled({ account, ruleName: unknownRule, ruleParameters }));
    const evaluations = await evaluationsOf(fresh, unknownRule);
    const onInstances = [line('careful', 'COMPLIANT'), line('careless', 'NON_COMPLIANT')];
    expect(evaluations).toEqual(expect.arrayContaining(onInstances));
    // Where a serverless replication stands shows only while it runs.
    const onServerless = evaluations.filter((each) => !onInstances.includes(each));
    expect(onServerless).toEqual([expect.stringMatching(/: NON_COMPLIANT$/)]);
    expect(await annotationsOf(fresh, unknownRule)).toContainEqual(expect.stringMatching(/^UNKNOWN/));
  });

  it('puts nothing in test mode', async () => {
    await makeConfigRule(fresh, 'untouched');
    const { error } = await lambda.invoke(
      scheduled({ ...onSchedule, ruleName: 'untouched', resultToken: 'TESTMODE' }),
    );
    expect(error).toBeNull();
    expect(await evaluationsOf(fresh, 'untouched')).toEqual([]);
  });

  it.skipIf(proxy === null)('refuses an event of another account before it reads anything', async () => {
    await proxy?.inject({});
    await lambda.invoke(scheduled({ ...onSchedule, account: '222222222222' }));
    const actions = Object.keys((await proxy?.stats())?.byAction ?? {});
    expect(actions.filter((action) => action !== 'sts:GetCallerIdentity')).toEqual([]);
    expect(lambda.log()).toContain('in another account');
  });

  it.skipIf(proxy === null)(
    'throws where a transient failure decided a verdict, so that Lambda tries again',
    async () => {
      await proxy?.inject({ throttleFor: { 'dms:DescribeReplicationInstances': 1 } });
      const { error } = await lambda.invoke(changed(item('careless'), onChange));
      await proxy?.inject({});
      expect(error?.errorMessage).toContain('dms:DescribeReplicationInstances');
      expect(await evaluationsOf(fresh, changeRule)).toEqual([]);
    },
  );

  it.each([
    ['broken rule parameters', { ruleParameters: '{"rule":' }, 'ruleParameters'],
    ['no rule parameters', {}, 'rule'],
    ['an unknown rule', { ruleParameters: '{"rule":"instance-is-privat"}' }, 'instance-is-private'],
    ['an unknown parameter', { ruleParameters: '{"rule":"instance-is-private","colour":"red"}' }, 'colour'],
  ])('tells %s in one line and puts nothing', async (_, over, said) => {
    const before = lambda.log().length;
    await lambda.invoke(scheduled({ account, ruleName: changeRule, ...over }));
    expect(lambda.log().slice(before)).toContain(said);
    expect(await evaluationsOf(fresh, changeRule)).toEqual([]);
  });

  it('never logs the token that lets it report', () => {
    expect(lambda.log()).not.toContain('::token');
  });
});
