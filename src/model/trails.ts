import type { Lookup } from './lookup.ts';

/** A basic event selector of a trail, as far as management events go (CloudTrail API, EventSelector). */
export interface BasicSelector {
  /** `All`, `ReadOnly` or `WriteOnly`. */
  readonly readWriteType: string;
  readonly includesManagementEvents: boolean;
  /** `kms.amazonaws.com`, `rdsdata.amazonaws.com`. */
  readonly excludedSources: readonly string[];
}

/** What a field of an event must be like (CloudTrail API, AdvancedFieldSelector). */
export interface FieldSelector {
  readonly field: string;
  readonly equals: readonly string[];
  readonly startsWith: readonly string[];
  readonly endsWith: readonly string[];
  readonly notEquals: readonly string[];
  readonly notStartsWith: readonly string[];
  readonly notEndsWith: readonly string[];
}

/** Which events are recorded: those that any of these selectors takes. */
export interface EventSelection {
  readonly basic: readonly BasicSelector[];
  /** Each by its fields, all of which must fit. */
  readonly advanced: readonly (readonly FieldSelector[])[];
}

/** A trail as a Region shows it: one made there, one for all Regions, or one of the organisation. */
export interface Trail {
  readonly arn: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
  readonly organization: boolean;
  /** GetTrailStatus in the home Region. */
  readonly logging: Lookup<boolean>;
  readonly selection: Lookup<EventSelection>;
}

/** An event data store of CloudTrail Lake, in the Region of its ARN. */
export interface EventDataStore {
  readonly arn: string;
  readonly details: Lookup<EventDataStoreDetails>;
}

/** CloudTrail GetEventDataStore. */
export interface EventDataStoreDetails {
  /** `ENABLED` while it takes events in. */
  readonly status: string;
  readonly multiRegion: boolean;
  readonly selection: EventSelection;
}
