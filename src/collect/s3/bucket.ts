import type {
  GetBucketAclCommandOutput,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionRule,
} from '@aws-sdk/client-s3';
import type { Bucket, BucketEncryption, PublicAccessBlock } from '../../model/buckets.ts';
import { known, type Lookup } from '../../model/lookup.ts';
import { ask } from '../ask.ts';
import type { Clients } from '../clients.ts';
import { isObject, MalformedAnswer, objects, required, text } from '../fields.ts';

type Told = Omit<Bucket, 'isOwn' | 'region'>;

/** What S3 tells of a bucket, asked from a Region; null: there is no such bucket. */
export async function readBucket(
  clients: Clients,
  region: string,
  bucket: string,
): Promise<Lookup<Told | null>> {
  const s3 = await clients.s3(region);
  const asking = <T>(call: string, send: () => Promise<T>): Promise<Lookup<T>> =>
    ask(clients.limit, { call, resource: bucket }, send);
  const [policyIsPublic, aclIsPublic, publicAccessBlock, encryption] = await Promise.all([
    asking('s3:GetBucketPolicyStatus', async () =>
      isPublic((await s3.getBucketPolicyStatus(bucket)).PolicyStatus?.IsPublic),
    ),
    asking('s3:GetBucketAcl', async () => grantsToEverybody(await s3.getBucketAcl(bucket))),
    asking('s3:GetPublicAccessBlock', async () =>
      toPublicAccessBlock((await s3.getPublicAccessBlock(bucket)).PublicAccessBlockConfiguration),
    ),
    asking('s3:GetBucketEncryption', async () =>
      toEncryption((await s3.getBucketEncryption(bucket)).ServerSideEncryptionConfiguration?.Rules),
    ),
  ]);
  if ([policyIsPublic, aclIsPublic, publicAccessBlock, encryption].some(says('NoSuchBucket'))) {
    return known(null);
  }
  return known({
    policyIsPublic: orElse(policyIsPublic, 'NoSuchBucketPolicy', false),
    aclIsPublic,
    publicAccessBlock: orElse(publicAccessBlock, 'NoSuchPublicAccessBlockConfiguration', null),
    encryption: orElse(encryption, 'ServerSideEncryptionConfigurationNotFoundError', null),
  });
}

const says =
  (error: string) =>
  (answer: Lookup<unknown>): boolean =>
    !answer.known && answer.unread.error === error;

/** S3 answers with an error where something is not set. */
const orElse = <T, E>(answer: Lookup<T>, error: string, otherwise: E): Lookup<T | E> =>
  says(error)(answer) ? known(otherwise) : answer;

function isPublic(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new MalformedAnswer('an answer without IsPublic');
  return value;
}

/** The groups that stand for everybody (S3 User Guide, acl-overview, *Amazon S3 predefined groups*). */
const everybody = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

function grantsToEverybody({ Grants }: Pick<GetBucketAclCommandOutput, 'Grants'>): boolean {
  if (!Array.isArray(Grants)) throw new MalformedAnswer('an answer without Grants');
  return objects(Grants).some(({ Grantee }) => everybody.test(text(Grantee?.URI) ?? ''));
}

/** The block of a bucket or an account; what is not told of it does not block. */
export function toPublicAccessBlock(raw: PublicAccessBlockConfiguration | undefined): PublicAccessBlock {
  if (!isObject(raw)) throw new MalformedAnswer('an answer without PublicAccessBlockConfiguration');
  return {
    blockPublicAcls: raw.BlockPublicAcls === true,
    ignorePublicAcls: raw.IgnorePublicAcls === true,
    blockPublicPolicy: raw.BlockPublicPolicy === true,
    restrictPublicBuckets: raw.RestrictPublicBuckets === true,
  };
}

/** A bucket has one rule. */
function toEncryption(rules: ServerSideEncryptionRule[] | undefined): BucketEncryption {
  const [rule] = objects(rules);
  const standard = rule?.ApplyServerSideEncryptionByDefault;
  return {
    algorithm: required(standard?.SSEAlgorithm, 'SSEAlgorithm'),
    kmsKeyId: text(standard?.KMSMasterKeyID),
  };
}
