import type { CertificatePart, ToldCertificate } from './certificates.ts';
import type { EngineSettings } from './engine-settings.ts';
import type { Lookup } from './lookup.ts';

/** A role ARN that a DMS resource names, and where in the API response it stands. */
export interface RoleReference {
  /** Path in AWS's own names: `S3Settings.ServiceAccessRoleArn`. */
  readonly path: string;
  readonly arn: string;
}

/** A KMS key that a DMS resource names, and where. */
export interface KeyReference {
  /** Path in AWS's own names: `S3Settings.ServerSideEncryptionKmsKeyId`. */
  readonly path: string;
  /** As it is written: a key id, an ARN or an alias. */
  readonly key: string;
}

interface Identified<Type extends string> {
  /** CloudFormation type. */
  readonly type: Type;
  /** The name people gave it (identifier); unique per account, Region and type. */
  readonly id: string;
  readonly arn: string;
  readonly roles: readonly RoleReference[];
  readonly keys: readonly KeyReference[];
}

// In all of these, null means that DMS did not report the field; it is never a safe value.

export interface ReplicationInstance extends Identified<'AWS::DMS::ReplicationInstance'> {
  readonly status: string | null;
  readonly engineVersion: string | null;
  readonly publiclyAccessible: boolean | null;
  readonly multiAz: boolean | null;
  readonly autoMinorVersionUpgrade: boolean | null;
  readonly kmsKeyId: string | null;
  readonly subnetGroup: string | null;
  readonly vpcId: string | null;
  readonly securityGroups: readonly string[];
  readonly privateAddresses: readonly string[];
  readonly publicAddresses: readonly string[];
  readonly availabilityZone: string | null;
  readonly secondaryAvailabilityZone: string | null;
}

/** How DMS gets at a database: credentials it stores, a secret it reads, a role it assumes, or nothing seen. */
export type Credentials = 'stored' | 'secret' | 'iam' | 'none';

export type SslMode = 'none' | 'require' | 'verify-ca' | 'verify-full';

export interface Endpoint extends Identified<'AWS::DMS::Endpoint'> {
  readonly direction: 'source' | 'target' | null;
  /** The engine name in lower case, as CreateEndpoint takes it: `aurora-postgresql`. */
  readonly engine: string;
  readonly sslMode: SslMode | null;
  readonly certificateArn: string | null;
  readonly kmsKeyId: string | null;
  readonly serverName: string | null;
  readonly port: number | null;
  readonly credentials: Credentials;
  readonly settings: EngineSettings;
  /** Known ExtraConnectionAttributes by lower-case name; unknown ones never enter a snapshot. */
  readonly extraConnectionAttributes: Readonly<Record<string, string>>;
  /** Owned by a zero-ETL integration: the account cannot change it. */
  readonly readOnly: boolean;
}

/** The `Logging` part of a task's settings. */
export interface TaskLogging {
  readonly enabled: boolean | null;
  /** Severity by component, `LOGGER_SEVERITY_DEFAULT` by `SOURCE_CAPTURE`. */
  readonly severities: Readonly<Record<string, string>>;
}

export interface ReplicationTask extends Identified<'AWS::DMS::ReplicationTask'> {
  readonly status: string | null;
  readonly instanceArn: string | null;
  readonly sourceEndpointArn: string | null;
  readonly targetEndpointArn: string | null;
  readonly migrationType: string | null;
  readonly logging: Lookup<TaskLogging>;
  /** When it was last started or resumed, ISO 8601, UTC. */
  readonly startedAt: string | null;
  /** Where its settings have time travel logs put; here null also means that they name none. */
  readonly timeTravelBucket: string | null;
}

/** A serverless replication. */
export interface ReplicationConfig extends Identified<'AWS::DMS::ReplicationConfig'> {
  readonly sourceEndpointArn: string | null;
  readonly targetEndpointArn: string | null;
  readonly migrationType: string | null;
  readonly multiAz: boolean | null;
  readonly kmsKeyId: string | null;
  readonly subnetGroup: string | null;
  readonly securityGroups: readonly string[];
  readonly logging: Lookup<TaskLogging>;
  /** Where its settings have time travel logs put; here null also means that they name none. */
  readonly timeTravelBucket: string | null;
  readonly readOnly: boolean;
}

