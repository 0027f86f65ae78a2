import { GetAccountAuthorizationDetailsCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { complete, known } from '../../src/model/lookup.ts';
import { denied, throttled } from './support/answers.ts';
import { anAws, collect, details } from './support/aws.ts';
import { allowing, aPolicyDetail, aRoleDetail, trusting } from './support/iam.ts';

const rolesOnly = { facts: new Set(['roles'] as const) };
const everything = { facts: new Set(['rolePermissions'] as const) };

const called = (name: string, principal: unknown) =>
  aRoleDetail(name, { AssumeRolePolicyDocument: trusting(principal) });

describe('roles that trust DMS', () => {
  it.each<[unknown, boolean]>([
    [{ Service: 'dms.amazonaws.com' }, true],
    [{ Service: ['lambda.amazonaws.com', 'dms.eu-west-1.amazonaws.com.cn'] }, true],
    [{ Service: 'DMS-data-migrations.amazonaws.com' }, true],
    ['*', true],
    [{ AWS: '*' }, true],
    [{ Service: 'lambda.amazonaws.com' }, false],
    [{ AWS: 'arn:aws:iam::111122223333:role/dms-operator' }, false],
    [{ AWS: '111122223333' }, false],
  ])('are found by their principal: %j is one: %s', async (principal, isOne) => {
    const { iam } = anAws();
    iam
      .on(GetAccountAuthorizationDetailsCommand)
      .resolves(details({ RoleDetailList: [called('found', principal)] }));
    const { trusting: names, roles } = (await collect(rolesOnly)).iam;
    expect(names).toEqual(complete(isOne ? ['found'] : []));
    expect(roles['found']?.known ?? false).toBe(isOne);
  });

  it('are found by NotPrincipal, and not by a Deny', async () => {
    const document = (statement: object): string =>
      encodeURIComponent(JSON.stringify({ Statement: statement }));
    const role = (name: string, statement: object) =>
      aRoleDetail(name, { AssumeRolePolicyDocument: document(statement) });
    const RoleDetailList = [
      role('open', { Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: '*' }),
      role('closed', { Effect: 'Deny', Principal: '*', Action: '*' }),
    ];
    anAws().iam.on(GetAccountAuthorizationDetailsCommand).resolves(details({ RoleDetailList }));
    expect((await collect(rolesOnly)).iam.trusting).toEqual(complete(['open']));
  });

  it('are found on all pages, which are asked for once', async () => {
    const { iam } = anAws();
    const dms = { Service: 'dms.amazonaws.com' };
    iam
      .on(GetAccountAuthorizationDetailsCommand)
      .resolves(details({ RoleDetailList: [called('a', dms)], IsTruncated: true, Marker: 'm' }));
    iam
      .on(GetAccountAuthorizationDetailsCommand, { Marker: 'm' })
      .resolves(details({ RoleDetailList: [called('b', dms)] }));
    const facts = await collect({ ...rolesOnly, regions: ['eu-west-1', 'us-east-1'] });
    expect(facts.iam.trusting).toEqual(complete(['a', 'b']));
    expect(
      iam.commandCalls(GetAccountAuthorizationDetailsCommand).map(({ args: [{ input }] }) => input),
    ).toEqual([
      { Filter: ['Role'], MaxItems: 1000, Marker: undefined },
      { Filter: ['Role'], MaxItems: 1000, Marker: 'm' },
    ]);
  });

  it.each([
    ['refused', denied, { error: 'AccessDeniedException', transient: false }],
    ['throttled out', throttled, { error: 'ThrottlingException', transient: true }],
  ])('stay where page 2 is %s', async (_, error, unread) => {
    const { iam } = anAws();
    const page = details({ RoleDetailList: [called('a', '*')], IsTruncated: true, Marker: 'm' });
    iam.on(GetAccountAuthorizationDetailsCommand).resolves(page);
    iam.on(GetAccountAuthorizationDetailsCommand, { Marker: 'm' }).rejects(error);
    expect((await collect(rolesOnly)).iam.trusting).toMatchObject({
      items: ['a'],
      complete: false,
      unread: { call: 'iam:GetAccountAuthorizationDetails', ...unread },
    });
  });

  it('may be missing where one of them lacks what IAM documents', async () => {
    const RoleDetailList = [called('a', '*'), { RoleName: 'half' }];
    anAws().iam.on(GetAccountAuthorizationDetailsCommand).resolves(details({ RoleDetailList }));
    expect((await collect(rolesOnly)).iam.trusting).toMatchObject({
      items: ['a'],
      unread: { error: 'MalformedAnswer' },
    });
  });
});

describe('what the details hold', () => {
  const arn = 'arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole';
  const page = details({
    RoleDetailList: [
      aRoleDetail('dms-vpc-role', {
        AttachedManagedPolicies: [{ PolicyArn: arn }],
        RolePolicyList: [{ PolicyName: 'own', PolicyDocument: allowing('ec2:*') }],
        PermissionsBoundary: { PermissionsBoundaryArn: 'arn:boundary' },
      }),
    ],
    Policies: [aPolicyDetail(arn, allowing('ec2:Describe*')), aPolicyDetail('arn:other', allowing('*'))],
  });

  it('is not asked for again; what they lack is', async () => {
    const { iam } = anAws();
    iam.on(GetAccountAuthorizationDetailsCommand).resolves(page);
    const facts = (await collect(everything)).iam;
    expect(facts.roles['dms-vpc-role']).toMatchObject({ value: { boundaryArn: 'arn:boundary' } });
    expect(facts.rolePermissions['dms-vpc-role']).toEqual(
      known({
        attached: known([arn]),
        inline: known([{ name: 'own', document: known(decodeURIComponent(allowing('ec2:*'))) }]),
      }),
    );
    expect(Object.keys(facts.managedPolicies)).toEqual([
      'arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole',
      'arn:boundary',
    ]);
    expect(facts.managedPolicies[arn]).toEqual(
      known({ arn, versionId: 'v2', document: decodeURIComponent(allowing('ec2:Describe*')) }),
    );
    const asked = iam.commandCalls(GetRoleCommand).map(({ args: [{ input }] }) => input.RoleName);
    expect(asked.toSorted()).toEqual(['dms-access-for-endpoint', 'dms-cloudwatch-logs-role']);
    // One page; two roles in three calls each; the boundary's policy in two.
    expect(iam.calls()).toHaveLength(1 + 2 * 3 + 2);
  });
});
