import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { principalMayUseTaskEndpoints } from '../../src/rules/principal-may-use-task-endpoints.ts';
import { ACCOUNT, anEndpoint, anInstance, aTask, listed } from '../support/builders.ts';
import { accountOf, allowing, aMigrant } from '../support/principal-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const task = aTask();
const instance = anInstance();
const source = anEndpoint();
const target = anEndpoint({ id: 'endpoint-2', arn: task.targetEndpointArn ?? '', direction: 'target' });
const everything: Partial<RegionFacts> = {
  tasks: listed(task),
  instances: listed(instance),
  endpoints: listed(source, target),
  tags: Object.fromEntries([task, instance, source, target].map(({ arn }) => [arn, known({})])),
};
const tagged = (arn: string, team: string): Partial<RegionFacts> => ({
  ...everything,
  tags: { ...everything.tags, [arn]: known({ team }) },
});

const create = (...Resource: readonly string[]): object =>
  allowing('dms:CreateReplicationTask', { Resource });
const start = (...Resource: readonly string[]): object => allowing('dms:StartReplicationTask', { Resource });
const of = (type: string): string => `arn:aws:dms:*:${ACCOUNT}:${type}:*`;
const byTag = (action: string): object =>
  allowing(action, { Condition: { StringEquals: { 'aws:ResourceTag/team': 'data' } } });

const may = (statements: readonly object[], region: Partial<RegionFacts> = everything) =>
  accountOf([aMigrant(statements)], { region });

const letter = {
  rules: {
    'principal-may-use-task-endpoints': {
      enabled: true,
      severity: null,
      parameters: { 'start-on': 'task-and-endpoints' },
    },
  },
};

const fine = 'where it may create or start tasks, it may do so on what they are made of';
const createsOnNo = (kind: string): string =>
  `it may do dms:CreateReplicationTask on no ${kind} in eu-west-1`;
const startsNone = 'it may start none of the tasks that exist';

testRule(principalMayUseTaskEndpoints, {
  compliant: [
    { name: 'everything of DMS', account: may([allowing('dms:*')]), because: fine },
    {
      name: 'creation on what a task is made of',
      account: may([create(instance.arn, source.arn, target.arn)]),
      because: fine,
    },
    { name: 'a start on the task, as AWS checks it', account: may([start(of('task'))]), because: fine },
    {
      name: 'one instance of two',
      account: may([create(instance.arn, of('endpoint'))], {
        ...everything,
        instances: listed(anInstance({ id: 'other', arn: `${instance.arn}2` }), instance),
      }),
      because: fine,
    },
    {
      name: 'a start by a tag that the task has',
      account: may([byTag('dms:StartReplicationTask')], tagged(task.arn, 'data')),
      because: fine,
    },
    {
      name: 'the letter of the guide, where a start reaches the endpoints',
      account: may([start(of('task'), of('endpoint'))]),
      settings: letter,
      because: fine,
    },
    {
      name: 'a start of one task, whatever else was not listed',
      account: may([start(of('task'))], {
        ...everything,
        tasks: refused('dms:DescribeReplicationTasks', task),
      }),
      because: fine,
    },
  ],
  nonCompliant: [
    {
      name: 'creation on endpoints alone',
      account: may([create(of('endpoint'))]),
      because: createsOnNo('replication instance'),
      severity: 'LOW',
    },
    {
      name: 'creation on the instance alone',
      account: may([create(of('rep'))]),
      because: createsOnNo('source endpoint'),
    },
    {
      name: 'creation without the target',
      account: may([create(of('rep'), source.arn)]),
      because: createsOnNo('target endpoint'),
    },
    {
      name: 'creation that a Deny keeps from the source',
      account: may([allowing('dms:*'), { Effect: 'Deny', Action: 'dms:Create*', Resource: source.arn }]),
      because: createsOnNo('source endpoint'),
    },
    { name: 'a start on the endpoints alone', account: may([start(of('endpoint'))]), because: startsNone },
    {
      name: 'a start by a tag that no task has',
      account: may([byTag('dms:StartReplicationTask')], tagged(task.arn, 'web')),
      because: startsNone,
    },
    {
      name: 'the letter of the guide, where a start reaches the task alone',
      account: may([start(of('task'))]),
      settings: letter,
      because: `it may not do dms:StartReplicationTask on ${source.arn}`,
    },
    {
      name: 'the letter of the guide, where a start reaches the source alone',
      account: may([start(of('task'), source.arn)]),
      settings: letter,
      because: `it may not do dms:StartReplicationTask on ${target.arn}`,
    },
  ],
  notApplicable: [
    {
      name: 'serverless replications alone',
      account: may([allowing(['dms:CreateReplicationConfig', 'dms:StartReplication'])]),
      because: 'its policies let it neither create nor start tasks',
    },
    {
      name: 'nothing of DMS there',
      account: may([allowing('dms:*')], {}),
      because: 'there is no task, nor what makes one, in eu-west-1',
    },
    {
      name: 'no target to create a task for',
      account: may([create(of('rep'))], { ...everything, tasks: listed(), endpoints: listed(source) }),
      because: 'there is no task, nor what makes one, in eu-west-1',
    },
    {
      name: 'an endpoint that a zero-ETL integration owns as the only target',
      account: may([create(of('rep'))], {
        ...everything,
        endpoints: listed(source, { ...target, readOnly: true }),
      }),
      because: 'there is no task, nor what makes one, in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'tasks that were refused',
      account: may([start(of('task'))], { tasks: refused('dms:DescribeReplicationTasks') }),
      because: 'dms:DescribeReplicationTasks failed (AccessDeniedException)',
    },
    {
      name: 'instances of which the one may be missing',
      account: may([create(of('endpoint'))], {
        ...everything,
        instances: refused('dms:DescribeReplicationInstances', instance),
      }),
      because: 'dms:DescribeReplicationInstances failed (AccessDeniedException)',
    },
    {
      name: 'tags that were refused',
      account: may([byTag('dms:StartReplicationTask')], {
        ...everything,
        tags: { [task.arn]: unread(denied('dms:ListTagsForResource', task.arn)) },
      }),
      because: `dms:ListTagsForResource of ${task.arn} failed (AccessDeniedException)`,
    },
    {
      name: 'a condition of which nothing says what is sent',
      account: may([
        allowing('dms:StartReplicationTask', { Condition: { StringEquals: { 'aws:Odd': 'a' } } }),
      ]),
      because: `whether it may do dms:StartReplicationTask on ${task.arn} is not decided: it hangs on aws:odd`,
    },
    {
      name: 'the letter of the guide, where more tasks may be there',
      account: may([start(of('task'), of('endpoint'))], {
        ...everything,
        tasks: refused('dms:DescribeReplicationTasks', task),
      }),
      settings: letter,
      because: 'dms:DescribeReplicationTasks failed (AccessDeniedException)',
    },
  ],
});

describe('what stands in the way of a task', () => {
  it('is shown by the request that is refused', () => {
    const [finding] = principalMayUseTaskEndpoints.evaluate(
      ACCOUNT,
      may([create(of('endpoint'))]),
      defaultSettings,
    );
    expect(finding?.witness).toMatchObject({
      kind: 'request',
      action: 'dms:CreateReplicationTask',
      resource: instance.arn,
      statement: null,
      decision: 'implicitDeny',
    });
  });
});
