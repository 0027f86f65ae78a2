import type { QueuedStart } from '../model/rule-start.ts';
import type { Sqs } from './clients/sqs.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { calling } from './sink-error.ts';

/** The FIFO queue that holds starts back until their minute is over. */
export interface StartsQueue {
  readonly url: string;
  readonly sqs: () => Promise<Sqs>;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

export const openStartsQueue = (options: SinkOptions): (() => Promise<Sqs>) =>
  openLazily(options, async (config) => (await import('./clients/sqs.ts')).openSqs(config));

/** SendMessageBatch: up to 10 messages. */
const batchSize = 10;
const tries = 3;

/**
 * Sends starts to the queue, which takes each once within five minutes (SQS Developer Guide, *Exactly-once processing*).
 *
 * @throws Error if it refuses some of them again and again: the answer says so while its status is 200.
 */
export async function queueStarts(starts: readonly QueuedStart[], queue: StartsQueue): Promise<void> {
  for (let at = 0; at < starts.length; at += batchSize)
    await sendBatch(starts.slice(at, at + batchSize), queue);
}

async function sendBatch(starts: readonly QueuedStart[], { url, sqs, wait }: StartsQueue): Promise<void> {
  const client = await sqs();
  let left = starts;
  let why = '';
  for (let attempt = 1; attempt <= tries; attempt++) {
    if (attempt > 1) await wait(250 * 2 ** attempt);
    const batch = left;
    const { Failed: failed = [] } = await calling(`sqs:SendMessage to ${url}`, () =>
      client.sendBatch({ QueueUrl: url, Entries: batch.map(entryOf) }),
    );
    if (failed.length === 0) return;
    const ids = new Set(failed.map(({ Id }) => Id));
    left = batch.filter((_, index) => ids.has(String(index)));
    why = failed[0]?.Message ?? failed[0]?.Code ?? '';
  }
  throw new Error(
    `sqs:SendMessage to ${url} did not take ${left.length} of ${starts.length} starts in ${tries} tries: ${why}`,
  );
}

const entryOf = ({ region, configRule, changedAt, group, deduplication }: QueuedStart, index: number) => ({
  Id: String(index),
  MessageBody: JSON.stringify({ region, configRule, changedAt }),
  MessageGroupId: group,
  MessageDeduplicationId: deduplication,
});
