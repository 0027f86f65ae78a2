import { DescribeEndpointsCommand } from '@aws-sdk/client-database-migration-service';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { known } from '../../src/model/lookup.ts';
import { awsError, denied, roleArn, throttled } from './support/answers.ts';
import { anAws, aRawRole, collect } from './support/aws.ts';

const rolesOnly = { facts: new Set(['roles'] as const) };
const everything = { facts: new Set(['rolePermissions'] as const) };
const policyArn = 'arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole';
const gone = awsError('NoSuchEntityException', { $metadata: { httpStatusCode: 404 } });

const endpointWith = (ServiceAccessRoleArn: string) => ({
  EndpointIdentifier: 'e',
  EndpointArn: 'arn:aws:dms:eu-west-1:111122223333:endpoint:ABC',
  EngineName: 's3',
  S3Settings: { ServiceAccessRoleArn },
});

describe('roles', () => {
  it('are the three fixed ones and those of this account that a resource names', async () => {
    const { dms } = anAws();
    dms.on(DescribeEndpointsCommand).resolves({
      Endpoints: [
        { ...endpointWith('arn:aws:iam::111122223333:role/dms/s3'), EndpointArn: 'a' },
        { ...endpointWith('arn:aws:iam::999999999999:role/theirs'), EndpointArn: 'b' },
      ],
    });
    const { roles, rolePermissions } = (await collect(rolesOnly)).iam;
    expect(Object.keys(roles)).toEqual([
      'dms-access-for-endpoint',
      'dms-cloudwatch-logs-role',
      'dms-vpc-role',
      's3',
    ]);
    expect(roles['s3']).toEqual(
      known({
        name: 's3',
        arn: roleArn('s3'),
        path: '/',
        trust: '{"Version":"2012-10-17","Statement":[]}',
        boundaryArn: null,
      }),
    );
    expect(rolePermissions).toEqual({});
  });

  it.each([
    ['that do not exist', gone, known(null)],
    [
      'that may not be read',
      awsError('AccessDenied'),
      { unread: { call: 'iam:GetRole', resource: 'dms-vpc-role', error: 'AccessDenied', transient: false } },
    ],
    ['throttled out', throttled, { unread: { error: 'ThrottlingException', transient: true } }],
  ])('%s', async (_, error, expected) => {
    anAws().iam.on(GetRoleCommand).rejects(error);
    expect((await collect(everything)).iam.roles['dms-vpc-role']).toMatchObject(expected);
  });

  it.each([
    ['percent-encoded', '%7B%22a%22%3A%22b%2Bc+d%22%7D', '{"a":"b+c+d"}'],
    ['plain', '{"a":1}', '{"a":1}'],
    ['not to be decoded', '{"a":"100%"}', '{"a":"100%"}'],
  ])('keep a trust that is %s', async (_, document, trust) => {
    anAws()
      .iam.on(GetRoleCommand)
      .resolves({ Role: { ...aRawRole('r'), AssumeRolePolicyDocument: document } as never });
    expect((await collect(rolesOnly)).iam.roles['dms-vpc-role']).toMatchObject({ value: { trust } });
  });

  it('are malformed without a trust', async () => {
    anAws()
      .iam.on(GetRoleCommand)
      .resolves({ Role: { ...aRawRole('r'), AssumeRolePolicyDocument: undefined } as never });
    expect((await collect(rolesOnly)).iam.roles['dms-vpc-role']).toMatchObject({
      unread: { error: 'MalformedAnswer', transient: false },
    });
  });
});

describe('what roles may do', () => {
  it('is read on all pages, each managed policy once', async () => {
    const { iam } = anAws();
    iam.on(ListAttachedRolePoliciesCommand).resolves({
      AttachedPolicies: [{ PolicyArn: policyArn }],
      IsTruncated: true,
      Marker: 'm',
    });
    iam
      .on(ListAttachedRolePoliciesCommand, { Marker: 'm' })
      .resolves({ AttachedPolicies: [{ PolicyArn: 'arn:b' }] });
    iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ['inline'] });
    const facts = (await collect(everything)).iam;
    expect(facts.rolePermissions['dms-vpc-role']).toEqual(
      known({
        attached: known([policyArn, 'arn:b']),
        inline: known([{ name: 'inline', document: known('{}') }]),
      }),
    );
    expect(facts.managedPolicies[policyArn]).toEqual(
      known({ arn: policyArn, versionId: 'v3', document: '{"a":1}' }),
    );
    expect(iam.commandCalls(GetPolicyCommand)).toHaveLength(2);
    expect(iam.commandCalls(GetPolicyVersionCommand, { PolicyArn: policyArn, VersionId: 'v3' })).toHaveLength(
      1,
    );
  });

  it('includes the boundary', async () => {
    const PermissionsBoundary = { PermissionsBoundaryArn: 'arn:boundary' };
    anAws()
      .iam.on(GetRoleCommand)
      .resolves({ Role: { ...aRawRole('r'), PermissionsBoundary } as never });
    const { roles, managedPolicies } = (await collect(everything)).iam;
    expect(roles['dms-vpc-role']).toMatchObject({ value: { boundaryArn: 'arn:boundary' } });
    expect(managedPolicies).toHaveProperty(['arn:boundary']);
  });

  it('is not asked of a role that does not exist', async () => {
    const { iam } = anAws();
    iam.on(GetRoleCommand).rejects(gone);
    expect((await collect(everything)).iam.rolePermissions).toEqual({});
    expect(iam.commandCalls(ListRolePoliciesCommand)).toHaveLength(0);
  });

  it('fails part by part', async () => {
    const { iam } = anAws();
    iam.on(ListAttachedRolePoliciesCommand).rejects(denied);
    iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ['a', 'b'] });
    iam.on(GetRolePolicyCommand, { PolicyName: 'a' }).rejects(denied);
    expect((await collect(everything)).iam.rolePermissions['dms-vpc-role']).toMatchObject({
      value: {
        attached: { unread: { call: 'iam:ListAttachedRolePolicies', resource: 'dms-vpc-role' } },
        inline: {
          value: [
            { name: 'a', document: { unread: { call: 'iam:GetRolePolicy', resource: 'dms-vpc-role/a' } } },
            { name: 'b', document: known('{}') },
          ],
        },
      },
    });
  });

  it('is unread where a page says that there is more and not where', async () => {
    anAws()
      .iam.on(ListRolePoliciesCommand)
      .resolves({ PolicyNames: ['a'], IsTruncated: true });
    expect((await collect(everything)).iam.rolePermissions['dms-vpc-role']).toMatchObject({
      value: { inline: { unread: { call: 'iam:ListRolePolicies', error: 'MalformedAnswer' } } },
    });
  });

  it.each([
    ['gone', GetPolicyCommand, gone, known(null)],
    ['refused', GetPolicyCommand, denied, { unread: { call: 'iam:GetPolicy', resource: policyArn } }],
    ['refused in its version', GetPolicyVersionCommand, denied, { unread: { call: 'iam:GetPolicyVersion' } }],
    ['changed meanwhile', GetPolicyVersionCommand, gone, { unread: { error: 'NoSuchEntityException' } }],
  ])('tells of a managed policy that is %s', async (_, command, error, expected) => {
    const { iam } = anAws();
    iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: policyArn }] });
    iam.on(command as typeof GetPolicyCommand).rejects(error);
    expect((await collect(everything)).iam.managedPolicies[policyArn]).toMatchObject(expected);
  });
});
