import fc from 'fast-check';
import type { Bucket } from '../../src/model/buckets.ts';
import { complete, cutShort, known, type Listing, type Lookup, unread } from '../../src/model/lookup.ts';
import type { Permissions, Role } from '../../src/model/resources.ts';
import { serverlessRoleArn, serverlessRoleName } from '../../src/model/serverless-role.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { ACCOUNT, aRole, FOREIGN, policy, roleArn } from './builders.ts';
import { keyArn } from './key-builders.ts';
import {
  aBucket,
  advanced,
  aField,
  anAssessmentBucket,
  anEventDataStore,
  aSelector,
  aTrail,
  basic,
  storeArn,
  trailArn,
} from './recorder-builders.ts';

// What records, and what is written to: trails, event data stores, buckets, and the secrets' versions.

const told = <T>(value: fc.Arbitrary<T>, call: string): fc.Arbitrary<Lookup<T>> =>
  fc.oneof(
    { weight: 9, arbitrary: value.map((found): Lookup<T> => known(found)) },
    {
      weight: 1,
      arbitrary: fc.constant<Lookup<T>>(
        unread({ call, resource: null, error: 'AccessDenied', transient: false }),
      ),
    },
  );

const listing = <T>(items: fc.Arbitrary<readonly T[]>, call: string): fc.Arbitrary<Listing<T>> =>
  items.chain((all) =>
    fc.constantFrom(
      complete(all),
      complete(all),
      complete(all),
      cutShort(all, { call, resource: null, error: 'AccessDenied', transient: false }),
    ),
  );

const flag = fc.constantFrom(true, true, false);

const selection = fc.constantFrom(
  basic(aSelector()),
  basic(aSelector({ readWriteType: 'WriteOnly' })),
  basic(aSelector({ excludedSources: ['kms.amazonaws.com'] })),
  advanced([]),
  advanced([aField('eventSource', { notEquals: ['kms.amazonaws.com'] })]),
  advanced([aField('userIdentity.arn', { notEquals: ['arn:aws:iam::111111111111:user/noisy'] })]),
);

const trail = (name: string, region: string) =>
  fc
    .record({
      homeRegion: fc.constantFrom(region, 'eu-north-1'),
      multiRegion: flag,
      organization: flag,
      logging: told(flag, 'cloudtrail:GetTrailStatus'),
      selection: told(selection, 'cloudtrail:GetEventSelectors'),
    })
    .map((over) => aTrail({ arn: trailArn(name, region), ...over }));

const store = (region: string) =>
  told(
    fc.record({
      status: fc.constantFrom('ENABLED', 'ENABLED', 'STOPPED_INGESTION'),
      multiRegion: flag,
      selection,
    }),
    'cloudtrail:GetEventDataStore',
  ).map((details) => ({ ...anEventDataStore(), arn: storeArn('lake', region), details }));

const bucket: fc.Arbitrary<Bucket> = fc
  .record({
    isOwn: told(flag, 's3:ListBuckets'),
    policyIsPublic: told(flag, 's3:GetBucketPolicyStatus'),
    aclIsPublic: told(flag, 's3:GetBucketAcl'),
    publicAccessBlock: told(
      fc.constantFrom(null, {
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: false,
        restrictPublicBuckets: false,
      }),
      's3:GetPublicAccessBlock',
    ),
    encryption: told(
      fc.constantFrom(null, { algorithm: 'AES256', kmsKeyId: null }),
      's3:GetBucketEncryption',
    ),
  })
  .chain((over) =>
    fc.constantFrom(aBucket(over), aBucket({ isOwn: known(true), encryption: over.encryption })),
  );

const runs = (region: string) =>
  fc.array(
    fc
      .record({
        taskArn: fc
          .constantFrom('0', '0', '1', null)
          .map((index) => (index === null ? null : `arn:aws:dms:${region}:${ACCOUNT}:task:TASK1${index}`)),
        bucket: fc.constantFrom('assessments', 'landing'),
        encryptionMode: fc.constantFrom('sse-s3', 'sse-kms', 'odd', null),
        kmsKeyId: fc.constantFrom(keyArn('own', ACCOUNT, region), null),
        roleArn: fc.constantFrom(roleArn('writer'), roleArn('reader'), roleArn('elsewhere', FOREIGN), null),
        latest: fc.constantFrom(true, false, null),
      })
      .map(anAssessmentBucket),
    { maxLength: 2 },
  );

const serverlessAssessments = (region: string) =>
  fc.array(
    fc.record(
      {
        configArn: fc
          .constantFrom('0', '1')
          .map((index) => `arn:aws:dms:${region}:${ACCOUNT}:replication-config:CONFIG1${index}`),
        kmsKeyId: fc.constantFrom(keyArn('own', ACCOUNT, region), 'alias/own'),
      },
      { noNullPrototype: true },
    ),
    { maxLength: 1 },
  );

const version = fc.constantFrom(
  { createdAt: '2026-10-01T00:00:00.000Z' },
  { createdAt: '2026-10-30T00:00:00.000Z' },
  null,
);

type Recorded = Pick<
  RegionFacts,
  'trails' | 'eventDataStores' | 'buckets' | 'assessmentBuckets' | 'serverlessAssessments' | 'secretVersions'
>;

export const randomRecorders = (region: string): fc.Arbitrary<Recorded> =>
  fc.record(
    {
      trails: listing(
        fc.tuple(trail('main', region), trail('other', region)).chain((all) => fc.subarray([...all])),
        'cloudtrail:DescribeTrails',
      ),
      eventDataStores: listing(fc.array(store(region), { maxLength: 1 }), 'cloudtrail:ListEventDataStores'),
      buckets: fc.record(
        {
          landing: told(fc.option(bucket, { nil: null, freq: 5 }), 's3:GetBucketPolicyStatus'),
          assessments: told(fc.option(bucket, { nil: null, freq: 5 }), 's3:GetBucketPolicyStatus'),
        },
        { noNullPrototype: true },
      ),
      assessmentBuckets: listing(runs(region), 'dms:DescribeReplicationTaskAssessmentRuns'),
      serverlessAssessments: listing(serverlessAssessments(region), 'dms:DescribeReplications'),
      secretVersions: fc.record(
        { db: told(version, 'secretsmanager:ListSecretVersionIds') },
        { noNullPrototype: true },
      ),
    },
    { noNullPrototype: true },
  );

/** The owner that an S3 endpoint may name. */
export const bucketOwner = fc.constantFrom(ACCOUNT, ACCOUNT, FOREIGN);

const arn = serverlessRoleArn('aws', ACCOUNT);

/** The role of DMS Serverless by name, there or not. */
export const randomServerlessRole: fc.Arbitrary<Readonly<Record<string, Lookup<Role | null>>>> = told(
  fc.constantFrom<Role | null>(
    aRole({ name: serverlessRoleName, arn, path: '/aws-service-role/dms.amazonaws.com/' }),
    aRole({ name: serverlessRoleName, arn, path: '/aws-service-role/dms.amazonaws.com/' }),
    null,
  ),
  'iam:GetRole',
).map((role) => ({ [serverlessRoleName]: role }));

/** What it may do: nothing with keys, as AWS writes its policy today. */
export const serverlessPermissions: Readonly<Record<string, Lookup<Permissions>>> = {
  [serverlessRoleName]: known({
    attached: known([]),
    inline: known([
      {
        name: 'own',
        document: known(policy({ Effect: 'Allow', Action: 'dms:CreateReplicationTask', Resource: '*' })),
      },
    ]),
  }),
};
