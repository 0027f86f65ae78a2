import { managedPolicies } from '../../src/analysis/services/managed-policies.ts';
import type { AwsManagedPolicyName } from '../../src/model/aws-managed-policies.ts';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';
import type { ManagedPolicy } from '../../src/model/resources.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { accountRolePolicyIsCurrent } from '../../src/rules/account-role-policy-is-current.ts';
import { accountWith, anEndpoint, aRole, listed, policy, rolesKnown } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { allow, permitted } from './permitted.ts';
import { denied, refused } from './unread.ts';

const vpc = 'dms-vpc-role';
const redshift = 'dms-access-for-endpoint';
const arnOf = (name: AwsManagedPolicyName, partition = 'aws'): string =>
  `arn:${partition}:iam::aws:policy/service-role/${name}`;
const arn = arnOf('AmazonDMSVPCManagementRole');
const text = JSON.stringify(managedPolicies.AmazonDMSVPCManagementRole.document);
const version = 'AmazonDMSVPCManagementRole v4';

/** The account, where IAM answered so when it was asked for AWS's policy. */
const answered = (
  account: AccountFacts,
  name: AwsManagedPolicyName,
  policyOfAws: Lookup<ManagedPolicy | null>,
): AccountFacts => ({
  ...account,
  iam: {
    ...account.iam,
    managedPolicies: { ...account.iam.managedPolicies, [arnOf(name, account.partition)]: policyOfAws },
  },
});

/** AWS's policy as it is today: as it ships, or with these actions in a version of its own. */
function today(account: AccountFacts, name: AwsManagedPolicyName, ...actions: readonly string[]) {
  const { versionId, document } = managedPolicies[name];
  return answered(
    account,
    name,
    known(
      actions.length === 0
        ? { arn: arnOf(name), versionId, document: JSON.stringify(document) }
        : { arn: arnOf(name), versionId: 'v5', document: policy(allow(actions)) },
    ),
  );
}
const vpcToday = (account: AccountFacts, ...actions: readonly string[]): AccountFacts =>
  today(account, 'AmazonDMSVPCManagementRole', ...actions);

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
const copied = permitted(vpc, { inline: [allow(before)] });

testRule(accountRolePolicyIsCurrent, {
  compliant: [
    {
      name: 'every action, by wildcards and in another case',
      account: vpcToday(permitted(vpc, { inline: [allow(['EC2:Describe*', ...before])] })),
      of: vpc,
      because: `its own policy names every action of ${version}`,
    },
    {
      name: 'every action in a policy of the same name that the account made',
      account: vpcToday(
        permitted(vpc, {
          attached: { 'arn:aws:iam::111111111111:policy/service-role/AmazonDMSVPCManagementRole': text },
        }),
      ),
      of: vpc,
      because: `its own policy names every action of ${version}`,
    },
    {
      name: 'everything but',
      account: vpcToday(permitted(vpc, { inline: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] })),
      of: vpc,
      because: `its own policy names every action of ${version}`,
    },
    {
      name: 'a copy of a version to which AWS has gone back',
      account: vpcToday(copied, ...before),
      of: vpc,
      because: 'its own policy names every action of AmazonDMSVPCManagementRole v5',
    },
    {
      name: 'all of a service that nobody knows yet',
      account: vpcToday(permitted(vpc, { inline: [allow(['vpc-next:*'])] }), 'vpc-next:Get*'),
      of: vpc,
      because: 'its own policy names every action of AmazonDMSVPCManagementRole v5',
    },
  ],
  nonCompliant: [
    {
      name: 'a copy of an earlier version',
      account: vpcToday(copied),
      of: vpc,
      because: `its own policy lacks ec2:DescribeDhcpOptions, ec2:DescribeNetworkInterfaces of ${version}`,
      severity: 'MEDIUM',
    },
    {
      name: 'a copy of the version that ships, which AWS has changed since',
      account: vpcToday(
        permitted(vpc, { inline: [allow(['ec2:Describe*', ...before])] }),
        ...before,
        'ec2:AssignIpv6Addresses',
      ),
      of: vpc,
      because: 'its own policy lacks ec2:AssignIpv6Addresses of AmazonDMSVPCManagementRole v5',
    },
    {
      name: 'an action and a service that nobody knows yet',
      account: vpcToday(copied, 'ec2:InventedYesterday', 'vpc-next:Get*'),
      of: vpc,
      because: 'its own policy lacks ec2:InventedYesterday, vpc-next:Get* of AmazonDMSVPCManagementRole v5',
    },
    {
      name: 'a role for Redshift without deletions',
      account: today(
        permitted(redshift, {
          inline: [allow(['s3:Get*', 's3:Put*', 's3:List*', 's3:Create*', 's3:DeleteObject'])],
          region: { endpoints: listed(anEndpoint({ engine: 'redshift', direction: 'target' })) },
        }),
        'AmazonDMSRedshiftS3Role',
      ),
      of: redshift,
      because: 'its own policy lacks s3:DeleteBucket, s3:DeleteBucketPolicy of AmazonDMSRedshiftS3Role v3',
    },
    {
      name: 'an action that the role is denied anyway, and allowed nowhere',
      account: vpcToday(
        permitted(vpc, { inline: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }),
        'ec2:DescribeVpcs',
      ),
      of: vpc,
      because: 'its own policy lacks ec2:DescribeVpcs of AmazonDMSVPCManagementRole v5',
    },
    {
      name: 'the policy of another partition',
      account: vpcToday({ ...copied, partition: 'aws-cn' }),
      of: vpc,
      because: `its own policy lacks ec2:DescribeDhcpOptions, ec2:DescribeNetworkInterfaces of ${version}`,
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
      account: permitted(vpc, { attached: { [arnOf('AmazonDMSVPCManagementRole', 'aws-cn')]: text } }),
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
      name: 'a policy of AWS that was not read, though a text of it ships',
      account: copied,
      of: vpc,
      because: `iam:GetPolicy of ${arn} was not asked when the snapshot was taken`,
    },
    ...['iam:GetPolicy', 'iam:GetPolicyVersion'].map((call) => ({
      name: `a policy of AWS for which ${call} was refused`,
      account: answered(copied, 'AmazonDMSVPCManagementRole', unread(denied(call, arn))),
      of: vpc,
      because: `${call} of ${arn} failed (AccessDeniedException)`,
    })),
    {
      name: 'a policy that AWS does not have there',
      account: answered(copied, 'AmazonDMSVPCManagementRole', known(null)),
      of: vpc,
      because: 'AWS has no policy AmazonDMSVPCManagementRole',
    },
    {
      name: 'a policy of AWS that cannot be read',
      account: answered(
        copied,
        'AmazonDMSVPCManagementRole',
        known({ arn, versionId: 'v6', document: 'no JSON' }),
      ),
      of: vpc,
      because: 'AmazonDMSVPCManagementRole v6 cannot be read',
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
