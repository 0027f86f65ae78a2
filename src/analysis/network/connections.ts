import type { Facts } from '../../model/account-view.ts';
import { type DatabaseType, databaseTypes } from '../../model/databases.ts';
import { type PortRange, ports } from '../../model/parameters.ts';
import type { Settings } from '../../model/settings.ts';
import { missingFrom } from '../../model/verdict.ts';
import { mapPer, once, oncePer } from '../once.ts';
import { type Doubt, notAnswered } from './doubt.ts';
import type { Destination, Source } from './ends.ts';
import { type Flow, flowsOf, type Replicator } from './flows.ts';
import { type Inventory, locate } from './locate.ts';
import { locateService } from './locate-service.ts';
import { type Network, networkFrom } from './network.ts';
import { type Reachability, reach } from './paths.ts';
import { differencesOf, type PlaceSource, placesOf, vpcOf } from './places.ts';
import { resolvedIn } from './resolved-names.ts';
import { tcp } from './service.ts';

/** All that paths are decided from. */
export const pathFacts = [
  'tasks',
  'endpoints',
  'subnetGroups',
  'networkInterfaces',
  'securityGroups',
  'prefixLists',
  'networkAcls',
  'vpcs',
  'subnets',
  'routeTables',
  'natGateways',
  'peerings',
  'transitGateways',
  'vpcEndpoints',
  'natHosts',
  'databases',
] as const;

/** What a rule on paths can be told. */
export const pathParameters = {
  'ephemeral-ports': ports('The ports that connections of the instances come from.'),
};

export interface ConnectionSource {
  readonly region: string;
  readonly facts: Pick<
    Facts,
    | 'tasks'
    | 'endpoints'
    | 'subnetGroups'
    | 'networkInterfaces'
    | 'databases'
    | 'resolvedNames'
    | 'network'
    | 'defaultGroups'
  >;
  readonly settings: Pick<Settings, 'endpointAddresses' | 'endpointServers'>;
  readonly parameters: { readonly 'ephemeral-ports': PortRange | null };
}

/** What databases are found with. */
type InventorySource = Pick<ConnectionSource, 'region' | 'settings'> & {
  readonly facts: Pick<Facts, 'databases' | 'resolvedNames'>;
};

/** A flow from one place where its instance stands or may come to stand, and what becomes of it. */
export interface Connection {
  readonly flow: Flow;
  readonly place: Source;
  readonly destination: Destination;
  readonly reachability: Reachability;
}

export interface Connections {
  readonly connections: readonly Connection[];
  /** Why there may be more of them. */
  readonly doubts: readonly Doubt[];
  /** What is worth telling beside a verdict. */
  readonly notes: readonly string[];
}

const done = oncePer<Network, (replicator: Replicator) => Map<string, Connections>>(() => mapPer());

/** Every connection that an instance or a serverless replication needs, decided once for all rules. */
export function connectionsOf(resource: Replicator, source: ConnectionSource): Connections {
  const network = networkOf(source);
  const { endpointAddresses, endpointServers } = source.settings;
  const key = JSON.stringify([endpointAddresses, endpointServers]);
  return once(done(network)(resource), key, () => decided(resource, source, network));
}

/** The network of the Region, as these parameters see it. */
export function networkOf({ region, facts, parameters }: Omit<ConnectionSource, 'settings'>): Network {
  const ports = parameters['ephemeral-ports'];
  return networkFrom(facts.network(region), {
    ephemeralPorts: ports === null ? null : tcp(ports.from, ports.to),
  });
}

function decided(resource: Replicator, source: ConnectionSource, network: Network): Connections {
  const { flows, doubts } = flowsOf(resource, source);
  const places = sourcesOf(resource, source);
  const vpcId = vpcOf(resource, source);
  const inventory = inventoryOf(source);
  const located = flows.map((flow) => ({
    flow,
    destination: destinationOf(flow, { vpcId, inventory, network, source }),
  }));
  return {
    doubts,
    notes: [...differencesOf(resource, places), ...declarationsIn(flows)],
    connections: places.flatMap((place) =>
      located.map(({ flow, destination }) => ({
        ...{ flow, place, destination },
        reachability: reach(place, destination, network),
      })),
    ),
  };
}

/** Whose word it is that a verdict rests on. */
const declarationsIn = (flows: readonly Flow[]): readonly string[] => [
  ...new Set(
    flows.flatMap(({ isDeclared, endpoint }) =>
      isDeclared ? [`the settings name the server of ${endpoint.id}`] : [],
    ),
  ),
];

/** Where connections of an instance or a serverless replication begin: at each place where it stands or may. */
export function sourcesOf(resource: Replicator, source: PlaceSource): readonly Source[] {
  const more = { vpcId: vpcOf(resource, source), publicAddresses: publicAddressesOf(resource) };
  return placesOf(resource, source).map((place) => ({ ...place, ...more }));
}

interface Asked {
  readonly vpcId: string | null;
  readonly inventory: Inventory;
  readonly network: Network;
  readonly source: ConnectionSource;
}

function destinationOf(
  { host, port, untold, service, endpoint }: Flow,
  { vpcId, inventory, network, source: { region } }: Asked,
): Destination {
  const name = host === null ? endpoint.id : `${host} (${endpoint.id})`;
  return service === null
    ? locate({ name, host, port, untold, vpcId }, inventory, network)
    : locateService({ name, service, region, vpcId }, network);
}

/** Databases that were read, and what the settings and DNS say of others. */
export function inventoryOf({ region, facts, settings }: InventorySource): Inventory {
  const resolved = resolvedIn(facts.resolvedNames(region));
  return { ...databasesIn(region, facts), named: settings.endpointAddresses, resolved };
}

type Databases = Pick<Inventory, 'databases' | 'doubts'>;
const read = mapPer<Facts['databases'], string, Databases>();

/** Every database of a Region that was read: one list for all who look for one. */
const databasesIn = (region: string, facts: Pick<Facts, 'databases'>): Databases =>
  once(read(facts.databases), region, () => {
    const listings = databaseTypes.map((type: DatabaseType) => facts.databases(region, type));
    return {
      databases: listings.flatMap(({ items }) => items),
      doubts: listings.flatMap(missingFrom).map(notAnswered),
    };
  });

/** A serverless replication has none (DMS User Guide, *Working with AWS DMS Serverless*). */
function publicAddressesOf(resource: Replicator): readonly string[] | null {
  if (resource.type === 'AWS::DMS::ReplicationConfig') return [];
  const { publiclyAccessible, publicAddresses } = resource;
  if (publicAddresses.length > 0) return publicAddresses;
  return publiclyAccessible === false ? [] : null;
}
