import { type Bucket, bucketOfS3 } from '../../model/buckets.ts';
import type { Finding } from '../../model/finding.ts';
import type { Trail } from '../../model/trails.ts';
import { type Around, type RuleRemedy, resourceOf, subject } from '../around.ts';
import { type Change, not, patched, reason } from '../patch.ts';
import { usersOfEndpoint } from '../users.ts';
import { gone } from './gone.ts';

const notOurs = reason(
  'the bucket is another account’s, does not exist, or whose it is was not read',
  'A bucket is its owner’s to change, and whose a foreign bucket is, S3 does not tell.',
  'Name the owner that you know in S3Settings.ExpectedBucketOwner, and among the trusted accounts of the settings; or write to a bucket of your own.',
);

function ownBucket(name: string, { facts, region }: Around): Bucket | null {
  const found = facts.buckets(region, name);
  const bucket = found.known ? found.value : null;
  return bucket?.isOwn.known === true && bucket.isOwn.value ? bucket : null;
}

const inBucket = (name: string, bucket: Bucket, around: Around) => ({
  ...subject('AWS::S3::Bucket', name, `arn:${around.partition}:s3:::${name}`, around),
  region: bucket.region ?? around.region,
});

function blocking(name: string, bucket: Bucket, around: Around): Change {
  const block = bucket.publicAccessBlock.known ? bucket.publicAccessBlock.value : null;
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  return {
    resource: inBucket(name, bucket, around),
    api: { call: 's3:PutPublicAccessBlock', input: { Bucket: name, PublicAccessBlockConfiguration } },
    properties: [
      {
        property: 'PublicAccessBlockConfiguration',
        from: block === null ? null : { ...block },
        to: PublicAccessBlockConfiguration,
      },
    ],
  };
}

const shut = 'Whoever reads the bucket by its public policy or ACL no longer can.';
const isPublicIn = ({ witness }: Finding): boolean =>
  witness?.kind === 'list' && witness.items.some((item) => item.startsWith('GetPublicAccessBlock: no '));

export const bucketOwners: RuleRemedy = {
  patches: [
    'Names this account as ExpectedBucketOwner where the bucket is its own; blocks public access to the bucket.',
  ],
  reasons: [notOurs],
  make(finding, around) {
    const endpoint = resourceOf('endpoints', finding, around);
    const name = endpoint === null ? null : bucketOfS3(endpoint);
    const bucket = name === null ? null : ownBucket(name, around);
    if (endpoint === null) return not(gone);
    if (name === null || bucket === null) return not(notOurs);
    const users = usersOfEndpoint(endpoint.arn, around);
    if (isPublicIn(finding)) return patched([blocking(name, bucket, around)], { breaks: [shut], users });
    return patched(
      [
        {
          resource: finding.resource,
          api: {
            call: 'dms:ModifyEndpoint',
            input: { EndpointArn: endpoint.arn, S3Settings: { ExpectedBucketOwner: around.account } },
          },
          properties: [{ property: 'S3Settings.ExpectedBucketOwner', from: null, to: around.account }],
        },
      ],
      { first: ['Stop the tasks of the endpoint: they read its settings when they start.'], users },
    );
  },
};

export const protectedResults: RuleRemedy = {
  patches: ['Blocks public access to the bucket of the results; sets SSE-S3 as its default encryption.'],
  reasons: [notOurs],
  make(finding, around) {
    const { witness } = finding;
    const runs = around.facts
      .assessmentBuckets(around.region)
      .items.filter(({ taskArn }) => taskArn === finding.resource.arn);
    const named =
      witness?.kind === 'list' ? witness.items.find((item) => item.startsWith('Bucket: ')) : undefined;
    const own = [...new Set(runs.map((run) => run.bucket))].flatMap((name) => {
      const bucket = ownBucket(name, around);
      return bucket === null ? [] : [{ name, bucket }];
    });
    if (isPublicIn(finding)) {
      const found = own.filter(({ name }) => named === `Bucket: ${name}`);
      return found.length === 0
        ? not(notOurs)
        : patched(
            found.map(({ name, bucket }) => blocking(name, bucket, around)),
            { breaks: [shut] },
          );
    }
    const plain = own.filter(
      ({ name, bucket }) =>
        bucket.encryption.known &&
        bucket.encryption.value === null &&
        runs.some((run) => run.bucket === name && run.encryptionMode === null),
    );
    return witness?.kind !== 'value' || plain.length === 0
      ? not(notOurs)
      : patched(plain.map(({ name, bucket }) => encrypting(name, bucket, around)));
  },
};

const encrypting = (name: string, bucket: Bucket, around: Around): Change => ({
  resource: inBucket(name, bucket, around),
  api: {
    call: 's3:PutBucketEncryption',
    input: {
      Bucket: name,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    },
  },
  properties: [{ property: 'BucketEncryption', from: null, to: 'AES256' }],
});

const noTrail = reason(
  'no trail of this account takes all management events of KMS',
  'PutEventSelectors replaces all selectors of a trail, and those of data events are not in a snapshot; a new trail needs a bucket and costs money.',
  'Add management events of type All without excluding kms.amazonaws.com to the selectors of a trail (get-event-selectors, then put-event-selectors with all of them), or create a trail for all Regions.',
);

export const auditedKeys: RuleRemedy = {
  patches: ['Starts the logging of trails of this account that apply to the Region and are off.'],
  reasons: [noTrail],
  make({ resource }, around) {
    const { facts, account, region } = around;
    const off = facts
      .trails(region)
      .items.filter(
        ({ arn, logging, multiRegion, homeRegion }) =>
          logging.known &&
          !logging.value &&
          (multiRegion || homeRegion === region) &&
          arn.split(':')[4] === account,
      );
    return off.length === 0
      ? not(noTrail)
      : patched(
          off.map((trail) => starting(trail, around)),
          {
            breaks: ['CloudTrail charges for what is recorded besides the first copy of management events.'],
            users: [resource.id],
          },
        );
  },
};

const starting = ({ arn, homeRegion }: Trail, around: Around): Change => ({
  resource: {
    ...subject('AWS::CloudTrail::Trail', arn.split('/').at(-1) ?? '', arn, around),
    region: homeRegion,
  },
  api: { call: 'cloudtrail:StartLogging', input: { Name: arn } },
  properties: [{ property: 'IsLogging', from: false, to: true }],
});
