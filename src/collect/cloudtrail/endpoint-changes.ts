import type { Event as Raw } from '@aws-sdk/client-cloudtrail';
import type { EndpointChange } from '../../model/endpoint-changes.ts';
import type { FactName } from '../../model/facts.ts';
import { cutShort, type Listing, nothingToJudge } from '../../model/lookup.ts';
import { type Listings, networkNotCollected } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import { dateText, field, parseJson, required, text } from '../fields.ts';
import { pageThrough } from '../page-through.ts';
import type { Track } from '../progress.ts';
import { setsCredentials } from './credential-fields.ts';

interface ChangeSource {
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  readonly region: string;
  readonly track: Track;
}

const call = 'cloudtrail:LookupEvents';

/** The changes of endpoints in a Region that CloudTrail still tells of; asked only if a task is running there. */
export async function collectEndpointChanges(
  { tasks }: Pick<Listings, 'tasks'>,
  { clients, facts, region, track }: ChangeSource,
): Promise<Listing<EndpointChange>> {
  if (!facts.has('endpointChanges')) return networkNotCollected.endpointChanges;
  if (!tasks.items.some(({ status }) => status?.toLowerCase() === 'running'))
    return cutShort([], nothingToJudge(call));
  return track(region, call, lookUp(clients, region));
}

/** CloudTrail LookupEvents, newest first: at most two requests a second for an account and Region, which its client keeps to. */
async function lookUp(clients: Clients, region: string): Promise<Listing<EndpointChange>> {
  const cloudtrail = await clients.cloudtrail(region);
  const listing = await pageThrough<Raw, EndpointChange | null>(clients.limit, {
    question: { call, resource: null },
    page: (marker) => cloudtrail.lookUpEvents('ModifyEndpoint', marker),
    map: toChange,
  });
  return { ...listing, items: listing.items.filter((change) => change !== null) };
}

/** null: another service has an operation of that name, or this call changed nothing. */
function toChange({ EventSource, EventTime, CloudTrailEvent }: Raw): EndpointChange | null {
  const record = parseJson(text(CloudTrailEvent) ?? '');
  const source = text(EventSource) ?? text(field(record, 'eventSource'));
  if (source !== null && source !== 'dms.amazonaws.com') return null;
  // A record has it "if the request returns an error". (CloudTrail User Guide, *CloudTrail record contents*)
  if (text(field(record, 'errorCode')) !== null) return null;
  const parameters = field(record, 'requestParameters');
  return {
    endpointArn: text(field(parameters, 'endpointArn')),
    at: required(dateText(EventTime), 'EventTime'),
    credentials: setsCredentials(parameters),
  };
}
