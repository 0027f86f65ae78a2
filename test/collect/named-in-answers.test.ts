import {
  DescribeCertificatesCommand,
  DescribeDataMigrationsCommand,
  DescribeDataProvidersCommand,
  DescribeEndpointsCommand,
  DescribeInstanceProfilesCommand,
  DescribeMigrationProjectsCommand,
  DescribeReplicationConfigsCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationsCommand,
  DescribeReplicationTaskAssessmentRunsCommand,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Facts, gather } from '../../src/model/account-view.ts';
import { account, keyArn, roleArn } from './support/answers.ts';
import { anAws, collect } from './support/aws.ts';
import { answers, placesIn } from './support/sdk-types.ts';

// What DMS names of other services, in the whole of what it answers: a place that the SDK's own types have and this
// file does not fails here by its name.

const under = (above: string, ...places: readonly string[]): readonly string[] =>
  places.map((place) => `${above}.${place}`);
const each = (above: string, groups: readonly string[], field: string): readonly string[] =>
  groups.map((group) => `${above}.${group}.${field}`);

const roles: readonly string[] = [
  ...under('Endpoints[]', 'ServiceAccessRoleArn', 'OracleSettings.SecretsManagerOracleAsmAccessRoleArn'),
  ...each(
    'Endpoints[]',
    [
      'DynamoDbSettings',
      'S3Settings',
      'DmsTransferSettings',
      'KinesisSettings',
      'ElasticsearchSettings',
      'NeptuneSettings',
      'RedshiftSettings',
      'PostgreSQLSettings',
      'MySQLSettings',
    ],
    'ServiceAccessRoleArn',
  ),
  ...each(
    'Endpoints[]',
    [
      'MongoDbSettings',
      'RedshiftSettings',
      'PostgreSQLSettings',
      'MySQLSettings',
      'OracleSettings',
      'SybaseSettings',
      'MicrosoftSQLServerSettings',
      'IBMDb2Settings',
      'DocDbSettings',
      'GcpMySQLSettings',
    ],
    'SecretsManagerAccessRoleArn',
  ),
  ...each(
    'DataProviders[].Settings',
    [
      'RedshiftSettings',
      'PostgreSqlSettings',
      'MySqlSettings',
      'OracleSettings',
      'MicrosoftSqlServerSettings',
      'MariaDbSettings',
      'IbmDb2LuwSettings',
      'IbmDb2zOsSettings',
    ],
    'S3AccessRoleArn',
  ),
  ...under(
    'DataProviders[].Settings.OracleSettings',
    'SecretsManagerOracleAsmAccessRoleArn',
    'SecretsManagerSecurityDbEncryptionAccessRoleArn',
  ),
  ...under(
    'MigrationProjects[]',
    'SourceDataProviderDescriptors[].SecretsManagerAccessRoleArn',
    'TargetDataProviderDescriptors[].SecretsManagerAccessRoleArn',
    'SchemaConversionApplicationAttributes.S3BucketRoleArn',
  ),
  'DataMigrations[].ServiceAccessRoleArn',
  'ReplicationTaskAssessmentRuns[].ServiceAccessRoleArn',
  // The one whose name does not say that it is a role.
  'ReplicationInstances[].KerberosAuthenticationSettings.KeyCacheSecretIamArn',
];

const keys: readonly string[] = [
  'ReplicationInstances[].KmsKeyId',
  ...under(
    'Endpoints[]',
    'KmsKeyId',
    'S3Settings.ServerSideEncryptionKmsKeyId',
    'RedshiftSettings.ServerSideEncryptionKmsKeyId',
    'MongoDbSettings.KmsKeyId',
    'DocDbSettings.KmsKeyId',
  ),
  'ReplicationConfigs[].ComputeConfig.KmsKeyId',
  'Certificates[].KmsKeyId',
  'InstanceProfiles[].KmsKeyArn',
  'ReplicationTaskAssessmentRuns[].ResultKmsKeyArn',
  'Replications[].PremigrationAssessmentStatuses[].ResultKmsKeyArn',
];

