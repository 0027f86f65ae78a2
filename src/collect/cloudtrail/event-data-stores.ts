import type { EventDataStore as Raw } from '@aws-sdk/client-cloudtrail';
import type { Listing } from '../../model/lookup.ts';
import type { EventDataStore } from '../../model/trails.ts';
import { ask } from '../ask.ts';
import type { Clients } from '../clients.ts';
import { required } from '../fields.ts';
import { pageThrough } from '../page-through.ts';
import type { Track } from '../progress.ts';
import { toSelection } from './selection.ts';
import { toldFlag } from './told-flag.ts';

interface StoreSource {
  readonly clients: Clients;
  readonly region: string;
  readonly track: Track;
}

/** The event data stores of a Region; the list tells no more of them than their ARNs. */
export async function readEventDataStores({
  clients,
  region,
  track,
}: StoreSource): Promise<Listing<EventDataStore>> {
  const cloudtrail = await clients.cloudtrail(region);
  const listing = await track(
    region,
    'cloudtrail:ListEventDataStores',
    pageThrough<Raw, string>(clients.limit, {
      question: { call: 'cloudtrail:ListEventDataStores', resource: null },
      page: (marker) => cloudtrail.listEventDataStores(marker),
      map: (raw) => required(raw.EventDataStoreArn, 'EventDataStoreArn'),
    }),
  );
  const call = 'cloudtrail:GetEventDataStore';
  const detailed = async (arn: string): Promise<EventDataStore> => ({
    arn,
    details: await ask(clients.limit, { call, resource: arn }, async () => {
      const raw = await cloudtrail.getEventDataStore(arn);
      return {
        status: required(raw.Status, 'Status'),
        multiRegion: toldFlag(raw.MultiRegionEnabled, 'MultiRegionEnabled'),
        selection: toSelection(raw),
      };
    }),
  });
  const arns = [...new Set(listing.items)];
  return { ...listing, items: await Promise.all(arns.map((arn) => track(region, call, detailed(arn)))) };
}
