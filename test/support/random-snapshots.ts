import fc from 'fast-check';
import {
  complete,
  cutShort,
  known,
  type Listing,
  type Lookup,
  type Unread,
  unread,
} from '../../src/model/lookup.ts';
import type { DmsResource, RoleReference } from '../../src/model/resources.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import {
  ACCOUNT,
  aCertificate,
  aDataMigration,
  aDataProvider,
  aMigrationProject,
  anEndpoint,
  anEventSubscription,
  anInstance,
  anInstanceProfile,
  aServerlessConfig,
  aSubnetGroup,
  aTask,
  FOREIGN,
  iamOf,
  roleArn,
  TAKEN_AT,
} from './builders.ts';
import { randomMigrant } from './principal-builders.ts';
import { randomAccountBlock } from './random-account-block.ts';
import { randomEndpointChanges } from './random-endpoint-changes.ts';
import { certificateParts, randomEvents, subscriptionParts } from './random-events.ts';
import { encryptingTarget, keyTables, namedKeys, storedKey } from './random-keys.ts';
import { randomMigration, randomProfile, randomProject, randomProvider } from './random-migrations.ts';
import { privateAddresses, randomNetwork } from './random-network.ts';
import { randomPermissions } from './random-permissions.ts';
import { randomIam, randomOrganization } from './random-principals.ts';
import {
  bucketOwner,
  randomRecorders,
  randomServerlessRole,
  serverlessPermissions,
} from './random-recorders.ts';
import { randomRoles } from './random-roles.ts';

/** How many random cases a property tries; CI and fuzzing set it. */
export const randomCases = Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? 100);

const denied = (call: string): Unread => ({ call, resource: null, error: 'AccessDenied', transient: false });
const flag = fc.constantFrom(true, false, null);

const reference = (...paths: readonly string[]): fc.Arbitrary<readonly RoleReference[]> =>
  fc.array(
    fc.record({
      path: fc.constantFrom(...paths),
      arn: fc.constantFrom(roleArn('writer'), roleArn('reader'), roleArn('elsewhere', FOREIGN)),
    }),
    { maxLength: 2 },
  );

const lookupOf = <T>(value: fc.Arbitrary<T>, call: string): fc.Arbitrary<Lookup<T>> =>
  fc.oneof(
    { weight: 6, arbitrary: value.map(known) },
    { weight: 1, arbitrary: fc.constant(unread(denied(call))) },
  );

const logging = lookupOf(
  fc.record({
    enabled: flag,
    severities: fc.dictionary(
      fc.constantFrom('SOURCE_CAPTURE', 'SOURCE_UNLOAD', 'TARGET_APPLY', 'TARGET_LOAD'),
      fc.constantFrom(
        'LOGGER_SEVERITY_ERROR',
        'LOGGER_SEVERITY_DEFAULT',
        'LOGGER_SEVERITY_DETAILED_DEBUG',
        'LOGGER_SEVERITY_ODD',
      ),
    ),
  }),
  'dms:DescribeReplicationTasks',
);

const engine = fc.constantFrom(
  'postgres',
  'oracle',
  's3',
  'redis',
  'kafka',
  'mongodb',
  'docdb',
  'neptune',
  'redshift',
  'babelfish',
  'kinesis',
  'dynamodb',
);
const sslMode = fc.constantFrom('none', 'require', 'verify-ca', 'verify-full', null);

