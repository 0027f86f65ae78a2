import {
  CreateEndpointCommand,
  type CreateEndpointCommandInput,
  CreateReplicationTaskCommand,
  DescribeEndpointsCommand,
  DescribeReplicationInstancesCommand,
  ImportCertificateCommand,
} from '@aws-sdk/client-database-migration-service';
import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type FreshAccount, region } from './aws.ts';

const user = 'marker-user';
const password = 'marker-password';
/** Some engines take both inside an address. */
const userInfo = `${user}:${password}@`;

/** What an endpoint of each form says of who it is at its database, each value a marker. */
const endpoints: Readonly<Record<string, Partial<CreateEndpointCommandInput>>> = {
  postgres: {
    ...{ EngineName: 'postgres', Username: user, Password: password },
    ...{ ServerName: 'marker-server.example', Port: 5432, DatabaseName: 'marker-database' },
    ExtraConnectionAttributes: `password=${password};secret=marker-attribute;user=${user}`,
    PostgreSQLSettings: { Username: user, Password: password, ServerName: 'marker-server.example' },
  },
  oracle: {
    ...{ EngineName: 'oracle', Username: user, Password: password, ServerName: 'marker-server.example' },
    OracleSettings: {
      ...{ Username: user, Password: password, AsmUser: user, AsmPassword: password },
      ...{ SecurityDbEncryption: password, SecurityDbEncryptionName: 'the name of a key' },
    },
    ExtraConnectionAttributes: `asm_user=${user};securityDbEncryption=${password}`,
  },
  mongodb: {
    EngineName: 'mongodb',
    MongoDbSettings: { Username: user, Password: password, ServerName: `${userInfo}marker-server.example` },
  },
  kafka: {
    ...{ EngineName: 'kafka', EndpointType: 'target' },
    KafkaSettings: {
      ...{ Broker: `${userInfo}marker-server.example:9092`, SecurityProtocol: 'sasl-ssl' },
      ...{ SaslUsername: user, SaslPassword: password, SslClientKeyPassword: password },
    },
  },
  redis: {
    ...{ EngineName: 'redis', EndpointType: 'target' },
    RedisSettings: {
      ...{ ServerName: 'marker-server.example', Port: 6379, AuthType: 'auth-role' },
      ...{ AuthUserName: user, AuthPassword: password },
    },
  },
  opensearch: {
    ...{ EngineName: 'opensearch', EndpointType: 'target' },
    ElasticsearchSettings: {
      ...{ EndpointUri: `https://${userInfo}marker-server.example`, ServiceAccessRoleArn: undefined },
    },
  },
};

/**
 * Things in whose every secret and name of a user there is a marker: endpoints and a task between two of them, a secret,
 * a certificate, a user of IAM whom nobody audits, and a user and a session whom a role and a key let in.
 */
export async function makeMarked(fresh: FreshAccount): Promise<void> {
  const { dms, iam, credentials, account } = fresh;
  const arns: Record<string, string> = {};
  const make = async (name: string, input: Partial<CreateEndpointCommandInput>): Promise<void> => {
    const { Endpoint } = await dms.send(
      new CreateEndpointCommand({
        ...{ EndpointIdentifier: `marked-${name}`, EndpointType: 'source', EngineName: undefined },
        ...input,
      }),
    );
    arns[name] = Endpoint?.EndpointArn ?? '';
  };
  for (const [name, input] of Object.entries(endpoints)) await make(name, input);
  const { ARN } = await new SecretsManagerClient({ region, credentials }).send(
    new CreateSecretCommand({ Name: 'kept', SecretString: JSON.stringify({ user, value: 'marker-secret' }) }),
  );
  await make('secretive', {
    EngineName: 'postgres',
    PostgreSQLSettings: {
      SecretsManagerSecretId: ARN,
      SecretsManagerAccessRoleArn: `arn:aws:iam::${account}:role/archive-writer`,
    },
  });
  await make('trusting', {
    ...{ EngineName: 's3', EndpointType: 'target', KmsKeyId: await keyForPeople(fresh) },
    S3Settings: { BucketName: 'marked', ServiceAccessRoleArn: await roleForPeople(fresh) },
  });
  const { ReplicationInstances } = await dms.send(new DescribeReplicationInstancesCommand({}));
  const { Endpoints } = await dms.send(new DescribeEndpointsCommand({}));
  for (const name of ['postgres', 'oracle', 'mongodb', 'secretive'])
    await dms.send(
      new CreateReplicationTaskCommand({
        ...{ ReplicationTaskIdentifier: `marked-${name}`, MigrationType: 'cdc', TableMappings: '{}' },
        SourceEndpointArn: arns[name],
        TargetEndpointArn: Endpoints?.find(({ EndpointIdentifier }) => EndpointIdentifier === 'archive')
          ?.EndpointArn,
        ReplicationInstanceArn: ReplicationInstances?.[0]?.ReplicationInstanceArn,
      }),
    );
  await dms.send(
    new ImportCertificateCommand({
      CertificateIdentifier: 'marked',
      // The stand-in takes the days that it is valid for from its text.
      CertificatePem: 'marker-certificate days=365',
    }),
  );
  const UserName = 'marker-person';
  await iam.send(new CreateUserCommand({ UserName, Tags: [{ Key: 'mail', Value: 'marker-mail' }] }));
  await iam.send(new CreateAccessKeyCommand({ UserName }));
}

/** Whom a role and a key of the account let in: somebody of another account, as a user and in a session. */
const people = [
  'arn:aws:iam::222222222222:user/marker-principal',
  'arn:aws:sts::222222222222:assumed-role/Admin/marker-session',
];

async function roleForPeople({ iam }: FreshAccount): Promise<string | undefined> {
  const Principal = { Service: 'dms.amazonaws.com', AWS: people };
  const AssumeRolePolicyDocument = policyOf({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'marked-writer', AssumeRolePolicyDocument }),
  );
  return Role?.Arn;
}

async function keyForPeople({ kms, account }: FreshAccount): Promise<string | undefined> {
  const Principal = { AWS: [`arn:aws:iam::${account}:root`, ...people] };
  const Policy = policyOf({ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy }));
  return KeyMetadata?.Arn;
}

const policyOf = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

/**
 * What is in a text around each marker that is for nobody; those of servers, and of whom policies let in, only if
 * `servers`.
 */
export const markersIn = (text: string, { servers }: { readonly servers: boolean }): readonly string[] =>
  [...text.matchAll(/never-to-be-\w+|marker-[a-z]+/g)]
    .filter(([marker]) => servers || !/server|database|principal|session/.test(marker))
    .map(({ index }) => text.slice(Math.max(index - 80, 0), index + 40));
