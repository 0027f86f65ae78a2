import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { principalHasPermissions } from '../../src/rules/principal-has-permissions.ts';
import {
  ACCOUNT,
  anEndpoint,
  anInstance,
  aRegion,
  aRole,
  listed,
  roleArn,
  rolesKnown,
} from '../support/builders.ts';
import { accountOf, allowing, aMigrant, guideWithout, naming } from '../support/principal-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { organizationDenying } from './permitted.ts';
import { denied, refused } from './unread.ts';

const made = rolesKnown(aRole(), aRole({ name: 'dms-cloudwatch-logs-role' }));
const madeForRedshift = rolesKnown(
  aRole(),
  aRole({ name: 'dms-cloudwatch-logs-role' }),
  aRole({ name: 'dms-access-for-endpoint' }),
);
const cli = naming();
const console = naming({ uses: 'console' });
const withRedshift = naming({ redshiftTarget: true });
const redshiftTarget = anEndpoint({ engine: 'redshift', direction: 'target' });
const writer = anEndpoint({
  engine: 's3',
  direction: 'target',
  roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn('writer') }],
});
const inUse: Partial<RegionFacts> = { instances: listed(anInstance()) };

const may = (
  statements: readonly object[],
  { region = inUse, roles = made }: { region?: Partial<RegionFacts>; roles?: typeof made } = {},
) => accountOf([aMigrant(statements)], { region, roles });

const least = guideWithout('keys', 'creation', 'redshift');
const narrowedTo = (region: string) =>
  least.map((statement) => ({
    ...statement,
    Condition: { StringEquals: { 'aws:RequestedRegion': region } },
  }));
const byCli = 'it may do all that the guide lists for the command line and the API';

