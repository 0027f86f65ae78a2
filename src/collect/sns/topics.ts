import { known, type Lookup, type Table } from '../../model/lookup.ts';
import type { EventSubscription } from '../../model/resources.ts';
import type { Topic } from '../../model/topics.ts';
import { regionOfArn } from '../arn-region.ts';
import { ask } from '../ask.ts';
import type { Clients } from '../clients.ts';
import { field, required, text } from '../fields.ts';
import type { Track } from '../progress.ts';

interface TopicSource {
  readonly clients: Clients;
  readonly region: string;
  readonly track: Track;
}

const call = 'sns:GetTopicAttributes';

/** The policy and the key of each topic that event subscriptions name, each asked for once. */
export async function readTopics(
  subscriptions: readonly EventSubscription[],
  { clients, region, track }: TopicSource,
): Promise<Table<Topic | null>> {
  const arns = [...new Set(subscriptions.flatMap(({ topicArn }) => topicArn ?? []))].sort();
  return Object.fromEntries(
    await Promise.all(arns.map(async (arn) => [arn, await track(region, call, attributesOf(arn))] as const)),
  );

  async function attributesOf(arn: string): Promise<Lookup<Topic | null>> {
    // A topic is asked about in its own Region.
    const sns = await clients.sns(regionOfArn(arn) ?? region);
    const answer = await ask(clients.limit, { call, resource: arn }, async () =>
      toTopic(arn, await sns.attributesOf(arn)),
    );
    return !answer.known && /^NotFound(Exception)?$/.test(answer.unread.error) ? known(null) : answer;
  }
}

/** SNS API, GetTopicAttributes. A topic always has a policy: SNS makes one with it. */
const toTopic = (arn: string, attributes: unknown): Topic => ({
  arn,
  policy: required(field(attributes, 'Policy'), 'Policy'),
  kmsKeyId: text(field(attributes, 'KmsMasterKeyId')),
});
