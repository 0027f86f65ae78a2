import { Refusal } from '../model/refusal.ts';
import type { MessageAttributes } from './alerts/attributes.ts';
import type { Sns } from './clients/sns.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { calling, SinkError } from './sink-error.ts';

/** What Amazon SNS publishes. */
export interface Announcement {
  readonly subject: string;
  readonly message: string;
  /** `json`: the message holds one for each protocol of subscriptions. */
  readonly structure?: 'json';
  /** For filter policies of subscriptions. */
  readonly attributes: MessageAttributes;
}

/** A topic answers in its own Region only. */
export const openTopicSink = (options: SinkOptions): ((region: string) => Promise<Sns>) =>
  openLazily(options, async (config) => (await import('./clients/sns.ts')).openSns(config));

/**
 * Publishes to a topic; `namedIn` is what to correct where there is none.
 *
 * @throws Refusal if there is no such topic; SinkError if SNS does not take it.
 */
export async function announce(
  sns: (region: string) => Promise<Sns>,
  topicArn: string,
  { subject, message, structure, attributes }: Announcement,
  namedIn = 'DMS_AUDITOR_TOPIC_ARN',
): Promise<void> {
  const client = await sns(topicArn.split(':')[3] ?? '');
  try {
    await calling(`sns:Publish to ${topicArn}`, () =>
      client.publish({
        TopicArn: topicArn,
        Subject: subject,
        Message: message,
        ...(structure === undefined ? {} : { MessageStructure: structure }),
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)]),
        ),
      }),
    );
  } catch (error) {
    if (error instanceof SinkError && ['NotFound', 'NotFoundException'].includes(error.code))
      throw new Refusal(
        `there is no topic ${topicArn} to tell of the result, which is stored; create it, or correct ${namedIn}`,
      );
    throw error;
  }
}

const attributeOf = (value: string | readonly string[]) =>
  typeof value === 'string'
    ? { DataType: 'String', StringValue: value }
    : { DataType: 'String.Array', StringValue: JSON.stringify(value) };
