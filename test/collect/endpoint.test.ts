import type { Endpoint as Raw } from '@aws-sdk/client-database-migration-service';
import { describe, expect, it } from 'vitest';
import { toEndpoint } from '../../src/collect/dms/endpoint.ts';
import { knownAttributes } from '../../src/collect/dms/extra-connection-attributes.ts';
import { MalformedAnswer } from '../../src/collect/fields.ts';
import { roleArn } from './support/answers.ts';

const arn = 'arn:aws:dms:eu-west-1:111122223333:endpoint:ABC';
const aRaw = (more: object = {}): Raw => ({
  EndpointIdentifier: 'orders',
  EndpointArn: arn,
  EngineName: 'mysql',
  ...more,
});
const role = roleArn('dms-s3');

describe('toEndpoint', () => {
  it('reports null for all that DMS left out', () => {
    expect(toEndpoint(aRaw())).toEqual({
      type: 'AWS::DMS::Endpoint',
      id: 'orders',
      arn,
      roles: [],
      keys: [],
      direction: null,
      engine: 'mysql',
      sslMode: null,
      certificateArn: null,
      kmsKeyId: null,
      serverName: null,
      port: null,
      credentials: 'none',
      settings: {},
      extraConnectionAttributes: {},
      readOnly: false,
    });
  });

  it('takes words in either case', () => {
    const raw = aRaw({ EndpointType: 'TARGET', EngineName: 'Aurora-PostgreSQL', SslMode: 'Verify-Full' });
    expect(toEndpoint(raw)).toMatchObject({
      direction: 'target',
      engine: 'aurora-postgresql',
      sslMode: 'verify-full',
    });
  });

  it.each([
    ['a mode that is not documented', { SslMode: 'prefer' }, { sslMode: null }],
    ['a port that is a text', { Port: '3306' }, { port: null }],
    ['settings that are a text', { MySQLSettings: 'x' }, { settings: {} }],
    [
      'a setting that is an object',
      { MySQLSettings: { Port: { a: 1 } } },
      { settings: { MySQLSettings: {} } },
    ],
    ['attributes that are a number', { ExtraConnectionAttributes: 7 }, { extraConnectionAttributes: {} }],
    [
      'an inherited setting',
      { MySQLSettings: Object.create({ Port: 1 }) as object },
      { settings: { MySQLSettings: {} } },
    ],
    ['an empty text', { KmsKeyId: '' }, { kmsKeyId: null }],
    ['ownership by an integration', { IsReadOnly: true }, { readOnly: true }],
    [
      'numbers in a list',
      { OracleSettings: { ExtraArchivedLogDestIds: [1, 2] } },
      { settings: { OracleSettings: { ExtraArchivedLogDestIds: [1, 2] } } },
    ],
  ])('is not misled by %s', (_, more, expected) => {
    expect(toEndpoint(aRaw(more))).toMatchObject(expected);
  });

  it.each([
    ['//u:p@db.internal', '//db.internal'],
    ['u:p@db.internal', 'db.internal'],
    ['https://u:p@search/', 'https://search/'],
    ['db.internal', 'db.internal'],
    ['https://u:p/p@search:443/path', 'https://search:443/path'],
    ['scott/tiger@//db.internal:1521/orcl', '//db.internal:1521/orcl'],
    ['jdbc:postgresql://db.internal/orders?user=u&password=p', 'jdbc:postgresql://db.internal/orders'],
    ['https://search/#p', 'https://search/'],
  ])('takes user and password out of an address: %s', (ServerName, serverName) => {
    const raw = aRaw({ ServerName, KafkaSettings: { Broker: `${ServerName},${ServerName}` } });
    expect(toEndpoint(raw)).toMatchObject({
      serverName,
      settings: { KafkaSettings: { Broker: `${serverName},${serverName}` } },
    });
  });

  it.each([
    ['db.internal;user=u;password=p', 'db.internal;;'],
    ['password=p', null],
    ['u:p?p@db.internal', null],
    ['db.internal?mail=u@p', null],
  ])('takes attributes out of an address: %s', (ServerName, serverName) => {
    expect(toEndpoint(aRaw({ ServerName })).serverName).toBe(serverName);
  });

  it.each(['EndpointIdentifier', 'EndpointArn', 'EngineName'])('is malformed without %s', (field) => {
    expect(() => toEndpoint(aRaw({ [field]: undefined }))).toThrow(MalformedAnswer);
    expect(() => toEndpoint(aRaw({ [field]: 7 }))).toThrow(MalformedAnswer);
  });
});

describe('credentials', () => {
  it.each([
    [
      'a secret, even beside a user name',
      { Username: 'u', MySQLSettings: { SecretsManagerSecretId: 's' } },
      'secret',
    ],
    ['the role of a secret', { OracleSettings: { SecretsManagerAccessRoleArn: role } }, 'secret'],
    [
      'IAM database authentication, even beside a user name',
      { Username: 'u', PostgreSQLSettings: { AuthenticationMethod: 'iam' } },
      'iam',
    ],
    ['a role for S3', { EngineName: 's3', S3Settings: { ServiceAccessRoleArn: role } }, 'iam'],
    ['a role for DynamoDB at the top', { EngineName: 'dynamodb', ServiceAccessRoleArn: role }, 'iam'],
    [
      'a role for an engine that has a user',
      { EngineName: 'redshift', Username: 'u', RedshiftSettings: { ServiceAccessRoleArn: role } },
      'stored',
    ],
    [
      'a role of an engine that is not reached by it',
      { EngineName: 'redshift', RedshiftSettings: { ServiceAccessRoleArn: role } },
      'none',
    ],
    ['a user name', { Username: 'u' }, 'stored'],
    ['a user name in the settings', { MySQLSettings: { Username: 'u' } }, 'stored'],
    ['a SASL user', { EngineName: 'kafka', KafkaSettings: { SaslUsername: 'u' } }, 'stored'],
    ['a Redis user', { EngineName: 'redis', RedisSettings: { AuthUserName: 'u' } }, 'stored'],
    ['a Redis token', { EngineName: 'redis', RedisSettings: { AuthType: 'auth-token' } }, 'stored'],
    ['a user of Oracle ASM', { OracleSettings: { AsmUser: 'u' } }, 'stored'],
    ['an empty user name', { Username: '' }, 'none'],
    ['S3 without a role', { EngineName: 's3', S3Settings: {} }, 'none'],
  ])('of %s', (_, more, expected) => {
    expect(toEndpoint(aRaw(more)).credentials).toBe(expected);
  });
});

describe('extra connection attributes', () => {
  it.each([
    ['nothing', '', {}],
    [
      'names in any case',
      'EncryptionMode=SSE_KMS;bucketName = b ',
      { encryptionmode: 'SSE_KMS', bucketname: 'b' },
    ],
    ['values with =', 'bucketFolder=a=b=c', { bucketfolder: 'a=b=c' }],
    ['no name, no value, no pair', '=x;sslMode=;loose;;', { sslmode: '' }],
    [
      'what is not known',
      'password=p;user=u;asm_user=a;initstmt=SET x=1;Username=u;sslMode=require',
      { sslmode: 'require' },
    ],
    ['a name twice: the last counts', 'sslMode=none;SSLMODE=require', { sslmode: 'require' }],
    ['names of Object', '__proto__=x;constructor=y', {}],
    [
      'a user in an address',
      'secretsManagerEndpointOverride=https://u:p@host/',
      { secretsmanagerendpointoverride: 'https://host/' },
    ],
  ])('with %s', (_, attributes, expected) => {
    expect(knownAttributes(attributes)).toEqual(expected);
  });
});
