import type { Lookup, Table } from '../../model/lookup.ts';
import type { EventSubscription } from '../../model/resources.ts';
import type { Topic } from '../../model/topics.ts';
import { regionOfArn } from '../arn-region.ts';
import { ask, knownIfAbsent } from '../ask.ts';
import type { Clients } from '../clients.ts';
import { eachAsked } from '../each-asked.ts';
import { field, required, text } from '../fields.ts';
import type { Track } from '../progress.ts';

interface TopicSource {
  readonly clients: Clients;
  readonly region: string;
  readonly track: Track;
}

const call = 'sns:GetTopicAttributes';

/** The policy and the key of each topic that event subscriptions name, each asked for once. */
export function readTopics(
  subscriptions: readonly EventSubscription[],
  { clients, region, track }: TopicSource,
): Promise<Table<Topic | null>> {
  const arns = subscriptions.flatMap(({ topicArn }) => topicArn ?? []);
  return eachAsked(arns, { call, region, track }, attributesOf);

  async function attributesOf(arn: string): Promise<Lookup<Topic | null>> {
    // A topic is asked about in its own Region.
    const sns = await clients.sns(regionOfArn(arn) ?? region);
    const answer = await ask(clients.limit, { call, resource: arn }, async () =>
      toTopic(arn, await sns.attributesOf(arn)),
    );
    return knownIfAbsent(answer, /^NotFound(Exception)?$/);
  }
}

/** SNS API, GetTopicAttributes. A topic always has a policy: SNS makes one with it. */
const toTopic = (arn: string, attributes: unknown): Topic => ({
  arn,
  policy: required(field(attributes, 'Policy'), 'Policy'),
  kmsKeyId: text(field(attributes, 'KmsMasterKeyId')),
});
