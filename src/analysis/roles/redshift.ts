import type { Gathered } from '../../model/account-view.ts';
import type { Unread } from '../../model/lookup.ts';
import type { Endpoint } from '../../model/resources.ts';
import { isRedshiftTarget } from './uses.ts';

/** Whether `dms-access-for-endpoint` is used: DMS loads Redshift targets through it. */
export type RedshiftUse =
  | { readonly used: true; readonly targets: readonly Endpoint[] }
  | { readonly used: false }
  | { readonly used: 'unknown'; readonly unread: readonly Unread[] };

export function redshiftUse({ items, unread }: Gathered<Endpoint>): RedshiftUse {
  const targets = items.filter(isRedshiftTarget);
  if (targets.length > 0) return { used: true, targets };
  return unread.length > 0 ? { used: 'unknown', unread } : { used: false };
}
