import { describe, expect, it } from 'vitest';
import { managedPolicies } from '../../src/analysis/services/managed-policies.ts';
import { notCollected, unread } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { accountRoleHasPermissions } from '../../src/rules/account-role-has-permissions.ts';
import {
  ACCOUNT,
  accountWith,
  anAccount,
  anEndpoint,
  anInstance,
  aRegion,
  aRole,
  aServerlessConfig,
  iamOf,
  listed,
  rolesKnown,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { allow, deny, organizationDenying, permitted } from './permitted.ts';
import { refused } from './unread.ts';

const vpc = 'dms-vpc-role';
const logs = 'dms-cloudwatch-logs-role';
const redshift = 'dms-access-for-endpoint';

const managed = (name: keyof typeof managedPolicies): Readonly<Record<string, string>> => ({
  [`arn:aws:iam::aws:policy/service-role/${name}`]: JSON.stringify(managedPolicies[name].document),
});
const ofNetworks = managed('AmazonDMSVPCManagementRole');
const ofLogs = managed('AmazonDMSCloudWatchLogsRole');
const ofRedshift = managed('AmazonDMSRedshiftS3Role');

const inUse = { instances: listed(anInstance()) };
const serverless = { serverlessConfigs: listed(aServerlessConfig()) };
const target = { endpoints: listed(anEndpoint({ engine: 'redshift', direction: 'target' })) };
const ec2 = allow('ec2:*');
const denyNetworks = deny('ec2:CreateNetworkInterface');
const tasks = 'arn:aws:logs:*:111111111111:log-group:dms-tasks-*';
const logsActions = [
  'logs:DescribeLogStreams',
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
];
const networksPass = 'it may do all that AmazonDMSVPCManagementRole allows';
const networksFail = 'it may not ec2:CreateNetworkInterface, which AmazonDMSVPCManagementRole allows';
const logsPass = 'it may do all that AmazonDMSCloudWatchLogsRole allows';
const hangs = (key: string): string =>
  `whether it may ec2:CreateNetworkInterface, ec2:DeleteNetworkInterface, ec2:DescribeAvailabilityZones, ec2:DescribeDhcpOptions, ec2:DescribeInternetGateways, ec2:DescribeNetworkInterfaces, ec2:DescribeSecurityGroups, ec2:DescribeSubnets, ec2:DescribeVpcs, ec2:ModifyNetworkInterfaceAttribute hangs on ${key}`;

testRule(accountRoleHasPermissions, {
  compliant: [
    {
      name: 'the managed policy',
      account: permitted(vpc, { attached: ofNetworks, region: inUse }),
      of: vpc,
      because: networksPass,
    },
    {
      name: 'the managed policy for logs, with instances and serverless replications',
      account: permitted(logs, { attached: ofLogs, region: { ...inUse, ...serverless } }),
      of: logs,
      because: logsPass,
    },
    {
      name: 'the managed policy for Redshift',
      account: permitted(redshift, { attached: ofRedshift, region: target }),
      of: redshift,
      because: 'it may do all that AmazonDMSRedshiftS3Role allows',
    },
    {
      name: 'the managed policy before anything runs',
      account: permitted(logs, { attached: ofLogs }),
      of: logs,
      because: logsPass,
    },
    {
      name: 'a custom policy narrowed to the account',
      account: permitted(logs, {
        inline: [allow(logsActions, tasks), allow('logs:DescribeLogGroups')],
        region: inUse,
      }),
      of: logs,
      because: logsPass,
    },
    {
      name: 'a custom policy narrowed to the Region in use',
      account: permitted(logs, {
        inline: [
          allow(logsActions, tasks.replace(':logs:*:', ':logs:eu-west-1:')),
          allow('logs:DescribeLogGroups'),
        ],
        region: inUse,
      }),
      of: logs,
      because: logsPass,
    },
    ...(
      [
        ['aws:SecureTransport', { Bool: { 'aws:SecureTransport': 'true' } }],
        ['aws:PrincipalAccount', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }],
        ['aws:ResourceAccount', { StringEquals: { 'aws:ResourceAccount': ACCOUNT } }],
        ['aws:RequestedRegion', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }],
        ['aws:ViaAWSService', { Bool: { 'aws:ViaAWSService': 'false' } }],
      ] as const
    ).map(([key, Condition]) => ({
      name: `a condition that DMS meets for certain: ${key}`,
      account: permitted(vpc, { inline: [allow('ec2:*', '*', { Condition })], region: inUse }),
      of: vpc,
      because: networksPass,
    })),
    {
      name: 'a Deny of what DMS does not do',
      account: permitted(vpc, { attached: ofNetworks, inline: [deny('ec2:RunInstances')], region: inUse }),
      of: vpc,
      because: networksPass,
    },
    {
      name: 'an organisation that denies something else',
      account: permitted(vpc, {
        attached: ofNetworks,
        organizationPolicies: organizationDenying(deny('dms:*')),
        region: inUse,
      }),
      of: vpc,
      because: networksPass,
    },
    {
      name: 'serverless replications that could not be listed, where what they need is allowed anyway',
      account: permitted(logs, {
        attached: ofLogs,
        region: { ...inUse, serverlessConfigs: refused('dms:DescribeReplicationConfigs') },
      }),
      of: logs,
      because: logsPass,
    },
  ],
  nonCompliant: [
    {
      name: 'no policy at all',
      account: permitted(redshift, { region: target }),
      of: redshift,
      because:
        'it may not s3:CreateBucket, s3:ListBucket, s3:DeleteBucket, s3:GetBucketLocation, s3:GetObject, s3:PutObject, s3:DeleteObject, s3:GetObjectVersion, s3:GetBucketPolicy, s3:PutBucketPolicy, s3:GetBucketAcl, s3:PutBucketVersioning, s3:GetBucketVersioning, s3:PutLifecycleConfiguration, s3:GetLifecycleConfiguration, s3:DeleteBucketPolicy, which AmazonDMSRedshiftS3Role allows',
      severity: 'HIGH',
    },
    {
      name: 'a Deny against the managed policy',
      account: permitted(vpc, { attached: ofNetworks, inline: [denyNetworks], region: inUse }),
      of: vpc,
      because: networksFail,
    },
    {
      name: 'a boundary that leaves an action out',
      account: permitted(vpc, {
        attached: ofNetworks,
        boundary: [{ Effect: 'Allow', NotAction: 'ec2:CreateNetworkInterface', Resource: '*' }],
        region: inUse,
      }),
      of: vpc,
      because: networksFail,
    },
    {
      name: 'an organisation that denies an action',
      account: permitted(vpc, {
        attached: ofNetworks,
        organizationPolicies: organizationDenying(denyNetworks),
        region: inUse,
      }),
      of: vpc,
      because: networksFail,
    },
    {
      name: 'a custom policy for another account',
      account: permitted(logs, {
        inline: [allow(logsActions, tasks.replace(ACCOUNT, '222222222222')), allow('logs:DescribeLogGroups')],
        region: inUse,
      }),
      of: logs,
      because: `it may not ${logsActions.join(', ')}, which AmazonDMSCloudWatchLogsRole allows`,
    },
    {
      name: 'a custom policy of before serverless replications',
      account: permitted(logs, {
        inline: [allow(logsActions, tasks), allow('logs:DescribeLogGroups')],
        region: { ...inUse, ...serverless },
      }),
      of: logs,
      because: `it may not ${logsActions.join(', ')}, which AmazonDMSCloudWatchLogsRole allows`,
    },
    {
      name: 'objects left out of a custom policy for Redshift',
      account: permitted(redshift, {
        inline: [
          allow('s3:*', 'arn:aws:s3:::dms-*'),
          deny(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::dms-*/*'),
        ],
        region: target,
      }),
      of: redshift,
      because: 'it may not s3:GetObject, s3:PutObject, which AmazonDMSRedshiftS3Role allows',
    },
  ],
  notApplicable: [
    {
      name: 'no such role',
      account: accountWith(inUse, rolesKnown()),
      of: vpc,
      because: 'the role does not exist',
    },
    {
      name: 'a role for Redshift that nothing uses',
      account: permitted(redshift, {}),
      of: redshift,
      because: 'no endpoint is a Redshift target, so nothing uses the role',
    },
  ],
  unknown: [
    {
      name: 'a condition on where the call comes from',
      account: permitted(vpc, {
        inline: [allow('ec2:*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
        region: inUse,
      }),
      of: vpc,
      because: hangs('aws:sourceip'),
    },
    {
      name: 'policies that were not read',
      account: accountWith(inUse, rolesKnown(aRole())),
      of: vpc,
      because: 'iam:ListRolePolicies of dms-vpc-role was not asked when the snapshot was taken',
    },
    {
      name: 'a policy that is no policy',
      account: permitted(vpc, { attached: { 'arn:aws:iam::111111111111:policy/odd': 'odd' }, region: inUse }),
      of: vpc,
      because:
        'its policy arn:aws:iam::111111111111:policy/odd cannot be read: the policy is not JSON: line 1, column 1: expected a value, found "o"',
    },
    {
      name: 'organisation policies that must be read and were not',
      account: permitted(vpc, {
        inline: [ec2],
        organizationPolicies: unread(notCollected('organizations:ListPoliciesForTarget')),
        region: inUse,
      }),
      settings: { organizationPolicies: 'required' },
      of: vpc,
      because: 'organizations:ListPoliciesForTarget was not asked when the snapshot was taken',
    },
    {
      name: 'serverless replications that could not be listed, where what they need is not allowed',
      account: permitted(logs, {
        inline: [allow(logsActions, tasks), allow('logs:DescribeLogGroups')],
        region: { ...inUse, serverlessConfigs: refused('dms:DescribeReplicationConfigs') },
      }),
      of: logs,
      because: 'dms:DescribeReplicationConfigs failed (AccessDeniedException)',
    },
    {
      name: 'endpoints that could not be listed',
      account: permitted(redshift, { region: { endpoints: refused('dms:DescribeEndpoints') } }),
      of: redshift,
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});

const findingOf = (account: ReturnType<typeof anAccount>) => {
  const found = accountRoleHasPermissions
    .evaluate(ACCOUNT, account, defaultSettings)
    .find(({ resource }) => resource.id === vpc);
  if (found === undefined) throw new Error('the role was not judged');
  return found;
};

describe('what shows a missing permission', () => {
  it('is the request and the statement that denies it', () => {
    const { witness } = findingOf(
      permitted(vpc, { attached: ofNetworks, inline: [ec2, denyNetworks], region: inUse }),
    );
    expect(witness).toMatchObject({
      kind: 'request',
      action: 'ec2:CreateNetworkInterface',
      statement: 1,
      decision: 'explicitDeny',
    });
  });

  it('is the boundary where that leaves it out', () => {
    const boundary = [allow('s3:*')];
    const { witness } = findingOf(permitted(vpc, { attached: ofNetworks, boundary, region: inUse }));
    expect(witness).toMatchObject({ statement: null, decision: 'implicitDeny' });
    expect(witness).toHaveProperty('document', expect.stringContaining('"s3:*"'));
  });

  it('is everything that the role has where nothing allows it', () => {
    const attached = { ...ofLogs, ...ofRedshift };
    const { witness } = findingOf(permitted(vpc, { attached, region: inUse }));
    expect(witness).toHaveProperty('document', expect.stringMatching(/logs:PutLogEvents.*s3:CreateBucket/));
  });
});

it('a verdict without the organisation’s policies says so', () => {
  const organizationPolicies = unread(notCollected('organizations:ListPoliciesForTarget'));
  expect(findingOf(permitted(vpc, { inline: [ec2], organizationPolicies, region: inUse })).assumes).toEqual([
    'no SCP/RCP',
  ]);
  expect(findingOf(permitted(vpc, { inline: [ec2], region: inUse })).assumes).toEqual([]);
});

it('a Region where nothing runs asks for nothing', () => {
  const inline = [
    allow(['ec2:*'], '*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
  ];
  const here = permitted(vpc, { inline, region: inUse });
  const there = { ...here, regions: { ...here.regions, 'us-east-1': aRegion() } };
  expect(findingOf(there).status).toBe('COMPLIANT');
  const arn = 'arn:aws:dms:us-east-1:111111111111:rep:A';
  const both = {
    ...here,
    regions: { ...here.regions, 'us-east-1': aRegion({ instances: listed(anInstance({ arn })) }) },
  };
  expect(findingOf(both).status).toBe('NON_COMPLIANT');
});

it('a service-linked role is AWS’s own', () => {
  const role = aRole({ arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/dms.amazonaws.com/${vpc}` });
  expect(findingOf(anAccount({ iam: iamOf(rolesKnown(role)) })).status).toBe('NOT_APPLICABLE');
});
