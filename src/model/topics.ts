import type { Lookup, Table } from './lookup.ts';

/** An Amazon SNS topic that an event subscription names (SNS GetTopicAttributes). */
export interface Topic {
  readonly arn: string;
  /** The topic policy's text. */
  readonly policy: string;
  /** The key that encrypts it, as it is written: an id, an ARN or an alias; null: it is not encrypted with a KMS key. */
  readonly kmsKeyId: string | null;
}

/** A rule of the default event bus whose pattern may match events of DMS (EventBridge ListRules). */
export interface EventRule {
  readonly name: string;
  readonly arn: string;
  /** `ENABLED`, `DISABLED`, …; null: not reported. */
  readonly state: string | null;
  /** The event pattern's text. */
  readonly pattern: string;
  /** How many targets it has. */
  readonly targets: Lookup<number>;
}

/** The ARN of the key that encrypts a topic, or of the alias of one: SNS looks for either where the topic is. */
export function keyOfTopic({ arn, kmsKeyId }: Topic): string | null {
  if (kmsKeyId === null || kmsKeyId.startsWith('arn:')) return kmsKeyId;
  const [, partition = '', , region = '', account = ''] = arn.split(':');
  const resource = kmsKeyId.startsWith('alias/') ? kmsKeyId : `key/${kmsKeyId}`;
  return `arn:${partition}:kms:${region}:${account}:${resource}`;
}

/** The keys of the topics that were read. */
export const keysOfTopics = (topics: Table<Topic | null>): readonly string[] =>
  Object.values(topics).flatMap((topic) =>
    topic.known && topic.value !== null ? (keyOfTopic(topic.value) ?? []) : [],
  );
