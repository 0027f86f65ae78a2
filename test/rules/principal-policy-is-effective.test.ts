import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { principalPolicyIsEffective } from '../../src/rules/principal-policy-is-effective.ts';
import { ACCOUNT, policy } from '../support/builders.ts';
import { accountOf, allowing, aMigrant, guideWithout, naming } from '../support/principal-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied } from './unread.ts';

const migrate = allowing('dms:*');
const may = (...statements: readonly object[]) => accountOf([aMigrant([migrate, ...statements])]);
const on = (Action: string | readonly string[], ...Resource: readonly string[]): object =>
  allowing(Action, { Resource });
const start = 'dms:StartReplicationTask';
const when = (Condition: object, Action: string | readonly string[] = start): object =>
  allowing(Action, { Condition });
const arn = (resource: string): string => `arn:aws:dms:us-east-2:987654321098:${resource}`;

const awsPolicy = 'arn:aws:iam::aws:policy/PartnerAccess';
const everything = 'everything that its statements about DMS name can match something';
const dead = (what: string): string => `own Statement[1]: ${what}`;
const form = 'ARNs of DMS are arn:aws:dms:REGION:ACCOUNT:TYPE:ID';

testRule(principalPolicyIsEffective, {
  compliant: [
    { name: 'the whole guide', account: accountOf([aMigrant(guideWithout())]), because: everything },
    { name: 'a task by its ARN', account: may(on(start, arn('task:A1B2C3'))), because: everything },
    { name: 'tasks anywhere', account: may(on(start, 'arn:*:dms:*:*:task:*')), because: everything },
    { name: 'lists on everything', account: may(on('dms:Describe*', '*')), because: everything },
    {
      name: 'some lists and some that are scoped, by one pattern',
      account: may(on('dms:Describe*', arn('task:*'))),
      because: everything,
    },
    {
      name: 'a subnet group with a dot in its name',
      account: may(on('dms:ModifyReplicationSubnetGroup', arn('subgrp:my_group.1'))),
      because: everything,
    },
    {
      name: 'all resources of a migration',
      account: may(on('dms:CreateReplicationTask', arn('rep:*'), arn('endpoint:*'))),
      because: everything,
    },
    {
      name: 'tags of resources, of a type and of requests',
      account: may(
        when({ StringEquals: { 'aws:ResourceTag/team': 'a', 'dms:task-tag/team': 'a' } }),
        when({ StringEquals: { 'aws:RequestTag/team': 'a', 'dms:req-tag/team': 'a' } }, 'dms:Create*Task'),
      ),
      because: everything,
    },
    {
      name: 'a key of sessions and a global one',
      account: may(
        when({ StringEquals: { 'sts:RoleSessionName': 'a', 'aws:RequestedRegion': 'us-east-1' } }),
      ),
      because: everything,
    },
    {
      name: 'the ARN of another service beside its action',
      account: may(on([start, 's3:GetObject'], arn('task:*'), 'arn:aws:s3:::bucket/*')),
      because: everything,
    },
    {
      name: 'a Deny on all but tasks',
      account: may({ Effect: 'Deny', Action: 'dms:Delete*', NotResource: arn('task:*') }),
      because: everything,
    },
    {
      name: 'the name of the user in an ARN',
      account: may(on(start, `${arn('task:')}\${aws:username}*`)),
      because: everything,
    },
    {
      name: 'what AWS wrote, which nobody here can change',
      account: accountOf([aMigrant([migrate], { attached: known([awsPolicy]) })], {
        iam: {
          managedPolicies: {
            [awsPolicy]: known({ arn: awsPolicy, versionId: 'v1', document: policy(allowing('dms:Gone')) }),
          },
        },
      }),
      because: everything,
    },
  ],
  nonCompliant: [
    {
      name: 'an ARN with a slash, as the guide prints it',
      account: may(on('dms:ModifyEndpoint', arn('endpoint/1A2B3C4D5E6F7G8H9I0J1K2L3M'))),
      because: dead(
        `"${arn('endpoint/1A2B3C4D5E6F7G8H9I0J1K2L3M')}" matches nothing: AWS writes endpoint:ID, with a colon`,
      ),
      severity: 'MEDIUM',
    },
    {
      name: 'an action that does not exist',
      account: may(allowing('dms:StartReplicationTasks')),
      because: dead(
        '"dms:StartReplicationTasks" matches no action of DMS, did you mean dms:StartReplicationTask',
      ),
    },
    {
      name: 'a wildcard that no action fits',
      account: may(allowing(['dms:Describe*', 'dms:Migrate*'])),
      because: dead('"dms:Migrate*" matches no action of DMS'),
    },
    {
      name: 'an action that does not exist, left out',
      account: may({ Effect: 'Deny', NotAction: ['dms:List*', 'dms:Gone'], Resource: '*' }),
      because: dead('"dms:Gone" matches no action of DMS'),
    },
    {
      name: 'a list scoped to an ARN',
      account: may(on('dms:DescribeEndpoints', arn('endpoint:*'))),
      because: dead('"dms:DescribeEndpoints" takes no resource: it works with Resource "*" alone'),
    },
    {
      name: 'a list scoped to an ARN beside an action that it fits',
      account: may(on(['dms:DescribeEndpoints', 'dms:ModifyEndpoint'], arn('endpoint:*'))),
      because: dead('"dms:DescribeEndpoints" takes no resource: it works with Resource "*" alone'),
    },
    {
      name: 'a type that the action does not take',
      account: may(on(start, arn('endpoint:*'))),
      because: dead(`"${arn('endpoint:*')}" matches nothing: the actions are done on task`),
    },
    {
      name: 'one of two types',
      account: may(on(start, arn('task:*'), arn('endpoint:*'))),
      because: dead(`"${arn('endpoint:*')}" matches nothing: the actions are done on task`),
    },
    {
      name: 'an action beside the one that the ARN is of',
      account: may(on([start, 'dms:TestConnection'], arn('task:*'))),
      because: dead('"dms:TestConnection" is done on endpoint, rep, and the statement names none of these'),
    },
    {
      name: 'a type that DMS does not have',
      account: may(on('dms:ModifyReplicationInstance', arn('instance:*'))),
      because: dead(`"${arn('instance:*')}" matches nothing: ${form}`),
    },
    {
      name: 'a type that is misspelt',
      account: may(on(start, arn('tasks:*'))),
      because: dead(`"${arn('tasks:*')}" matches nothing: ${form}, did you mean task`),
    },
    {
      name: 'another partition',
      account: may(on(start, 'arn:aws-cn:dms:*:*:task:*')),
      because: dead(`"arn:aws-cn:dms:*:*:task:*" matches nothing: ${form}`),
    },
    {
      name: 'an ARN without an account',
      account: may(on(start, 'arn:aws:dms:us-east-1::task:*')),
      because: dead(`"arn:aws:dms:us-east-1::task:*" matches nothing: ${form}`),
    },
    {
      name: 'the ARN of another service',
      account: may(on(start, 'arn:aws:s3:::bucket')),
      because: dead(`"arn:aws:s3:::bucket" matches nothing: ${form}`),
    },
    {
      name: 'a variable in place of the account',
      account: may(on(start, 'arn:aws:dms:us-east-1:${aws:PrincipalAccount}:task:*')),
      because: dead(
        '"arn:aws:dms:us-east-1:${aws:PrincipalAccount}:task:*" matches nothing: a variable stands before the fifth colon',
      ),
    },
    {
      name: 'an exception that leaves nothing out',
      account: may({ Effect: 'Deny', Action: 'dms:DeleteEndpoint', NotResource: arn('endpoint/A') }),
      because: dead(`"${arn('endpoint/A')}" leaves nothing out: AWS writes endpoint:ID, with a colon`),
    },
    {
      name: 'a Deny that leaves everything out',
      account: may({ Effect: 'Deny', Action: start, NotResource: '*' }),
      because: dead(`"${start}" is done on task, and the statement names none of these`),
    },
    {
      name: 'the condition key that the guide prints',
      account: may(when({ StringEquals: { 'dms:ResourceTag/team': 'a' } })),
      because: dead('dms:ResourceTag/team is no condition key: AWS has aws:ResourceTag/team'),
    },
    {
      name: 'a condition key of DMS that there never was',
      account: may(when({ StringEquals: { 'dms:EngineName': 'oracle' } })),
      because: dead('dms:EngineName is no condition key'),
    },
    {
      name: 'the tag of a type that the action does not take',
      account: may(when({ StringEquals: { 'dms:rep-tag/team': 'a' } })),
      because: dead('no request for dms:StartReplicationTask carries dms:rep-tag/team'),
    },
    {
      name: 'a tag on an action that takes no resource',
      account: may(when({ StringEquals: { 'aws:ResourceTag/team': 'a' } }, 'dms:DescribeEndpoints')),
      because: dead('no request for dms:DescribeEndpoints carries aws:ResourceTag/team'),
    },
    {
      name: 'the condition key of another service',
      account: may(when({ StringEquals: { 'ec2:Vpc': 'vpc-1' } })),
      because: dead('no request to DMS carries ec2:Vpc'),
    },
    {
      name: 'more than one of all this',
      account: may(on(['dms:Gone', start], arn('task/A'))),
      because: `${dead('"dms:Gone" matches no action of DMS')}; 1 more such part`,
    },
  ],
  notApplicable: [
    {
      name: 'an administrator that is named and writes nothing of DMS',
      account: accountOf([aMigrant([allowing('*')])]),
      settings: naming(),
      because: 'no policy of its own writes of DMS',
    },
    {
      name: 'somebody who only looks',
      account: accountOf([aMigrant([allowing('dms:Describe*')])]),
      because: 'its policies let it create or start no migration, and the settings do not name it',
    },
  ],
  unknown: [
    {
      name: 'policies that were refused',
      account: accountOf([aMigrant([], { inline: unread(denied('iam:ListRolePolicies', 'migrator')) })]),
      because: 'iam:ListRolePolicies of migrator failed (AccessDeniedException)',
    },
    {
      name: 'a pattern made to be too large a question',
      account: may(on(start, `arn:aws:dms:*:*:task:${'*A'.repeat(2)}${'?'.repeat(40)}`)),
      because: dead(`"arn:aws:dms:*:*:task:*A*A${'?'.repeat(40)}" is too intricate to decide`),
    },
  ],
});

describe('statements that match nothing', () => {
  it('are all listed, each with its policy, number and Sid', () => {
    const account = may(
      allowing('dms:Gone', { Sid: 'Old' }),
      on([start, 'dms:DescribeEndpoints'], arn('endpoint/*')),
    );
    const [finding] = principalPolicyIsEffective.evaluate(ACCOUNT, account, defaultSettings);
    expect(finding?.witness).toEqual({
      kind: 'list',
      items: [
        'own Statement[1] (Old): "dms:Gone" matches no action of DMS',
        `own Statement[2]: "${arn('endpoint/*')}" matches nothing: AWS writes endpoint:ID, with a colon`,
        'own Statement[2]: "dms:DescribeEndpoints" takes no resource: it works with Resource "*" alone',
      ],
    });
  });
});
