import fc from 'fast-check';
import {
  complete,
  cutShort,
  known,
  type Listing,
  type Lookup,
  type Unread,
  unread,
} from '../../src/model/lookup.ts';
import type { Organization, OrganizationPolicies } from '../../src/model/organization.ts';
import type { ManagedPolicy, Permissions, Principal } from '../../src/model/resources.ts';
import type { IamFacts } from '../../src/model/snapshot.ts';
import { ACCOUNT, aPrincipal, FOREIGN, policy } from './builders.ts';
import { ORGANIZATION } from './organization-builders.ts';
import { randomResourceControl } from './random-organization.ts';

const denied = (call: string): Unread => ({ call, resource: null, error: 'AccessDenied', transient: false });

const lookupOf = <T>(value: fc.Arbitrary<T>, call: string): fc.Arbitrary<Lookup<T>> =>
  fc.oneof(
    { weight: 8, arbitrary: value.map(known) },
    { weight: 1, arbitrary: fc.constant(unread(denied(call))) },
  );

const listingOf = <T>(items: fc.Arbitrary<readonly T[]>): fc.Arbitrary<Listing<T>> =>
  fc.oneof(
    { weight: 8, arbitrary: items.map(complete) },
    {
      weight: 1,
      arbitrary: items.map((some) => cutShort(some, denied('iam:GetAccountAuthorizationDetails'))),
    },
  );

const document = fc
  .array(
    fc.record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
      Action: fc.constantFrom<unknown>(
        '*',
        'dms:*',
        'dms:StartReplicationTask',
        ['dms:CreateReplicationTask', 'iam:PassRole'],
        'iam:PassRole',
        'kms:*',
        's3:GetObject',
      ),
      Resource: fc.constantFrom<unknown>(
        '*',
        `arn:aws:dms:eu-west-1:${ACCOUNT}:task:TASK10`,
        `arn:aws:iam::${ACCOUNT}:role/writer`,
        `arn:aws:s3:::dms-*`,
      ),
      Condition: fc.constantFrom<object>(
        {},
        { StringEquals: { 'iam:PassedToService': 'dms.amazonaws.com' } },
        { StringEquals: { 'aws:ResourceTag/team': 'a' } },
      ),
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((statements) => policy(...statements));

const managedArns = ['arn:aws:iam::aws:policy/AdministratorAccess', `arn:aws:iam::${ACCOUNT}:policy/dms`];

const permissions: fc.Arbitrary<Permissions> = fc.record({
  attached: lookupOf(fc.subarray(managedArns), 'iam:ListAttachedRolePolicies'),
  inline: lookupOf(
    fc.array(fc.record({ name: fc.constant('inline'), document: lookupOf(document, 'iam:GetRolePolicy') }), {
      maxLength: 1,
    }),
    'iam:ListRolePolicies',
  ),
});

const accessKeys = lookupOf(
  fc.array(fc.record({ active: fc.boolean() }), { maxLength: 2 }),
  'iam:ListAccessKeys',
);

const principalCalled = (type: Principal['type'], id: string): fc.Arbitrary<Principal> =>
  fc
    .record({ permissions, accessKeys, boundaryArn: fc.constantFrom(null, null, ...managedArns) })
    .map((parts) =>
      aPrincipal({
        type,
        id,
        ...parts.permissions,
        boundaryArn: parts.boundaryArn,
        accessKeys: type === 'AWS::IAM::User' ? parts.accessKeys : known([]),
      }),
    );

const found = fc
  .tuple(
    principalCalled('AWS::IAM::Role', 'operator'),
    principalCalled('AWS::IAM::User', 'operator'),
    principalCalled('AWS::IAM::User', 'migrator'),
  )
  .chain((all) => fc.subarray(all));

const managedPolicy = (arn: string): fc.Arbitrary<Lookup<ManagedPolicy | null>> =>
  lookupOf(
    fc.option(
      document.map((text) => ({ arn, versionId: 'v1', document: text })),
      { freq: 9 },
    ),
    'iam:GetPolicy',
  );

const levels = fc.constantFrom<OrganizationPolicies['serviceControl']>(
  [],
  [
    [
      {
        id: 'p-FullAWSAccess',
        name: 'FullAWSAccess',
        document: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
      },
    ],
    [{ id: 'p-nodms', name: 'no-dms', document: policy({ Effect: 'Deny', Action: 'dms:*', Resource: '*' }) }],
  ],
);

/** Principals, what roles may do, and the policies of an organisation; all of it in part unread. */
export const randomIam: fc.Arbitrary<Omit<IamFacts, 'takenAt' | 'roles'>> = fc.record({
  trusting: listingOf(fc.subarray(['bystander', 'writer', 'dms-vpc-role'])),
  rolePermissions: fc.record(
    Object.fromEntries(['dms-vpc-role', 'writer'].map((name) => [name, permissions.map(known)])),
  ),
  principals: listingOf(found),
  namedPrincipals: fc.record({
    'role/migrator': lookupOf(fc.option(principalCalled('AWS::IAM::Role', 'migrator')), 'iam:GetRole'),
    'user/migrator': lookupOf(fc.option(principalCalled('AWS::IAM::User', 'migrator')), 'iam:GetUser'),
  }),
  managedPolicies: fc.record(Object.fromEntries(managedArns.map((arn) => [arn, managedPolicy(arn)]))),
  organizationPolicies: lookupOf(
    fc.option(
      fc.record({
        serviceControl: levels,
        resourceControl: randomResourceControl,
        // Most accounts are members.
        isManagementAccount: fc.constantFrom(false, false, false, true),
      }),
    ),
    'organizations:ListPoliciesForTarget',
  ),
});

export const randomOrganization: fc.Arbitrary<Lookup<Organization | null>> = lookupOf(
  fc.constantFrom(null, { id: ORGANIZATION, managementAccountId: FOREIGN }),
  'organizations:DescribeOrganization',
);
