import { createHash } from 'node:crypto';
import type { AlertSettings } from '../model/alerts.ts';
import type { SentMessages } from '../model/notice.ts';
import { PayloadRefused } from '../model/refusal.ts';
import type { RunReport } from '../model/run-report.ts';
import type { LoadedSettings } from '../model/settings.ts';
import { postIn, type QueuedPost, queuedPostsIn } from './queued-posts.ts';

export interface NotifySlackPorts {
  readonly settings: () => Promise<LoadedSettings>;
  readonly ownAccount: () => Promise<string>;
  readonly sent: (account: string) => SentMessages;
  /** The payload, if it is one that we make; `console` is how people get there by our settings. */
  readonly payloadIn: (payload: unknown, console: string | null) => object | null;
  /** Posts to the webhook whose address is in the secret. @throws PayloadRefused where Slack takes others, not this. */
  readonly post: (secret: string, payload: object) => Promise<void>;
  /** Keeps a message, as it is, where what cannot be posted is looked at. */
  readonly layAside: (message: QueuedPost) => Promise<void>;
}

interface Failure {
  readonly messageId: string;
  /** null: it waits for one before it in its group. */
  readonly why: string | null;
  /** It goes back to the queue, and all behind it in its group; otherwise nothing would ever take it. */
  readonly isAgain: boolean;
}

/**
 * Posts a batch of the FIFO queue. After one that fails the rest of its group is not tried, so that order holds;
 * `again` are the messages that go back to the queue, and after too many times to its dead-letter queue. What is no
 * post of ours, or Slack refuses for what is in it, is laid aside alone: it is told as an error, and the others go on.
 * Who sent it takes it for told, so that it goes back to the queue unless it is kept elsewhere.
 */
export async function notifySlack(
  event: unknown,
  ports: NotifySlackPorts,
): Promise<{ readonly report: RunReport; readonly again: readonly string[] }> {
  const deliveries = queuedPostsIn(event);
  const { alerts: settings } = await ports.settings();
  const sent = ports.sent(await ports.ownAccount());
  const groups = [...new Set(deliveries.map(({ group }) => group))].map((name) =>
    deliveries.filter(({ group }) => group === name),
  );
  const failures = (
    await Promise.all(groups.map((group) => postGroup(group, { ...ports, sent, settings })))
  ).flat();
  const again = failures.filter(({ isAgain }) => isAgain).map(({ messageId }) => messageId);
  const reasons = [...new Set(failures.flatMap(({ why }) => (why === null ? [] : [why])))];
  return {
    again,
    report: {
      level: failures.length === 0 ? 'info' : 'error',
      message: failures.length === 0 ? 'posted to Slack' : `not posted to Slack: ${reasons.join('; ')}`,
      summary: null,
      details: {
        messages: deliveries.length,
        returned: again.length,
        laidAside: failures.length - again.length,
      },
    },
  };
}

interface GroupPorts extends Pick<NotifySlackPorts, 'post' | 'payloadIn' | 'layAside'> {
  readonly sent: SentMessages;
  readonly settings: AlertSettings;
}

async function postGroup(group: readonly QueuedPost[], ports: GroupPorts): Promise<readonly Failure[]> {
  const aside: Failure[] = [];
  for (const [index, delivery] of group.entries()) {
    try {
      const why = await postOrLayAside(delivery, ports);
      if (why !== null) aside.push({ messageId: delivery.messageId, why, isAgain: false });
    } catch (error) {
      const why = wordsOf(error);
      const back = group.slice(index).map(({ messageId }, after) => ({
        messageId,
        why: after === 0 ? why : null,
        isAgain: true,
      }));
      return [...aside, ...back];
    }
  }
  return aside;
}

/**
 * Gives why it is laid aside; null: it is posted.
 *
 * @throws Error if it may be posted, or laid aside, later.
 */
async function postOrLayAside(delivery: QueuedPost, ports: GroupPorts): Promise<string | null> {
  try {
    await postOne(delivery, ports);
    return null;
  } catch (refusal) {
    if (!(refusal instanceof PayloadRefused)) throw refusal;
    const { message } = refusal;
    await ports.layAside(delivery).catch((error: unknown) => {
      throw new Error(`${message}; it could not be laid aside: ${wordsOf(error)}`, { cause: error });
    });
    return `${message}; it is laid aside`;
  }
}

/** @throws PayloadRefused if it is none of ours, or none for Slack; Error if it may be posted later. */
async function postOne(delivery: QueuedPost, { sent, post, payloadIn, settings }: GroupPorts): Promise<void> {
  const { route: name, alertId, payload } = postIn(delivery, (value) => payloadIn(value, settings.console));
  const route = settings.routes.find((known) => known.name === name);
  // All of its group lead there: none is held up that could be posted, and the dead-letter queue keeps them.
  if (route?.to.kind !== 'slack')
    throw new Error(
      `the settings file has no route "${name}" that leads to Slack; give it back, or drop the message`,
    );
  // Whoever guesses the id of an alert, and sends something else by it, keeps the alert from nobody.
  const id = `${alertId}/${createHash('sha256').update(delivery.body).digest('hex')}`;
  const claim = await sent.claim(id);
  if (claim.state === 'sent') return;
  if (claim.state === 'busy') throw new Error(`route ${name}: another run is posting ${alertId}`);
  try {
    await post(route.to.secret, payload);
  } catch (error) {
    const why = wordsOf(error);
    if (error instanceof PayloadRefused)
      throw new PayloadRefused(`route ${name}: ${why} to alert ${alertId}`, { cause: error });
    throw new Error(`route ${name}: ${why}`, { cause: error });
  }
  await sent.done(id, []);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
