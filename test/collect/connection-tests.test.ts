import {
  DescribeConnectionsCommand,
  DescribeEndpointsCommand,
  DescribeReplicationTaskAssessmentRunsCommand,
} from '@aws-sdk/client-database-migration-service';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionFailures } from '../../src/model/connections.ts';
import { complete, known, unread } from '../../src/model/lookup.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { randomCases } from '../support/random-snapshots.ts';
import { denied } from './support/answers.ts';
import { anAws, collect } from './support/aws.ts';

async function region(
  ...facts: readonly ('connections' | 'assessmentBuckets' | 'secrets')[]
): Promise<RegionFacts> {
  const found = (await collect({ facts: new Set(facts) })).regions['eu-west-1'];
  if (found === undefined) throw new Error('the Region is missing');
  return found;
}

const raw = (LastFailureMessage?: string) => ({
  EndpointArn: 'arn:e',
  ReplicationInstanceArn: 'arn:i',
  Status: 'failed',
  LastFailureMessage,
});

describe('connection tests', () => {
  it('are listed over all pages', async () => {
    const aws = anAws();
    aws.dms
      .on(DescribeConnectionsCommand)
      .resolves({ Connections: [raw()], Marker: 'more' })
      .on(DescribeConnectionsCommand, { Marker: 'more' })
      .resolves({ Connections: [{ ...raw(), Status: 'Successful' }] });
    const test = { endpointArn: 'arn:e', instanceArn: 'arn:i', lastFailure: null };
    expect((await region('connections')).connections).toEqual(
      complete([
        { ...test, status: 'failed' },
        { ...test, status: 'successful' },
      ]),
    );
  });

  it.each([
    ['Test Endpoint failed: RetCode: SQL_ERROR SqlState: 08001 timeout expired', 'timed-out'],
    ["Can't connect to MySQL server on '10.0.0.5' (110)", 'timed-out'],
    ['Connection refused. Is the server running on host "db" (10.0.0.5)', 'refused'],
    ["Unknown MySQL server host 'db.corp' (0)", 'name-not-resolved'],
    ['could not translate host name "db.corp" to address', 'name-not-resolved'],
    ["Access denied for user 'admin'@'10.0.0.5' (using password: YES)", 'credentials'],
    ['ORA-01017: invalid username/password; logon denied', 'credentials'],
    ['FATAL: no pg_hba.conf entry for host "10.0.0.5", user "dms"', 'credentials'],
    ['SSL error: certificate verify failed', 'tls'],
    ['Unable to find Secrets Manager secret, Arn:arn:aws:…', 'secret'],
    ['Application-Status: 1020912', 'other'],
    ['', null],
  ])('that failed with %j: %s', async (message, lastFailure) => {
    anAws()
      .dms.on(DescribeConnectionsCommand)
      .resolves({ Connections: [raw(message)] });
    expect((await region('connections')).connections.items).toMatchObject([{ lastFailure }]);
  });

  it('keep nothing of a message', async () => {
    const aws = anAws();
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 3 }), async (text) => {
        const message = `user "hostile-${text}" at db.corp`;
        aws.dms.on(DescribeConnectionsCommand).resolves({ Connections: [raw(message)] });
        const [test, ...more] = (await region('connections')).connections.items;
        expect(more).toEqual([]);
        expect(connectionFailures).toContain(test?.lastFailure);
        expect(JSON.stringify(test)).not.toContain('hostile');
      }),
      { numRuns: Math.min(50, randomCases) },
    );
  });

  it('and assessment runs are cut short where they are refused', async () => {
    const aws = anAws();
    aws.dms.on(DescribeConnectionsCommand).rejects(denied);
    aws.dms.on(DescribeReplicationTaskAssessmentRunsCommand).rejects(denied);
    const { connections, assessmentBuckets } = await region('connections', 'assessmentBuckets');
    expect(connections).toMatchObject({ unread: { call: 'dms:DescribeConnections' } });
    expect(assessmentBuckets).toMatchObject({
      unread: { call: 'dms:DescribeReplicationTaskAssessmentRuns' },
    });
  });

  it('are marked where nobody asked', async () => {
    const aws = anAws();
    expect((await region('secrets')).connections).toMatchObject({ unread: { error: 'NotCollected' } });
    expect(aws.dms.commandCalls(DescribeConnectionsCommand)).toEqual([]);
  });
});

