import type { ReplicationInstance, ReplicationTask } from '../../model/resources.ts';
import type { EventField, EventShape } from './event-pattern.ts';

/** What tells of its failures in events. */
export type Watched = ReplicationInstance | ReplicationTask;

/** DMS's name of the type, in event subscriptions (DMS API, CreateEventSubscription). */
export const sourceTypeOf = {
  'AWS::DMS::ReplicationInstance': 'replication-instance',
  'AWS::DMS::ReplicationTask': 'replication-task',
} as const satisfies Record<Watched['type'], string>;

/** From this engine version on DMS sends events to EventBridge (DMS User Guide, CHAP_EventBridge). */
export const eventBridgeFrom = '3.4.5';

/**
 * The fields of `detail` in the event of a failure: the category, and of a task the one that says that it failed. The
 * guide lists ids and categories, and prints the names `eventId` and `eventName` for the first; events of tasks
 * show the type and the event type. (DMS User Guide, CHAP_Events, *Event categories and event messages*, and
 * CHAP_EventBridge)
 */
const detailOf: Readonly<Record<Watched['type'], Readonly<Record<string, EventField>>>> = {
  'AWS::DMS::ReplicationInstance': {
    type: ['REPLICATION_INSTANCE', 'ReplicationInstance'],
    category: ['Failure'],
    eventId: ['DMS-EVENT-0031', 'DMS-EVENT-0036', 'DMS-EVENT-0037', null],
    eventName: ['DMS-EVENT-0031', 'DMS-EVENT-0036', 'DMS-EVENT-0037', null],
  },
  'AWS::DMS::ReplicationTask': {
    type: ['REPLICATION_TASK', 'ReplicationTask'],
    category: ['Failure'],
    eventType: ['REPLICATION_TASK_FAILED'],
    eventId: ['DMS-EVENT-0078', null],
    eventName: ['DMS-EVENT-0078', null],
  },
};

/** The types of event for each; which of an instance's tells of a failure is not said. (EventBridge reference, *AWS DMS events*) */
const detailTypes: Readonly<Record<Watched['type'], readonly string[]>> = {
  'AWS::DMS::ReplicationInstance': [
    'DMS Replication Instance State Change',
    'DMS Replication Instance Class State Change',
    'DMS Replication Instance Storage State Change',
    'DMS Replication Instance Multi-AZ State Change',
    'DMS Replication Instance Patch State',
    'DMS Replication Instance Failover State',
  ],
  'AWS::DMS::ReplicationTask': ['DMS Replication Task State Change'],
};

/** The event by which DMS tells EventBridge that one of these has failed. */
export function failureOf(
  { type, arn }: Watched,
  { account, region }: { readonly account: string; readonly region: string },
): EventShape {
  const detail = 'detail.';
  const fields: Readonly<Record<string, EventField>> = {
    version: ['0'],
    id: 'open',
    time: 'open',
    source: ['aws.dms'],
    account: [account],
    region: [region],
    resources: [arn],
    'detail-type': detailTypes[type],
  };
  const told = detailOf[type];
  const known = (of: typeof fields, name: string): EventField | null =>
    Object.hasOwn(of, name) ? (of[name] ?? null) : null;
  return (path) =>
    path.startsWith(detail)
      ? (known(told, path.slice(detail.length)) ?? 'open')
      : // An event has these fields and no others.
        (known(fields, path) ?? [null]);
}
