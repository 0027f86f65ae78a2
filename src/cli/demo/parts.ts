import { complete, known, type Table } from '../../model/lookup.ts';
import type {
  Endpoint,
  ReplicationInstance,
  ReplicationTask,
  RoleReference,
  TaskLogging,
} from '../../model/resources.ts';
import type { RegionFacts, Tags } from '../../model/snapshot.ts';

// An insurance company half-way through two migrations: orders to Aurora in Frankfurt, customer data to
// Redshift in Virginia. Much is right; the mistakes are those that are seen most.

export const account = '111122223333';
/** Began the migration, and was let go. */
export const formerAgency = '444455556666';
export const takenAt = '2026-11-02T03:00:00.000Z';
export const frankfurt = 'eu-central-1';
export const virginia = 'us-east-1';

export const dmsArn = (region: string, tail: string): string => `arn:aws:dms:${region}:${account}:${tail}`;
export const keyArn = (region: string): string =>
  `arn:aws:kms:${region}:${account}:key/0a1b2c3d-0000-4000-8000-00000000d115`;
export const vpcId = 'vpc-0f00000000000d115';
export const roleArn = (name: string): string => `arn:aws:iam::${account}:role/${name}`;

export const logging = (severity: string, enabled = true): TaskLogging => ({
  enabled,
  severities: Object.fromEntries(
    ['SOURCE_CAPTURE', 'SOURCE_UNLOAD', 'TARGET_APPLY', 'TARGET_LOAD'].map((component) => [
      component,
      severity,
    ]),
  ),
});

type Named<T> = Partial<T> & { readonly id: string };

export const instance = (
  region: string,
  { id, ...over }: Named<ReplicationInstance>,
): ReplicationInstance => ({
  type: 'AWS::DMS::ReplicationInstance',
  id,
  arn: dmsArn(region, `rep:${id.toUpperCase().replaceAll('-', '')}`),
  roles: [],
  keys: [{ path: 'KmsKeyId', key: keyArn(region) }],
  status: 'available',
  engineVersion: '3.6.1',
  publiclyAccessible: false,
  multiAz: true,
  autoMinorVersionUpgrade: true,
  kmsKeyId: keyArn(region),
  subnetGroup: 'dms-private',
  vpcId,
  securityGroups: [],
  privateAddresses: [],
  publicAddresses: [],
  availabilityZone: `${region}a`,
  secondaryAvailabilityZone: `${region}b`,
  ...over,
});

export const endpoint = (region: string, { id, ...over }: Named<Endpoint>): Endpoint => ({
  type: 'AWS::DMS::Endpoint',
  id,
  arn: dmsArn(region, `endpoint:${id.toUpperCase().replaceAll('-', '')}`),
  roles: [],
  keys: [{ path: 'KmsKeyId', key: keyArn(region) }],
  direction: 'source',
  engine: 'postgres',
  sslMode: 'none',
  certificateArn: null,
  kmsKeyId: keyArn(region),
  serverName: `${id}.corp.example`,
  port: 5432,
  credentials: 'stored',
  settings: {},
  extraConnectionAttributes: {},
  readOnly: false,
  ...over,
});

export const task = (region: string, { id, ...over }: Named<ReplicationTask>): ReplicationTask => ({
  type: 'AWS::DMS::ReplicationTask',
  id,
  arn: dmsArn(region, `task:${id.toUpperCase().replaceAll('-', '')}`),
  roles: [],
  keys: [],
  status: 'running',
  instanceArn: null,
  sourceEndpointArn: null,
  targetEndpointArn: null,
  migrationType: 'full-load-and-cdc',
  logging: known(logging('LOGGER_SEVERITY_DEFAULT')),
  startedAt: '2026-10-26T06:00:00.000Z',
  timeTravelBucket: null,
  ...over,
});

export const secretRole = (settings: string): readonly RoleReference[] => [
  { path: `${settings}.SecretsManagerAccessRoleArn`, arn: roleArn('dms-secrets-reader') },
];

const noneOfThese = {
  serverlessConfigs: complete([]),
  instanceProfiles: complete([]),
  dataProviders: complete([]),
  migrationProjects: complete([]),
  dataMigrations: complete([]),
} as const;

/** A Region with nothing but these parts. */
export const regionOf = (parts: Omit<RegionFacts, keyof typeof noneOfThese>): RegionFacts => ({
  ...noneOfThese,
  ...parts,
});

export const tagged = (
  resources: readonly { readonly arn: string }[],
  untagged: readonly string[],
): Table<Tags> =>
  Object.fromEntries(
    resources.map(({ arn }) => [
      arn,
      known<Tags>(
        untagged.some((tail) => arn.endsWith(tail)) ? {} : { team: 'migration', environment: 'prod' },
      ),
    ]),
  );
