import { type AddressSet, everyAddress, everyIpv4, isSubset, noAddress, union } from './address-set.ts';
import { fromAddress } from './address-text.ts';
import type { Connection, Connections } from './connections.ts';
import { type Doubt, open } from './doubt.ts';
import type { Destination, Side } from './ends.ts';
import { internetIpv4 } from './internet.ts';
import type { Network } from './network.ts';
import { type ServiceRange, tcp } from './service.ts';
import type { ServiceConnection, ServiceConnections } from './service-connections.ts';
import { isPublic } from './service-outcome.ts';

/** What one flow, or one use of an AWS service, must be let out for. */
export interface Need {
  /** As it reads in a sentence. */
  readonly name: string;
  readonly services: ServiceRange;
  /** Beyond these addresses nothing is for it. */
  readonly addresses: AddressSet;
  /** Groups that rules may mean it by; null: nobody knows which. */
  readonly groups: readonly string[] | null;
  /** Why it may need less than that; none: it needs all of it. */
  readonly doubts: readonly Doubt[];
}

export interface Needs {
  /** Some task is known to need something. */
  readonly isUsed: boolean;
  readonly needs: readonly Need[];
  /** Why there may be more of them, of which nothing is known. */
  readonly doubts: readonly Doubt[];
}

interface Used {
  readonly flows: Connections;
  readonly services: ServiceConnections;
  readonly network: Network;
}

/** All that the tasks of an instance need to leave it. */
export function needsOf({ flows, services, network }: Used): Needs {
  const databases = flows.connections.filter(({ flow }) => flow.service === null);
  return {
    isUsed: flows.connections.length + services.connections.length > 0,
    needs: [
      ...distinct(databases, ({ destination }) => destination).map((each) => ofDatabase(each, network)),
      ...distinct(services.connections, ({ use }) => use).map((each) =>
        ofService(
          each,
          services.connections.some((other) => other.use === each.use && mayBeElsewhere(other)),
        ),
      ),
      // What more there is of them is asked over HTTPS.
      ...(services.doubts.length === 0 ? [] : [anywhere('an AWS service', tcp(443), services.doubts)]),
    ],
    doubts: flows.doubts,
  };
}

/** Of each from several places, one. */
const distinct = <T>(items: readonly T[], keyOf: (item: T) => unknown): readonly T[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];

const anywhere = (name: string, services: ServiceRange, doubts: readonly Doubt[]): Need => ({
  ...{ name, services, addresses: everyAddress, groups: null, doubts },
});

/**
 * A database that was found may be given any address of its subnets: its name, and not its address, is what lasts.
 * (Amazon RDS User Guide, *Working with a DB instance in a VPC*: "the underlying IP address … can change")
 */
function ofDatabase({ flow, destination }: Connection, network: Network): Need {
  const { name, services, addresses, sides, surely, doubts } = destination;
  const hangs = open(
    `how much of what may leave is needed hangs on where ${name} is`,
    flow.untold === null ? `the address of ${name}` : `host and port of ${name}`,
  );
  const unsure = [hangs, ...doubts];
  if (surely) {
    const own = subnetsOf(sides, network);
    const all = union(addresses, own.addresses);
    const isKnown = doubts.length === 0 || isSubset(addresses, own.addresses);
    if (own.doubts.length > 0) return anywhere(name, services, [...unsure, ...own.doubts]);
    return {
      ...{ name, services, addresses: all, groups: groupsOf(sides) },
      doubts: isKnown && flow.port !== null && !isUntold(addresses) ? [] : unsure,
    };
  }
  const isWritten = flow.host !== null && fromAddress(flow.host) !== null;
  if (isUntold(addresses) || (doubts.length > 0 && !isWritten)) return anywhere(name, services, unsure);
  // What has that address may be a member of any group.
  const groups = sides.length === 0 ? null : groupsOf(sides);
  return { name, services, addresses, groups, doubts: flow.port === null ? unsure : [] };
}

/** All of the internet, or more, is what nobody could tell. */
const isUntold = (addresses: AddressSet): boolean => isSubset(internetIpv4, addresses);

const mayBeElsewhere = (connection: ServiceConnection): boolean =>
  isPublic(connection) && connection.mayBeElsewhere();

/** `isElsewhere`: from one of its places, its name may lead to another network. */
function ofService({ destination, use }: ServiceConnection, isElsewhere: boolean): Need {
  const { name } = use;
  const { services, addresses, sides, doubts } = destination;
  if (doubts.length > 0) return anywhere(name, services, doubts);
  if (isElsewhere) {
    const why = `whether a private hosted zone leads ${name} to an endpoint in another network is not known`;
    return anywhere(name, services, [
      open(why, `a VPC endpoint for ${use.service.name} in the VPC of the instance`),
    ]);
  }
  return { name, services, addresses, groups: groupsOf(sides), doubts: [] };
}

/** The groups that all of these carry, or some; null: that is not known. */
function groupsOf(sides: readonly Side[]): readonly string[] | null {
  return sides.some(({ groupIds }) => groupIds.length === 0)
    ? null
    : sides.flatMap(({ groupIds }) => groupIds);
}

function subnetsOf(
  sides: Destination['sides'],
  network: Network,
): { readonly addresses: AddressSet; readonly doubts: readonly Doubt[] } {
  const found = sides.map(({ name, vpcId, subnetIds }) => {
    const untold = open(`the subnets of ${name} are not known`, `the subnets of ${name}`);
    if (vpcId === null || subnetIds.length === 0) return { addresses: noAddress, doubts: [untold] };
    const subnets = network.subnets(vpcId);
    if (!subnets.known) return { addresses: noAddress, doubts: subnets.doubts };
    const own = subnets.value.filter(({ id }) => subnetIds.includes(id));
    const isWhole = own.length === subnetIds.length && own.every(({ addresses }) => addresses !== null);
    return {
      addresses: union(...own.map(({ addresses }) => addresses ?? everyIpv4)),
      doubts: isWhole ? [] : [untold],
    };
  });
  return {
    addresses: union(...found.map(({ addresses }) => addresses)),
    doubts: found.flatMap(({ doubts }) => doubts),
  };
}
