import type { Finding, Subject } from '../model/finding.ts';
import type { Place } from '../model/known-finding.ts';
import type { Result } from '../model/result.ts';
import { placeKey, type Sighted, sightedIn } from './listed.ts';

/** What one look at an account showed, as the finding store takes it. */
export interface Reading {
  readonly account: string;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** A night's scan, which is recorded elsewhere, or an event of AWS Config, which is not. */
  readonly by: 'night' | 'event';
  readonly places: readonly Place[];
  readonly sightedIn: (place: Place) => Sighted;
  /** The resources that it is about; null: all in these places. */
  readonly isAbout: ((resource: Subject) => boolean) | null;
}

/** What a result shows of one of its accounts. */
export function readingOf(result: Result, account: string, by: Reading['by'] = 'night'): Reading {
  const placeOf = ({ rule, resource: { region } }: Finding): Place => ({ rule, account, region });
  const places = result.findings.filter(({ resource }) => resource.account === account).map(placeOf);
  return {
    account,
    takenAt: result.takenAt,
    by,
    places: [...new Map(places.map((place) => [placeKey(place), place])).values()],
    sightedIn: sightedIn(result),
    isAbout: null,
  };
}

/** The same of some resources alone: nothing is learnt of the others. */
export const narrowedTo = (reading: Reading, isAbout: (resource: Subject) => boolean): Reading => ({
  ...reading,
  by: 'event',
  isAbout,
});

/** That what these resources were is gone since a moment (ISO 8601, UTC), though nobody looked. */
export const readingOfDeletion = (
  place: Place,
  takenAt: string,
  isAbout: (resource: Subject) => boolean,
): Reading => ({
  account: place.account,
  takenAt,
  by: 'event',
  places: [place],
  sightedIn: () => ({ findings: [], regions: [place.region], isWhole: false, whyUnseen: () => null }),
  isAbout,
});
