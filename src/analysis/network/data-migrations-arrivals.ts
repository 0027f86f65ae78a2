import type { DataMigration } from '../../model/resources.ts';
import { aclIn, answersOut } from './acl-gates.ts';
import { type AddressSet, areDisjoint, isSubset, noAddress, union } from './address-set.ts';
import { fromCidrs } from './address-text.ts';
import { type Doubt, open } from './doubt.ts';
import type { Destination, Side } from './ends.ts';
import { groupGate } from './group-gates.ts';
import { internetIpv4, internetIpv6 } from './internet.ts';
import type { Network, SubnetPlace } from './network.ts';
import type { Configuration, Path } from './path.ts';
import { followed } from './paths.ts';
import { addressesFor, holdNot, placeOf, type Sender } from './sender.ts';
import { box } from './traffic.ts';
import { nobody } from './ways.ts';

interface Arriving {
  readonly migration: DataMigration;
  readonly destination: Destination;
  /** Of the instance profile; null: not known. */
  readonly vpcId: string | null;
  readonly network: Network;
}

interface Arrivals {
  /** One for each place where the database may stand, of which nobody knows better. */
  readonly paths: readonly Path[];
  /** Why there may be others. */
  readonly doubts: readonly Doubt[];
}

const internet = union(internetIpv4, internetIpv6);

/**
 * How the connections of a homogeneous data migration arrive at a database: from its own range where the database
 * is in the VPC of the instance profile, to which DMS peers, else from its public address. Where its packets run is
 * up to DMS, which makes the routes; no group can name it. (DMS User Guide, *Setting up a network for homogeneous
 * data migrations*)
 */
export function arrivalsOf(arriving: Arriving): Arrivals {
  const { destination, vpcId } = arriving;
  const { sides, surely, addresses } = destination;
  const isPublic = !areDisjoint(addresses, internet);
  // What has a private address in another VPC is something else: a peering leads no further.
  const meant = surely ? sides : sides.filter((side) => isPublic || vpcId === null || side.vpcId === vpcId);
  const found = meant.map((side) => arrivalsAt(side, arriving));
  return {
    paths: found.flatMap(({ paths }) => paths),
    doubts: [
      ...found.flatMap(({ doubts }) => doubts),
      ...(surely ? [] : destination.doubts),
      ...(meant.length > 0 ? [] : unseen(arriving)),
    ],
  };
}

/** No database that was read is there: one beyond AWS, or one in the VPC that nobody told of. */
function unseen({ destination: { name, addresses }, vpcId, network }: Arriving): readonly Doubt[] {
  const subnets = vpcId === null ? null : network.subnets(vpcId);
  if (subnets === null || !subnets.known) return subnets?.doubts ?? [];
  const inside = subnets.value.some((subnet) => !areDisjoint(subnet.addresses ?? addresses, addresses));
  const doubt = open(
    `nothing that was read tells what ${name} is in ${String(vpcId)}`,
    'the database in the inventory, with its groups',
  );
  return inside ? [doubt] : [];
}

function arrivalsAt(side: Side, { migration, destination, vpcId, network }: Arriving): Arrivals {
  const subnets = side.vpcId === null ? null : network.subnets(side.vpcId);
  const own = subnets?.known === true ? subnets.value.filter(({ id }) => side.subnetIds.includes(id)) : [];
  if (own.length === 0 || own.length < side.subnetIds.length) {
    const gone = open(`the subnets of ${side.name} are not known`, `the subnets of ${side.name}`);
    return { paths: [], doubts: subnets?.known === false ? subnets.doubts : [gone] };
  }
  // Of several subnets those that have the address, where that is known.
  const holding = own.filter((subnet) => !areDisjoint(subnet.addresses ?? noAddress, destination.addresses));
  const { origins, doubts } = originsOf(migration, side, { vpcId, addresses: destination.addresses });
  const told = origins.filter(({ addresses }) => addresses.length > 0);
  const untold = open(
    `DMS does not report the addresses that it comes to ${side.name} from`,
    'an answer of dms:DescribeDataMigrations that holds them',
  );
  return {
    paths: told.flatMap((origin) =>
      (holding.length > 0 ? holding : own).flatMap((subnet) =>
        arrival({ side, subnet, origin, destination, network }),
      ),
    ),
    doubts: [...doubts, ...(told.length < origins.length ? [untold] : [])],
  };
}

interface Origin extends Pick<Sender, 'name' | 'addresses'> {
  readonly configuration: Configuration;
}

interface Target {
  readonly vpcId: string | null;
  readonly addresses: AddressSet;
}

/** Where it comes from; both where nobody knows which of its addresses the database is reached at. */
function originsOf(
  { cidrs, publicAddresses }: DataMigration,
  side: Side,
  { vpcId, addresses }: Target,
): { readonly origins: readonly Origin[]; readonly doubts: readonly Doubt[] } {
  const privately: Origin = {
    name: cidrs.join(', '),
    addresses: fromCidrs(cidrs),
    configuration: 'several VPCs',
  };
  const publicly: Origin = {
    name: publicAddresses.join(', '),
    addresses: addressesFor(publicAddresses),
    configuration: 'internet',
  };
  if (isSubset(addresses, internet)) return { origins: [publicly], doubts: [] };
  if (vpcId !== null && side.vpcId === vpcId)
    return { origins: areDisjoint(addresses, internet) ? [privately] : [privately, publicly], doubts: [] };
  const doubt = open(
    `how it comes to ${side.name} is not known: ${vpcId === null ? 'the VPC of its instance profile is not' : `its instance profile is in ${vpcId}, and a peering leads no further`}`,
    `an instance profile in the VPC of ${side.name}`,
  );
  return { origins: [], doubts: [doubt] };
}

interface Arrival {
  readonly side: Side;
  readonly subnet: SubnetPlace;
  readonly origin: Origin;
  readonly destination: Destination;
  readonly network: Network;
}

/** Past the ACL of the subnet and the groups, and the answers out again. */
function arrival({ side, subnet, origin, destination, network }: Arrival): readonly Path[] {
  const sender: Sender = {
    ...{ name: origin.name, addresses: origin.addresses, publicAddresses: null },
    // It stands in a VPC of DMS's own, which nobody here sees.
    subnet: { vpcId: '', id: '', zone: null, zoneId: null, addresses: null, doubts: [] },
    ...{ groups: [], references: holdNot, ports: network.clientPorts },
    link: { kind: 'peering', id: 'the peering of DMS' },
  };
  const ids = side.groupIds;
  const groups = groupGate(
    placeOf(sender, 'security-groups', ids, { subnet, direction: 'in' }),
    {
      ...{ ids, direction: 'ingress', from: origin.addresses, groups: [], references: false },
      doubts: [open(`the groups of ${side.name} are not known`, `the groups of ${side.name}`)],
    },
    network,
  );
  const there = [aclIn(subnet, sender, network), groups];
  const back = [answersOut(subnet, sender, network)];
  const { configuration } = origin;
  const traffic = box(destination.services, destination.addresses);
  const way = { traffic, there, back, end: 'database', configuration, meets: nobody } as const;
  return followed([...there, ...back], way, { source: origin, destination });
}