export interface SubnetGroup extends Identified<'AWS::DMS::ReplicationSubnetGroup'> {
  readonly vpcId: string | null;
  readonly subnets: readonly { readonly id: string; readonly zone: string | null }[];
  readonly readOnly: boolean;
}

export interface InstanceProfile extends Identified<'AWS::DMS::InstanceProfile'> {
  readonly publiclyAccessible: boolean | null;
  readonly kmsKeyId: string | null;
  readonly subnetGroup: string | null;
  readonly securityGroups: readonly string[];
}

export interface DataProvider extends Identified<'AWS::DMS::DataProvider'> {
  readonly engine: string;
  /** A virtual provider has no database behind it. */
  readonly virtual: boolean;
  readonly sslMode: SslMode | null;
  readonly certificateArn: string | null;
  /** Of MongoDB and DocumentDB providers. */
  readonly authType: string | null;
  readonly serverName: string | null;
  readonly port: number | null;
}

export interface MigrationProject extends Identified<'AWS::DMS::MigrationProject'> {
  readonly instanceProfileArn: string | null;
  readonly sourceProviderArns: readonly string[];
  readonly targetProviderArns: readonly string[];
}

/** A homogeneous data migration. */
export interface DataMigration extends Identified<'AWS::DMS::DataMigration'> {
  readonly status: string | null;
  readonly migrationProjectArn: string | null;
  readonly cloudwatchLogsEnabled: boolean | null;
  /** Where its connections come from. */
  readonly publicAddresses: readonly string[];
  readonly cidrs: readonly string[];
}

/** A certificate's facts; its body never leaves the collector. */
export interface Certificate extends Identified<'AWS::DMS::Certificate'> {
  readonly kmsKeyId: string | null;
  /** What its PEM text holds, in order; null: DMS returns none, as of a wallet. */
  readonly parts: readonly CertificatePart[] | null;
  readonly told: ToldCertificate;
}

export interface EventSubscription extends Identified<'AWS::DMS::EventSubscription'> {
  readonly topicArn: string | null;
  readonly enabled: boolean | null;
  readonly status: string | null;
  /** null: events of every type of source. */
  readonly sourceType: string | null;
  /** None: every source of the type. */
  readonly sourceIds: readonly string[];
  /** In lower case; none: every category. */
  readonly categories: readonly string[];
}

/** Every kind of DMS resource, by the name of its listing. */
export interface ResourceOf {
  readonly instances: ReplicationInstance;
  readonly endpoints: Endpoint;
  readonly tasks: ReplicationTask;
  readonly serverlessConfigs: ReplicationConfig;
  readonly subnetGroups: SubnetGroup;
  readonly instanceProfiles: InstanceProfile;
  readonly dataProviders: DataProvider;
  readonly migrationProjects: MigrationProject;
  readonly dataMigrations: DataMigration;
  readonly certificates: Certificate;
  readonly eventSubscriptions: EventSubscription;
}
export type ResourceKind = keyof ResourceOf;
export type DmsResource = ResourceOf[ResourceKind];

/** An IAM role as GetRole tells it. */
export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  /** The trust policy's text, decoded, otherwise as IAM keeps it. */
  readonly trust: string;
  readonly boundaryArn: string | null;
}

export interface InlinePolicy {
  readonly name: string;
  readonly document: Lookup<string>;
}

/** What a role, a user or a group may do: its inline policies, and the ARNs of its managed ones. */
export interface Permissions {
  readonly attached: Lookup<readonly string[]>;
  readonly inline: Lookup<readonly InlinePolicy[]>;
}

/** A managed policy's default version. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly versionId: string;
  readonly document: string;
}

/** An access key of a user; its id stays in AWS. */
export interface AccessKey {
  readonly active: boolean;
}

/** An IAM role or user that may act on DMS, with its own policies and those of its groups. */
export interface Principal extends Permissions {
  readonly type: 'AWS::IAM::Role' | 'AWS::IAM::User';
  /** Its name, unique among the account's roles or users whatever its path. */
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly boundaryArn: string | null;
  /** A role has none. */
  readonly accessKeys: Lookup<readonly AccessKey[]>;
}
