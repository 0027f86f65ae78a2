import { managedPolicies } from '../../src/analysis/services/managed-policies.ts';
import { accountRolePolicyIsCurrent } from '../../src/rules/account-role-policy-is-current.ts';
import { accountWith, anEndpoint, aRole, listed, rolesKnown } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { allow, permitted } from './permitted.ts';
import { refused } from './unread.ts';

const vpc = 'dms-vpc-role';
const redshift = 'dms-access-for-endpoint';
const arn = 'arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole';
const text = JSON.stringify(managedPolicies.AmazonDMSVPCManagementRole.document);
const version = 'AmazonDMSVPCManagementRole v4 of 2024-07-25';

/** The third version, which AWS extended. */
const before = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'ec2:DeleteNetworkInterface',
  'ec2:ModifyNetworkInterfaceAttribute',
];

testRule(accountRolePolicyIsCurrent, {
  compliant: [
    {
      name: 'every action, by wildcards and in another case',
      account: permitted(vpc, { inline: [allow(['EC2:Describe*', ...before])] }),
      of: vpc,
      because: `its own policy names every action of ${version}`,
    },
    {
      name: 'every action in a policy of the same name that the account made',
      account: permitted(vpc, {
        attached: { 'arn:aws:iam::111111111111:policy/service-role/AmazonDMSVPCManagementRole': text },
      }),
      of: vpc,
      because: `its own policy names every action of ${version}`,
    },
    {
      name: 'everything but',
      account: permitted(vpc, { inline: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] }),
      of: vpc,
      because: `its own policy names every action of ${version}`,
    },
  ],
  nonCompliant: [
    {
      name: 'a copy of an earlier version',
      account: permitted(vpc, { inline: [allow(before)] }),
      of: vpc,
      because: `its own policy lacks ec2:DescribeDhcpOptions, ec2:DescribeNetworkInterfaces of ${version}`,
      severity: 'MEDIUM',
    },
    {
      name: 'a role for Redshift without deletions',
      account: permitted(redshift, {
        inline: [allow(['s3:Get*', 's3:Put*', 's3:List*', 's3:Create*', 's3:DeleteObject'])],
        region: { endpoints: listed(anEndpoint({ engine: 'redshift', direction: 'target' })) },
      }),
      of: redshift,
      because:
        'its own policy lacks s3:DeleteBucket, s3:DeleteBucketPolicy of AmazonDMSRedshiftS3Role v3 of 2019-07-08',
    },
  ],
  notApplicable: [
    {
      name: 'the managed policy itself',
      account: permitted(vpc, { attached: { [arn]: text } }),
      of: vpc,
      because: 'it carries AmazonDMSVPCManagementRole itself',
    },
    {
      name: 'the managed policy itself in another partition',
      account: permitted(vpc, { attached: { [arn.replace('arn:aws:', 'arn:aws-cn:')]: text } }),
      of: vpc,
      because: 'it carries AmazonDMSVPCManagementRole itself',
    },
    {
      name: 'no such role',
      account: accountWith({}, rolesKnown()),
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
      name: 'policies that were not read',
      account: accountWith({}, rolesKnown(aRole())),
      of: vpc,
      because: 'iam:ListRolePolicies of dms-vpc-role was not asked when the snapshot was taken',
    },
    {
      name: 'endpoints that could not be listed',
      account: permitted(redshift, {
        inline: [allow('s3:*')],
        region: { endpoints: refused('dms:DescribeEndpoints') },
      }),
      of: redshift,
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
