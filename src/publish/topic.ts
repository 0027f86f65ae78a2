import { Refusal } from '../model/refusal.ts';
import type { Sns } from './clients/sns.ts';
import type { Digest } from './digest.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { calling, SinkError } from './sink-error.ts';

/** A topic answers in its own Region only. */
export const openTopicSink = (options: SinkOptions): ((region: string) => Promise<Sns>) =>
  openLazily(options, async (config) => (await import('./clients/sns.ts')).openSns(config));

/**
 * Tells a topic of a result.
 *
 * @throws Refusal if there is no such topic; SinkError if SNS does not take it.
 */
export async function announce(
  sns: (region: string) => Promise<Sns>,
  topicArn: string,
  { subject, message, attributes }: Digest,
): Promise<void> {
  const client = await sns(topicArn.split(':')[3] ?? '');
  try {
    await calling(`sns:Publish to ${topicArn}`, () =>
      client.publish({
        TopicArn: topicArn,
        Subject: subject,
        Message: message,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [
            name,
            { DataType: 'String', StringValue: value },
          ]),
        ),
      }),
    );
  } catch (error) {
    if (error instanceof SinkError && ['NotFound', 'NotFoundException'].includes(error.code))
      throw new Refusal(
        `there is no topic ${topicArn} to tell of the result, which is stored; create it, or correct DMS_AUDITOR_TOPIC_ARN`,
      );
    throw error;
  }
}
