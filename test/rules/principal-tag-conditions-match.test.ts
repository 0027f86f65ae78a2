import { known, unread } from '../../src/model/lookup.ts';
import type { AccountFacts, Tags } from '../../src/model/snapshot.ts';
import { principalTagConditionsMatch } from '../../src/rules/principal-tag-conditions-match.ts';
import { anEndpoint, anInstance, aTask, listed, userArn } from '../support/builders.ts';
import { accountOf, allowing, aMigrant } from '../support/principal-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const task = aTask();
const instance = anInstance();

interface Tagged {
  readonly task?: Tags;
  readonly instance?: Tags;
}

/** One task and one instance with these tags, and statements of a role that migrates. */
const estate = (tags: Tagged, ...statements: readonly object[]): AccountFacts =>
  accountOf([aMigrant(statements)], {
    region: {
      tasks: listed(task),
      instances: listed(instance),
      tags: { [task.arn]: known(tags.task ?? {}), [instance.arn]: known(tags.instance ?? {}) },
    },
  });

const start = (Condition: object, over: object = {}): object =>
  allowing('dms:StartReplicationTask', { Condition, ...over });
const team = (key: string, value = 'data'): object => ({ StringEquals: { [key]: value } });

const met = 'a resource meets each of its tag conditions';
const unmet = (asks: string) => `own Statement[0]: no resource meets ${asks}`;

