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
import type { DmsResource, Role, RoleReference } from '../../src/model/resources.ts';
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
  aRole,
  aServerlessConfig,
  aSubnetGroup,
  aTask,
  FOREIGN,
  iamOf,
  policy,
  roleArn,
  TAKEN_AT,
  trustStatement,
} from './builders.ts';

/** How many random cases a property tries; CI and fuzzing set it. */
export const randomCases = Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? 300);

const denied = (call: string): Unread => ({ call, resource: null, error: 'AccessDenied', transient: false });
const flag = fc.constantFrom(true, false, null);

const roleNames = ['dms-vpc-role', 'dms-cloudwatch-logs-role', 'dms-access-for-endpoint', 'writer', 'reader'];
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
      fc.constantFrom('LOGGER_SEVERITY_ERROR', 'LOGGER_SEVERITY_DEFAULT', 'LOGGER_SEVERITY_ODD'),
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
);
const sslMode = fc.constantFrom('none', 'require', 'verify-full', null);

const settings = fc.record(
  {
    RedisSettings: fc.record(
      { SslSecurityProtocol: fc.constantFrom('plaintext', 'ssl-encryption', 'odd') },
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

function regionFacts(region: string): fc.Arbitrary<RegionFacts> {
  const nothing = fc.constant({});
  const listings = {
    instances: listing(
      anInstance,
      fc.record({
        publiclyAccessible: flag,
        multiAz: flag,
        autoMinorVersionUpgrade: flag,
        engineVersion: fc.constantFrom('3.4.6', '3.4.7', '3.6.1', null),
      }),
      region,
    ),
    endpoints: listing(
      anEndpoint,
      fc.record({
        engine,
        sslMode,
        settings,
        direction: fc.constantFrom('source', 'target'),
        readOnly: fc.constantFrom(true, false, false, false),
        roles: reference(
          'SecretsManagerAccessRoleArn',
          'S3Settings.ServiceAccessRoleArn',
          'NeptuneSettings.ServiceAccessRoleArn',
          'RedshiftSettings.ServiceAccessRoleArn',
        ),
      }),
      region,
    ),
    tasks: listing(
      aTask,
      fc.record({
        logging,
        roles: reference('ReplicationTaskSettings.TTSettings.TTS3Settings.ServiceAccessRoleArn'),
      }),
      region,
    ),
    serverlessConfigs: listing(
      aServerlessConfig,
      fc.record({ logging, multiAz: flag, readOnly: fc.boolean() }),
      region,
    ),
    subnetGroups: listing(aSubnetGroup, nothing, region),
    instanceProfiles: listing(anInstanceProfile, fc.record({ publiclyAccessible: flag }), region),
    dataProviders: listing(
      aDataProvider,
      fc.record({
        engine,
        sslMode,
        virtual: fc.boolean(),
        authType: fc.constantFrom('no', 'password', null),
      }),
      region,
    ),
    migrationProjects: listing(
      aMigrationProject,
      fc.record({ roles: reference('SourceDataProviderDescriptors[0].SecretsManagerAccessRoleArn') }),
      region,
    ),
    dataMigrations: listing(
      aDataMigration,
      fc.record({ cloudwatchLogsEnabled: flag, roles: reference('ServiceAccessRoleArn') }),
      region,
    ),
    certificates: listing(aCertificate, nothing, region),
    eventSubscriptions: listing(anEventSubscription, nothing, region),
  };
  const tags = lookupOf(
    fc.constantFrom({}, { team: 'a' }, { 'aws:cloudformation:stack-name': 's' }),
    'dms:ListTagsForResource',
  );
  return fc.record(listings, { noNullPrototype: true }).chain((facts) => {
    const arns = Object.values(facts).flatMap(({ items }) => items.map(({ arn }) => arn));
    return fc
      .record(Object.fromEntries(arns.map((arn) => [arn, tags])))
      .map((byArn) => ({
        ...facts,
        tags: byArn,
        keyReferences: {},
        keys: {},
        networkInterfaces: {},
        securityGroups: {},
        networkAcls: {},
        prefixLists: {},
        takenAt: TAKEN_AT,
      }));
  });
}

const statement = fc
  .record(
    {
      Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
      Principal: fc.constantFrom<unknown>(
        { Service: 'dms.amazonaws.com' },
        { Service: 'dms.amazonaws.com' },
        { Service: ['dms.eu-west-1.amazonaws.com', 'redshift.amazonaws.com'] },
        { Service: 'rds.amazonaws.com' },
        { AWS: `arn:aws:iam::${FOREIGN}:root` },
        '*',
      ),
      Condition: fc.constantFrom(
        {},
        { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
        { StringEquals: { 'aws:SourceAccount': FOREIGN } },
        { StringLike: { 'aws:SourceAccount': '1111*' } },
        { StringNotEquals: { 'aws:SourceAccount': ACCOUNT } },
        { ArnLike: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:*` } },
        { ArnEqual: { 'aws:SourceArn': `arn:aws:dms:*:${ACCOUNT}:*` } },
        { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } },
      ),
    },
    { requiredKeys: ['Effect', 'Principal'] },
  )
  .map(trustStatement);

const trust = fc.oneof(
  { weight: 12, arbitrary: fc.array(statement, { minLength: 1, maxLength: 3 }).map((all) => policy(...all)) },
  { weight: 1, arbitrary: fc.constantFrom('not JSON', '{}') },
);

const roles: fc.Arbitrary<Readonly<Record<string, Lookup<Role | null>>>> = fc.record(
  Object.fromEntries(
    roleNames.map((name) => [
      name,
      lookupOf(
        fc.oneof(
          { weight: 4, arbitrary: trust.map((text): Role | null => aRole({ name, trust: text })) },
          { weight: 1, arbitrary: fc.constant(null) },
        ),
        'iam:GetRole',
      ),
    ]),
  ),
);

/** Accounts of all sorts, in one or two Regions, in part unread already. */
export const randomAccount: fc.Arbitrary<AccountFacts> = fc
  .record({
    roles,
    here: regionFacts('eu-west-1'),
    there: fc.option(regionFacts('us-east-1'), { nil: undefined }),
  })
  .map(({ roles: table, here, there }) => ({
    partition: 'aws',
    organization: unread(denied('organizations:DescribeOrganization')),
    iam: iamOf(table),
    regions: { 'eu-west-1': here, ...(there === undefined ? {} : { 'us-east-1': there }) },
  }));
