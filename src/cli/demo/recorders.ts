import type { Bucket } from '../../model/buckets.ts';
import { complete, known } from '../../model/lookup.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import { account, frankfurt } from './parts.ts';

const cloudtrailArn = (tail: string): string => `arn:aws:cloudtrail:${frankfurt}:${account}:${tail}`;
const nothing = {
  equals: [],
  startsWith: [],
  endsWith: [],
  notEquals: [],
  notStartsWith: [],
  notEndsWith: [],
} as const;

/** The company's trail leaves out AWS KMS, because of its volume. */
export const trails: RegionFacts['trails'] = complete([
  {
    arn: cloudtrailArn('trail/company'),
    homeRegion: frankfurt,
    multiRegion: true,
    organization: false,
    logging: known(true),
    selection: known({
      basic: [
        { readWriteType: 'All', includesManagementEvents: true, excludedSources: ['kms.amazonaws.com'] },
      ],
      advanced: [],
    }),
  },
]);

/** Somebody thought of that in Frankfurt. */
export const ordersAudit: RegionFacts['eventDataStores'] = complete([
  {
    arn: cloudtrailArn('eventdatastore/0a1b2c3d-0000-4000-8000-0000000ad175'),
    details: known({
      status: 'ENABLED',
      multiRegion: false,
      selection: {
        basic: [],
        advanced: [[{ ...nothing, field: 'eventCategory', equals: ['Management'] }]],
      },
    }),
  },
]);

/** A bucket of the account that nobody else gets at. */
export const closedBucket = (region: string): Bucket => ({
  isOwn: known(true),
  region,
  policyIsPublic: known(false),
  aclIsPublic: known(false),
  publicAccessBlock: known({
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: true,
    restrictPublicBuckets: true,
  }),
  encryption: known({ algorithm: 'AES256', kmsKeyId: null }),
});