testRule(principalTagConditionsMatch, {
  compliant: [
    {
      name: 'a tag of a resource',
      account: estate({ task: { team: 'data' } }, start(team('aws:ResourceTag/team'))),
      because: met,
    },
    {
      name: 'a tag of a resource by its type',
      account: estate({ task: { team: 'data' } }, start(team('dms:task-tag/team'))),
      because: met,
    },
    {
      name: 'a key in another case, which IAM does not tell apart',
      account: estate({ task: { Team: 'data' } }, start(team('aws:ResourceTag/team'))),
      because: met,
    },
    {
      name: 'anything but a tag',
      account: estate({}, start({ StringNotEquals: { 'aws:ResourceTag/team': 'web' } })),
      because: met,
    },
    {
      name: 'two tags on the same resource',
      account: estate(
        { task: { team: 'data', env: 'prod' } },
        start({ StringEquals: { 'aws:ResourceTag/team': 'data', 'dms:task-tag/env': ['test', 'prod'] } }),
      ),
      because: met,
    },
    {
      name: 'the name of the user as a value',
      account: accountOf(
        [
          aMigrant([start(team('aws:ResourceTag/owner', '${aws:username}'))], {
            type: 'AWS::IAM::User',
            arn: userArn('migrator'),
          }),
        ],
        { region: { tasks: listed(task), tags: { [task.arn]: known({ owner: 'migrator' }) } } },
      ),
      because: met,
    },
    {
      name: 'another resource whose tags were refused',
      account: accountOf([aMigrant([start(team('aws:ResourceTag/team'))])], {
        region: {
          tasks: listed(task, aTask({ id: 'task-2', arn: `${task.arn}2` })),
          tags: {
            [task.arn]: known({ team: 'data' }),
            [`${task.arn}2`]: unread(denied('dms:ListTagsForResource')),
          },
        },
      }),
      because: met,
    },
  ],
  nonCompliant: [
    {
      name: 'a tag that nothing has',
      account: estate({ task: { env: 'prod' } }, start(team('aws:ResourceTag/team'))),
      because: unmet('StringEquals aws:ResourceTag/team "data"'),
      severity: 'LOW',
    },
    {
      name: 'a value in another case',
      account: estate({ task: { team: 'Data' } }, start(team('aws:ResourceTag/team'))),
      because: unmet('StringEquals aws:ResourceTag/team "data"'),
    },
    {
      name: 'a tag that only a resource of another type has',
      account: estate({ instance: { team: 'data' } }, start(team('aws:ResourceTag/team'))),
      because: unmet('StringEquals aws:ResourceTag/team "data"'),
    },
    {
      name: 'a tag of another type',
      account: estate(
        { instance: { team: 'data' }, task: { team: 'data' } },
        start(team('dms:endpoint-tag/team')),
      ),
      because: unmet('StringEquals dms:endpoint-tag/team "data"'),
    },
    {
      name: 'a tag that only a resource has which the statement leaves out',
      account: estate(
        { task: { team: 'data' } },
        start(team('aws:ResourceTag/team'), { Resource: 'arn:aws:dms:us-east-1:*:task:*' }),
      ),
      because: unmet('StringEquals aws:ResourceTag/team "data"'),
    },
    {
      name: 'two tags that no resource has together',
      account: estate(
        { task: { team: 'data' } },
        start({ StringEquals: { 'aws:ResourceTag/team': 'data', 'aws:ResourceTag/env': 'prod' } }),
      ),
      because: unmet('StringEquals aws:ResourceTag/team "data" and StringEquals aws:ResourceTag/env "prod"'),
    },
    {
      name: 'one statement of two',
      account: estate(
        { task: { team: 'data' } },
        start(team('aws:ResourceTag/team', 'web'), { Sid: 'Web' }),
        start(team('aws:ResourceTag/team')),
      ),
      because: 'own Statement[0] (Web): no resource meets StringEquals aws:ResourceTag/team "web"',
    },
  ],
  notApplicable: [
    {
      name: 'no tag condition',
      account: estate({}, allowing('dms:*')),
      because: 'its policies allow nothing of DMS by tag',
    },
    {
      name: 'tags that a request brings',
      account: estate({}, start(team('aws:RequestTag/team')), start(team('dms:req-tag/team'))),
      because: 'its policies allow nothing of DMS by tag',
    },
    {
      name: 'a Deny, which may be meant for what is to come',
      account: estate({}, allowing('dms:*'), start(team('aws:ResourceTag/team'), { Effect: 'Deny' })),
      because: 'its policies allow nothing of DMS by tag',
    },
    {
      name: 'tags of another service',
      account: estate({}, allowing('dms:*'), allowing('ec2:*', { Condition: team('aws:ResourceTag/team') })),
      because: 'its policies allow nothing of DMS by tag',
    },
    {
      name: 'no resource of that type',
      account: accountOf([aMigrant([start(team('aws:ResourceTag/team'))])], {
        region: { endpoints: listed(anEndpoint()) },
      }),
      because: 'no resource that its tag conditions are about is in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'tags that were refused',
      account: accountOf([aMigrant([start(team('aws:ResourceTag/team'))])], {
        region: {
          tasks: listed(task),
          tags: { [task.arn]: unread(denied('dms:ListTagsForResource', task.arn)) },
        },
      }),
      because: `dms:ListTagsForResource of ${task.arn} failed (AccessDeniedException)`,
    },
    {
      name: 'tasks that were refused',
      account: accountOf([aMigrant([start(team('aws:ResourceTag/team'))])], {
        region: { tasks: refused('dms:DescribeReplicationTasks') },
      }),
      because: 'dms:DescribeReplicationTasks failed (AccessDeniedException)',
    },
    {
      name: 'a value that sessions bring along',
      account: estate(
        { task: { team: 'data' } },
        start(team('aws:ResourceTag/team', '${aws:PrincipalTag/team}')),
      ),
      because:
        'own Statement[0]: whether a resource meets StringEquals aws:ResourceTag/team "${aws:PrincipalTag/team}" is not decided: it hangs on ${aws:PrincipalTag/team}',
    },
    {
      name: 'an operator that IAM does not have',
      account: estate({}, start({ StringEqual: { 'aws:ResourceTag/team': 'data' } })),
      because:
        'own Statement[0]: whether a resource meets StringEqual aws:ResourceTag/team "data" is not decided: a part can be read in more than one way',
    },
  ],
});
