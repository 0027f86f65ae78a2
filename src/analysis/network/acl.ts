import type { AclEntry, NetworkAcl } from '../../model/network.ts';
import { mapPer, once, oncePer } from '../once.ts';
import type { AddressSet } from './address-set.ts';
import { fromCidr } from './address-text.ts';
import { type ServiceRange, serviceRange, tcp } from './service.ts';
import {
  addressesThroughout,
  areApart,
  box,
  holds,
  minus,
  noTraffic,
  plus,
  type Traffic,
} from './traffic.ts';

/** What a network ACL does to the traffic of its subnet. */
export interface AclAdmission {
  readonly id: string;
  /** What it lets out of the subnet. */
  readonly out: Traffic;
  /** What it lets in. */
  readonly in: Traffic;
  /** Far ends whose answers over TCP certainly come back in, and those whose answers may. */
  readonly answers: { readonly certain: AddressSet; readonly possible: AddressSet };
}

/** Ports that answers go to: where all of `enough` are open they come back, where one of `needed` is closed some fail. */
export interface AnswerPorts {
  readonly enough: ServiceRange;
  readonly needed: ServiceRange;
}

/** A client may send from any of these ports (VPC User Guide, *Network ACLs*, "Ephemeral ports"). */
const clientPorts = tcp(1024, 65_535);
/** The ports that Linux uses, of which any may be the one (Linux, ip_local_port_range). */
const linuxPorts = tcp(32_768, 60_999);

/** What is known of a client: catalogue, *Network*, and VPC User Guide, *Network ACLs*, "Ephemeral ports". */
export const clientAnswers: AnswerPorts = { enough: clientPorts, needed: linuxPorts };
/** A NAT gateway takes any of these ports (VPC User Guide, *NAT gateway basics*). */
export const natAnswers: AnswerPorts = { enough: clientPorts, needed: clientPorts };

/** What an ACL admits; null if an entry of it cannot be understood. It is worked out once for all who ask. */
export const aclAdmission = oncePer((acl: NetworkAcl): AclAdmission | null => {
  const [out, into] = [admittedBy(acl, true), admittedBy(acl, false)];
  return out === null || into === null
    ? null
    : { id: acl.id, out, in: into, answers: answersThrough(into, clientAnswers) };
});

/** The entry that decides about the first service and address of some traffic; null: none does, so it is denied. */
export function decidingEntry(acl: NetworkAcl, egress: boolean, traffic: Traffic): AclEntry | null {
  const [band] = traffic;
  const [addresses] = band?.addresses ?? [];
  if (band === undefined || addresses === undefined) return null;
  const deciding = inOrder(acl, egress).find(
    ({ covered }) => covered !== null && holds(covered, band.first, addresses.first),
  );
  return deciding?.entry ?? null;
}

/** The entries that deny some of this traffic, in whatever order they come. */
export const denyingEntries = (acl: NetworkAcl, egress: boolean, traffic: Traffic): readonly AclEntry[] =>
  inOrder(acl, egress)
    .filter(({ entry, covered }) => !entry.allow && covered !== null && !areApart(traffic, covered))
    .map(({ entry }) => entry);

/**
 * Entries are tried from the lowest number on and the first that matches decides; what none matches is
 * denied. (VPC User Guide, *Network ACL rules*)
 */
function admittedBy(acl: NetworkAcl, egress: boolean): Traffic | null {
  const admitted: Traffic[] = [];
  let decided = noTraffic;
  for (const { entry, covered } of inOrder(acl, egress)) {
    if (covered === null) return null;
    if (entry.allow) admitted.push(minus(covered, decided));
    decided = plus(decided, covered);
  }
  return plus(...admitted);
}

interface Covering {
  readonly entry: AclEntry;
  /** null: it cannot be understood. */
  readonly covered: Traffic | null;
}

interface Ordered {
  readonly out: readonly Covering[];
  readonly in: readonly Covering[];
}

const orders = oncePer(
  (acl: NetworkAcl): Ordered => ({ out: ordering(acl, true), in: ordering(acl, false) }),
);

const inOrder = (acl: NetworkAcl, egress: boolean): readonly Covering[] => orders(acl)[egress ? 'out' : 'in'];

const ordering = (acl: NetworkAcl, egress: boolean): readonly Covering[] =>
  acl.entries
    .filter((entry) => entry.egress === egress)
    .sort((one, other) => one.number - other.number)
    .map((entry) => ({ entry, covered: coverage(entry) }));

function coverage({ protocol, fromPort, toPort, cidr }: AclEntry): Traffic | null {
  const [services, addresses] = [serviceRange(protocol, fromPort, toPort), fromCidr(cidr)];
  return services === null || addresses === null ? null : box(services, addresses);
}

const throughs = mapPer<Traffic, AnswerPorts, AclAdmission['answers']>();

/**
 * ACLs know no connections: the answer to a port that the client chose must be let through by itself. Where
 * all ports that a client may choose are open it comes back; where one of those that it surely may take is
 * closed, some connections fail.
 */
export const answersThrough = (admitted: Traffic, ports: AnswerPorts): AclAdmission['answers'] =>
  once(throughs(admitted), ports, () => ({
    certain: addressesThroughout(admitted, ports.enough),
    possible: addressesThroughout(admitted, ports.needed),
  }));
