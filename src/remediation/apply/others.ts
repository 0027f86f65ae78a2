import type { KmsKey } from '../../model/keys.ts';
import { known } from '../../model/lookup.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import type { Trail } from '../../model/trails.ts';
import type { Inputs } from '../calls.ts';
import { inListing, inTable } from './edit.ts';

/** A key is named by its ARN, in the Region where a DMS resource uses it. */
export const inKey = (facts: RegionFacts, arn: string, edit: (key: KmsKey) => KmsKey): RegionFacts => ({
  ...facts,
  keys: Object.fromEntries(
    Object.entries(facts.keys).map(([name, key]) => [
      name,
      name === arn && key.known ? known(edit(key.value)) : key,
    ]),
  ),
});

export const withPolicy = (
  facts: RegionFacts,
  { TopicArn, AttributeValue }: Inputs['sns:SetTopicAttributes'],
) => ({
  ...facts,
  topics: inTable(facts.topics, TopicArn, (topic) => ({ ...topic, policy: AttributeValue })),
});

export function withPublicAccessBlock(
  facts: RegionFacts,
  input: Inputs['s3:PutPublicAccessBlock'],
): RegionFacts {
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } =
    input.PublicAccessBlockConfiguration;
  return {
    ...facts,
    buckets: inTable(facts.buckets, input.Bucket, (bucket) => ({
      ...bucket,
      publicAccessBlock: known({
        blockPublicAcls: BlockPublicAcls,
        ignorePublicAcls: IgnorePublicAcls,
        blockPublicPolicy: BlockPublicPolicy,
        restrictPublicBuckets: RestrictPublicBuckets,
      }),
    })),
  };
}

export function withEncryption(facts: RegionFacts, input: Inputs['s3:PutBucketEncryption']): RegionFacts {
  const [{ ApplyServerSideEncryptionByDefault: standard }] = input.ServerSideEncryptionConfiguration.Rules;
  return {
    ...facts,
    buckets: inTable(facts.buckets, input.Bucket, (bucket) => ({
      ...bucket,
      encryption: known({ algorithm: standard.SSEAlgorithm, kmsKeyId: null }),
    })),
  };
}

export const inTrail = (facts: RegionFacts, name: string, edit: (trail: Trail) => Trail): RegionFacts => ({
  ...facts,
  trails: inListing(facts.trails, ({ arn }) => arn === name, edit),
});
