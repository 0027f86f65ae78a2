import type { AlertRoute } from '../model/alerts.ts';
import type { SentMessages } from '../model/notice.ts';
import { Refusal } from '../model/refusal.ts';
import type { RunReport } from '../model/run-report.ts';
import type { LoadedSettings } from '../model/settings.ts';

export interface NotifySlackPorts {
  readonly settings: () => Promise<LoadedSettings>;
  readonly ownAccount: () => Promise<string>;
  readonly sent: (account: string) => SentMessages;
  /** Posts to the webhook whose address is in the secret. */
  readonly post: (secret: string, payload: unknown) => Promise<void>;
}

/** A message of the queue. */
interface Delivery {
  readonly messageId: string;
  /** Those of one group are posted in order. */
  readonly group: string;
  readonly body: string;
}

interface Failure {
  readonly messageId: string;
  /** null: it waits for one before it in its group. */
  readonly why: string | null;
}

/**
 * Posts a batch of the FIFO queue. After one that fails the rest of its group is not tried, so that order holds;
 * `again` are the messages that go back to the queue, and after too many times to its dead-letter queue.
 */
export async function notifySlack(
  event: unknown,
  ports: NotifySlackPorts,
): Promise<{ readonly report: RunReport; readonly again: readonly string[] }> {
  const deliveries = deliveriesIn(event);
  const { alerts } = await ports.settings();
  const sent = ports.sent(await ports.ownAccount());
  const groups = [...new Set(deliveries.map(({ group }) => group))].map((name) =>
    deliveries.filter(({ group }) => group === name),
  );
  const failures = (
    await Promise.all(groups.map((group) => postGroup(group, { ...ports, sent, routes: alerts.routes })))
  ).flat();
  const reasons = [...new Set(failures.flatMap(({ why }) => (why === null ? [] : [why])))];
  return {
    again: failures.map(({ messageId }) => messageId),
    report: {
      level: failures.length === 0 ? 'info' : 'error',
      message: failures.length === 0 ? 'posted to Slack' : `not posted to Slack: ${reasons.join('; ')}`,
      summary: null,
      details: { messages: deliveries.length, returned: failures.length },
    },
  };
}

/**
 * SQS's batches as AWS Lambda hands them over. (AWS Lambda Developer Guide, *Using Lambda with Amazon SQS*)
 *
 * @throws Error if it is none.
 */
function deliveriesIn(event: unknown): readonly Delivery[] {
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

interface GroupPorts extends Pick<NotifySlackPorts, 'post'> {
  readonly sent: SentMessages;
  readonly routes: readonly AlertRoute[];
}

async function postGroup(group: readonly Delivery[], ports: GroupPorts): Promise<readonly Failure[]> {
  for (const [index, delivery] of group.entries()) {
    try {
      await postOne(delivery, ports);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return group.slice(index).map(({ messageId }, after) => ({ messageId, why: after === 0 ? why : null }));
    }
  }
  return [];
}

async function postOne({ body }: Delivery, { sent, post, routes }: GroupPorts): Promise<void> {
  const { route: name, alertId, payload } = postIn(body);
  const route = routes.find((known) => known.name === name);
  if (route?.to.kind !== 'slack')
    throw new Refusal(
      `the settings file has no route "${name}" that leads to Slack; give it back, or drop the message`,
    );
  const claim = await sent.claim(alertId);
  if (claim.state === 'sent') return;
  if (claim.state === 'busy') throw new Error(`route ${name}: another run is posting ${alertId}`);
  try {
    await post(route.to.secret, payload);
  } catch (error) {
    throw new Error(`route ${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  await sent.done(alertId, []);
}

/** @throws Refusal if it is none of ours. */
function postIn(body: string): {
  readonly route: string;
  readonly alertId: string;
  readonly payload: unknown;
} {
  const { route, alertId, payload } = parsed(body);
  if (
    typeof route !== 'string' ||
    typeof alertId !== 'string' ||
    !/^[\w/.-]{1,128}$/.test(alertId) ||
    !isObject(payload)
  )
    throw new Refusal(
      'a message of the queue is no post for Slack; only config-rule and scheduled-scan may send there',
    );
  return { route: route.slice(0, 64), alertId, payload };
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
