import { PayloadRefused } from '../model/refusal.ts';

/** A message of the queue that `notify-slack` posts from. */
export interface QueuedPost {
  readonly messageId: string;
  /** Those of one group are posted in order. */
  readonly group: string;
  readonly body: string;
}

/**
 * SQS's batches as AWS Lambda hands them over. (AWS Lambda Developer Guide, *Using Lambda with Amazon SQS*)
 *
 * @throws Error if it is none.
 */
export function queuedPostsIn(event: unknown): readonly QueuedPost[] {
  const records: unknown = isObject(event) ? event['Records'] : null;
  if (!Array.isArray(records)) throw new Error('the event is no batch of a queue');
  return records.map((record: unknown) => {
    const { messageId, body, attributes } = isObject(record) ? record : {};
    const group = isObject(attributes) ? attributes['MessageGroupId'] : null;
    if (typeof messageId !== 'string' || typeof body !== 'string' || typeof group !== 'string')
      throw new Error('the event is no batch of a FIFO queue');
    return { messageId, group, body };
  });
}

/**
 * The post that a message of the queue holds.
 *
 * @throws PayloadRefused if it is none of ours.
 */
export function postIn(
  { messageId, group, body }: QueuedPost,
  payloadIn: (payload: unknown) => object | null,
): { readonly route: string; readonly alertId: string; readonly payload: object } {
  const { route, alertId, payload: given } = parsed(body);
  const payload = payloadIn(given);
  const isPost =
    typeof alertId === 'string' && /^[\w/.-]{1,128}$/.test(alertId) && route === group && payload !== null;
  if (!isPost)
    throw new PayloadRefused(
      `message ${messageId} of the queue is no post of ours for Slack, where only config-rule and scheduled-scan may send`,
    );
  return { route: group, alertId, payload };
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
