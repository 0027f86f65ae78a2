import {
  DescribeEndpointsCommand,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { ListSecretVersionIdsCommand } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { known, unread } from '../../src/model/lookup.ts';
import { serverlessRoleName } from '../../src/model/serverless-role.ts';
import { awsError, denied } from './support/answers.ts';
import { anAws, collect } from './support/aws.ts';

const naming = (...ids: readonly string[]) => {
  const aws = anAws();
  aws.dms.on(DescribeEndpointsCommand).resolves({
    Endpoints: ids.map((SecretsManagerSecretId, index) => ({
      EndpointIdentifier: `e${index}`,
      EndpointArn: `arn:e${index}`,
      EngineName: 'postgres',
      PostgreSQLSettings: { SecretsManagerSecretId },
    })),
  });
  return aws;
};
const versions = async () =>
  (await collect({ facts: new Set(['secretVersions']) })).regions['eu-west-1']?.secretVersions;

const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf';
const created = new Date('2026-11-01T00:00:00Z');

describe('current versions of secrets', () => {
  it('tell when they were made, each asked for once in the secret’s own Region', async () => {
    const aws = naming(arn, arn, 'unlabelled', 'gone', 'refused', 'dateless');
    aws.secretsmanager
      .on(ListSecretVersionIdsCommand, { SecretId: arn })
      .resolves({
        Versions: [{ VersionId: 'hostile', VersionStages: ['AWSPREVIOUS'], CreatedDate: new Date(0) }],
        NextToken: 'more',
      })
      .on(ListSecretVersionIdsCommand, { SecretId: arn, NextToken: 'more' })
      .resolves({ Versions: [{ VersionStages: ['AWSCURRENT', 'mine'], CreatedDate: created }] })
      .on(ListSecretVersionIdsCommand, { SecretId: 'unlabelled' })
      .resolves({ Versions: [{ VersionStages: ['AWSPENDING'], CreatedDate: created }] })
      .on(ListSecretVersionIdsCommand, { SecretId: 'gone' })
      .rejects(awsError('ResourceNotFoundException'))
      .on(ListSecretVersionIdsCommand, { SecretId: 'refused' })
      .rejects(denied)
      .on(ListSecretVersionIdsCommand, { SecretId: 'dateless' })
      .resolves({ Versions: [{ VersionStages: ['AWSCURRENT'] }] });
    const found = await versions();
    const why = { call: 'secretsmanager:ListSecretVersionIds', transient: false };
    expect(found).toEqual({
      [arn]: known({ createdAt: '2026-11-01T00:00:00.000Z' }),
      unlabelled: known(null),
      gone: known(null),
      refused: unread({ ...why, resource: 'refused', error: 'AccessDeniedException' }),
      dateless: unread({ ...why, resource: 'dateless', error: 'MalformedAnswer' }),
    });
    expect(JSON.stringify(found)).not.toContain('hostile');
    expect(aws.secretsmanager.commandCalls(ListSecretVersionIdsCommand)).toHaveLength(6);
    const [asked] = aws.secretsmanager.commandCalls(ListSecretVersionIdsCommand, { SecretId: arn });
    expect(await (asked?.thisValue as { config: { region: () => Promise<string> } }).config.region()).toBe(
      'us-east-1',
    );
  });
});

it.each(['arn:aws:secretsmanager:evil.example#:1:secret:s', 'arn:aws:secretsmanager::1:secret:s', 'arn:aws'])(
  'a secret whose ARN names no Region is asked for in the endpoint’s: %s',
  async (SecretId) => {
    const aws = naming(SecretId);
    aws.secretsmanager.on(ListSecretVersionIdsCommand).rejects(awsError('InvalidParameterException'));
    expect(await versions()).toMatchObject({
      [SecretId]: { unread: { error: 'InvalidParameterException' } },
    });
    const [asked] = aws.secretsmanager.commandCalls(ListSecretVersionIdsCommand, { SecretId });
    expect(await (asked?.thisValue as { config: { region: () => Promise<string> } }).config.region()).toBe(
      'eu-west-1',
    );
  },
);

it.each([
  [created, '2026-11-01T00:00:00.000Z'],
  [undefined, null],
])('a task that was started at %s', async (StartDate, startedAt) => {
  anAws()
    .dms.on(DescribeReplicationTasksCommand)
    .resolves({
      ReplicationTasks: [
        {
          ReplicationTaskIdentifier: 't',
          ReplicationTaskArn: 'arn:t',
          ReplicationTaskStartDate: new Date(0),
          ReplicationTaskStats: {
            FreshStartDate: new Date(0),
            ...(StartDate === undefined ? {} : { StartDate }),
          },
        },
      ],
    });
  const facts = await collect({ facts: new Set(['tasks']) });
  expect(facts.regions['eu-west-1']?.tasks.items).toMatchObject([{ startedAt, timeTravelBucket: null }]);
});

describe('the role of DMS Serverless', () => {
  it('is asked for by its name, and known not to be there', async () => {
    const aws = anAws();
    aws.iam.on(GetRoleCommand, { RoleName: serverlessRoleName }).rejects(awsError('NoSuchEntityException'));
    const { iam } = await collect({ facts: new Set(['serverlessRole']) });
    expect(iam.roles[serverlessRoleName]).toEqual(known(null));
  });

  it('is not asked for where nobody needs it', async () => {
    anAws();
    const { iam } = await collect({ facts: new Set(['roles']) });
    expect(iam.roles).not.toHaveProperty(serverlessRoleName);
  });
});
