import {
  AddTagsToResourceCommand,
  CreateDataMigrationCommand,
  CreateDataProviderCommand,
  CreateEndpointCommand,
  type CreateEndpointCommandInput,
  CreateEventSubscriptionCommand,
  CreateInstanceProfileCommand,
  CreateMigrationProjectCommand,
  CreateReplicationConfigCommand,
  CreateReplicationInstanceCommand,
  CreateReplicationTaskCommand,
  ImportCertificateCommand,
} from '@aws-sdk/client-database-migration-service';
import { CreateKeyCommand, DescribeKeyCommand, EnableKeyRotationCommand } from '@aws-sdk/client-kms';
import type { FreshAccount } from './aws.ts';
import { makeMigrator, makeRoles } from './estate-iam.ts';
import { makeNetwork, type Network } from './network.ts';

const tags = [{ Key: 'team', Value: 'migration' }];

/** Ids of the keys that are in use. */
export interface EstateKeys {
  /** For this account alone, and rotates. */
  readonly own: string;
  /** Another account may use it, and it does not rotate. */
  readonly shared: string;
  /** The one that AWS manages for DMS, which all that names no key uses. */
  readonly standard: string;
}

/** One resource of each kind that the rules judge, right and wrong. */
export async function buildEstate(fresh: FreshAccount): Promise<EstateKeys> {
  await makeRoles(fresh);
  await makeMigrator(fresh);
  const keys = await makeKeys(fresh);
  const instances = await makeInstances(fresh, await makeNetwork(fresh), keys);
  const [source, target] = await makeEndpoints(fresh);
  await makeTasks(fresh, source, target, instances);
  await makeOthers(fresh, source, target);
  return keys;
}

