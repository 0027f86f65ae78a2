import {
  ConfigServiceClient,
  GetComplianceDetailsByConfigRuleCommand,
  ListDiscoveredResourcesCommand,
  PutEvaluationsCommand,
} from '@aws-sdk/client-config-service';
import { DescribeReplicationInstancesCommand } from '@aws-sdk/client-database-migration-service';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { anItem, changed, configRule, scheduled, token } from '../audit/config-events.ts';
import { anAws } from '../collect/support/aws.ts';
import { AT, instanceArn, instanceType } from '../publish/reports.ts';
import { ACCOUNT, FOREIGN } from '../support/builders.ts';
import { context, knownCaller, lambdaEnvironment, observed } from './support.ts';

lambdaEnvironment();
const { handler } = await import('../../functions/config-rule.ts');

const { dms } = anAws();
const sts = knownCaller();
const config = mockClient(ConfigServiceClient);
const s3 = mockClient(S3Client);
const dynamo = mockClient(DynamoDBDocumentClient);
const storeNames = ['DMS_AUDITOR_RESULTS_BUCKET', 'DMS_AUDITOR_STATE_TABLE', 'DMS_AUDITOR_HOME_REGION'];
const run = (event: unknown) => observed(() => handler(event, context));
const put = () => config.commandCalls(PutEvaluationsCommand).map(({ args: [{ input }] }) => input);

beforeEach(() => {
  dms.on(DescribeReplicationInstancesCommand).resolves({
    ReplicationInstances: [
      {
        ReplicationInstanceIdentifier: 'instance-1',
        ReplicationInstanceArn: instanceArn('instance-1'),
        PubliclyAccessible: true,
      },
    ],
  });
  config.reset();
  config.on(PutEvaluationsCommand).resolves({});
  config.on(GetComplianceDetailsByConfigRuleCommand).resolves({});
  config.on(ListDiscoveredResourcesCommand).resolves({});
  s3.reset();
  dynamo.reset();
  for (const name of storeNames) vi.stubEnv(name, undefined);
});
afterAll(() => {
  vi.unstubAllEnvs();
});

it('reports a change, with a log line and metrics, and without the token in either', async () => {
  const { text, log, metrics, error } = await run(changed());
  expect(error).toBeNull();
  expect(put()).toEqual([
    {
      Evaluations: [
        {
          ComplianceResourceType: instanceType,
          ComplianceResourceId: 'INSTANCE-1',
          ComplianceType: 'NON_COMPLIANT',
          Annotation: 'PubliclyAccessible is true',
          OrderingTimestamp: new Date(AT),
        },
      ],
      ResultToken: token,
      TestMode: false,
    },
  ]);
  expect(log).toMatchObject([
    {
      level: 'INFO',
      service: 'config-rule',
      function_request_id: 'request-1',
      configRule,
      rule: 'instance-is-private',
      evaluations: 1,
    },
  ]);
  expect(metrics).toContainEqual(expect.objectContaining({ Status: 'NON_COMPLIANT', Findings: 1 }));
  expect(metrics).toContainEqual(expect.objectContaining({ service: 'function', Failed: 0, Unknown: 0 }));
  expect(text).toContain('"Namespace":"DmsAuditor"');
  expect(text).not.toContain(token);
  expect(text).not.toContain('invokingEvent');
});

it('reports on a schedule and withdraws what is gone, having asked once whose account it is', async () => {
  config.on(GetComplianceDetailsByConfigRuleCommand).resolves({
    EvaluationResults: [
      {
        EvaluationResultIdentifier: {
          EvaluationResultQualifier: { ResourceType: instanceType, ResourceId: 'GONE' },
        },
      },
    ],
  });
  await run(scheduled());
  expect(put()).toMatchObject([
    {
      Evaluations: [
        { ComplianceResourceId: instanceArn('instance-1'), ComplianceType: 'NON_COMPLIANT' },
        { ComplianceResourceId: 'GONE', ComplianceType: 'NOT_APPLICABLE' },
      ],
    },
  ]);
  expect(sts.commandCalls(GetCallerIdentityCommand)).toHaveLength(1);
});

