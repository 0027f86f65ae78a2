import {
  GetAccountAuthorizationDetailsCommand,
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAccessKeysCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { complete, known } from '../../src/model/lookup.ts';
import { awsError, denied, roleArn } from './support/answers.ts';
import { anAws, collect, details } from './support/aws.ts';
import { aGroupDetail, allowing, aPolicyDetail, aRoleDetail, aUserDetail, userArn } from './support/iam.ts';

const principalsOnly = { facts: new Set(['principals'] as const) };
const withKeys = { facts: new Set(['accessKeys'] as const) };
const gone = awsError('NoSuchEntityException', { $metadata: { httpStatusCode: 404 } });
const own = (document: string) => [{ PolicyName: 'own', PolicyDocument: document }];
const decoded = (document: string) => known(decodeURIComponent(document));

type Page = Parameters<typeof details>[0];
function anAwsWith(page: Page) {
  const aws = anAws();
  aws.iam.on(GetAccountAuthorizationDetailsCommand).resolves(details(page));
  return aws;
}
const names = (iam: Awaited<ReturnType<typeof collect>>['iam']) =>
  iam.principals.items.map(({ type, id }) => `${type} ${id}`);

describe('principals', () => {
  it.each<[string, string, boolean]>([
    ['an action of DMS', allowing('dms:StartReplicationTask'), true],
    ['any case', allowing('s3:GetObject', 'DMS:start*'), true],
    ['everything', allowing('*'), true],
    ['all services', allowing('*:*'), true],
    ['a pattern that DMS fits', allowing('d?s:*'), true],
    [
      'NotAction',
      encodeURIComponent('{"Statement":{"Effect":"Allow","NotAction":"s3:*","Resource":"*"}}'),
      true,
    ],
    ['what cannot be read', 'no policy', true],
    ['another service', allowing('rds:*', 's3:dms:'), false],
    ['a service whose name begins alike', allowing('dms-other:*', 'dm'), false],
    ['nothing: it denies', encodeURIComponent('{"Statement":[{"Effect":"Deny","Action":"dms:*"}]}'), false],
  ])('are kept by what their policies allow: %s', async (_, document, isKept) => {
    anAwsWith({ RoleDetailList: [aRoleDetail('r', { RolePolicyList: own(document) })] });
    expect(names((await collect(principalsOnly)).iam)).toEqual(isKept ? ['AWS::IAM::Role r'] : []);
  });

  it('carry the policies of their groups, and only policies that some of them carry are kept', async () => {
    const { iam } = anAwsWith({
      UserDetailList: [
        aUserDetail('ann', { GroupList: ['migrators'], UserPolicyList: own(allowing('s3:*')) }),
        aUserDetail('bob', { AttachedManagedPolicies: [{ PolicyArn: 'arn:reader' }] }),
      ],
      GroupDetailList: [
        aGroupDetail('migrators', {
          AttachedManagedPolicies: [{ PolicyArn: 'arn:migrate' }],
          GroupPolicyList: own(allowing('kms:*')),
        }),
      ],
      Policies: [
        aPolicyDetail('arn:migrate', allowing('dms:*')),
        aPolicyDetail('arn:reader', allowing('s3:*')),
      ],
    });
    const facts = (await collect(principalsOnly)).iam;
    expect(facts.principals).toEqual(
      complete([
        {
          type: 'AWS::IAM::User',
          id: 'ann',
          arn: userArn('ann'),
          path: '/',
          boundaryArn: null,
          attached: known(['arn:migrate']),
          inline: known([
            { name: 'own', document: decoded(allowing('s3:*')) },
            { name: 'group/migrators/own', document: decoded(allowing('kms:*')) },
          ]),
          accessKeys: { known: false, unread: expect.objectContaining({ error: 'NotCollected' }) as unknown },
        },
      ]),
    );
    expect(Object.keys(facts.managedPolicies)).toEqual(['arn:migrate']);
    expect(iam.calls()).toHaveLength(1);
    expect(iam.call(0).args[0].input).toMatchObject({
      Filter: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'],
    });
  });

  it('are not the roles that AWS owns', async () => {
    const slr = aRoleDetail('AWSServiceRoleForX', {
      Path: '/aws-service-role/x.amazonaws.com/',
      RolePolicyList: own(allowing('*')),
    });
    anAwsWith({ RoleDetailList: [slr] });
    expect((await collect(principalsOnly)).iam.principals).toEqual(complete([]));
  });

  it('are kept where a policy could not be read, for it may allow DMS', async () => {
    const AttachedManagedPolicies = [{ PolicyArn: 'arn:unread' }];
    const { iam } = anAwsWith({ RoleDetailList: [aRoleDetail('r', { AttachedManagedPolicies })] });
    iam.on(GetPolicyCommand).rejects(denied);
    const facts = (await collect(principalsOnly)).iam;
    expect(names(facts)).toEqual(['AWS::IAM::Role r']);
    expect(facts.managedPolicies).toMatchObject({ 'arn:unread': { unread: { call: 'iam:GetPolicy' } } });
  });

  it('have access keys without their ids, and nothing else that tells of a person', async () => {
    const secret = 'S3CR3T-MARKER';
    const { iam } = anAwsWith({
      UserDetailList: [
        {
          ...aUserDetail('ann', { UserPolicyList: own(allowing('dms:*')) }),
          UserId: secret,
          Tags: [{ Key: 'mail', Value: secret }],
        },
        aUserDetail('bob'),
      ],
    });
    const key = { UserName: 'ann', AccessKeyId: secret };
    iam.on(ListAccessKeysCommand).resolves({
      AccessKeyMetadata: [
        { ...key, Status: 'Active' },
        { ...key, Status: 'Inactive' },
      ],
    });
    const facts = await collect(withKeys);
    expect(facts.iam.principals.items).toMatchObject([
      { id: 'ann', accessKeys: known([{ active: true }, { active: false }]) },
    ]);
    expect(JSON.stringify(facts)).not.toContain(secret);
    expect(iam.commandCalls(ListAccessKeysCommand)).toHaveLength(1);
  });

  it('stay where page 2 is refused; their groups and policies are asked for one by one', async () => {
    const { iam } = anAwsWith({
      UserDetailList: [aUserDetail('ann', { GroupList: ['g'] })],
      IsTruncated: true,
      Marker: 'm',
    });
    iam.on(GetAccountAuthorizationDetailsCommand, { Marker: 'm' }).rejects(denied);
    iam.on(ListAttachedGroupPoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: 'arn:p' }] });
    iam.on(ListGroupPoliciesCommand).resolves({ PolicyNames: [] });
    iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: allowing('dms:*') } });
    expect((await collect(principalsOnly)).iam.principals).toMatchObject({
      items: [{ id: 'ann', attached: known(['arn:p']) }],
      complete: false,
      unread: { call: 'iam:GetAccountAuthorizationDetails' },
    });
  });

  it('are not collected unless they are needed', async () => {
    anAws();
    expect(
      (await collect({ facts: new Set(['roles']), named: { principals: [roleArn('r')], hosts: [] } })).iam,
    ).toMatchObject({
      principals: { items: [], unread: { error: 'NotCollected' } },
      namedPrincipals: {},
    });
  });
});

