import type { EndpointChange } from './endpoint-changes.ts';
import { cutShort, type Listing, notCollected } from './lookup.ts';
import type { AccountFacts } from './snapshot.ts';
import type { EventDataStore, Trail } from './trails.ts';

/** The event data stores in one Region. */
interface StoresIn {
  readonly region: string;
  readonly stores: Listing<EventDataStore>;
}

/** What records the events of an account. */
export interface TrailFacts {
  /** The trails that a Region shows. */
  readonly trails: (region: string) => Listing<Trail>;
  /** Of all audited Regions, for one Region shows nothing of what records it elsewhere. */
  readonly eventDataStores: readonly StoresIn[];
}

/** What is looked up in the events of an account. */
export interface EventHistory {
  readonly endpointChanges: (region: string) => Listing<EndpointChange>;
}

export const trailFacts = ({ regions }: Pick<AccountFacts, 'regions'>): TrailFacts => ({
  trails: (region) => regions[region]?.trails ?? cutShort([], notCollected('cloudtrail:DescribeTrails')),
  eventDataStores: Object.entries(regions).map(([region, { eventDataStores }]) => ({
    region,
    stores: eventDataStores,
  })),
});

export const eventHistory = ({ regions }: Pick<AccountFacts, 'regions'>): EventHistory => ({
  endpointChanges: (region) =>
    regions[region]?.endpointChanges ?? cutShort([], notCollected('cloudtrail:LookupEvents')),
});
