import type { DmsResource, Endpoint } from '../../model/resources.ts';

/** A role that a DMS resource must name. */
interface NeededRole {
  /** What needs it, for people: "the engine s3". */
  readonly what: string;
  /** The field of the DMS API in which it is to be named. */
  readonly field: string;
  readonly isNamed: boolean;
}

/**
 * The field in which an endpoint names the role that DMS reaches the engine by. (DMS User Guide, *Working with
 * targets*, *Using Amazon S3 as a source*; API Reference, the settings' `ServiceAccessRoleArn`)
 */
const roleFieldOf: Readonly<Record<string, string>> = {
  s3: 'S3Settings.ServiceAccessRoleArn',
  dynamodb: 'DynamoDbSettings.ServiceAccessRoleArn',
  kinesis: 'KinesisSettings.ServiceAccessRoleArn',
  opensearch: 'ElasticsearchSettings.ServiceAccessRoleArn',
  elasticsearch: 'ElasticsearchSettings.ServiceAccessRoleArn',
  neptune: 'NeptuneSettings.ServiceAccessRoleArn',
};

/** The roles that a DMS resource cannot do without. */
export function rolesNeeded(resource: DmsResource): readonly NeededRole[] {
  switch (resource.type) {
    case 'AWS::DMS::Endpoint':
      return [
        ...neededByEngine(resource),
        ...neededForSecrets(resource),
        ...neededByRedshift(resource),
        ...neededForIam(resource),
      ];
    case 'AWS::DMS::DataMigration':
      // Required by CreateDataMigration.
      return [
        {
          what: 'a data migration',
          field: 'ServiceAccessRoleArn',
          isNamed: names(resource, 'ServiceAccessRoleArn'),
        },
      ];
    default:
      return [];
  }
}

/** Whether a resource names a role in a field of this name, in its settings or its extra connection attributes. */
const names = ({ roles }: DmsResource, field: string): boolean =>
  roles.some(({ path }) => path.toLowerCase().endsWith(field.toLowerCase()));

const serviceRole = '.ServiceAccessRoleArn';

function neededByEngine(endpoint: Endpoint): readonly NeededRole[] {
  const field = Object.hasOwn(roleFieldOf, endpoint.engine) ? roleFieldOf[endpoint.engine] : undefined;
  if (field === undefined) return [];
  return [{ what: `the engine ${endpoint.engine}`, field, isNamed: names(endpoint, serviceRole) }];
}

const secretRoles = {
  SecretsManagerSecretId: 'SecretsManagerAccessRoleArn',
  SecretsManagerOracleAsmSecretId: 'SecretsManagerOracleAsmAccessRoleArn',
} as const;

/** A secret is read through a role (API Reference, the settings' `SecretsManagerSecretId`). */
function neededForSecrets(endpoint: Endpoint): readonly NeededRole[] {
  const groups: readonly (readonly [string, object])[] = [
    ...Object.entries(endpoint.settings),
    ['ExtraConnectionAttributes', endpoint.extraConnectionAttributes],
  ];
  return groups.flatMap(([group, settings]) =>
    Object.entries(secretRoles)
      .filter(([secret]) => Object.entries(settings).some(([name, value]) => isSetting(name, secret, value)))
      .map(([secret, role]) => ({
        what: `${group}.${secret}`,
        field: `${group}.${role}`,
        isNamed: names(endpoint, `.${role}`),
      })),
  );
}

const isSetting = (name: string, wanted: string, value: unknown): boolean =>
  name.toLowerCase() === wanted.toLowerCase() && isSet(value);

/** A bucket or key of one's own takes a role of one's own (API Reference, RedshiftSettings). */
function neededByRedshift(endpoint: Endpoint): readonly NeededRole[] {
  const redshift = endpoint.settings.RedshiftSettings;
  if (!endpoint.engine.startsWith('redshift') || redshift === undefined) return [];
  const own = (['BucketName', 'ServerSideEncryptionKmsKeyId'] as const).find((name) => isSet(redshift[name]));
  if (own === undefined) return [];
  const field = 'RedshiftSettings.ServiceAccessRoleArn';
  return [{ what: `RedshiftSettings.${own}`, field, isNamed: names(endpoint, serviceRole) }];
}

/** (API Reference, MySQLSettings and PostgreSQLSettings, `AuthenticationMethod`) */
function neededForIam(endpoint: Endpoint): readonly NeededRole[] {
  return (['MySQLSettings', 'PostgreSQLSettings'] as const)
    .filter((group) => endpoint.settings[group]?.AuthenticationMethod === 'iam')
    .map((group) => ({
      what: `${group}.AuthenticationMethod iam`,
      field: `${group}.ServiceAccessRoleArn`,
      isNamed: names(endpoint, serviceRole),
    }));
}

const isSet = (value: unknown): boolean => typeof value === 'string' && value !== '';
