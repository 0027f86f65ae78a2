import { type FactName, keyCarriers } from '../../model/facts.ts';
import { cutShort, isKnownEmpty, nothingToJudge } from '../../model/lookup.ts';
import { type Listings, networkNotCollected, type RegionFacts } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import type { Track } from '../progress.ts';
import { readEventDataStores } from './event-data-stores.ts';
import { trailReader } from './trails.ts';

interface RecorderSource {
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  readonly track: Track;
}

type Recorders = Pick<RegionFacts, 'trails' | 'eventDataStores'>;
/** The DMS resources of the Region that is asked about, and of all. */
interface Recorded {
  readonly listings: Listings;
  readonly all: readonly Listings[];
}

const usesNoKey = (listings: Listings): boolean => keyCarriers.every((kind) => isKnownEmpty(listings[kind]));

/**
 * Reads what records the events of the Regions of an account: trails where DMS resources use keys, and as an event
 * data store may record other Regions than its own, all of these if DMS resources of any Region do.
 */
export function recorderReader({
  clients,
  facts,
  track,
}: RecorderSource): (region: string, recorded: Recorded) => Promise<Recorders> {
  const readTrails = trailReader({ clients, track });
  return async (region, { listings, all }) => {
    const trailsOf = () =>
      usesNoKey(listings) ? cutShort([], nothingToJudge('cloudtrail:DescribeTrails')) : readTrails(region);
    const storesOf = () =>
      all.every(usesNoKey)
        ? cutShort([], nothingToJudge('cloudtrail:ListEventDataStores'))
        : readEventDataStores({ clients, region, track });
    const [trails, eventDataStores] = await Promise.all([
      facts.has('trails') ? trailsOf() : networkNotCollected.trails,
      facts.has('eventDataStores') ? storesOf() : networkNotCollected.eventDataStores,
    ]);
    return { trails, eventDataStores };
  };
}