it('tells once what it refuses, and does not fail, so that it is not run again', async () => {
  dms.resetHistory();
  const { log, metrics, error } = await run(scheduled({ accountId: FOREIGN }));
  expect(error).toBeNull();
  expect(log).toMatchObject([{ level: 'ERROR', configRule }]);
  expect(metrics).toMatchObject([{ Failed: 1 }]);
  expect([put(), dms.calls()]).toEqual([[], []]);
});

it('tells once what it passes over', async () => {
  const { log, metrics } = await run(changed(anItem({ resourceType: 'AWS::EC2::Instance' })));
  expect(log).toMatchObject([{ level: 'WARN', rule: 'instance-is-private' }]);
  expect(metrics).toMatchObject([{ Failed: 0 }]);
  expect(put()).toEqual([]);
});

it.each([['a call that failed in passing', 'ThrottlingException', /hangs on what failed in passing/]])(
  'fails for %s, so that it is run again, and puts nothing',
  async (_, name, message) => {
    dms.on(DescribeReplicationInstancesCommand).rejects(Object.assign(new Error('slow down'), { name }));
    const { log, metrics, error } = await run(changed());
    expect(error).toMatchObject({ message: expect.stringMatching(message) as string });
    expect(put()).toEqual([]);
    // The runtime logs what is thrown.
    expect(log).toEqual([]);
    expect(metrics).toMatchObject([{ Failed: 1 }]);
  },
);

it('fails, naming the action, where it may not report', async () => {
  config.on(PutEvaluationsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  const { error } = await run(changed());
  expect(error).toMatchObject({ message: 'config:PutEvaluations failed (AccessDeniedException): no' });
});

const absent = (name: string): Error => Object.assign(new Error('no'), { name });

it('publishes all rules of an account from one reading, kept in the home Region', async () => {
  const [bucket, table, home] = ['results', 'state', 'us-east-1'];
  for (const [index, value] of [bucket, table, home].entries()) vi.stubEnv(storeNames[index] ?? '', value);
  const objects = new Map<string, Uint8Array>();
  s3.on(HeadObjectCommand).rejects(absent('NotFound'));
  s3.on(PutObjectCommand).callsFake(({ Key, Body }: { Key: string; Body: Uint8Array }) => {
    objects.set(Key, Body);
    return {};
  });
  s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => {
    const body = objects.get(Key);
    if (body === undefined) throw absent('NoSuchKey');
    return { Body: { transformToByteArray: () => Promise.resolve(body) } };
  });
  dynamo.on(GetCommand).resolves({});
  dynamo.on(UpdateCommand).resolves({});
  dynamo.on(QueryCommand).resolves({ Items: [] });
  dynamo.on(PutCommand).resolves({});
  dms.resetHistory();
  const rules = ['instance-is-private', 'instance-spans-zones', 'endpoint-requires-tls'];
  for (const rule of rules) {
    const { error } = await run(scheduled({ ruleParameters: JSON.stringify({ rule }) }));
    expect(error).toBeNull();
  }
  expect(dms.commandCalls(DescribeReplicationInstancesCommand)).toHaveLength(1);
  expect(put().length).toBeGreaterThanOrEqual(2);
  expect([...objects.keys()]).toContain(`results/${ACCOUNT}/latest.json.gz`);
  const [stored] = s3.commandCalls(PutObjectCommand);
  expect(await (stored?.thisValue as S3Client).config.region()).toBe(home);
  const locks = dynamo.commandCalls(UpdateCommand).map(({ args: [{ input }] }) => input);
  expect(locks).toContainEqual(
    expect.objectContaining({
      TableName: table,
      Key: { account: ACCOUNT, item: 'scan' },
      ExpressionAttributeValues: expect.objectContaining({ ':owner': 'request-1' }) as object,
    }),
  );
});

it('says once that half a store is none', async () => {
  vi.stubEnv('DMS_AUDITOR_RESULTS_BUCKET', 'results');
  const { log, error } = await run(scheduled());
  expect(error).toBeNull();
  expect(log).toMatchObject([
    { level: 'ERROR', message: expect.stringContaining('set DMS_AUDITOR_STATE_TABLE to') as string },
  ]);
  expect(put()).toEqual([]);
});
