import { createHash } from 'node:crypto';
import type { SlackPayload } from './alerts/slack.ts';
import type { Sqs } from './clients/sqs.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { calling } from './sink-error.ts';

/** The FIFO queue from which `notify-slack` posts, or that of what it cannot post. */
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
export function queueForSlack(queue: SlackQueue, post: QueuedPost): Promise<void> {
  const body = JSON.stringify(post);
  const deduplicationId = createHash('sha256').update(body).digest('hex');
  return put({ body, group: post.route, deduplicationId }, queue);
}

/** A message of the queue, as `notify-slack` was given it. */
interface QueuedMessage {
  readonly messageId: string;
  readonly group: string;
  readonly body: string;
}

/**
 * Lays a message aside as SQS does: as it is, in its group, once by its own id. (SQS Developer Guide, *Learn how to
 * configure a dead-letter queue redrive*)
 *
 * @throws Error if the queue does not take it.
 */
export const layAside = (queue: SlackQueue, { messageId, group, body }: QueuedMessage): Promise<void> =>
  put({ body, group, deduplicationId: messageId }, queue);

interface Put {
  readonly body: string;
  readonly group: string;
  readonly deduplicationId: string;
}

async function put({ body, group, deduplicationId }: Put, { url, sqs }: SlackQueue): Promise<void> {
  const client = await sqs();
  const { Failed: [failed] = [] } = await calling(`sqs:SendMessage to ${url}`, () =>
    client.sendBatch({
      QueueUrl: url,
      Entries: [
        {
          Id: '0',
          MessageBody: body,
          MessageGroupId: group,
          MessageDeduplicationId: deduplicationId,
        },
      ],
    }),
  );
  if (failed !== undefined)
    throw new Error(`sqs:SendMessage to ${url} failed (${failed.Code ?? ''}): ${failed.Message ?? ''}`);
}