const settings = fc.record(
  {
    RedisSettings: fc.record(
      {
        SslSecurityProtocol: fc.constantFrom('plaintext', 'ssl-encryption', 'odd'),
        AuthType: fc.constantFrom('none', 'auth-token', 'odd'),
      },
      { requiredKeys: [] },
    ),
    KafkaSettings: fc.record(
      {
        SecurityProtocol: fc.constantFrom('plaintext', 'sasl-ssl'),
        SslEndpointIdentificationAlgorithm: fc.constantFrom('none', 'https'),
      },
      { requiredKeys: [] },
    ),
    MongoDbSettings: fc.record({ AuthType: fc.constantFrom('no', 'password') }, { requiredKeys: [] }),
    NeptuneSettings: fc.record({ IamAuthEnabled: fc.boolean() }, { requiredKeys: [] }),
    S3Settings: fc.record(
      {
        EncryptionMode: fc.constantFrom('sse-s3', 'sse-kms', 'odd'),
        BucketName: fc.constantFrom('landing', 'landing', 'elsewhere'),
        ExpectedBucketOwner: bucketOwner,
      },
      { requiredKeys: [] },
    ),
    KinesisSettings: fc.constant({ StreamArn: `arn:aws:kinesis:eu-west-1:${ACCOUNT}:stream/changes` }),
    PostgreSQLSettings: fc.constant({ SecretsManagerSecretId: 'db' }),
    RedshiftSettings: fc.record(
      { ServerName: fc.constantFrom('x.redshift-serverless.amazonaws.com', 'x.redshift.amazonaws.com') },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

interface Parts {
  readonly region: string;
  readonly index: number;
}

/** A listing of up to three resources, each with an ARN of its own, sometimes cut short. */
function listing<T extends DmsResource>(
  build: (over: Partial<T>) => T,
  over: fc.Arbitrary<Partial<T>>,
  region: string,
): fc.Arbitrary<Listing<T>> {
  const place = (resource: T, { index }: Parts): T => ({
    ...resource,
    id: `${resource.id}-${index}`,
    arn: `${resource.arn.replace('eu-west-1', region)}${index}`,
  });
  const items = fc
    .array(over, { maxLength: 3 })
    .map((overs) => overs.map((each, index) => place(build(each), { region, index })));
  return fc.oneof(
    { weight: 8, arbitrary: items.map((all) => complete(all)) },
    { weight: 1, arbitrary: items.map((all) => cutShort(all, denied('dms:Describe'))) },
  );
}

/** These parts, and a key that the resource stores or does not. */
const withKey = <T extends object>(region: string, parts: fc.Arbitrary<T>) =>
  fc.tuple(parts, storedKey(region)).map(([own, key]) => ({ ...own, ...key }));

const arnIn = (region: string, tail: string) =>
  fc.constantFrom(0, 1, 2).map((index) => `arn:aws:dms:${region}:${ACCOUNT}:${tail}${index}`);

const endsIn = (region: string) => ({
  sourceEndpointArn: arnIn(region, 'endpoint:ENDPOINT1'),
  targetEndpointArn: fc.option(arnIn(region, 'endpoint:ENDPOINT1'), { freq: 9 }),
});

const flowsIn = (region: string) => ({ instanceArn: arnIn(region, 'rep:INSTANCE1'), ...endsIn(region) });

const placed = {
  subnetGroup: fc.constantFrom('private-0', 'private-0', null),
  securityGroups: fc.constantFrom(['sg-1'], ['sg-1', 'sg-2'], []),
};
const standing = {
  ...placed,
  vpcId: fc.constantFrom('vpc-1', 'vpc-1', 'vpc-1', null),
  privateAddresses: fc.subarray(privateAddresses),
  secondaryAvailabilityZone: fc.constantFrom('eu-west-1b', null),
};
const subnets = fc
  .constantFrom(['eu-west-1a', 'eu-west-1b'], ['eu-west-1a', 'eu-west-1a'], ['eu-west-1a', null])
  .map((zones) => zones.map((zone, index) => ({ id: `subnet-${index + 1}`, zone })));

function regionFacts(region: string): fc.Arbitrary<RegionFacts> {
  const listings = {
    instances: listing(
      anInstance,
      withKey(
        region,
        fc.record({
          publiclyAccessible: flag,
          multiAz: flag,
          autoMinorVersionUpgrade: flag,
          engineVersion: fc.constantFrom('3.4.6', '3.4.7', '3.5.4', '3.6.1', '3.9.1', null),
          ...standing,
        }),
      ),
      region,
    ),
    endpoints: listing(
      anEndpoint,
      fc.oneof(
        {
          weight: 6,
          arbitrary: withKey(
            region,
            fc.record({
              engine,
              sslMode,
              settings,
              direction: fc.constantFrom('source', 'target'),
              serverName: fc.constantFrom(
                ...['db.internal', '10.9.9.9', '10.0.0.99', '2001:db8::1', null],
                'far.abc.eu-west-1.rds.amazonaws.com',
              ),
              port: fc.constantFrom(5432, 443, null),
              credentials: fc.constantFrom('stored', 'secret', 'iam', 'none'),
              certificateArn: fc.option(arnIn(region, 'cert:CERT1'), { nil: null }),
              readOnly: fc.constantFrom(true, false, false, false),
              roles: reference(
                'SecretsManagerAccessRoleArn',
                'S3Settings.ServiceAccessRoleArn',
                'NeptuneSettings.ServiceAccessRoleArn',
                'RedshiftSettings.ServiceAccessRoleArn',
              ),
            }),
          ),
        },
        { weight: 3, arbitrary: encryptingTarget(region) },
      ),
      region,
    ),
    tasks: listing(
      aTask,
      fc.record({
        startedAt: fc.constantFrom('2026-10-20T06:00:00.000Z', '2026-10-20T06:00:00.000Z', null),
        logging,
        ...flowsIn(region),
        roles: reference('ReplicationTaskSettings.TTSettings.TTS3Settings.ServiceAccessRoleArn'),
        keys: namedKeys(
          region,
          'ReplicationTaskSettings.TTSettings.TTS3Settings.ServerSideEncryptionKmsKeyId',
        ),
      }),
      region,
    ),
    serverlessConfigs: listing(
      aServerlessConfig,
      withKey(
        region,
        fc.record({ logging, multiAz: flag, readOnly: fc.boolean(), ...endsIn(region), ...placed }),
      ),
      region,
    ),
    subnetGroups: listing(
      aSubnetGroup,
      fc.record({ subnets, readOnly: fc.constantFrom(true, false, false) }),
      region,
    ),
    instanceProfiles: listing(
      anInstanceProfile,
      withKey(region, fc.record({ publiclyAccessible: flag, ...randomProfile })),
      region,
    ),
    dataProviders: listing(
      aDataProvider,
      fc.record({
        engine,
        sslMode,
        virtual: fc.boolean(),
        ...randomProvider,
        authType: fc.constantFrom('no', 'password', null),
        certificateArn: fc.option(arnIn(region, 'cert:CERT1'), { nil: null }),
      }),
      region,
    ),
    migrationProjects: listing(
      aMigrationProject,
      fc.record({
        roles: reference('SourceDataProviderDescriptors[0].SecretsManagerAccessRoleArn'),
        ...randomProject(region),
      }),
      region,
    ),
    dataMigrations: listing(
      aDataMigration,
      fc.record({
        cloudwatchLogsEnabled: flag,
        roles: reference('ServiceAccessRoleArn'),
        ...randomMigration(region),
      }),
      region,
    ),
    certificates: listing(aCertificate, withKey(region, certificateParts), region),
    eventSubscriptions: listing(anEventSubscription, subscriptionParts(region), region),
  };
  const tags = lookupOf(
    fc.constantFrom({}, { team: 'a' }, { 'aws:cloudformation:stack-name': 's' }),
    'dms:ListTagsForResource',
  );
  return fc.record(listings, { noNullPrototype: true }).chain((facts) => {
    const arns = Object.values(facts).flatMap(({ items }) => items.map(({ arn }) => arn));
    return fc
      .tuple(
        fc.record(Object.fromEntries(arns.map((arn) => [arn, tags]))),
        keyTables(region),
        randomNetwork,
        randomRecorders(region),
        randomEvents(region),
        randomEndpointChanges(region),
      )
      .map(([byArn, keys, network, recorders, events, endpointChanges]) => ({
        ...facts,
        tags: byArn,
        ...keys,
        ...network,
        ...recorders,
        ...events,
        endpointChanges,
        takenAt: TAKEN_AT,
      }));
  });
}

/** Accounts of all sorts, in one or two Regions, in part unread already. */
export const randomAccount: fc.Arbitrary<AccountFacts> = fc
  .record({
    roles: randomRoles,
    serverlessRole: randomServerlessRole,
    iam: randomIam,
    permissions: randomPermissions,
    migrant: randomMigrant,
    organization: randomOrganization,
    accountPublicAccessBlock: randomAccountBlock,
    here: regionFacts('eu-west-1'),
    there: fc.option(regionFacts('us-east-1'), { nil: undefined }),
  })
  .map(({ roles: table, serverlessRole, iam, permissions, migrant, here, there, ...whole }) => ({
    partition: 'aws',
    ...whole,
    iam: iamOf(
      { ...table, ...serverlessRole },
      {
        ...iam,
        principals: { ...iam.principals, items: [...iam.principals.items, migrant] },
        rolePermissions: { ...permissions.rolePermissions, ...serverlessPermissions },
        managedPolicies: { ...iam.managedPolicies, ...permissions.managedPolicies },
      },
    ),
    regions: { 'eu-west-1': here, ...(there === undefined ? {} : { 'us-east-1': there }) },
  }));
