import type { Lookup } from './lookup.ts';
import type { Endpoint, ReplicationConfig, ReplicationTask } from './resources.ts';

/** What keeps a bucket, or all of an account, from being public, whatever policy and ACL say (S3 API, PublicAccessBlockConfiguration). */
export interface PublicAccessBlock {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** What a bucket encrypts objects with that name nothing else (S3 API, ServerSideEncryptionByDefault). */
export interface BucketEncryption {
  /** `AES256`, `aws:kms`, `aws:kms:dsse`. */
  readonly algorithm: string;
  readonly kmsKeyId: string | null;
}

/** An S3 bucket that something of DMS names; nothing of what is in it. */
export interface Bucket {
  /** Whether it is among the buckets of the audited account. */
  readonly isOwn: Lookup<boolean>;
  /** null: not told, as of a bucket that is not the account's own. */
  readonly region: string | null;
  /** GetBucketPolicyStatus; false where it has no policy. */
  readonly policyIsPublic: Lookup<boolean>;
  /** Whether its ACL grants something to everybody, or to everybody with an AWS account. */
  readonly aclIsPublic: Lookup<boolean>;
  /** null: it has none. */
  readonly publicAccessBlock: Lookup<PublicAccessBlock | null>;
  /** null: it has none. */
  readonly encryption: Lookup<BucketEncryption | null>;
}

/** The bucket of an S3 endpoint; null: it names none. (DMS API, S3Settings) */
export const bucketOfS3 = ({ settings, extraConnectionAttributes }: Endpoint): string | null =>
  named(settings.S3Settings?.BucketName) ?? named(extraConnectionAttributes['bucketname']);

/** The buckets that an endpoint names for data, staging or transfer. (DMS API, Endpoint) */
export const bucketsOfEndpoint = ({ settings, extraConnectionAttributes }: Endpoint): readonly string[] =>
  [
    settings.S3Settings?.BucketName,
    settings.RedshiftSettings?.BucketName,
    settings.NeptuneSettings?.S3BucketName,
    settings.DmsTransferSettings?.BucketName,
    extraConnectionAttributes['bucketname'],
  ].flatMap((name) => named(name) ?? []);

/** The bucket that the settings of a task name for time travel logs. */
export const bucketsOfTask = ({
  timeTravelBucket,
}: ReplicationTask | ReplicationConfig): readonly string[] =>
  timeTravelBucket === null ? [] : [timeTravelBucket];

const named = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
