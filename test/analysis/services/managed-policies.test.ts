import { expect, it } from 'vitest';
import { parsePolicy } from '../../../src/analysis/policy/document.ts';
import { managedPolicies } from '../../../src/analysis/services/managed-policies.ts';

const actionsIn = (document: object): readonly string[] =>
  parsePolicy(JSON.stringify(document)).document?.statements.flatMap(
    ({ actions }) => actions?.patterns ?? [],
  ) ?? [];

it('the network policy has the eight EC2 actions of the guide and the two that version 4 added', () => {
  const { versionId, updated, document } = managedPolicies.AmazonDMSVPCManagementRole;
  expect([versionId, updated]).toEqual(['v4', '2024-07-25']);
  expect(actionsIn(document)).toEqual([
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
  ]);
});

it('the logs policy names the log groups of tasks and of serverless replications', () => {
  const { versionId, updated, document } = managedPolicies.AmazonDMSCloudWatchLogsRole;
  expect([versionId, updated]).toEqual(['v2', '2023-05-23']);
  expect(JSON.stringify(document)).toContain('log-group:dms-serverless-replication-*');
  expect(actionsIn(document).toSorted()).toEqual([
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
  ]);
});

it('the Redshift policy is about buckets whose names begin with dms-', () => {
  const { versionId, updated, document } = managedPolicies.AmazonDMSRedshiftS3Role;
  expect([versionId, updated]).toEqual(['v3', '2019-07-08']);
  expect(JSON.stringify(document)).toContain('"Resource":"arn:aws:s3:::dms-*"');
  expect(actionsIn(document)).toHaveLength(16);
});