describe('principals that the settings name', () => {
  const named = (...principals: readonly string[]) => ({
    ...withKeys,
    named: { principals, hosts: [] },
  });

  it('are there whatever they may do, once, and by name whatever their path', async () => {
    const { iam } = anAwsWith({
      RoleDetailList: [aRoleDetail('r', { Path: '/teams/', RolePolicyList: own(allowing('dms:*')) })],
      UserDetailList: [aUserDetail('r')],
    });
    iam.on(ListAccessKeysCommand).resolves({ AccessKeyMetadata: [] });
    const facts = (await collect(named(roleArn('r'), userArn('r'), userArn('path/r')))).iam;
    expect(facts.principals).toEqual(complete([]));
    expect(facts.namedPrincipals).toMatchObject({
      'role/r': known({ type: 'AWS::IAM::Role', id: 'r', path: '/teams/', accessKeys: known([]) }),
      'user/r': known({ type: 'AWS::IAM::User', id: 'r', attached: known([]) }),
    });
    expect(Object.keys(facts.namedPrincipals)).toHaveLength(2);
  });

  it('of another account are not asked about', async () => {
    const { iam } = anAwsWith({});
    const facts = await collect(
      named('arn:aws:iam::999999999999:role/r', 'arn:aws:sts::111122223333:role/r'),
    );
    expect(facts.iam.namedPrincipals).toEqual({});
    expect(iam.calls()).toHaveLength(1);
  });

  it('that do not exist are known not to', async () => {
    const { iam } = anAwsWith({});
    iam.on(GetRoleCommand).rejects(gone);
    iam.on(GetUserCommand).rejects(gone);
    const facts = await collect(named(roleArn('r'), userArn('u')));
    expect(facts.iam.namedPrincipals).toEqual({ 'role/r': known(null), 'user/u': known(null) });
  });

  function refusing() {
    const { iam } = anAws();
    iam.on(GetAccountAuthorizationDetailsCommand).rejects(denied);
    iam
      .on(GetUserCommand)
      .resolves({ User: { ...aUserDetail('u'), UserId: 'AIDAX', CreateDate: new Date() } as never });
    iam.on(ListUserPoliciesCommand).resolves({ PolicyNames: ['own'] });
    iam.on(GetUserPolicyCommand).resolves({ PolicyDocument: allowing('s3:*') });
    iam.on(ListAttachedUserPoliciesCommand).resolves({ AttachedPolicies: [] });
    iam.on(ListGroupsForUserCommand).resolves({ Groups: [{ GroupName: 'g' } as never] });
    iam.on(ListAttachedGroupPoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: 'arn:p' }] });
    iam.on(ListGroupPoliciesCommand).resolves({ PolicyNames: ['theirs'] });
    iam.on(GetGroupPolicyCommand).resolves({ PolicyDocument: allowing('dms:*') });
    iam.on(ListAccessKeysCommand).resolves({ AccessKeyMetadata: [] });
    return iam;
  }

  it('are read one by one where the details are refused', async () => {
    refusing();
    const facts = (await collect(named(userArn('u'), roleArn('r')))).iam;
    expect(facts.principals).toMatchObject({
      items: [],
      complete: false,
      unread: { error: 'AccessDeniedException' },
    });
    expect(facts.namedPrincipals).toMatchObject({
      'role/r': known({ id: 'r', attached: known([]), inline: known([]) }),
      'user/u': known({
        id: 'u',
        attached: known(['arn:p']),
        inline: known([
          { name: 'own', document: decoded(allowing('s3:*')) },
          { name: 'group/g/theirs', document: decoded(allowing('dms:*')) },
        ]),
      }),
    });
    expect(facts.managedPolicies).toMatchObject({ 'arn:p': known({ arn: 'arn:p' }) });
  });

  it.each([
    ['GetUser', GetUserCommand, { known: false, unread: { call: 'iam:GetUser', resource: 'u' } }],
    [
      'ListGroupsForUser',
      ListGroupsForUserCommand,
      { value: { attached: { unread: { call: 'iam:ListGroupsForUser' } } } },
    ],
    [
      'ListGroupPolicies',
      ListGroupPoliciesCommand,
      {
        value: {
          attached: known(['arn:p']),
          inline: { unread: { call: 'iam:ListGroupPolicies', resource: 'g' } },
        },
      },
    ],
    [
      'GetGroupPolicy',
      GetGroupPolicyCommand,
      {
        value: {
          inline: { value: [{}, { name: 'group/g/theirs', document: { unread: { resource: 'g/theirs' } } }] },
        },
      },
    ],
    [
      'ListAccessKeys',
      ListAccessKeysCommand,
      { value: { accessKeys: { unread: { call: 'iam:ListAccessKeys' } } } },
    ],
  ])('lose what %s would have told where it is refused too', async (_, command, expected) => {
    refusing()
      .on(command as typeof GetUserCommand)
      .rejects(denied);
    const facts = await collect(named(userArn('u')));
    expect(facts.iam.namedPrincipals['user/u']).toMatchObject(expected);
  });
});
