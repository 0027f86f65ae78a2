import type { AclEntry, NetworkAcl } from '../../model/network.ts';
import type { AddressSet } from './address-set.ts';
import { fromCidr } from './address-text.ts';
import { serviceRange, tcp } from './service.ts';
import { addressesThroughout, both, box, minus, noTraffic, plus, type Traffic } from './traffic.ts';

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

/** A client may send from any of these ports (VPC User Guide, *Network ACLs*, "Ephemeral ports"). */
const clientPorts = tcp(1024, 65_535);
/** The ports that Linux uses, of which any may be the one (Linux, ip_local_port_range). */
export const linuxPorts = tcp(32_768, 60_999);

const admissions = new WeakMap<NetworkAcl, AclAdmission | null>();

/** What an ACL admits; null if an entry of it cannot be understood. It is worked out once for all who ask. */
export function aclAdmission(acl: NetworkAcl): AclAdmission | null {
  const before = admissions.get(acl);
  if (before !== undefined) return before;
  const [out, into] = [admittedBy(acl, true), admittedBy(acl, false)];
  const found = out === null || into === null ? null : { id: acl.id, out, in: into, answers: answers(into) };
  admissions.set(acl, found);
  return found;
}

/** The entry that decides about the first service and address of some traffic; null: none does, so it is denied. */
export function decidingEntry(acl: NetworkAcl, egress: boolean, traffic: Traffic): AclEntry | null {
  const [band] = traffic;
  const [addresses] = band?.addresses ?? [];
  if (band === undefined || addresses === undefined) return null;
  const one = box({ first: band.first, last: band.first }, [{ ...addresses, last: addresses.first }]);
  return (
    inOrder(acl, egress).find((entry) => {
      const covered = coverage(entry);
      return covered !== null && both(one, covered).length > 0;
    }) ?? null
  );
}

/**
 * Entries are tried from the lowest number on and the first that matches decides; what none matches is
 * denied. (VPC User Guide, *Network ACL rules*)
 */
function admittedBy(acl: NetworkAcl, egress: boolean): Traffic | null {
  const admitted: Traffic[] = [];
  let decided = noTraffic;
  for (const entry of inOrder(acl, egress)) {
    const covered = coverage(entry);
    if (covered === null) return null;
    if (entry.allow) admitted.push(minus(covered, decided));
    decided = plus(decided, covered);
  }
  return plus(...admitted);
}

const inOrder = (acl: NetworkAcl, egress: boolean): readonly AclEntry[] =>
  acl.entries.filter((entry) => entry.egress === egress).sort((one, other) => one.number - other.number);

function coverage({ protocol, fromPort, toPort, cidr }: AclEntry): Traffic | null {
  const [services, addresses] = [serviceRange(protocol, fromPort, toPort), fromCidr(cidr)];
  return services === null || addresses === null ? null : box(services, addresses);
}

/**
 * ACLs know no connections: the answer to a port that the client chose must be let in by itself. Where all
 * ports that a client may choose are open it comes back; where one of those that Linux takes is closed,
 * some connections fail.
 */
function answers(into: Traffic): AclAdmission['answers'] {
  return {
    certain: addressesThroughout(into, clientPorts),
    possible: addressesThroughout(into, linuxPorts),
  };
}
