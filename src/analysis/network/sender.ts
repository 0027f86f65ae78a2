import { oncePer } from '../once.ts';
import type { AnswerPorts } from './acl.ts';
import { type AddressSet, everyIpv4, everyIpv6, intersection, noAddress, union } from './address-set.ts';
import { fewAddresses, fromAddress } from './address-text.ts';
import type { Gate } from './gate.ts';
import type { SubnetPlace } from './network.ts';
import type { HopKind, HopPlace } from './path.ts';

/** How packets came into the VPC where they are now, and so how the answers must leave it. */
export interface Link {
  readonly kind: 'local' | 'peering' | 'transit-gateway' | 'internet-gateway';
  /** Of a peering or transit gateway, or of a host in the VPC that passes them on. */
  readonly id: string;
}

/** Whether rules that name groups hold along the way; null: not known. */
export interface References {
  readonly ingress: boolean | null;
  readonly egress: boolean | null;
}

/** Packets on their way: whom the next hop sees, and where. */
export interface Sender {
  readonly name: string;
  readonly subnet: SubnetPlace;
  /** Addresses that they come from, of which one is theirs, of one family. */
  readonly addresses: AddressSet;
  /** What an internet gateway would make of these; null: not known. */
  readonly publicAddresses: AddressSet | null;
  /** Groups that rules may mean them by; null: not known. */
  readonly groups: readonly string[] | null;
  readonly references: References;
  /** The ports that answers go to. */
  readonly ports: AnswerPorts;
  readonly link: Link;
}

export const atHome: Link = { kind: 'local', id: 'local' };
export const hold: References = { ingress: true, egress: true };
export const holdNot: References = { ingress: false, egress: false };

/** Of two stretches, the worse. */
export const worseOf = (one: boolean | null, other: boolean | null): boolean | null =>
  one === false || other === false ? false : one === null || other === null ? null : true;

export const familyOf = (set: AddressSet, ipv6: boolean): AddressSet =>
  intersection(set, ipv6 ? everyIpv6 : everyIpv4);

/** The addresses that these texts are; a list is read once. */
export const addressesFor = oncePer(
  (texts: readonly string[]): AddressSet => union(...texts.map((text) => fromAddress(text) ?? noAddress)),
);

type Detail = Partial<Pick<HopPlace, 'way' | 'direction' | 'leavesAs'>> & {
  /** Where it is, if not where the sender is. */
  readonly subnet?: SubnetPlace | null;
  readonly vpc?: string | null;
};

/** A hop of this sender's packets. */
export function placeOf(
  { addresses, subnet: own }: Pick<Sender, 'addresses' | 'subnet'>,
  kind: HopKind,
  ids: readonly string[],
  {
    way = 'there',
    direction = null,
    leavesAs = null,
    subnet = own,
    vpc = subnet?.vpcId ?? null,
  }: Detail = {},
): HopPlace {
  return {
    kind,
    ids,
    way,
    direction,
    leavesAs,
    vpc: vpc === '' ? null : vpc,
    subnet: subnet === null || subnet.id === '' ? null : subnet.id,
    zone: subnet?.zone ?? null,
    source: fewAddresses(addresses) ?? 'no address',
  };
}

/** What a way is made of, before anything is asked whether it passes. */
export interface Hops {
  readonly there: readonly Gate[];
  /** From the database back. */
  readonly back: readonly Gate[];
}