it('buckets of assessment runs are told once for each task and way of writing', async () => {
  const run = { ReplicationTaskArn: 'arn:t', ResultLocationBucket: 'results', LastFailureMessage: 'hostile' };
  anAws()
    .dms.on(DescribeReplicationTaskAssessmentRunsCommand)
    .resolves({
      ReplicationTaskAssessmentRuns: [
        { ...run, IsLatestTaskAssessmentRun: false },
        { ...run, IsLatestTaskAssessmentRun: true },
        {
          ...run,
          ReplicationTaskArn: 'arn:u',
          ResultEncryptionMode: 'SSE_KMS',
          ResultKmsKeyArn: 'arn:k',
          ServiceAccessRoleArn: 'arn:r',
        },
      ],
    });
  expect((await region('assessmentBuckets')).assessmentBuckets).toEqual(
    complete([
      {
        taskArn: 'arn:t',
        bucket: 'results',
        encryptionMode: null,
        kmsKeyId: null,
        roleArn: null,
        latest: true,
      },
      {
        taskArn: 'arn:u',
        bucket: 'results',
        encryptionMode: 'sse-kms',
        kmsKeyId: 'arn:k',
        roleArn: 'arn:r',
        latest: null,
      },
    ]),
  );
});

describe('secrets', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf';
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

  it('are described once each, in their own Region, and tell no more than this', async () => {
    const aws = naming(arn, arn, 'by-name', 'gone', 'refused');
    aws.secretsmanager
      .on(DescribeSecretCommand, { SecretId: arn })
      .resolves({
        ARN: arn,
        Name: 'db',
        Description: 'hostile',
        Tags: [{ Key: 'hostile', Value: 'hostile' }],
        KmsKeyId: 'alias/k',
        RotationEnabled: true,
        LastChangedDate: new Date('2026-11-01T00:00:00Z'),
      })
      .on(DescribeSecretCommand, { SecretId: 'by-name' })
      .resolves({ ARN: arn, DeletedDate: new Date(0) })
      .on(DescribeSecretCommand, { SecretId: 'refused' })
      .rejects(denied);
    const { secrets } = await region('secrets');
    const why = { resource: 'refused', error: 'AccessDeniedException', transient: false };
    expect(secrets).toEqual({
      [arn]: known({
        arn,
        kmsKeyId: 'alias/k',
        rotationEnabled: true,
        lastChanged: '2026-11-01T00:00:00.000Z',
        deleted: false,
      }),
      'by-name': known({ arn, kmsKeyId: null, rotationEnabled: null, lastChanged: null, deleted: true }),
      gone: known(null),
      refused: unread({ call: 'secretsmanager:DescribeSecret', ...why }),
    });
    expect(JSON.stringify(secrets)).not.toContain('hostile');
    expect(aws.secretsmanager.commandCalls(DescribeSecretCommand)).toHaveLength(4);
    const asked = aws.secretsmanager.commandCalls(DescribeSecretCommand, { SecretId: arn })[0];
    expect(await (asked?.thisValue as { config: { region: () => Promise<string> } }).config.region()).toBe(
      'us-east-1',
    );
  });

  it('stand in attributes too', async () => {
    const aws = anAws();
    aws.dms.on(DescribeEndpointsCommand).resolves({
      Endpoints: [
        {
          EndpointIdentifier: 'e',
          EndpointArn: 'arn:e',
          EngineName: 'oracle',
          ExtraConnectionAttributes: 'secretsManagerOracleAsmSecretId=asm',
        },
      ],
    });
    expect(Object.keys((await region('secrets')).secrets)).toEqual(['asm']);
  });
});