async function makeKeys({ kms, account }: FreshAccount): Promise<EstateKeys> {
  const key = async (...principals: readonly string[]): Promise<string> => {
    const Statement = principals.map((owner) => ({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${owner}:root` },
      Action: 'kms:*',
      Resource: '*',
    }));
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy }));
    return KeyMetadata?.KeyId ?? '';
  };
  const own = await key(account);
  await kms.send(new EnableKeyRotationCommand({ KeyId: own }));
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: 'alias/aws/dms' }));
  return { own, shared: await key(account, '222222222222'), standard: KeyMetadata?.KeyId ?? '' };
}

async function makeInstances(
  { dms: client }: FreshAccount,
  network: Network,
  keys: EstateKeys,
): Promise<Readonly<Record<'careful' | 'careless', string>>> {
  const instance = async (ReplicationInstanceIdentifier: string, flags: object): Promise<string> => {
    const { ReplicationInstance } = await client.send(
      new CreateReplicationInstanceCommand({
        ReplicationInstanceIdentifier,
        ReplicationInstanceClass: 'dms.t3.medium',
        ReplicationSubnetGroupIdentifier: network.subnetGroup,
        ...flags,
      }),
    );
    return ReplicationInstance?.ReplicationInstanceArn ?? '';
  };
  const careful = await instance('careful', {
    VpcSecurityGroupIds: [network.outbound],
    KmsKeyId: keys.own,
    PubliclyAccessible: false,
    MultiAZ: true,
    AutoMinorVersionUpgrade: true,
    EngineVersion: '3.5.4',
    Tags: tags,
  });
  const careless = await instance('careless', {
    VpcSecurityGroupIds: [network.exposed],
    KmsKeyId: keys.shared,
    PubliclyAccessible: true,
    MultiAZ: false,
    AutoMinorVersionUpgrade: false,
    EngineVersion: '3.4.6',
  });
  return { careful, careless };
}

async function makeEndpoints({ dms: client, account }: FreshAccount): Promise<readonly [string, string]> {
  const endpoint = async (
    EndpointIdentifier: string,
    EndpointType: 'source' | 'target',
    EngineName: string,
    more: Partial<CreateEndpointCommandInput> = {},
  ): Promise<string> => {
    const input = { EndpointIdentifier, EndpointType, EngineName, Tags: tags, ...more };
    const { Endpoint } = await client.send(new CreateEndpointCommand(input));
    return Endpoint?.EndpointArn ?? '';
  };
  const server = {
    ServerName: 'db.internal',
    Port: 5432,
    Username: 'somebody',
    Password: 'never-to-be-seen',
  };
  const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
  const source = await endpoint('orders', 'source', 'postgres', { ...server, SslMode: 'verify-full' });
  const target = await endpoint('archive', 'target', 's3', {
    S3Settings: { ServiceAccessRoleArn: role('archive-writer'), BucketName: 'archive' },
  });
  await endpoint('crm', 'source', 'mysql', { ...server, SslMode: 'none' });
  await endpoint('cache', 'target', 'redis', {
    RedisSettings: { ServerName: 'r', Port: 6379, SslSecurityProtocol: 'plaintext' },
  });
  await endpoint('sessions', 'target', 'redis', {
    RedisSettings: { ServerName: 'r', Port: 6379, SslSecurityProtocol: 'ssl-encryption' },
  });
  await endpoint('events', 'target', 'kafka', {
    KafkaSettings: {
      Broker: 'k:9092',
      SecurityProtocol: 'sasl-ssl',
      SslEndpointIdentificationAlgorithm: 'none',
    },
  });
  await endpoint('claims', 'source', 'mongodb', { SslMode: 'require', MongoDbSettings: { AuthType: 'no' } });
  await endpoint('graph', 'target', 'neptune', {
    NeptuneSettings: { S3BucketName: 'b', S3BucketFolder: 'f', IamAuthEnabled: true },
  });
  await endpoint('stream', 'target', 'kinesis', {
    KinesisSettings: {
      StreamArn: `arn:aws:kinesis:us-east-1:${account}:stream/s`,
      ServiceAccessRoleArn: role('stream-writer'),
    },
  });
  return [source, target];
}

const components = ['SOURCE_CAPTURE', 'SOURCE_UNLOAD', 'TARGET_APPLY', 'TARGET_LOAD'];

async function makeTasks(
  { dms: client }: FreshAccount,
  source: string,
  target: string,
  instances: Readonly<Record<'careful' | 'careless', string>>,
): Promise<void> {
  const severity = (target: string) => ({
    EnableLogging: true,
    LogComponents: components.map((Id) => ({
      Id,
      Severity: Id.startsWith('TARGET') ? target : 'LOGGER_SEVERITY_DEFAULT',
    })),
  });
  const task = (ReplicationTaskIdentifier: string, instance: string, Logging: object) =>
    client.send(
      new CreateReplicationTaskCommand({
        ReplicationTaskIdentifier,
        SourceEndpointArn: source,
        TargetEndpointArn: target,
        ReplicationInstanceArn: instance,
        MigrationType: 'cdc',
        TableMappings: '{}',
        ReplicationTaskSettings: JSON.stringify({ Logging }),
        Tags: tags,
      }),
    );
  await task('talkative', instances.careful, severity('LOGGER_SEVERITY_DEBUG'));
  await task('half-silent', instances.careless, severity('LOGGER_SEVERITY_ERROR'));
  await task('silent', instances.careful, { EnableLogging: false });
}

async function makeOthers(
  { dms: client, account }: FreshAccount,
  source: string,
  target: string,
): Promise<void> {
  const { ReplicationConfig } = await client.send(
    new CreateReplicationConfigCommand({
      ReplicationConfigIdentifier: 'serverless',
      SourceEndpointArn: source,
      TargetEndpointArn: target,
      ReplicationType: 'cdc',
      TableMappings: '{}',
      ReplicationSettings: JSON.stringify({ Logging: { EnableLogging: false } }),
      ComputeConfig: { MaxCapacityUnits: 4, MultiAZ: true },
    }),
  );
  await client.send(
    new AddTagsToResourceCommand({ ResourceArn: ReplicationConfig?.ReplicationConfigArn ?? '', Tags: tags }),
  );
  await client.send(
    new CreateInstanceProfileCommand({ InstanceProfileName: 'profile', PubliclyAccessible: false }),
  );
  await client.send(
    new CreateDataProviderCommand({
      DataProviderName: 'provider',
      Engine: 'postgres',
      Settings: { PostgreSqlSettings: { ServerName: 'db.internal', Port: 5432, SslMode: 'none' } },
    }),
  );
  await client.send(
    new CreateMigrationProjectCommand({
      MigrationProjectName: 'project',
      InstanceProfileIdentifier: 'profile',
      SourceDataProviderDescriptors: [],
      TargetDataProviderDescriptors: [],
    }),
  );
  await client.send(
    new CreateDataMigrationCommand({
      DataMigrationName: 'homogeneous',
      MigrationProjectIdentifier: 'project',
      DataMigrationType: 'cdc',
      ServiceAccessRoleArn: `arn:aws:iam::${account}:role/nowhere`,
    }),
  );
  await client.send(
    new ImportCertificateCommand({ CertificateIdentifier: 'ca', CertificatePem: 'days=365', Tags: tags }),
  );
  await client.send(
    new CreateEventSubscriptionCommand({
      SubscriptionName: 'failures',
      SourceType: 'replication-instance',
      EventCategories: ['failure'],
      SnsTopicArn: `arn:aws:sns:us-east-1:${account}:t`,
    }),
  );
}
