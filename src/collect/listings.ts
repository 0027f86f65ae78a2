import { type FactName, listingCall, resourceKinds } from '../model/facts.ts';
import { complete, cutShort, isKnownEmpty, type Listing, notCollected } from '../model/lookup.ts';
import type { ResourceKind, ResourceOf } from '../model/resources.ts';
import type { Listings } from '../model/snapshot.ts';
import type { Dms, RawOf } from './clients/dms.ts';
import type { Clients } from './clients.ts';
import { toCertificate } from './dms/certificate.ts';
import { toDataProvider } from './dms/data-provider.ts';
import { toEndpoint } from './dms/endpoint.ts';
import { toEventSubscription } from './dms/event-subscription.ts';
import { toReplicationInstance } from './dms/instance.ts';
import { toDataMigration, toInstanceProfile, toMigrationProject } from './dms/migration-project.ts';
import { toSubnetGroup } from './dms/subnet-group.ts';
import { toReplicationConfig, toReplicationTask } from './dms/task.ts';
import type { Where } from './dms/where.ts';
import { pageThrough } from './page-through.ts';
import type { Track } from './progress.ts';

const mappers: { readonly [K in ResourceKind]: (raw: RawOf[K], where: Where) => ResourceOf[K] } = {
  instances: toReplicationInstance,
  endpoints: toEndpoint,
  tasks: toReplicationTask,
  serverlessConfigs: toReplicationConfig,
  subnetGroups: toSubnetGroup,
  instanceProfiles: toInstanceProfile,
  dataProviders: toDataProvider,
  migrationProjects: toMigrationProject,
  dataMigrations: toDataMigration,
  certificates: toCertificate,
  eventSubscriptions: toEventSubscription,
};

/**
 * Kinds that a resource of another kind cannot be without: creating it takes one, and none is deleted before it.
 * (DMS API, CreateReplicationTask and CreateMigrationProject, required parameters; DeleteReplicationInstance,
 * DeleteEndpoint, DeleteInstanceProfile and DeleteDataProvider, notes) That the data migrations of a project go
 * with it is not documented, so they are asked for.
 */
const takes: { readonly [K in ResourceKind]?: readonly ResourceKind[] } = {
  tasks: ['instances', 'endpoints'],
  migrationProjects: ['instanceProfiles', 'dataProviders'],
};

export interface RegionSource {
  readonly where: Where;
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  readonly track: Track;
}

/**
 * The DMS resources of one Region, kind by kind at the same time; what is not asked for is marked so. Where a kind
 * is known to have none, none of those that take one is asked for.
 */
export async function collectListings({ where, clients, facts, track }: RegionSource): Promise<Listings> {
  const dms = await clients.dms(where.region);
  const list = async (kind: ResourceKind): Promise<Listing<ResourceOf[ResourceKind]>> => {
    const call = listingCall(kind);
    if (!facts.has(kind)) return cutShort([], notCollected(call));
    const taken = await Promise.all((takes[kind] ?? []).map(listing));
    if (taken.some(isKnownEmpty)) return complete([]);
    return track(where.region, call, listKind(kind, { dms, where, limit: clients.limit }));
  };
  const begun = new Map<ResourceKind, ReturnType<typeof list>>();
  function listing(kind: ResourceKind): ReturnType<typeof list> {
    const found = begun.get(kind) ?? list(kind);
    begun.set(kind, found);
    return found;
  }
  const listings = await Promise.all(resourceKinds.map(async (kind) => [kind, await listing(kind)] as const));
  return Object.fromEntries(listings) as Listings;
}

async function listKind<K extends ResourceKind>(
  kind: K,
  { dms, where, limit }: { readonly dms: Dms; readonly where: Where; readonly limit: Clients['limit'] },
): Promise<Listing<ResourceOf[K]>> {
  const page = dms.list[kind];
  const map = mappers[kind];
  const listing = await pageThrough<RawOf[K], ResourceOf[K]>(limit, {
    question: { call: listingCall(kind), resource: null },
    page: (marker) => page(marker),
    map: (raw) => map(raw, where),
  });
  // What changes while it is read can stand on two pages; a resource is judged once.
  const items = [...new Map(listing.items.map((item) => [item.arn, item])).values()];
  return { ...listing, items };
}
