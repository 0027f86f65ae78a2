import { known, type Lookup } from '../model/lookup.ts';
import type { Clients } from './clients.ts';
import { required } from './fields.ts';
import { pageThrough, whole } from './page-through.ts';

/** The Regions of an account, sorted. */
export interface Regions {
  /** Those in which the account can have resources. */
  readonly enabled: readonly string[];
  /** All that AWS lists. */
  readonly known: readonly string[];
}

/** Account Management ListRegions: opted-in Regions, and those that are on by default. */
export async function accountRegions(clients: Clients): Promise<Lookup<Regions>> {
  const account = await clients.account();
  const listed = whole(
    await pageThrough(clients.limit, {
      question: { call: 'account:ListRegions', resource: null },
      page: (token) => account.listRegions(token),
      map: (raw) => ({
        name: required(raw.RegionName, 'RegionName'),
        // A Region that is being enabled or disabled does not answer reliably; it is not audited.
        enabled: ['ENABLED', 'ENABLED_BY_DEFAULT'].includes(required(raw.RegionOptStatus, 'RegionOptStatus')),
      }),
    }),
  );
  if (!listed.known) return listed;
  const names = (regions: readonly { readonly name: string }[]) => regions.map(({ name }) => name).sort();
  return known({ enabled: names(listed.value.filter(({ enabled }) => enabled)), known: names(listed.value) });
}
