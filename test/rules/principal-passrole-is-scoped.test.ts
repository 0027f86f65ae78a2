import { describe, expect, it } from 'vitest';
import { complete, known, unread } from '../../src/model/lookup.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { principalPassroleIsScoped } from '../../src/rules/principal-passrole-is-scoped.ts';
import { ACCOUNT, anEndpoint, aRole, listed, roleArn, rolesKnown } from '../support/builders.ts';
import { accountOf, allowing, aMigrant, naming } from '../support/principal-builders.ts';
import { testRule } from '../support/test-rule.ts';
import { organizationDenying } from './permitted.ts';
import { denied, refused } from './unread.ts';

const writer = anEndpoint({
  roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn('writer') }],
});
const roles = { ...rolesKnown(aRole()), writer: known(aRole({ name: 'writer' })) };
const administrator = aMigrant([allowing('*')], { id: 'administrator', arn: roleArn('administrator') });

const passing = (Resource: string | readonly string[], Condition: object = {}): object =>
  allowing('iam:PassRole', { Resource, Condition });
const to = (service: string): object => ({ StringEquals: { 'iam:PassedToService': service } });
const any = 'arn:aws:iam::111111111111:role/EXAMPLE4WITNESS2RESOURCE26';

const migrate = allowing('dms:*');
const may = (...statements: readonly object[]) =>
  accountOf([aMigrant([migrate, ...statements]), administrator], {
    roles,
    region: { endpoints: listed(writer) },
  });

const of = 'migrator';
const scoped = { of, because: 'it can pass no role to DMS but those that DMS uses' };
const reachesAny = { of, because: 'it can pass DMS roles of any name, not those of DMS alone' };
const reaches = (arn: string) => ({ of, because: `it can pass DMS ${arn}, which is no role of DMS` });

testRule(principalPassroleIsScoped, {
  compliant: [
    { name: 'no role at all', account: may(), ...scoped },
    { name: 'the role that an endpoint names', account: may(passing(roleArn('writer'))), ...scoped },
    { name: 'names that begin as those of DMS do', account: may(passing(roleArn('dms-*'))), ...scoped },
    { name: 'all roles, to another service', account: may(passing('*', to('ec2.amazonaws.com'))), ...scoped },
    {
      name: 'roles that let DMS in',
      account: accountOf([aMigrant([migrate, passing(roleArn('reader'))])], {
        roles: { ...roles, reader: known(aRole({ name: 'reader' })) },
        iam: { trusting: complete(['reader']) },
      }),
      ...scoped,
    },
    {
      name: 'all roles, but a Deny leaves those of DMS alone',
      account: may(passing('*'), {
        Effect: 'Deny',
        Action: 'iam:PassRole',
        NotResource: [roleArn('dms-*'), roleArn('writer')],
      }),
      ...scoped,
    },
    {
      name: 'all roles, but the organisation lets none be passed to DMS',
      account: accountOf([aMigrant([migrate, passing('*')])], {
        roles,
        iam: {
          organizationPolicies: organizationDenying({
            Effect: 'Deny',
            Action: 'iam:PassRole',
            Resource: '*',
            Condition: { StringLikeIfExists: { 'iam:PassedToService': 'dms*' } },
          }),
        },
      }),
      ...scoped,
    },
    {
      name: 'roles of another account, which nobody can pass',
      account: may(passing('arn:aws:iam::222222222222:role/*')),
      ...scoped,
    },
  ],
  nonCompliant: [
    { name: 'all roles', account: may(passing('*')), ...reachesAny, severity: 'MEDIUM' },
    {
      name: 'all roles, of one that is named',
      account: may(passing('*')),
      settings: naming(),
      ...reachesAny,
      severity: 'HIGH',
    },
    { name: 'all roles, to DMS', account: may(passing('*', to('dms.amazonaws.com'))), ...reachesAny },
    {
      name: 'all roles, to services that begin with d',
      account: may(passing('*', { StringLike: { 'iam:PassedToService': 'd*.amazonaws.com' } })),
      ...reachesAny,
    },
    {
      name: 'all roles, where the service is told',
      account: may(passing('*', { StringEqualsIfExists: { 'iam:PassedToService': 'ec2.amazonaws.com' } })),
      ...reachesAny,
    },
    {
      name: 'all roles, with a second factor',
      account: may(passing('*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })),
      ...reachesAny,
    },
    {
      name: 'every action of IAM',
      account: may(allowing('iam:*')),
      ...reachesAny,
    },
    {
      name: 'all roles but one',
      account: may(allowing('iam:PassRole', { Resource: undefined, NotResource: roleArn('administrator') })),
      ...reachesAny,
    },
    {
      name: 'a role by name that DMS has nothing to do with',
      account: may(passing([roleArn('writer'), roleArn('administrator')])),
      ...reaches(roleArn('administrator')),
    },
    {
      name: 'names that no role of DMS has',
      account: may(passing(roleArn('app/*'))),
      ...reaches(`${roleArn('app/')}x`),
    },
    {
      name: 'a pattern that a known role fits as well',
      account: may(passing(roleArn('*r'))),
      ...reaches(roleArn('migrator')),
    },
  ],
  notApplicable: [
    {
      name: 'an administrator that is not named',
      account: may(),
      of: 'administrator',
      because: 'it is an administrator by Action * or NotAction, and the settings do not name it',
    },
  ],
  unknown: [
    {
      name: 'endpoints that may name the role',
      account: accountOf([aMigrant([migrate, passing(roleArn('writer'))])], {
        region: { endpoints: refused('dms:DescribeEndpoints') },
      }),
      of,
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
    {
      name: 'others of which one may fit',
      account: accountOf([], {
        iam: {
          namedPrincipals: { 'role/migrator': known(aMigrant([migrate, passing(roleArn('dms-*'))])) },
          principals: refused('iam:GetAccountAuthorizationDetails'),
        },
      }),
      of,
      because: 'iam:GetAccountAuthorizationDetails failed (AccessDeniedException)',
    },
    {
      name: 'a key of which nothing says whether it is sent',
      account: may(passing('*', { ArnLike: { 'iam:AssociatedResourceARN': 'arn:aws:dms:*:*:endpoint:*' } })),
      of,
      because: 'whether it can pass other roles to DMS is not decided: it hangs on iam:associatedresourcearn',
    },
    {
      name: 'inline policies that were refused',
      account: accountOf([aMigrant([], { inline: unread(denied('iam:ListRolePolicies', 'migrator')) })]),
      of,
      because: 'iam:ListRolePolicies of migrator failed (AccessDeniedException)',
    },
  ],
});

describe('a role that can be passed', () => {
  it('is shown by the request, with the policy that lets it through', () => {
    const account = may(passing('*', to('dms.amazonaws.com')));
    const finding = principalPassroleIsScoped
      .evaluate(ACCOUNT, account, defaultSettings)
      .find(({ resource }) => resource.id === of);
    expect(finding?.witness).toMatchObject({
      kind: 'request',
      statement: 1,
      principal: { aws: roleArn('migrator') },
      action: 'iam:PassRole',
      resource: any,
      context: { 'iam:passedtoservice': 'dms.amazonaws.com' },
      decision: 'allowed',
    });
  });
});
