import type { Bucket } from '../../src/model/buckets.ts';
import type { AssessmentBucket } from '../../src/model/connections.ts';
import { complete, known } from '../../src/model/lookup.ts';
import type {
  BasicSelector,
  EventDataStore,
  EventDataStoreDetails,
  EventSelection,
  FieldSelector,
  Trail,
} from '../../src/model/trails.ts';
import { ACCOUNT, REGION } from './builders.ts';

/** All management events. */
export const aSelector = (over: Partial<BasicSelector> = {}): BasicSelector => ({
  readWriteType: 'All',
  includesManagementEvents: true,
  excludedSources: [],
  ...over,
});

export const basic = (...selectors: readonly BasicSelector[]): EventSelection => ({
  basic: selectors,
  advanced: [],
});

export const aField = (field: string, over: Partial<FieldSelector> = {}): FieldSelector => ({
  field,
  equals: [],
  startsWith: [],
  endsWith: [],
  notEquals: [],
  notStartsWith: [],
  notEndsWith: [],
  ...over,
});

export const management: FieldSelector = aField('eventCategory', { equals: ['Management'] });

/** Advanced selectors, each by its fields besides that it takes management events. */
export const advanced = (...selectors: readonly (readonly FieldSelector[])[]): EventSelection => ({
  basic: [],
  advanced: selectors.map((fields) => [management, ...fields]),
});

export const trailArn = (name: string, region = REGION, account = ACCOUNT): string =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

export const aTrail = (over: Partial<Trail> = {}): Trail => ({
  arn: trailArn('main'),
  homeRegion: REGION,
  multiRegion: true,
  organization: false,
  logging: known(true),
  selection: known(basic(aSelector())),
  ...over,
});

export const storeArn = (name: string, region = REGION): string =>
  `arn:aws:cloudtrail:${region}:${ACCOUNT}:eventdatastore/${name}`;

export const anEventDataStore = (
  over: Partial<EventDataStoreDetails> = {},
  region = REGION,
): EventDataStore => ({
  arn: storeArn('lake', region),
  details: known({ status: 'ENABLED', multiRegion: true, selection: advanced([]), ...over }),
});

export const aBucket = (over: Partial<Bucket> = {}): Bucket => ({
  isOwn: known(true),
  region: REGION,
  policyIsPublic: known(false),
  aclIsPublic: known(false),
  publicAccessBlock: known({
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: true,
    restrictPublicBuckets: true,
  }),
  encryption: known({ algorithm: 'AES256', kmsKeyId: null }),
  ...over,
});

/** Trails, event data stores and buckets each of whose answers a verdict hangs on. */
export const recordersInTheBalance = {
  trails: complete([
    aTrail({ arn: trailArn('off'), logging: known(false) }),
    aTrail({ arn: trailArn('writes'), selection: known(basic(aSelector({ readWriteType: 'WriteOnly' }))) }),
  ]),
  eventDataStores: complete([anEventDataStore({ status: 'STOPPED_INGESTION' })]),
  buckets: {
    landing: known(aBucket({ publicAccessBlock: known(null) })),
    assessments: known(aBucket({ policyIsPublic: known(true) })),
    // Public, unless the account blocks that.
    archive: known(aBucket({ aclIsPublic: known(true), publicAccessBlock: known(null) })),
  },
};

/** What the latest assessment run of the first task wrote. */
export const anAssessmentBucket = (over: Partial<AssessmentBucket> = {}): AssessmentBucket => ({
  taskArn: `arn:aws:dms:${REGION}:${ACCOUNT}:task:TASK1`,
  bucket: 'assessments',
  encryptionMode: 'sse-kms',
  kmsKeyId: null,
  roleArn: null,
  latest: true,
  ...over,
});