const groups: readonly string[] = [
  'ReplicationInstances[].VpcSecurityGroups[].VpcSecurityGroupId',
  'ReplicationConfigs[].ComputeConfig.VpcSecurityGroupIds[]',
  'InstanceProfiles[].VpcSecurityGroups[]',
];

/** Texts that hold more than a text. */
const texts: readonly string[] = [
  'Endpoints[].ExtraConnectionAttributes',
  'ReplicationTasks[].ReplicationTaskSettings',
  'ReplicationConfigs[].ReplicationSettings',
  'ReplicationConfigs[].SupplementalSettings',
];

const leftOut: Readonly<Record<string, string>> = {
  'Collectors[].ServiceAccessRoleArn': 'AWS DMS Fleet Advisor ended on 20 May 2026',
  'ReplicationInstances[].VpcSecurityGroups[].Status': 'whether the group is in force, not which one it is',
  ConversionConfiguration: 'how DMS Schema Conversion writes code; nothing of other services',
};

const answered = [...new Set(answers.flatMap((answer) => placesIn(answer)))];

describe('the places at which DMS names', () => {
  it.each([
    ['roles', /(role|iam)[^.]*arn(\[\])?$/i, roles],
    ['keys', /kms[^.]*$/i, keys],
    ['security groups', /securitygroup/i, groups],
    ['more in a text', /(settings|attributes|configuration)(\[\])?$/i, texts],
  ])('%s are these', (_, isSuch, known) => {
    const found = answered.filter((place) => isSuch.test(place) && !Object.hasOwn(leftOut, place));
    expect(found.toSorted()).toEqual(known.toSorted());
  });

  it('are left out with a reason only where there is such a place', () => {
    expect(Object.keys(leftOut).filter((place) => !answered.includes(place))).toEqual([]);
  });

  it('are 37 of roles, 11 of keys and 3 of groups; settings of tasks name one role and one key more', () => {
    expect([roles.length, keys.length, groups.length]).toEqual([37, 11, 3]);
  });
});

const arn = (type: string, id: string): string => `arn:aws:dms:eu-west-1:${account}:${type}:${id}`;

/** What an item must have to be one, by its listing; each is another's. */
const identified: Readonly<Record<string, (id: string) => object>> = {
  Endpoints: (id) => ({ EndpointIdentifier: id, EndpointArn: arn('endpoint', id), EngineName: 'mysql' }),
  DataProviders: (id) => ({ DataProviderArn: arn('data-provider', id), Engine: 'mysql' }),
  MigrationProjects: (id) => ({ MigrationProjectArn: arn('migration-project', id) }),
  DataMigrations: (id) => ({ DataMigrationArn: arn('data-migration', id) }),
  ReplicationInstances: (id) => ({
    ReplicationInstanceIdentifier: id,
    ReplicationInstanceArn: arn('rep', id),
  }),
  ReplicationTasks: (id) => ({ ReplicationTaskIdentifier: id, ReplicationTaskArn: arn('task', id) }),
  ReplicationConfigs: (id) => ({
    ReplicationConfigIdentifier: id,
    ReplicationConfigArn: arn('replication-config', id),
  }),
  InstanceProfiles: (id) => ({ InstanceProfileArn: arn('instance-profile', id) }),
  Certificates: (id) => ({ CertificateIdentifier: id, CertificateArn: arn('cert', id) }),
  // Of the task and the configuration that are there.
  ReplicationTaskAssessmentRuns: () => ({
    ReplicationTaskArn: arn('task', 'one'),
    ResultLocationBucket: 'results',
    IsLatestTaskAssessmentRun: true,
  }),
  Replications: () => ({ ReplicationConfigArn: arn('replication-config', 'one') }),
};

