import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DescribeReplicationInstancesCommand } from '@aws-sdk/client-database-migration-service';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { BatchImportFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Result } from '../../src/model/result.ts';
import { resultKey } from '../../src/publish/results-bucket.ts';
import { anAws } from '../collect/support/aws.ts';
import { instanceArn } from '../publish/reports.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';
import { context, knownCaller, lambdaEnvironment, observed } from './support.ts';

const topicArn = `arn:aws:sns:${REGION}:${ACCOUNT}:findings`;
const configured = {
  DMS_AUDITOR_RESULTS_BUCKET: 'results',
  DMS_AUDITOR_TOPIC_ARN: topicArn,
  DMS_AUDITOR_REGIONS: `${REGION},us-east-1`,
};
lambdaEnvironment(configured);
const { handler } = await import('../../functions/scheduled-scan.ts');

const { dms } = anAws();
const sts = knownCaller();
const s3 = mockClient(S3Client);
const sns = mockClient(SNSClient);
const run = () => observed(() => handler({ source: 'aws.scheduler' }, context));
const stored = () => s3.commandCalls(PutObjectCommand).map(({ args: [{ input }] }) => input);
const told = () => sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input);

beforeEach(() => {
  lambdaEnvironment(configured);
  dms.on(DescribeReplicationInstancesCommand).resolves({
    ReplicationInstances: [
      {
        ReplicationInstanceIdentifier: 'instance-1',
        ReplicationInstanceArn: instanceArn('instance-1'),
        PubliclyAccessible: true,
      },
    ],
  });
  s3.reset();
  sns.reset();
  s3.on(PutObjectCommand).resolves({});
  s3.on(HeadObjectCommand).rejects(Object.assign(new Error('no'), { name: 'NotFound' }));
  sns.on(PublishCommand).resolves({});
});
afterAll(() => {
  vi.unstubAllEnvs();
});

it('stores the result of all its Regions and tells of it', async () => {
  const { log, metrics, error } = await run();
  expect(error).toBeNull();
  const [object, facts, latest] = stored();
  const result = JSON.parse(gunzipSync(object?.Body as Buffer).toString()) as Result;
  expect(result.scope).toMatchObject({
    accounts: [ACCOUNT],
    regions: [REGION, 'us-east-1'],
    profile: 'all',
  });
  expect(object).toMatchObject({
    Bucket: 'results',
    Key: resultKey(ACCOUNT, result),
    ContentType: 'application/gzip',
  });
  expect([facts?.Key, latest?.Key]).toEqual([
    `snapshots/${ACCOUNT}/latest.json.gz`,
    `results/${ACCOUNT}/latest.json.gz`,
  ]);
  expect(latest?.Body).toEqual(object?.Body);
  expect(told()).toMatchObject([
    {
      TopicArn: topicArn,
      Subject: expect.stringContaining('heaviest CRITICAL') as string,
      Message: expect.stringContaining(object?.Key ?? '-') as string,
      MessageAttributes: { account: { StringValue: ACCOUNT }, severity: { StringValue: 'CRITICAL' } },
    },
  ]);
  expect(log).toMatchObject([
    { level: 'INFO', account: ACCOUNT, findings: { NON_COMPLIANT: result.summary.NON_COMPLIANT } },
  ]);
  expect(metrics).toContainEqual(expect.objectContaining({ service: 'function', Failed: 0 }));
});

it.each(['DMS_AUDITOR_RESULTS_BUCKET', 'DMS_AUDITOR_TOPIC_ARN'])(
  'without %s reads, stores and tells nothing, and says so once',
  async (name) => {
    vi.stubEnv(name, undefined);
    dms.resetHistory();
    const { log, metrics, error } = await run();
    expect(error).toBeNull();
    expect(log).toMatchObject([
      { level: 'ERROR', message: expect.stringContaining(`set ${name} to`) as string },
    ]);
    expect(metrics).toMatchObject([{ Failed: 1 }]);
    expect([stored(), told(), dms.calls()]).toEqual([[], [], []]);
  },
);

it('does not tell of what it could not store', async () => {
  s3.on(PutObjectCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
  const { error } = await run();
  expect(error).toMatchObject({
    message: expect.stringMatching(/^s3:PutObject of .* failed \(AccessDenied\): no$/) as string,
  });
  expect(told()).toEqual([]);
});

describe('findings come into Security Hub', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scheduled-scan-'));
  writeFileSync(join(folder, 'dms-auditor.yaml'), 'security-hub: import\n');
  const hub = mockClient(SecurityHubClient);
  beforeEach(() => {
    lambdaEnvironment({ DMS_AUDITOR_SETTINGS: 'dms-auditor.yaml', LAMBDA_TASK_ROOT: folder });
    hub.reset();
    hub.on(BatchImportFindingsCommand).resolves({ SuccessCount: 1, FailedCount: 0 });
    sts.on(AssumeRoleCommand).resolves({
      Credentials: { AccessKeyId: 'ASIA', SecretAccessKey: 'x', SessionToken: 't', Expiration: new Date() },
    });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['its stage', 'dms-auditor-dev-security-hub-writer', 'dms-auditor-dev-security-hub-writer'],
    ['every stage, where none is named,', '', 'dms-auditor-security-hub-writer'],
  ])('by the role of %s', async (_, named, role) => {
    lambdaEnvironment({ DMS_AUDITOR_SECURITY_HUB_ROLE: named });
    expect((await run()).error).toBeNull();
    const [call] = hub.commandCalls(BatchImportFindingsCommand);
    await (call?.thisValue as SecurityHubClient).config.credentials();
    expect(sts.commandCalls(AssumeRoleCommand).at(-1)?.args[0].input.RoleArn).toBe(
      `arn:aws:iam::${ACCOUNT}:role/${role}`,
    );
  });

  it('by no role whose name is none', async () => {
    lambdaEnvironment({ DMS_AUDITOR_SECURITY_HUB_ROLE: 'role/other' });
    expect((await run()).log).toMatchObject([
      {
        level: 'ERROR',
        message: 'DMS_AUDITOR_SECURITY_HUB_ROLE is no name of a role: "role/other"',
      },
    ]);
    expect(hub.calls()).toEqual([]);
    // The rest of the night is told.
    expect(told()).toHaveLength(1);
  });
});
