import { managedPolicies } from '../../src/analysis/services/managed-policies.ts';
import { accountRoleIsNotOverbroad } from '../../src/rules/account-role-is-not-overbroad.ts';
import { accountWith, anEndpoint, aRole, listed, roleArn, rolesKnown } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { allow, deny, organizationDenying, permitted } from './permitted.ts';
import { refused } from './unread.ts';

const vpc = 'dms-vpc-role';
const access = 'dms-access-for-endpoint';
const attached = {
  'arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole': JSON.stringify(
    managedPolicies.AmazonDMSVPCManagementRole.document,
  ),
};
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const everything = JSON.stringify({ Version: '2012-10-17', Statement: [allow('*')] });
const nothingMore = 'it grants nothing past AmazonDMSVPCManagementRole';
const more = (of: string): string => `it may do more than AmazonDMSVPCManagementRole: ${of}`;

const documented = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'ec2:ModifyNetworkInterfaceAttribute',
];
const target = anEndpoint({
  engine: 's3',
  direction: 'target',
  roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn(access) }],
});
const forS3 = { inline: [allow('s3:PutObjectTagging', 'arn:aws:s3:::landing/*')] };

testRule(accountRoleIsNotOverbroad, {
  compliant: [
    {
      name: 'the managed policy',
      account: permitted(vpc, { attached }),
      of: vpc,
      because: nothingMore,
    },
    {
      name: 'a custom policy with the same actions, written in another case',
      account: permitted(vpc, { inline: [allow(documented.map((action) => action.toUpperCase()))] }),
      of: vpc,
      because: nothingMore,
    },
    {
      name: 'more, all of it denied again',
      account: permitted(vpc, {
        attached,
        inline: [allow('s3:*'), deny('s3:*')],
      }),
      of: vpc,
      because: nothingMore,
    },
    {
      name: 'everything within a boundary of no more than is needed',
      account: permitted(vpc, { attached: { [admin]: everything }, boundary: [allow(documented)] }),
      of: vpc,
      because: nothingMore,
    },
    {
      name: 'more, all of it taken away by the organisation',
      account: permitted(vpc, {
        attached,
        inline: [allow('s3:*')],
        organizationPolicies: organizationDenying(deny('s3:*')),
      }),
      of: vpc,
      because: nothingMore,
    },
    {
      name: 'what an endpoint that names the role needs',
      account: permitted(access, { ...forS3, region: { endpoints: listed(target) } }),
      of: access,
      because: 'it grants nothing past AmazonDMSRedshiftS3Role',
    },
  ],
  nonCompliant: [
    {
      name: 'an administrator',
      account: permitted(vpc, { attached: { [admin]: everything } }),
      of: vpc,
      because: more(`iam:DeleteAccountPasswordPolicy (statement 0 of ${admin})`),
      severity: 'MEDIUM',
    },
    {
      name: 'one action more',
      account: permitted(vpc, { attached, inline: [allow('ec2:RunInstances')] }),
      of: vpc,
      because: more('ec2:RunInstances (statement 0 of own)'),
    },
    {
      name: 'a service that the tables do not hold',
      account: permitted(vpc, { attached, inline: [allow('lambda:Invoke*')] }),
      of: vpc,
      because: more('lambda:InvokeNewAction (statement 0 of own)'),
    },
    {
      name: 'what services will do one day',
      account: permitted(vpc, { attached, inline: [allow('rds-db:*'), deny('rds-db:connect')] }),
      of: vpc,
      because: more('rds-db:NewAction (statement 0 of own)'),
    },
    {
      name: 'everything but a service',
      account: permitted(vpc, {
        inline: [{ Effect: 'Allow', NotAction: ['iam:*', 'sts:*'], Resource: '*' }],
      }),
      of: vpc,
      because: more('aoss:CreateIndex (statement 0 of own)'),
    },
    {
      name: 'under a condition that some request meets',
      account: permitted(vpc, {
        inline: [
          allow('s3:GetObject', 'arn:aws:s3:::landing/*', {
            Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
          }),
        ],
      }),
      of: vpc,
      because: more('s3:GetObject (statement 0 of own)'),
    },
    {
      name: 'what no endpoint names the role for',
      account: permitted(access, { ...forS3, region: { endpoints: listed(anEndpoint()) } }),
      of: access,
      because: 'it may do more than AmazonDMSRedshiftS3Role: s3:PutObjectTagging (statement 0 of own)',
    },
  ],
  notApplicable: [
    {
      name: 'no such role',
      account: accountWith({}, rolesKnown()),
      of: vpc,
      because: 'the role does not exist',
    },
  ],
  unknown: [
    {
      name: 'policies that were not read',
      account: accountWith({}, rolesKnown(aRole())),
      of: vpc,
      because: 'iam:ListRolePolicies of dms-vpc-role was not asked when the snapshot was taken',
    },
    {
      name: 'endpoints that could not be listed and may need just that',
      account: permitted(access, { ...forS3, region: { endpoints: refused('dms:DescribeEndpoints') } }),
      of: access,
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
    {
      name: 'a condition on a key of which nothing is known',
      account: permitted(vpc, {
        inline: [
          allow('s3:GetObject', 'arn:aws:s3:::landing/*', {
            Condition: { StringEquals: { 's3:ExistingObjectTag/team': 'a' } },
          }),
        ],
      }),
      of: vpc,
      because:
        'whether it grants more than AmazonDMSVPCManagementRole hangs on: s3:GetObject: s3:existingobjecttag/team',
    },
    {
      name: 'a resource with a variable of which nothing is known',
      account: permitted(vpc, { inline: [allow('s3:GetObject', 'arn:aws:s3:::${aws:PrincipalTag/team}/*')] }),
      of: vpc,
      because:
        'whether it grants more than AmazonDMSVPCManagementRole hangs on: s3:GetObject: its resource holds a variable',
    },
  ],
});
