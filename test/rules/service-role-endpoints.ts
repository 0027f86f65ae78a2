import type { Endpoint } from '../../src/model/resources.ts';
import { ACCOUNT, anEndpoint, aTask, roleArn } from '../support/builders.ts';
import { allow } from './permitted.ts';

/** The role that all of these name. */
export const role = 'writer';
export const writes = 'the role writer may do what AWS documents';
export const named = (path: string, arn = roleArn(role)): Pick<Endpoint, 'roles'> => ({
  roles: [{ path, arn }],
});

export const s3 = (over: Partial<Endpoint> = {}): Endpoint =>
  anEndpoint({
    engine: 's3',
    direction: 'target',
    settings: { S3Settings: { BucketName: 'landing', BucketFolder: 'dms' } },
    ...named('S3Settings.ServiceAccessRoleArn'),
    ...over,
  });
export const onObjects = ['s3:PutObject', 's3:DeleteObject', 's3:PutObjectTagging'];
export const onLanding = [
  allow(onObjects, 'arn:aws:s3:::landing/dms/*'),
  allow('s3:ListBucket', 'arn:aws:s3:::landing'),
];

export const kinesis = (account = ACCOUNT): Endpoint =>
  anEndpoint({
    engine: 'kinesis',
    direction: 'target',
    settings: { KinesisSettings: { StreamArn: `arn:aws:kinesis:eu-west-1:${account}:stream/changes` } },
    ...named('KinesisSettings.ServiceAccessRoleArn'),
  });
export const onStream = allow(
  ['kinesis:DescribeStream', 'kinesis:PutRecord*'],
  'arn:aws:kinesis:eu-west-1:*:stream/changes',
);

export const dynamodb = anEndpoint({
  engine: 'dynamodb',
  direction: 'target',
  ...named('DynamoDbSettings.ServiceAccessRoleArn'),
});
export const onTables = [
  'dynamodb:PutItem',
  'dynamodb:CreateTable',
  'dynamodb:DescribeTable',
  'dynamodb:DeleteTable',
  'dynamodb:DeleteItem',
  'dynamodb:UpdateItem',
];
export const tables = 'arn:aws:dynamodb:eu-west-1:111111111111:table';

export const openSearch = (EndpointUri: string): Endpoint =>
  anEndpoint({
    engine: 'opensearch',
    direction: 'target',
    settings: { ElasticsearchSettings: { EndpointUri } },
    ...named('ElasticsearchSettings.ServiceAccessRoleArn'),
  });
export const usualHost = 'https://search-my-logs-abcdefghijklmnopqrstuvwxyz.eu-west-1.es.amazonaws.com';
export const onDomain = allow('es:ESHttp*', 'arn:aws:es:eu-west-1:111111111111:domain/my-logs/*');

export const secretArn = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-qeHamH';
export const withSecret = (SecretsManagerSecretId: string): Endpoint =>
  anEndpoint({
    settings: { PostgreSQLSettings: { SecretsManagerSecretId } },
    ...named('PostgreSQLSettings.SecretsManagerAccessRoleArn'),
  });
export const onKeys = allow(['kms:Decrypt', 'kms:DescribeKey'], '*', {
  Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
});

export const redshift = (settings: Endpoint['settings']): Endpoint =>
  anEndpoint({
    engine: 'redshift',
    direction: 'target',
    settings,
    ...named('RedshiftSettings.ServiceAccessRoleArn'),
  });

export const neptune = (IamAuthEnabled: boolean): Endpoint =>
  anEndpoint({
    engine: 'neptune',
    direction: 'target',
    settings: { NeptuneSettings: { S3BucketName: 'landing', IamAuthEnabled } },
    ...named('NeptuneSettings.ServiceAccessRoleArn'),
  });

const timeTravel = 'ReplicationTaskSettings.TTSettings.TTS3Settings';
export const task = aTask(named(`${timeTravel}.ServiceAccessRoleArn`));
