/**
 * A successful ModifyEndpoint of AWS DMS, as the event history of CloudTrail tells it: which endpoint and when, and nothing of
 * what it was set to.
 */
export interface EndpointChange {
  /** null: the event does not tell. */
  readonly endpointArn: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Whether it set what a task signs in with, or where; null: the event does not tell. */
  readonly credentials: boolean | null;
}

/** How far back the event history goes: "the last 90 days". (CloudTrail API, LookupEvents) */
export const eventHistoryDays = 90;
