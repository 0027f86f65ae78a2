import {
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import type { FactName } from '../../src/model/facts.ts';
import { known } from '../../src/model/lookup.ts';
import { awsError, denied } from './support/answers.ts';
import { anAws, collect, details } from './support/aws.ts';
import { allowing, aPolicyDetail } from './support/iam.ts';

const facts = new Set<FactName>(['awsManagedPolicies', 'rolePermissions']);
const gone = awsError('NoSuchEntityException', { $metadata: { httpStatusCode: 404 } });
const arnOf = (name: string, partition = 'aws'): string =>
  `arn:${partition}:iam::aws:policy/service-role/${name}`;
const [vpc, logs, redshift] = [
  arnOf('AmazonDMSVPCManagementRole'),
  arnOf('AmazonDMSCloudWatchLogsRole'),
  arnOf('AmazonDMSRedshiftS3Role'),
];

describe('the policies that AWS writes for the account roles', () => {
  it('are read though nobody carries them, in their default version', async () => {
    const { iam } = anAws();
    const { managedPolicies } = (await collect({ facts })).iam;
    expect(Object.keys(managedPolicies)).toEqual([logs, redshift, vpc]);
    expect(managedPolicies[vpc]).toEqual(known({ arn: vpc, versionId: 'v3', document: '{"a":1}' }));
    expect(iam.commandCalls(GetPolicyVersionCommand, { PolicyArn: vpc, VersionId: 'v3' })).toHaveLength(1);
  });

  it('are not read unless a rule needs them', async () => {
    const { iam } = anAws();
    expect((await collect({ facts: new Set(['rolePermissions']) })).iam.managedPolicies).toEqual({});
    expect(iam.commandCalls(GetPolicyCommand)).toHaveLength(0);
  });

  it('are not asked for where the details hold them', async () => {
    const { iam } = anAws();
    iam
      .on(GetAccountAuthorizationDetailsCommand)
      .resolves(details({ Policies: [aPolicyDetail(vpc, allowing('ec2:Describe*'))] }));
    const { managedPolicies } = (await collect({ facts })).iam;
    const document = decodeURIComponent(allowing('ec2:Describe*'));
    expect(managedPolicies[vpc]).toEqual(known({ arn: vpc, versionId: 'v2', document }));
    expect(iam.commandCalls(GetPolicyCommand).map(({ args: [{ input }] }) => input.PolicyArn)).toEqual([
      logs,
      redshift,
    ]);
  });

  it('are not read for a role that does not exist, but for one that cannot be read', async () => {
    const { iam } = anAws();
    iam.on(GetRoleCommand).rejects(gone);
    iam.on(GetRoleCommand, { RoleName: 'dms-cloudwatch-logs-role' }).rejects(denied);
    expect(Object.keys((await collect({ facts })).iam.managedPolicies)).toEqual([logs]);
  });

  it('are those of the partition', async () => {
    anAws();
    expect(Object.keys((await collect({ facts, partition: 'aws-cn' })).iam.managedPolicies)).toContain(
      arnOf('AmazonDMSVPCManagementRole', 'aws-cn'),
    );
  });

  it.each([
    ['there is none', GetPolicyCommand, gone, known(null)],
    ['GetPolicy is refused', GetPolicyCommand, denied, { unread: { call: 'iam:GetPolicy', resource: vpc } }],
    [
      'GetPolicyVersion is refused',
      GetPolicyVersionCommand,
      denied,
      { unread: { call: 'iam:GetPolicyVersion', resource: vpc } },
    ],
  ])('say so where %s', async (_, command, error, expected) => {
    const { iam } = anAws();
    iam.on(command as typeof GetPolicyCommand).rejects(error);
    expect((await collect({ facts })).iam.managedPolicies[vpc]).toMatchObject(expected);
  });
});