testRule(principalHasPermissions, {
  compliant: [
    {
      name: 'what the command line takes where the roles exist',
      account: may(least),
      settings: cli,
      because: byCli,
    },
    {
      name: 'everything that the guide prints, in the console, before the roles exist',
      account: may(guideWithout(), { roles: rolesKnown() }),
      settings: naming({ uses: 'console', redshiftTarget: true }),
      because: 'it may do all that the guide lists for the console',
    },
    {
      name: 'an administrator that is named',
      account: may([allowing('*')]),
      settings: console,
      because: 'it may do all that the guide lists for the console',
    },
    {
      name: 'DMS by tag, as the guide allows',
      account: may([
        allowing('dms:*', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } } }),
        allowing('dms:*', { Condition: { Null: { 'aws:ResourceTag/team': 'true' } } }),
        ...guideWithout('dms', 'keys', 'creation', 'redshift'),
      ]),
      settings: cli,
      because: byCli,
    },
    {
      name: 'PassRole on the role that an endpoint names alone',
      account: may(
        [
          ...guideWithout('keys', 'roles', 'creation', 'redshift'),
          allowing('iam:GetRole'),
          allowing('iam:PassRole', {
            Resource: roleArn('writer'),
            Condition: { StringEquals: { 'iam:PassedToService': 'dms.amazonaws.com' } },
          }),
        ],
        {
          region: { endpoints: listed(writer) },
          roles: { ...made, writer: known(aRole({ name: 'writer' })) },
        },
      ),
      settings: cli,
      because: byCli,
    },
    {
      name: 'only with a second factor',
      account: may([allowing('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })]),
      settings: cli,
      because: byCli,
    },
    {
      name: 'roles that somebody else is declared to create',
      account: may(least, { roles: rolesKnown() }),
      settings: naming({ createsRoles: false }),
      because: byCli,
    },
    {
      name: 'a Redshift target that others migrate to',
      account: may(least, { region: { endpoints: listed(redshiftTarget) }, roles: madeForRedshift }),
      settings: naming({ redshiftTarget: false }),
      because: byCli,
    },
    {
      name: 'log groups of DMS alone',
      account: may([
        ...guideWithout('keys', 'logs', 'creation', 'redshift'),
        allowing('logs:DescribeLogGroups'),
        allowing(['logs:DescribeLogStreams', 'logs:FilterLogEvents', 'logs:GetLogEvents'], {
          Resource: 'arn:aws:logs:*:*:log-group:dms-tasks-*',
        }),
      ]),
      settings: cli,
      because: byCli,
    },
  ],
  nonCompliant: [
    {
      name: 'no network',
      account: may(guideWithout('network')),
      settings: cli,
      because:
        'it lacks ec2:DescribeVpcs, ec2:DescribeInternetGateways, ec2:DescribeAvailabilityZones, ec2:DescribeSubnets, ec2:DescribeSecurityGroups, ec2:ModifyNetworkInterfaceAttribute and 2 more',
      severity: 'MEDIUM',
    },
    {
      name: 'no logs',
      account: may(guideWithout('logs')),
      settings: cli,
      because:
        'it lacks logs:DescribeLogGroups, logs:DescribeLogStreams, logs:FilterLogEvents, logs:GetLogEvents',
    },
    { name: 'no DMS', account: may(guideWithout('dms')), settings: cli, because: 'it lacks dms:*' },
    {
      name: 'no keys, in the console',
      account: may(guideWithout('keys')),
      settings: console,
      because: 'it lacks kms:ListAliases, kms:DescribeKey',
    },
    {
      name: 'no PassRole',
      account: may([...guideWithout('roles'), allowing('iam:GetRole')]),
      settings: cli,
      because: 'it lacks iam:PassRole',
    },
    {
      name: 'PassRole for another service',
      account: may([
        ...guideWithout('roles'),
        allowing('iam:GetRole'),
        allowing('iam:PassRole', {
          Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
        }),
      ]),
      settings: cli,
      because: 'it lacks iam:PassRole',
    },
    {
      name: 'roles that do not exist and that it cannot create',
      account: may(least, { roles: rolesKnown(aRole()) }),
      settings: cli,
      because: 'it lacks iam:CreateRole, iam:AttachRolePolicy',
    },
    {
      name: 'roles that it is declared to create',
      account: may(least),
      settings: naming({ createsRoles: true }),
      because: 'it lacks iam:CreateRole, iam:AttachRolePolicy',
    },
    {
      name: 'other policies than those of DMS alone to attach',
      account: may(
        [
          ...least,
          allowing('iam:CreateRole'),
          allowing('iam:AttachRolePolicy', {
            Condition: { ArnLike: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/job-function/*' } },
          }),
        ],
        { roles: rolesKnown() },
      ),
      settings: cli,
      because: 'it lacks iam:AttachRolePolicy',
    },
    {
      name: 'a Redshift target in the inventory',
      account: may(least, { region: { endpoints: listed(redshiftTarget) }, roles: madeForRedshift }),
      settings: cli,
      because: 'it lacks redshift:Describe*, redshift:ModifyClusterIamRoles',
    },
    {
      name: 'a Redshift target that is declared',
      account: may(least, { roles: madeForRedshift }),
      settings: withRedshift,
      because: 'it lacks redshift:Describe*, redshift:ModifyClusterIamRoles',
    },
    {
      name: 'a Deny',
      account: may([...least, { Effect: 'Deny', Action: 'dms:Delete*Task', Resource: '*' }]),
      settings: cli,
      because: 'it lacks dms:DeleteReplicationTask',
    },
    {
      name: 'a permissions boundary',
      account: accountOf([aMigrant(least, { boundaryArn: 'arn:aws:iam::111111111111:policy/limit' })], {
        region: inUse,
        roles: made,
        iam: {
          managedPolicies: {
            'arn:aws:iam::111111111111:policy/limit': known({
              arn: 'arn:aws:iam::111111111111:policy/limit',
              versionId: 'v1',
              document: JSON.stringify({
                Version: '2012-10-17',
                Statement: [allowing(['dms:*', 'iam:*', 'ec2:*', 'cloudwatch:*'])],
              }),
            }),
          },
        },
      }),
      settings: cli,
      because:
        'it lacks logs:DescribeLogGroups, logs:DescribeLogStreams, logs:FilterLogEvents, logs:GetLogEvents',
    },
    {
      name: 'a service control policy',
      account: accountOf([aMigrant(least)], {
        region: inUse,
        roles: made,
        iam: {
          organizationPolicies: organizationDenying({
            Effect: 'Deny',
            Action: 'dms:StartReplicationTask',
            Resource: '*',
          }),
        },
      }),
      settings: cli,
      because: 'it lacks dms:StartReplicationTask',
    },
    {
      name: 'a list scoped to ARNs, which grants nothing',
      account: may([
        allowing('dms:*', { Resource: `arn:aws:dms:*:${ACCOUNT}:*` }),
        { Effect: 'Allow', NotAction: 'dms:DescribeEndpoints', Resource: '*' },
      ]),
      settings: cli,
      because: 'it lacks dms:DescribeEndpoints',
    },
    {
      name: 'another Region than the one in use',
      account: may([...narrowedTo('us-east-1')]),
      settings: cli,
      because:
        'it lacks dms:*, ec2:DescribeVpcs, ec2:DescribeInternetGateways, ec2:DescribeAvailabilityZones, ec2:DescribeSubnets, ec2:DescribeSecurityGroups and 9 more',
    },
    {
      name: 'rights that ran out before the facts were taken',
      account: may([
        allowing('*', { Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } } }),
      ]),
      settings: cli,
      because:
        'it lacks dms:*, iam:GetRole, iam:PassRole, ec2:DescribeVpcs, ec2:DescribeInternetGateways, ec2:DescribeAvailabilityZones and 11 more',
    },
  ],
  notApplicable: [
    { name: 'one that is found', account: may(least), because: 'the settings do not name it' },
    {
      name: 'a name that nobody has',
      account: accountOf([], { iam: { namedPrincipals: { 'role/migrator': known(null) } } }),
      settings: cli,
      because: 'there is no such role',
    },
    {
      name: 'an administrator that is not named',
      account: may([allowing('*')]),
      because: 'it is an administrator by Action * or NotAction, and the settings do not name it',
    },
    {
      name: 'a service-linked role',
      account: accountOf([
        aMigrant(least, { path: '/aws-service-role/', arn: roleArn('aws-service-role/migrator') }),
      ]),
      settings: cli,
      because: 'it is a service-linked role, which AWS owns and nobody can edit',
    },
  ],
  unknown: [
    {
      name: 'one that was not asked about',
      account: accountOf([]),
      settings: cli,
      because: 'iam:GetRole of migrator was not asked when the snapshot was taken',
    },
    {
      name: 'policies that were refused',
      account: accountOf([aMigrant([], { inline: unread(denied('iam:ListRolePolicies', 'migrator')) })]),
      settings: cli,
      because: 'iam:ListRolePolicies of migrator failed (AccessDeniedException)',
    },
    {
      name: 'a policy that nobody can read',
      account: accountOf([
        aMigrant([], { inline: known([{ name: 'own', document: known('{"Statement": 1}') }]) }),
      ]),
      settings: cli,
      because: 'its policy own cannot be read: Statement[0] 1 is not an object',
    },
    {
      name: 'a condition of which nothing says what DMS sends',
      account: may([
        ...guideWithout('dms'),
        allowing('dms:*', { Condition: { StringEquals: { 'aws:Odd': 'a' } } }),
      ]),
      settings: cli,
      because:
        'whether it may do dms:AddTagsToResource on arn:aws:dms:eu-west-1:111111111111:cert:EXAMPLE4WITNESS2RESOURCE26 is not decided: it hangs on aws:odd',
    },
    {
      name: 'endpoints that may name more roles',
      account: may(least, { region: { ...inUse, endpoints: refused('dms:DescribeEndpoints') } }),
      settings: cli,
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
    {
      name: 'a role that may not exist',
      account: may(least, {
        roles: { ...made, 'dms-vpc-role': unread(denied('iam:GetRole', 'dms-vpc-role')) },
      }),
      settings: cli,
      because: 'iam:GetRole of dms-vpc-role failed (AccessDeniedException)',
    },
    {
      name: 'organisation policies that are required and unread',
      account: accountOf([aMigrant(least)], {
        roles: made,
        iam: { organizationPolicies: unread(denied('organizations:ListPoliciesForTarget')) },
      }),
      settings: { ...cli, organizationPolicies: 'required' },
      because: 'organizations:ListPoliciesForTarget failed (AccessDeniedException)',
    },
  ],
});

describe('what a principal may do', () => {
  const [finding] = principalHasPermissions.evaluate(
    ACCOUNT,
    may([...least, { Effect: 'Deny', Action: 'dms:StartReplicationTask', Resource: '*' }]),
    { ...defaultSettings, ...cli },
  );

  it('is shown by what it may not', () => {
    expect(finding?.witness).toEqual({
      kind: 'list',
      items: [
        'dms:StartReplicationTask on arn:aws:dms:eu-west-1:111111111111:task:EXAMPLE4WITNESS2RESOURCE26',
      ],
    });
  });

  it('is judged in each Region that holds something of DMS', () => {
    const here = may([...narrowedTo('eu-west-1'), allowing('iam:*')]);
    const account = { ...here, regions: { ...here.regions, 'us-east-1': aRegion() } };
    const settings = { ...defaultSettings, ...cli };
    expect(principalHasPermissions.evaluate(ACCOUNT, account, settings)[0]?.status).toBe('COMPLIANT');
  });

  it('says what requests must bring along', () => {
    const account = accountOf(
      [aMigrant([allowing('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })])],
      {
        roles: made,
        iam: { organizationPolicies: unread(denied('organizations:ListPoliciesForTarget')) },
      },
    );
    const [found] = principalHasPermissions.evaluate(ACCOUNT, account, { ...defaultSettings, ...cli });
    expect(found?.assumes).toEqual([
      'no SCP/RCP',
      'requests with aws:multifactorauthpresent as its policies ask',
    ]);
  });
});
