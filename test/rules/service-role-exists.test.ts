import { unread } from '../../src/model/lookup.ts';
import type { Endpoint, RoleReference } from '../../src/model/resources.ts';
import { serviceRoleExists } from '../../src/rules/service-role-exists.ts';
import {
  accountWith,
  aDataMigration,
  anEndpoint,
  aRole,
  aServerlessConfig,
  aTask,
  FOREIGN,
  listed,
  roleArn,
  rolesKnown,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const arn = roleArn('writer');
const writer = aRole({ name: 'writer' });
const naming = (...paths: readonly string[]): readonly RoleReference[] =>
  paths.map((path) => ({ path, arn }));
const endpoint = (over: Partial<Endpoint>, roles = rolesKnown(writer)) => ({
  account: accountWith({ endpoints: listed(anEndpoint(over)) }, roles),
  of: 'endpoint-1',
});
const field = 'S3Settings.ServiceAccessRoleArn';
const s3 = { engine: 's3', roles: naming(field) };
const gone = { path: 'OracleSettings.SecretsManagerOracleAsmAccessRoleArn', arn: roleArn('gone') };
const theirs = {
  path: 'OracleSettings.SecretsManagerOracleAsmAccessRoleArn',
  arn: roleArn('writer', FOREIGN),
};
const secret = { PostgreSQLSettings: { SecretsManagerSecretId: 'db' } };

testRule(serviceRoleExists, {
  compliant: [
    { name: 'a role of S3', ...endpoint(s3), because: `${field} names ${arn}, which exists` },
    {
      name: 'a role among the extra connection attributes',
      ...endpoint({ engine: 's3', roles: naming('ExtraConnectionAttributes.serviceaccessrolearn') }),
      because: `ExtraConnectionAttributes.serviceaccessrolearn names ${arn}, which exists`,
    },
    {
      name: 'a role of a secret',
      ...endpoint({ settings: secret, roles: naming('PostgreSQLSettings.SecretsManagerAccessRoleArn') }),
      because: `PostgreSQLSettings.SecretsManagerAccessRoleArn names ${arn}, which exists`,
    },
    {
      name: 'a task that names one for time travel',
      account: accountWith(
        { tasks: listed(aTask({ roles: naming('TTSettings.TTS3Settings.ServiceAccessRoleArn') })) },
        rolesKnown(writer),
      ),
      of: 'task-1',
      because: `TTSettings.TTS3Settings.ServiceAccessRoleArn names ${arn}, which exists`,
    },
  ],
  nonCompliant: [
    {
      name: 'one of two roles, which does not exist',
      ...endpoint(
        { engine: 'oracle', roles: [...naming('OracleSettings.SecretsManagerAccessRoleArn'), gone] },
        { ...rolesKnown(writer), gone: { known: true, value: null } },
      ),
      because: `${gone.path} names ${gone.arn}, which does not exist`,
      witness: { kind: 'absence', type: 'AWS::IAM::Role', arn: gone.arn, call: 'iam:GetRole' },
    },
    {
      name: 'a role that does not exist, after one of another account',
      ...endpoint(
        {
          engine: 'oracle',
          roles: [theirs, { ...gone, path: 'OracleSettings.SecretsManagerAccessRoleArn' }],
        },
        { gone: { known: true, value: null } },
      ),
      because: `OracleSettings.SecretsManagerAccessRoleArn names ${gone.arn}, which does not exist`,
    },
    {
      name: 'a role that does not exist',
      ...endpoint(s3, { ...rolesKnown(), writer: { known: true, value: null } }),
      because: `${field} names ${arn}, which does not exist`,
    },
    ...(
      [
        ['s3', 'S3Settings'],
        ['dynamodb', 'DynamoDbSettings'],
        ['kinesis', 'KinesisSettings'],
        ['opensearch', 'ElasticsearchSettings'],
        ['elasticsearch', 'ElasticsearchSettings'],
        ['neptune', 'NeptuneSettings'],
      ] as const
    ).map(([engine, group]) => ({
      name: `${engine} without a role`,
      ...endpoint({ engine }),
      because: `the engine ${engine} needs a role, and ${group}.ServiceAccessRoleArn names none`,
      severity: 'HIGH' as const,
    })),
    {
      name: 'a secret without a role',
      ...endpoint({ settings: secret }),
      because:
        'PostgreSQLSettings.SecretsManagerSecretId needs a role, and PostgreSQLSettings.SecretsManagerAccessRoleArn names none',
    },
    {
      name: 'a second secret without a role of its own',
      ...endpoint({
        engine: 'oracle',
        settings: {
          OracleSettings: { SecretsManagerSecretId: 'db', SecretsManagerOracleAsmSecretId: 'asm' },
        },
        roles: naming('OracleSettings.SecretsManagerAccessRoleArn'),
      }),
      because:
        'OracleSettings.SecretsManagerOracleAsmSecretId needs a role, and OracleSettings.SecretsManagerOracleAsmAccessRoleArn names none',
    },
    {
      name: 'a secret among the extra connection attributes',
      ...endpoint({ extraConnectionAttributes: { secretsmanagersecretid: 'db' } }),
      because:
        'ExtraConnectionAttributes.SecretsManagerSecretId needs a role, and ExtraConnectionAttributes.SecretsManagerAccessRoleArn names none',
    },
    {
      name: 'Redshift with a bucket of its own',
      ...endpoint({ engine: 'redshift', settings: { RedshiftSettings: { BucketName: 'staging' } } }),
      because:
        'RedshiftSettings.BucketName needs a role, and RedshiftSettings.ServiceAccessRoleArn names none',
    },
    {
      name: 'Redshift with a key of its own',
      ...endpoint({
        engine: 'redshift-serverless',
        settings: { RedshiftSettings: { ServerSideEncryptionKmsKeyId: 'alias/mine' } },
      }),
      because:
        'RedshiftSettings.ServerSideEncryptionKmsKeyId needs a role, and RedshiftSettings.ServiceAccessRoleArn names none',
    },
    {
      name: 'IAM authentication without a role',
      ...endpoint({ settings: { PostgreSQLSettings: { AuthenticationMethod: 'iam' } } }),
      because:
        'PostgreSQLSettings.AuthenticationMethod iam needs a role, and PostgreSQLSettings.ServiceAccessRoleArn names none',
    },
    {
      name: 'a data migration without a role',
      account: accountWith({ dataMigrations: listed(aDataMigration()) }),
      of: 'migration-1',
      because: 'a data migration needs a role, and ServiceAccessRoleArn names none',
    },
  ],
  notApplicable: [
    {
      name: 'a database with a stored password',
      ...endpoint({ credentials: 'stored' }),
      because: 'nothing that it does takes a role of its own',
    },
    {
      name: 'Redshift with the bucket that DMS makes',
      ...endpoint({ engine: 'redshift', settings: { RedshiftSettings: { BucketName: '' } } }),
      because: 'nothing that it does takes a role of its own',
    },
    {
      name: 'a serverless replication of a zero-ETL integration',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ readOnly: true })) }),
      of: 'serverless-1',
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
  ],
  unknown: [
    {
      name: 'one of two roles, which is of another account',
      ...endpoint({
        engine: 'oracle',
        roles: [...naming('OracleSettings.SecretsManagerAccessRoleArn'), theirs],
      }),
      because: `${theirs.path} names ${theirs.arn}, a role of another account`,
    },
    {
      name: 'a role of another account',
      ...endpoint({ engine: 's3', roles: [{ path: field, arn: roleArn('writer', FOREIGN) }] }),
      because: `${field} names ${roleArn('writer', FOREIGN)}, a role of another account`,
    },
    {
      name: 'a role that may not be read',
      ...endpoint(s3, { ...rolesKnown(), writer: unread(denied('iam:GetRole', 'writer')) }),
      because: 'iam:GetRole of writer failed (AccessDeniedException)',
    },
    {
      name: 'endpoints that may not be listed',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints') }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
