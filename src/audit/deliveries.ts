import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import type { AlertRoute } from '../model/alerts.ts';
import type { Alert, Notice, SentMessages } from '../model/notice.ts';
import type { Transition } from '../model/transition.ts';
import type { ToRoute } from './telling.ts';

/** How messages reach a route, and what is remembered of it. */
export interface Delivery extends Pick<ToRoute, 'route' | 'heard'> {
  /** null: nothing is remembered, and a run that is repeated tells again. */
  readonly sent: SentMessages | null;
  readonly send: (notice: Notice, route: AlertRoute) => Promise<void>;
}

/** Claims that are written at once. */
const atOnce = 16;

/**
 * Sends a message unless it was sent before. Gives the changes that it has told of neither now nor then.
 *
 * @throws Error while another run is sending it.
 */
export async function deliverOnce(
  notice: Notice,
  changes: readonly Transition[],
  { sent, send, route, heard }: Delivery,
): Promise<readonly Transition[]> {
  const claim = sent === null ? ({ state: 'mine' } as const) : await sent.claim(notice.id);
  if (claim.state === 'busy') throw busy(notice.id);
  if (claim.state === 'sent') {
    const isTold = ({ id }: Transition): boolean => claim.toldOf?.(id) ?? false;
    heard(changes.filter(isTold));
    return changes.filter((change) => !isTold(change));
  }
  await send(notice, route);
  heard(changes);
  await sent?.done(
    notice.id,
    changes.map(({ id }) => id),
  );
  return [];
}

/**
 * Sends one message of many changes. Each of them is claimed by itself too, so that a run that puts them together
 * otherwise tells none of them again.
 *
 * @throws Error while another run is telling of one of them.
 */
export async function tellTogether(
  alerts: readonly [Alert, ...Alert[]],
  { sent, send, route, heard }: Delivery,
): Promise<void> {
  const id = idOf(route, alerts);
  const single = (alert: Alert): string => idOf(route, [alert]);
  const claim = async (name: string): Promise<boolean> => {
    const { state } = sent === null ? ({ state: 'mine' } as const) : await sent.claim(name);
    if (state === 'busy') throw busy(name);
    return state === 'mine';
  };
  if (await claim(id)) {
    const isMine = await pLimit(atOnce).map(alerts, (alert) => claim(single(alert)));
    const mine = alerts.filter((_, index) => isMine[index]);
    if (mine.length > 0) await send({ kind: 'several', id, route: route.name, alerts: mine }, route);
    heard(alerts);
    await sent?.done(
      id,
      mine.map((alert) => alert.id),
    );
  }
  heard(alerts);
  await pLimit(atOnce).map(alerts, (alert) => sent?.done(single(alert), [alert.id]));
}

const busy = (id: string): Error =>
  new Error(`another run is sending message ${id}; whether it arrives is not known yet`);

/** The id of a message to a route that tells of these changes. */
export const idOf = ({ name }: AlertRoute, told: readonly Transition[]): string =>
  createHash('sha256')
    .update(JSON.stringify([name, ...told.map(({ id }) => id)]))
    .digest('hex')
    .slice(0, 32);
