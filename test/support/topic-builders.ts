import { complete, known } from '../../src/model/lookup.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import type { EventRule, Topic } from '../../src/model/topics.ts';
import { ACCOUNT, policy, REGION } from './builders.ts';

export const topicArn = (name = 'dms-events', account = ACCOUNT, region = REGION): string =>
  `arn:aws:sns:${region}:${account}:${name}`;

/** A statement that lets DMS publish for this account alone; `over` replaces parts of it. */
export const topicStatement = (over: object = {}): object => ({
  Effect: 'Allow',
  Principal: { Service: 'dms.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: topicArn(),
  Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
  ...over,
});

/** What SNS writes into the policy of a new topic. */
export const defaultTopicStatement = (over: object = {}): object =>
  topicStatement({
    Sid: '__default_statement_ID',
    Principal: { AWS: '*' },
    Action: ['SNS:Publish', 'SNS:Subscribe', 'SNS:SetTopicAttributes'],
    Condition: { StringEquals: { 'AWS:SourceOwner': ACCOUNT } },
    ...over,
  });

export const aTopic = (over: Partial<Topic> = {}): Topic => ({
  arn: topicArn(),
  policy: policy(topicStatement()),
  kmsKeyId: null,
  ...over,
});

/** The answers to GetTopicAttributes: these topics exist. */
export const topicsKnown = (...topics: readonly Topic[]): Pick<RegionFacts, 'topics'> => ({
  topics: Object.fromEntries(topics.map((topic) => [topic.arn, known(topic)])),
});

/** A rule of the default bus for all that DMS sends, with a target. */
export const anEventRule = ({
  pattern = { source: ['aws.dms'] },
  ...over
}: Partial<Omit<EventRule, 'pattern'>> & { readonly pattern?: object } = {}): EventRule => ({
  name: 'dms-failures',
  arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/dms-failures`,
  state: 'ENABLED',
  pattern: JSON.stringify(pattern),
  targets: known(1),
  ...over,
});

export const eventRulesKnown = (...rules: readonly EventRule[]): Pick<RegionFacts, 'eventRules'> => ({
  eventRules: complete(rules),
});
