import fc from 'fast-check';
import { managedPolicies } from '../../src/analysis/services/managed-policies.ts';
import { known, type Lookup, unread } from '../../src/model/lookup.ts';
import type { ManagedPolicy, Permissions } from '../../src/model/resources.ts';
import type { IamFacts } from '../../src/model/snapshot.ts';
import { policy } from './builders.ts';

const lookupOf = <T>(value: fc.Arbitrary<T>, call: string): fc.Arbitrary<Lookup<T>> =>
  fc.oneof(
    { weight: 12, arbitrary: value.map(known) },
    {
      weight: 1,
      arbitrary: fc.constant(unread({ call, resource: null, error: 'AccessDenied', transient: false })),
    },
  );

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  Action: fc.constantFrom<unknown>(
    '*',
    's3:*',
    ['s3:PutObject', 's3:DeleteObject', 's3:PutObjectTagging', 's3:ListBucket', 's3:GetObject'],
    'ec2:*',
    ['ec2:CreateNetworkInterface', 'ec2:Describe*'],
    ['logs:*', 'kinesis:*', 'dynamodb:*'],
    ['secretsmanager:GetSecretValue', 'kms:Decrypt', 'kms:DescribeKey'],
  ),
  Resource: fc.constantFrom<unknown>(
    '*',
    '*',
    ['arn:aws:s3:::landing', 'arn:aws:s3:::landing/*'],
    'arn:aws:logs:eu-west-1:*:log-group:dms-tasks-*',
  ),
  Condition: fc.constantFrom<object>(
    {},
    {},
    { Bool: { 'aws:SecureTransport': 'true' } },
    { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  ),
});
const document = fc.array(statement, { minLength: 1, maxLength: 2 }).map((all) => policy(...all));

const managed = Object.entries(managedPolicies).map(
  ([name, { versionId, document: text }]): ManagedPolicy => ({
    arn: `arn:aws:iam::aws:policy/service-role/${name}`,
    versionId,
    document: JSON.stringify(text),
  }),
);

/** As it ships, as AWS may change it, or not there. */
const versionsOf = (each: ManagedPolicy): readonly (ManagedPolicy | null)[] => [
  each,
  each,
  each,
  { ...each, versionId: 'v9', document: policy({ Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' }) },
  { ...each, versionId: 'v10', document: 'not JSON' },
  null,
];

const permissions: fc.Arbitrary<Permissions> = fc.record({
  attached: lookupOf(fc.subarray(managed.map(({ arn }) => arn)), 'iam:ListAttachedRolePolicies'),
  inline: lookupOf(
    fc.array(fc.record({ name: fc.constant('own'), document: lookupOf(document, 'iam:GetRolePolicy') }), {
      maxLength: 1,
    }),
    'iam:ListRolePolicies',
  ),
});

const roles = ['dms-vpc-role', 'dms-cloudwatch-logs-role', 'dms-access-for-endpoint', 'writer', 'reader'];

/** What DMS roles may do: much of what they need, too much or too little, in part unread. */
export const randomPermissions: fc.Arbitrary<Pick<IamFacts, 'rolePermissions' | 'managedPolicies'>> =
  fc.record({
    rolePermissions: fc.record(
      Object.fromEntries(
        roles.map((name) => [name, permissions.map((each): Lookup<Permissions> => known(each))]),
      ),
      { noNullPrototype: true },
    ),
    managedPolicies: fc.record(
      Object.fromEntries(
        managed.map((each) => [each.arn, lookupOf(fc.constantFrom(...versionsOf(each)), 'iam:GetPolicy')]),
      ),
      { noNullPrototype: true },
    ),
  });
