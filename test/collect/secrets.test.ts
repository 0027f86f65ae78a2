import {
  DescribeCertificatesCommand,
  DescribeConnectionsCommand,
  DescribeDataMigrationsCommand,
  DescribeDataProvidersCommand,
  DescribeEndpointsCommand,
  DescribeEventSubscriptionsCommand,
  DescribeInstanceProfilesCommand,
  DescribeMigrationProjectsCommand,
  DescribeReplicationConfigsCommand,
  DescribeReplicationInstancesCommand,
  DescribeReplicationSubnetGroupsCommand,
  DescribeReplicationsCommand,
  DescribeReplicationTaskAssessmentRunsCommand,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { DescribeKeyCommand, ListGrantsCommand } from '@aws-sdk/client-kms';
import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { DescribeSecretCommand, ListSecretVersionIdsCommand } from '@aws-sdk/client-secrets-manager';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { beforeAll, describe, expect, it } from 'vitest';
import { namesRole } from '../../src/collect/references.ts';
import { engineSettingFields } from '../../src/model/engine-settings.ts';
import { resourceKinds } from '../../src/model/facts.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { keyArn, roleArn } from './support/answers.ts';
import { anAws, aRawKey, collect } from './support/aws.ts';
import { fieldsOf, sample, sampleDataProviders } from './support/sdk-types.ts';

const marker = 'S3CR3T-MARKER';
const visible = 'visible';

/** The text fields that may enter a snapshot. Every other text field of a response holds the marker. */
const kept: Readonly<Record<string, readonly string[]>> = {
  ReplicationInstance: [
    'ReplicationInstanceIdentifier',
    'ReplicationInstanceArn',
    'ReplicationInstanceStatus',
    'EngineVersion',
    'KmsKeyId',
    'AvailabilityZone',
    'SecondaryAvailabilityZone',
    'ReplicationInstancePublicIpAddress',
    'ReplicationInstancePrivateIpAddress',
    'ReplicationInstancePublicIpAddresses',
    'ReplicationInstancePrivateIpAddresses',
  ],
  VpcSecurityGroupMembership: ['VpcSecurityGroupId'],
  ReplicationSubnetGroup: ['ReplicationSubnetGroupIdentifier', 'VpcId'],
  Subnet: ['SubnetIdentifier'],
  AvailabilityZone: ['Name'],
  Endpoint: [
    'EndpointIdentifier',
    'EndpointArn',
    'EndpointType',
    'EngineName',
    'ServerName',
    'KmsKeyId',
    'CertificateArn',
    'SslMode',
  ],
  ReplicationTask: [
    'ReplicationTaskIdentifier',
    'ReplicationTaskArn',
    'SourceEndpointArn',
    'TargetEndpointArn',
    'ReplicationInstanceArn',
    'MigrationType',
    'Status',
  ],
  ReplicationConfig: [
    'ReplicationConfigIdentifier',
    'ReplicationConfigArn',
    'SourceEndpointArn',
    'TargetEndpointArn',
    'ReplicationType',
  ],
  ComputeConfig: ['KmsKeyId', 'ReplicationSubnetGroupId', 'VpcSecurityGroupIds'],
  InstanceProfile: [
    'InstanceProfileArn',
    'InstanceProfileName',
    'KmsKeyArn',
    'SubnetGroupIdentifier',
    'VpcSecurityGroups',
  ],
  DataProvider: ['DataProviderName', 'DataProviderArn', 'Engine'],
  MigrationProject: ['MigrationProjectName', 'MigrationProjectArn', 'InstanceProfileArn'],
  DataProviderDescriptor: ['DataProviderArn'],
  DataMigration: [
    'DataMigrationName',
    'DataMigrationArn',
    'DataMigrationStatus',
    'MigrationProjectArn',
    'PublicIpAddresses',
    'DataMigrationCidrBlocks',
  ],
  Replication: ['ReplicationConfigArn'],
  PremigrationAssessmentStatus: ['ResultKmsKeyArn'],
  Connection: ['ReplicationInstanceArn', 'EndpointArn', 'Status'],
  ReplicationTaskAssessmentRun: [
    'ReplicationTaskArn',
    'ResultLocationBucket',
    'ResultEncryptionMode',
    'ResultKmsKeyArn',
  ],
  Certificate: ['CertificateIdentifier', 'CertificateArn', 'KmsKeyId', 'SigningAlgorithm'],
  EventSubscription: [
    'CustSubscriptionId',
    'SnsTopicArn',
    'Status',
    'SourceType',
    'SourceIdsList',
    'EventCategoriesList',
  ],
};

/** Structures of engine settings by the name of their group: both are the same word but for some groups. */
const settingsKept = new Map<string, readonly string[]>(
  fieldsOf('Endpoint')
    .filter(({ name }) => Object.hasOwn(engineSettingFields, name))
    .map(({ name, type }) => [type, engineSettingFields[name as keyof typeof engineSettingFields]]),
);

function textOf(structure: string, field: string): string {
  if (namesRole(field)) return roleArn(visible);
  if (field === 'ExtraConnectionAttributes') {
    return `password=${marker};username=${marker};initstmt=${marker};asm_user=${marker};sslMode=${visible}`;
  }
  if (/^Replication(Task)?Settings$/.test(field)) {
    return JSON.stringify({ Logging: { EnableLogging: true, CloudWatchLogGroup: marker }, Note: marker });
  }
  const provider = structure.endsWith('DataProviderSettings')
    ? ['ServerName', 'SslMode', 'CertificateArn', 'AuthType']
    : [];
  const may = [...(kept[structure] ?? []), ...(settingsKept.get(structure) ?? []), ...provider];
  if (field === 'ServerName' && may.includes(field)) {
    return `https://${marker}:${marker}/${marker}@${visible};password=${marker}`;
  }
  return may.includes(field) ? visible : marker;
}

const one = (structure: string): object[] => [sample(structure, textOf)];

/** An account whose every resource has every field of the SDK's types. */
function fullAws(): void {
  const { dms, kms, ...others } = anAws();
  dms.on(DescribeReplicationInstancesCommand).resolves({ ReplicationInstances: one('ReplicationInstance') });
  dms.on(DescribeEndpointsCommand).resolves({ Endpoints: one('Endpoint') });
  dms.on(DescribeReplicationTasksCommand).resolves({ ReplicationTasks: one('ReplicationTask') });
  dms.on(DescribeReplicationConfigsCommand).resolves({ ReplicationConfigs: one('ReplicationConfig') });
  dms
    .on(DescribeReplicationSubnetGroupsCommand)
    .resolves({ ReplicationSubnetGroups: one('ReplicationSubnetGroup') });
  dms.on(DescribeInstanceProfilesCommand).resolves({ InstanceProfiles: one('InstanceProfile') });
  dms.on(DescribeDataProvidersCommand).resolves({ DataProviders: [...sampleDataProviders(textOf)] });
  dms.on(DescribeMigrationProjectsCommand).resolves({ MigrationProjects: one('MigrationProject') });
  dms.on(DescribeDataMigrationsCommand).resolves({ DataMigrations: one('DataMigration') });
  dms.on(DescribeCertificatesCommand).resolves({ Certificates: one('Certificate') });
  dms.on(DescribeEventSubscriptionsCommand).resolves({ EventSubscriptionsList: one('EventSubscription') });
  dms.on(DescribeConnectionsCommand).resolves({ Connections: one('Connection') });
  dms
    .on(DescribeReplicationTaskAssessmentRunsCommand)
    .resolves({ ReplicationTaskAssessmentRuns: one('ReplicationTaskAssessmentRun') });
  dms.on(DescribeReplicationsCommand).resolves({ Replications: one('Replication') });
  const key = { ...aRawKey(keyArn(visible)), Description: marker };
  kms.on(DescribeKeyCommand).resolves({ KeyMetadata: key });
  // An encryption context is no secret to KMS, but who made it may have put one in.
  const Constraints = { EncryptionContextEquals: { [marker]: marker } };
  kms.on(ListGrantsCommand).resolves({ Grants: [{ GrantId: visible, Name: marker, Constraints }] });
  fullSurroundings(others);
}

/** What the resources name, with text wherever people may write it. */
function fullSurroundings({
  sns,
  events,
  secretsmanager,
  s3,
}: Pick<ReturnType<typeof anAws>, 'sns' | 'events' | 'secretsmanager' | 's3'>): void {
  const Attributes = {
    Policy: visible,
    KmsMasterKeyId: visible,
    DisplayName: marker,
    DeliveryPolicy: marker,
  };
  sns.on(GetTopicAttributesCommand).resolves({ Attributes });
  const EventPattern = '{"source":["aws.dms"]}';
  events.on(ListRulesCommand).resolves({
    Rules: [{ Name: visible, Arn: visible, EventPattern, Description: marker, RoleArn: marker }],
  });
  events.on(ListTargetsByRuleCommand).resolves({
    Targets: [
      {
        Id: marker,
        Arn: `https://${marker}@hooks`,
        Input: marker,
        InputTransformer: { InputTemplate: marker },
      },
    ],
  });
  secretsmanager.on(DescribeSecretCommand).resolves({
    ...{ ARN: visible, Name: marker, Description: marker, RotationLambdaARN: marker },
    Tags: [{ Key: marker, Value: marker }],
  });
  secretsmanager.on(ListSecretVersionIdsCommand).resolves({
    Versions: [{ VersionId: marker, VersionStages: ['AWSCURRENT', marker], CreatedDate: new Date(0) }],
  });
  const Owner = { DisplayName: marker, ID: marker };
  s3.on(GetBucketAclCommand).resolves({
    ...{ Owner, Grants: [{ Grantee: { Type: 'CanonicalUser', EmailAddress: marker, ...Owner } }] },
  });
  s3.on(GetBucketPolicyStatusCommand).resolves({ PolicyStatus: { IsPublic: false } });
  s3.on(GetPublicAccessBlockCommand).resolves({ PublicAccessBlockConfiguration: {} });
  s3.on(GetBucketEncryptionCommand).resolves({
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: visible } }],
    },
  });
}