/** An item of a listing with a text at one place: the rest of the path, from the outside in. */
function withText([part, ...below]: readonly string[], text: string): object {
  const name = part?.replace('[]', '') ?? '';
  const value = below.length === 0 ? text : withText(below, text);
  return { [name]: part?.endsWith('[]') === true ? [value] : value };
}

const textAt = (place: string): string => {
  if (groups.includes(place)) return `sg-${groups.indexOf(place)}`;
  return keys.includes(place) ? keyArn(`k${keys.indexOf(place)}`) : roleArn(`r${roles.indexOf(place)}`);
};

const timeTravel = (name: string): string =>
  JSON.stringify({
    TTSettings: {
      TTS3Settings: {
        ServiceAccessRoleArn: roleArn(name),
        ServerSideEncryptionKmsKeyId: keyArn(name),
      },
    },
  });

/** Items whose texts name a role and a key, by listing. */
const texted: Readonly<Record<string, object>> = {
  Endpoints: {
    ExtraConnectionAttributes: `serviceAccessRoleArn=${roleArn('in-attributes')};serverSideEncryptionKmsKeyId=${keyArn('in-attributes')}`,
  },
  ReplicationTasks: { ReplicationTaskSettings: timeTravel('in-task') },
  ReplicationConfigs: {
    ReplicationSettings: timeTravel('in-config'),
    SupplementalSettings: timeTravel('in-supplement'),
  },
};

/** The items of a listing: one, one for each place in it, and one that names things in texts. */
const itemsOf = (listing: string): object[] => {
  const places = [...roles, ...keys, ...groups].filter((place) => place.startsWith(`${listing}[]`));
  const parts = [
    {},
    ...places.map((place) => withText(place.split('.').slice(1), textAt(place))),
    ...(texted[listing] === undefined ? [] : [texted[listing]]),
  ];
  return parts.map((part, index) => ({
    ...identified[listing]?.(index === 0 ? 'one' : `i${index}`),
    ...part,
  }));
};

describe('what is named there', () => {
  let facts: Facts;
  beforeAll(async () => {
    const { dms } = anAws();
    const all = Object.fromEntries(Object.keys(identified).map((listing) => [listing, itemsOf(listing)]));
    for (const command of [
      DescribeEndpointsCommand,
      DescribeDataProvidersCommand,
      DescribeMigrationProjectsCommand,
      DescribeDataMigrationsCommand,
      DescribeReplicationInstancesCommand,
      DescribeReplicationTasksCommand,
      DescribeReplicationConfigsCommand,
      DescribeInstanceProfilesCommand,
      DescribeCertificatesCommand,
      DescribeReplicationTaskAssessmentRunsCommand,
      DescribeReplicationsCommand,
    ])
      dms.on(command).resolves(all);
    facts = gather(account, await collect(), ['eu-west-1']);
  });

  it.each(roles)('is a role of DMS: %s', (place) => {
    const role = facts.roles.items.find((each) => each.arn === textAt(place));
    expect(role?.role).toMatchObject({ known: true });
    expect(role?.uses).toHaveLength(1);
  });

  it.each(keys)('is a key of DMS: %s', (place) => {
    expect(facts.keys.items.find((key) => key.arn === textAt(place))?.uses).toHaveLength(1);
  });

  it.each(['in-attributes', 'in-task', 'in-config', 'in-supplement'])(
    'are a role and a key in a text: %s',
    (name) => {
      expect(facts.roles.items.find(({ id }) => id === name)?.uses).toHaveLength(1);
      expect(facts.keys.items.find(({ arn: key }) => key === keyArn(name))?.uses).toHaveLength(1);
    },
  );

  it.each(groups)('is a group of its resource: %s', (place) => {
    const standing = [
      ...facts.instances.items,
      ...facts.serverlessConfigs.items,
      ...facts.instanceProfiles.items,
    ];
    expect(standing.filter(({ securityGroups }) => securityGroups.includes(textAt(place)))).toHaveLength(1);
  });
});
