import { createHash } from 'node:crypto';
import type { SlackPayload } from './alerts/slack.ts';
import type { Sqs } from './clients/sqs.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { calling } from './sink-error.ts';

/** The FIFO queue from which `notify-slack` posts. */
export interface SlackQueue {
  readonly url: string;
  readonly sqs: () => Promise<Sqs>;
}

/** What waits there. Where it goes is not in it: `notify-slack` knows the routes from its own settings. */
interface QueuedPost {
  readonly route: string;
  readonly alertId: string;
  readonly payload: SlackPayload;
}

/** The Region of the options is the queue's. */
export const openSlackQueue = (url: string, options: SinkOptions): SlackQueue => ({
  url,
  sqs: openLazily(options, async (config) => (await import('./clients/sqs.ts')).openSqs(config)),
});

/**
 * Queues a post behind the others of its route. The very same within five minutes is taken once: who guesses the id
 * of an alert, and sends something else by it, keeps nothing out. (SQS Developer Guide, *Exactly-once processing*)
 *
 * @throws Error if the queue does not take it.
 */
export async function queueForSlack({ url, sqs }: SlackQueue, post: QueuedPost): Promise<void> {
  const client = await sqs();
  const body = JSON.stringify(post);
  const { Failed: [failed] = [] } = await calling(`sqs:SendMessage to ${url}`, () =>
    client.sendBatch({
      QueueUrl: url,
      Entries: [
        {
          Id: '0',
          MessageBody: body,
          MessageGroupId: post.route,
          MessageDeduplicationId: createHash('sha256').update(body).digest('hex'),
        },
      ],
    }),
  );
  if (failed !== undefined)
    throw new Error(`sqs:SendMessage to ${url} failed (${failed.Code ?? ''}): ${failed.Message ?? ''}`);
}
