import { mapPer, once, oncePer } from '../once.ts';
import { type AddressSet, everyIpv4, everyIpv6, intersection, noAddress } from './address-set.ts';
import { type Doubt, open } from './doubt.ts';
import type { Source } from './ends.ts';
import type { Network, SubnetPlace } from './network.ts';
import { addressesFor, atHome, familyOf, hold, type Sender } from './sender.ts';

/** A place with one subnet and one list of groups, of which nobody knows better. */
export interface Standing {
  readonly sender: Sender;
  /** Its groups, as they are asked about what they let out; none: not known. */
  readonly ids: readonly string[];
}

const done = oncePer<Network, (source: Source) => Map<boolean, readonly Standing[]>>(() => mapPer());

/** Each way that a source may stand, for one family of addresses; worked out once for all of its flows. */
export const standingsOf = (source: Source, ipv6: boolean, network: Network): readonly Standing[] =>
  once(done(network)(source), ipv6, () => standingsIn(source, ipv6, network));

function standingsIn(source: Source, ipv6: boolean, network: Network): readonly Standing[] {
  const subnets = placesIn(source, network);
  const lists: readonly (readonly string[] | null)[] = source.groups.length === 0 ? [null] : source.groups;
  return subnets.flatMap((subnet) =>
    lists.map(
      (groups): Standing => ({
        ids: groups ?? [],
        sender: {
          ...{ name: source.name, subnet, groups, references: hold, link: atHome },
          addresses: addressesAt(source, subnet, ipv6),
          publicAddresses: publicOf(source, subnet, ipv6),
          ports: network.clientPorts,
        },
      }),
    ),
  );
}

function placesIn(source: Source, network: Network): readonly SubnetPlace[] {
  const { vpcId, subnets: ids, name } = source;
  if (vpcId === null || ids.length === 0)
    return [
      { vpcId: vpcId ?? '', id: '', zone: null, zoneId: null, addresses: null, doubts: unplaced(source) },
    ];
  const subnets = network.subnets(vpcId);
  return ids.map(
    (id) =>
      (subnets.known ? subnets.value.find((subnet) => subnet.id === id) : undefined) ?? {
        ...{ vpcId, id, zone: null, zoneId: null, addresses: null },
        doubts: subnets.known
          ? [open(`EC2 knows no subnet ${id}, where ${name} is`, `an answer that holds ${id}`)]
          : subnets.doubts,
      },
  );
}

const unplaced = ({ name, subnetDoubts }: Source): readonly Doubt[] =>
  subnetDoubts.length > 0 ? subnetDoubts : [open(`where ${name} is is not known`, `the subnet of ${name}`)];

/** Its own addresses; where they are not known, any of its subnet. */
function addressesAt({ addresses, ipv6: speaks }: Source, subnet: SubnetPlace, ipv6: boolean): AddressSet {
  if (ipv6 && speaks === false) return noAddress;
  const own = familyOf(addressesFor(addresses), ipv6);
  if (addresses.length > 0 && (own.length > 0 || !ipv6 || speaks !== null)) return ownIn(subnet, own);
  return intersection(subnet.addresses ?? (ipv6 ? everyIpv6 : everyIpv4), ipv6 ? everyIpv6 : everyIpv4);
}

/** Of several addresses those of this subnet, if any is. */
function ownIn({ addresses }: SubnetPlace, own: AddressSet): AddressSet {
  const inside = addresses === null ? noAddress : intersection(own, addresses);
  return inside.length > 0 ? inside : own;
}

function publicOf(source: Source, subnet: SubnetPlace, ipv6: boolean): AddressSet | null {
  if (ipv6) return addressesAt(source, subnet, ipv6);
  return source.publicAddresses === null ? null : familyOf(addressesFor(source.publicAddresses), false);
}
