import {
  CreateEndpointCommand,
  type CreateEndpointCommandInput,
  CreateReplicationTaskCommand,
  DescribeEndpointsCommand,
  DescribeReplicationInstancesCommand,
  ImportCertificateCommand,
} from '@aws-sdk/client-database-migration-service';
import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
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
 * a certificate, and a user of IAM whom nobody audits.
 */
export async function makeMarked({ dms, iam, credentials, account }: FreshAccount): Promise<void> {
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

/** What is in a text around each marker that is for nobody; those of servers only if `servers`. */
export const markersIn = (text: string, { servers }: { readonly servers: boolean }): readonly string[] =>
  [...text.matchAll(/never-to-be-\w+|marker-[a-z]+/g)]
    .filter(([marker]) => servers || !/server|database/.test(marker))
    .map(({ index }) => text.slice(Math.max(index - 80, 0), index + 40));
