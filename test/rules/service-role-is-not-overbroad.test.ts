import type { Endpoint } from '../../src/model/resources.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { serviceRoleIsNotOverbroad } from '../../src/rules/service-role-is-not-overbroad.ts';
import { accountWith, anEndpoint, aTask, FOREIGN, listed, roleArn } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { allow, deny, permitted } from './permitted.ts';

const role = 'writer';
const s3 = (arn = roleArn(role)): Endpoint =>
  anEndpoint({
    engine: 's3',
    direction: 'target',
    settings: { S3Settings: { BucketName: 'landing' } },
    roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn }],
  });
const kinesis = anEndpoint({
  engine: 'kinesis',
  direction: 'target',
  settings: { KinesisSettings: { StreamArn: 'arn:aws:kinesis:eu-west-1:111111111111:stream/changes' } },
  roles: [{ path: 'KinesisSettings.ServiceAccessRoleArn', arn: roleArn(role) }],
});
const secret = anEndpoint({
  settings: { PostgreSQLSettings: { SecretsManagerSecretId: 'db' } },
  roles: [{ path: 'PostgreSQLSettings.SecretsManagerAccessRoleArn', arn: roleArn(role) }],
});
const dynamodb = anEndpoint({
  engine: 'dynamodb',
  direction: 'target',
  roles: [{ path: 'DynamoDbSettings.ServiceAccessRoleArn', arn: roleArn(role) }],
});
const of = (endpoint: Endpoint, ...inline: readonly object[]): AccountFacts =>
  permitted(role, { inline, region: { endpoints: listed(endpoint) } });
const reaches = (action: string, resource: string): string =>
  `the role writer may ${action} on ${resource}, which nothing of DMS names`;
const otherObject = 'arn:aws:s3:::unrelated-x7q2/example';
const otherBucket = 'arn:aws:s3:::unrelated-x7q2';

testRule(serviceRoleIsNotOverbroad, {
  compliant: [
    {
      name: 'everything on the very bucket',
      account: of(s3(), allow('s3:*', ['arn:aws:s3:::landing', 'arn:aws:s3:::landing/*'])),
      of: 'endpoint-1',
      because: 'the role writer reaches nothing but bucket landing',
    },
    {
      name: 'buckets of one beginning',
      account: of(s3(), allow('s3:*', 'arn:aws:s3:::landing*')),
      of: 'endpoint-1',
      because: 'the role writer reaches nothing but bucket landing',
    },
    {
      name: 'everything, and all but the bucket denied again',
      account: of(s3(), allow('s3:*'), {
        Effect: 'Deny',
        Action: 's3:*',
        NotResource: ['arn:aws:s3:::landing', 'arn:aws:s3:::landing/*'],
      }),
      of: 'endpoint-1',
      because: 'the role writer reaches nothing but bucket landing',
    },
    {
      name: 'an action that is on no resource',
      account: of(kinesis, allow('kinesis:*', '*/changes'), allow('kinesis:ListStreams')),
      of: 'endpoint-1',
      because: 'the role writer reaches nothing but stream changes',
    },
  ],
  nonCompliant: [
    {
      name: 'everything on everything',
      account: of(s3(), allow('s3:*')),
      of: 'endpoint-1',
      because: reaches('s3:PutObject', otherObject),
      severity: 'MEDIUM',
    },
    {
      name: 'everything but the action of the use',
      account: of(s3(), allow('s3:*'), deny(['s3:PutObject*', 's3:DeleteObject'])),
      of: 'endpoint-1',
      because: reaches('s3:AbortMultipartUpload', otherObject),
    },
    {
      name: 'one action on any bucket',
      account: of(s3(), allow('s3:ListBucket')),
      of: 'endpoint-1',
      because: reaches('s3:ListBucket', otherBucket),
    },
    {
      name: 'any stream',
      account: of(kinesis, allow('kinesis:PutRecord', 'arn:aws:kinesis:*:111111111111:stream/*')),
      of: 'endpoint-1',
      because: reaches('kinesis:PutRecord', 'arn:aws:kinesis:eu-west-1:111111111111:stream/unrelated-x7q2'),
    },
    {
      name: 'any secret',
      account: of(secret, allow('secretsmanager:GetSecretValue')),
      of: 'endpoint-1',
      because: reaches(
        'secretsmanager:GetSecretValue',
        'arn:aws:secretsmanager:eu-west-1:111111111111:secret:unrelated-x7q2-xxxxxx',
      ),
    },
    {
      name: 'any bucket under a condition that some requests meet',
      account: of(s3(), allow('s3:*', '*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } })),
      of: 'endpoint-1',
      because: reaches('s3:PutObject', otherObject),
    },
  ],
  notApplicable: [
    {
      name: 'tables that nothing names',
      account: of(dynamodb, allow('dynamodb:*')),
      of: 'endpoint-1',
      because: 'which resources the role writer is for is not read',
    },
    {
      name: 'no role',
      account: accountWith({ tasks: listed(aTask()) }),
      of: 'task-1',
      because: 'it names no role',
    },
    {
      name: 'zero-ETL',
      account: of({ ...s3(), readOnly: true }, allow('*')),
      of: 'endpoint-1',
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
  ],
  unknown: [
    {
      name: 'a role of another account',
      account: of(s3(roleArn(role, FOREIGN))),
      of: 'endpoint-1',
      because: `S3Settings.ServiceAccessRoleArn names ${roleArn(role, FOREIGN)}, a role of another account`,
    },
    {
      name: 'a condition on a key of which nothing is known',
      account: of(
        s3(),
        allow('s3:GetObject', '*', { Condition: { StringEquals: { 's3:ExistingObjectTag/team': 'a' } } }),
      ),
      of: 'endpoint-1',
      because: 'whether the role writer reaches more than bucket landing hangs on: s3:existingobjecttag/team',
    },
  ],
});
