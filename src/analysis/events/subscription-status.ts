import type { EventSubscription } from '../../model/resources.ts';

/** Whether DMS sends what a subscription asks for, going by what DMS itself says; read after its name. */
export type Delivery =
  | { readonly delivers: 'yes' }
  | {
      readonly delivers: 'no';
      readonly because: string;
      readonly field: 'Enabled' | 'Status';
      readonly value: string | boolean;
    }
  | { readonly delivers: 'unknown'; readonly because: string; readonly settledBy: string };

/** What DMS API, EventSubscription, says of each status. */
const statuses: Readonly<Record<string, { readonly delivers: boolean; readonly meaning: string }>> = {
  active: { delivers: true, meaning: '' },
  creating: { delivers: true, meaning: '' },
  modifying: { delivers: true, meaning: '' },
  deleting: { delivers: false, meaning: 'is being deleted' },
  'no-permission': { delivers: false, meaning: 'may not publish to its topic (status no-permission)' },
  'topic-not-exist': { delivers: false, meaning: 'names a topic that is gone (status topic-not-exist)' },
};

export function deliveryOf({ enabled, status }: EventSubscription): Delivery {
  if (enabled === false)
    return { delivers: 'no', because: 'is not enabled', field: 'Enabled', value: enabled };
  const known = status !== null && Object.hasOwn(statuses, status) ? statuses[status] : undefined;
  if (known?.delivers === false)
    return { delivers: 'no', because: known.meaning, field: 'Status', value: String(status) };
  if (enabled === true && known !== undefined) return { delivers: 'yes' };
  const field = enabled === null ? 'Enabled' : 'a known Status';
  return {
    delivers: 'unknown',
    because: `is listed without ${field}${status === null || enabled === null ? '' : `: ${status}`}`,
    settledBy: `an answer of dms:DescribeEventSubscriptions that holds ${field}`,
  };
}
