import type { Facts } from '../../model/account-view.ts';
import type { VpcEndpoint } from '../../model/vpc.ts';
import { everyIpv4 } from './address-set.ts';
import { type ConnectionSource, inventoryOf, networkOf, sourcesOf } from './connections.ts';
import type { Doubt } from './doubt.ts';
import type { Destination, Source } from './ends.ts';
import type { Replicator } from './flows.ts';
import { locate } from './locate.ts';
import { findEndpointHost, findService, type LocatedService } from './locate-service.ts';
import type { Network } from './network.ts';
import { type Reachability, reach } from './paths.ts';
import { tcp } from './service.ts';
import { type ServiceUse, servicesOf } from './services.ts';

export interface ServiceSource extends ConnectionSource {
  readonly facts: ConnectionSource['facts'] & Pick<Facts, 'assessmentBuckets'>;
}

/** A use of an AWS service from one place where an instance stands or may come to stand. */
export interface ServiceConnection {
  readonly use: ServiceUse;
  readonly place: Source;
  readonly destination: Destination;
  /** Interface endpoints of which one may stand at the destination. */
  readonly endpoints: readonly VpcEndpoint[];
  readonly reachability: Reachability;
  /** Whether a private hosted zone might lead it to an endpoint in another network that routes reach. */
  readonly mayBeElsewhere: () => boolean;
}

export interface ServiceConnections {
  readonly connections: readonly ServiceConnection[];
  /** Why there may be more of them. */
  readonly doubts: readonly Doubt[];
}

/** How each AWS service that an instance or a serverless replication uses is reached from each of its places. */
export function serviceConnectionsOf(resource: Replicator, source: ServiceSource): ServiceConnections {
  const { uses, doubts } = servicesOf(resource, source);
  const network = networkOf(source);
  const places = sourcesOf(resource, source);
  const located = new Map<string, LocatedService>();
  const reached = new Map<string, Reachability>();
  return {
    doubts,
    connections: places.flatMap((place, index) =>
      uses.map((use): ServiceConnection => {
        // What is asked at the same host takes the same way.
        const key = JSON.stringify([use.service.id, use.region, use.host]);
        const found = located.get(key) ?? find(use, { vpcId: place.vpcId, network, source });
        located.set(key, found);
        const way = `${index} ${key}`;
        const reachability = reached.get(way) ?? reach(place, found.destination, network);
        reached.set(way, reachability);
        const mayBeElsewhere = () => use.host === null && leadsElsewhere(place, network);
        return { use, place, ...found, reachability, mayBeElsewhere };
      }),
    ),
  };
}

interface Asked {
  readonly vpcId: string | null;
  readonly network: Network;
  readonly source: ServiceSource;
}

function find(
  { service, region, host, name }: ServiceUse,
  { vpcId, network, source }: Asked,
): LocatedService {
  const [, given = null] = host === null ? [] : (/^(?:https?:\/\/)?([^/:]+)/i.exec(host) ?? []);
  const isOwnName = given !== null && given.startsWith(`${service.prefix}.${region}.amazonaws.com`);
  const wanted = { name: service.name, service, region, vpcId };
  if (given === null || isOwnName) return findService(wanted, network);
  const endpoint = findEndpointHost(given, wanted, network);
  if (endpoint !== null) return endpoint;
  const server = { name: `${given} (${name})`, host: given, port: 443, untold: null, vpcId };
  return { destination: locate(server, inventoryOf(source), network), endpoints: [] };
}

/** Whether anything that is not the own VPC or the internet may be reached over HTTPS. */
function leadsElsewhere(place: Source, network: Network): boolean {
  const somewhere: Destination = {
    ...{ name: 'another network', addresses: everyIpv4, services: tcp(443) },
    ...{ sides: [], surely: false, doubts: [] },
  };
  return reach(place, somewhere, network).paths.some(
    ({ outcome, configuration }) =>
      outcome !== 'stopped' &&
      (configuration === null ||
        configuration === 'several VPCs' ||
        configuration === 'VPN or Direct Connect'),
  );
}
