import { describe, expect, it } from 'vitest';
import { toDataProvider } from '../../src/collect/dms/data-provider.ts';
import { toEventSubscription } from '../../src/collect/dms/event-subscription.ts';
import { toReplicationInstance } from '../../src/collect/dms/instance.ts';
import {
  toDataMigration,
  toInstanceProfile,
  toMigrationProject,
} from '../../src/collect/dms/migration-project.ts';
import { toSubnetGroup } from '../../src/collect/dms/subnet-group.ts';
import { toReplicationConfig, toReplicationTask } from '../../src/collect/dms/task.ts';
import { known } from '../../src/model/lookup.ts';
import { roleArn, where } from './support/answers.ts';

const arnOf = (type: string): string => `arn:aws:dms:eu-west-1:111122223333:${type}:ABC`;

describe('an instance', () => {
  const raw = { ReplicationInstanceIdentifier: 'i', ReplicationInstanceArn: arnOf('rep') };

  it('joins the addresses of its list and its older field', () => {
    const older: object = {
      ReplicationInstancePrivateIpAddress: '10.0.0.1',
      ReplicationInstancePublicIpAddress: '203.0.113.1',
    };
    const instance = toReplicationInstance({
      ...raw,
      ...older,
      ReplicationInstancePrivateIpAddresses: ['10.0.0.1', '10.0.0.2'],
    });
    expect(instance).toMatchObject({
      privateAddresses: ['10.0.0.1', '10.0.0.2'],
      publicAddresses: ['203.0.113.1'],
    });
  });

  it('names the role of its Kerberos secret', () => {
    const KerberosAuthenticationSettings = {
      KeyCacheSecretIamArn: roleArn('kerberos'),
      Krb5FileContents: 'x',
    };
    expect(toReplicationInstance({ ...raw, KerberosAuthenticationSettings }).roles).toEqual([
      { path: 'KerberosAuthenticationSettings.KeyCacheSecretIamArn', arn: roleArn('kerberos') },
    ]);
  });

  it('reports null and nothing for what is not there', () => {
    expect(toReplicationInstance({ ...raw, VpcSecurityGroups: [{}] })).toMatchObject({
      publiclyAccessible: null,
      multiAz: null,
      subnetGroup: null,
      securityGroups: [],
      publicAddresses: [],
    });
  });
});

describe('the logging of a task', () => {
  const logged = (settings: unknown) =>
    toReplicationTask({
      ReplicationTaskIdentifier: 't',
      ReplicationTaskArn: arnOf('task'),
      ReplicationTaskSettings: settings as string,
    }).logging;
  const json = (Logging: unknown): string => JSON.stringify({ Logging });
  const components = [{ Id: 'SOURCE_CAPTURE', Severity: 'LOGGER_SEVERITY_DEBUG' }, { Id: 'X' }, null, 7];

  it.each([
    [
      'on',
      json({ EnableLogging: true, LogComponents: components, CloudWatchLogGroup: 'g' }),
      { enabled: true, severities: { SOURCE_CAPTURE: 'LOGGER_SEVERITY_DEBUG' } },
    ],
    ['off', json({ EnableLogging: false }), { enabled: false, severities: {} }],
    ['not told', json({}), { enabled: null, severities: {} }],
    ['a text', json({ EnableLogging: 'true', LogComponents: 'all' }), { enabled: null, severities: {} }],
    ['no part of the settings', '{}', { enabled: null, severities: {} }],
  ])('is %s', (_, settings, expected) => {
    expect(logged(settings)).toEqual(known(expected));
  });

  it.each([
    ['no JSON', '{"Logging":', 'MalformedSettings'],
    ['a list', '[]', 'MalformedSettings'],
    ['null', 'null', 'MalformedSettings'],
    ['absent', undefined, 'SettingsNotReported'],
    ['empty', '', 'SettingsNotReported'],
  ])('is unread where the settings are %s', (_, settings, error) => {
    expect(logged(settings)).toEqual({
      known: false,
      unread: { call: 'dms:DescribeReplicationTasks', resource: arnOf('task'), error, transient: false },
    });
  });

  it('of a serverless config names its own call', () => {
    const config = toReplicationConfig({
      ReplicationConfigIdentifier: 'c',
      ReplicationConfigArn: arnOf('replication-config'),
      ComputeConfig: { VpcSecurityGroupIds: ['sg-1'], KmsKeyId: 'k' },
    });
    expect(config).toMatchObject({
      securityGroups: ['sg-1'],
      kmsKeyId: 'k',
      logging: { unread: { call: 'dms:DescribeReplicationConfigs', error: 'SettingsNotReported' } },
    });
  });
});

describe('a data provider', () => {
  const provider = (Settings: unknown) =>
    toDataProvider({
      DataProviderName: 'p',
      DataProviderArn: arnOf('data-provider'),
      Engine: 'MongoDB',
      Settings: Settings as never,
    });

  it.each([
    [
      'of its engine',
      { MongoDbSettings: { SslMode: 'require', Port: 27017, ServerName: 'm', AuthType: 'password' } },
      { engine: 'mongodb', sslMode: 'require', port: 27017, serverName: 'm', authType: 'password' },
    ],
    ['without a mode', { MongoDbSettings: {} }, { sslMode: null, port: null }],
    [
      'that the SDK does not know',
      { $unknown: ['NewSettings', { SslMode: 'verify-ca', CertificateArn: 'c' }] },
      { sslMode: 'verify-ca', certificateArn: 'c' },
    ],
    ['that are not there', undefined, { sslMode: null, virtual: false }],
  ])('takes settings %s', (_, settings, expected) => {
    expect(provider(settings)).toMatchObject(expected);
  });
});

describe('names', () => {
  it('that DMS leaves out of an answer stand in the ARN', () => {
    expect(toInstanceProfile({ InstanceProfileArn: arnOf('instance-profile') }).id).toBe('ABC');
    expect(toMigrationProject({ MigrationProjectArn: arnOf('migration-project') }).id).toBe('ABC');
    expect(toDataMigration({ DataMigrationArn: arnOf('data-migration') }).id).toBe('ABC');
  });

  it('make the ARNs that DMS leaves out', () => {
    const china = { ...where, partition: 'aws-cn', region: 'cn-north-1' };
    expect(toSubnetGroup({ ReplicationSubnetGroupIdentifier: 'g' }, where).arn).toBe(
      'arn:aws:dms:eu-west-1:111122223333:subgrp:g',
    );
    expect(toEventSubscription({ CustSubscriptionId: 's' }, china).arn).toBe(
      'arn:aws-cn:dms:cn-north-1:111122223333:es:s',
    );
  });
});

describe('a migration project', () => {
  it('names the providers of both sides', () => {
    const project = toMigrationProject({
      MigrationProjectArn: arnOf('migration-project'),
      SourceDataProviderDescriptors: [
        { DataProviderArn: 'a', SecretsManagerAccessRoleArn: roleArn('s') },
        {},
      ],
      TargetDataProviderDescriptors: [{ DataProviderArn: 'b' }],
    });
    expect(project).toMatchObject({
      sourceProviderArns: ['a'],
      targetProviderArns: ['b'],
      roles: [{ path: 'SourceDataProviderDescriptors[0].SecretsManagerAccessRoleArn', arn: roleArn('s') }],
    });
  });
});