describe('a snapshot of an account in which every field is set', () => {
  let facts: AccountFacts;
  beforeAll(async () => {
    fullAws();
    facts = await collect();
  });

  it('has all of its resources', () => {
    const region = facts.regions['eu-west-1'];
    const sizes = resourceKinds.map((kind) => [kind, region?.[kind].complete, region?.[kind].items.length]);
    expect(sizes).toEqual(resourceKinds.map((kind) => [kind, true, kind === 'dataProviders' ? 11 : 1]));
  });

  it('has all that they name', () => {
    const region = facts.regions['eu-west-1'];
    const { topics, secrets, secretVersions, buckets } = region ?? {};
    for (const table of [topics, secrets, secretVersions, buckets]) {
      expect(table?.[visible]).toMatchObject({ known: true, value: expect.anything() as unknown });
    }
    expect(region?.eventRules.items).toMatchObject([{ name: visible, targets: { known: true, value: 1 } }]);
    expect(region?.serverlessAssessments.items).toHaveLength(1);
  });

  it('holds no text but those that are meant to be in it', () => {
    const whole = JSON.stringify(facts);
    expect(whole).not.toContain(marker);
    expect(whole).not.toContain(btoa(marker));
    expect(whole).toContain(visible);
  });

  it('holds every engine setting that is meant to be in it', () => {
    const settings = facts.regions['eu-west-1']?.endpoints.items[0]?.settings ?? {};
    const names = Object.entries(settings).map(([group, fields]) => [group, Object.keys(fields)]);
    expect(Object.fromEntries(names)).toEqual(engineSettingFields);
  });

  it('keeps no field whose name tells a secret', () => {
    const names = [...Object.values(kept), ...settingsKept.values()].flat();
    expect(
      names.filter((name) => /user|password|pem|wallet|krb5|token|script$|taskdata/i.test(name)),
    ).toEqual([]);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });
});
