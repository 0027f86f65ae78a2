import type { Facts } from '../../model/account-view.ts';
import type { NetworkAcl } from '../../model/network.ts';
import { type AclAdmission, aclAdmission, decidingEntry, linuxPorts } from './acl.ts';
import { type AddressSet, everyAddress, everyIpv6, intersection, noAddress, union } from './address-set.ts';
import { fewAddresses, fromAddress, fromCidr } from './address-text.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';
import { admission, type GroupSource, unknownAdmission } from './groups.ts';
import type { Place } from './places.ts';
import { everyService } from './service.ts';
import {
  addressesThroughout,
  allTraffic,
  areApart,
  both,
  box,
  minus,
  plus,
  type Traffic,
} from './traffic.ts';

/** Something on the way out that lets traffic through or stops it: the groups, the ACL, the ACL again on the way back. */
export interface Stage {
  /** What gets through whatever is not known, and what gets through or may. */
  readonly certain: Traffic;
  readonly possible: Traffic;
  readonly doubts: readonly Doubt[];
  /** Where it has no say: in the instance's own subnet no ACL is asked. */
  readonly notAsked: AddressSet;
  /** Why none of this traffic gets through. */
  readonly stops: (wanted: Traffic) => string;
  /** What of it gets through. */
  readonly lets: (wanted: Traffic) => string;
}

export interface StageSource extends GroupSource {
  readonly facts: GroupSource['facts'] & Pick<Facts, 'networkAcls'>;
}

/** What traffic passes from this place, in order. */
export const stagesFrom = (place: Place, source: StageSource): readonly Stage[] => [
  groupStage(place, source),
  ...aclStages(place, source),
];

/** Of several lists only one is in force: certain is what all of them admit, possible what any does. */
function groupStage(place: Place, source: GroupSource): Stage {
  const lists = place.groups.map((groups) => admission(groups, 'egress', source));
  const alternatives = lists.length === 0 ? [unknownAdmission(place.groupDoubts)] : lists;
  const names = [...new Set(place.groups.flat())].join(', ');
  const certain = alternatives.map((one) => one.certain).reduce(both, allTraffic);
  const references = plus(...alternatives.map((one) => one.references));
  return {
    certain,
    possible: plus(...alternatives.map((one) => one.possible), references),
    doubts: alternatives.flatMap(({ doubts }) => doubts),
    notAsked: noAddress,
    stops: () => `no rule of ${names} lets it out`,
    lets: (wanted) => {
      const members = areApart(wanted, references) ? [] : ['members of other groups'];
      const addresses = addressesOf(certain, wanted);
      const where = [...(addresses === null ? [] : [addresses]), ...members];
      return `the rules of ${names} let it out to ${where.join(' and ') || 'some addresses'} only`;
    },
  };
}

interface SubnetAcl {
  readonly acl: NetworkAcl;
  readonly admits: AclAdmission;
}

function aclStages(place: Place, { region, facts }: StageSource): readonly Stage[] {
  const lookups = place.subnets.map((id) => ({ id, lookup: facts.networkAcls(region, id) }));
  const doubts = lookups.flatMap(({ id, lookup }) => doubtsOf(id, lookup.known ? lookup.value : lookup));
  const acls = lookups.flatMap(({ lookup }): readonly SubnetAcl[] => {
    const acl = lookup.known ? lookup.value : null;
    const admits = acl === null ? null : aclAdmission(acl);
    return acl === null || admits === null ? [] : [{ acl, admits }];
  });
  const notAsked = ownSubnetOf(place);
  if (doubts.length > 0 || acls.length === 0) {
    const all = { certain: [], possible: allTraffic, doubts: [...place.subnetDoubts, ...doubts], notAsked };
    const never = (): string => 'a network ACL that was not read decides';
    return [{ ...all, stops: never, lets: never }];
  }
  return [wayOut(acls, notAsked), wayBack(acls, notAsked)];
}

/** As with groups: the ACL of one of these subnets is in force. */
function wayOut(acls: readonly SubnetAcl[], notAsked: AddressSet): Stage {
  const certain = acls.map(({ admits }) => admits.out).reduce(both, allTraffic);
  return {
    certain,
    possible: plus(...acls.map(({ admits }) => admits.out)),
    doubts: [],
    notAsked,
    stops: (wanted) => `${namesOf(acls)} does not let it out of the subnet (${ruleFor(acls, true, wanted)})`,
    lets: (wanted) =>
      `${namesOf(acls)} lets it out of the subnet to ${addressesOf(certain, wanted) ?? 'some addresses'} only`,
  };
}

function wayBack(acls: readonly SubnetAcl[], notAsked: AddressSet): Stage {
  const certain = acls.map(({ admits }) => admits.answers.certain).reduce(intersection, everyAddress);
  const possible = union(...acls.map(({ admits }) => admits.answers.possible));
  return {
    certain: box(everyService, certain),
    possible: box(everyService, possible),
    doubts: [],
    notAsked,
    stops: (wanted) => {
      const answers = box(linuxPorts, union(...wanted.map(({ addresses }) => addresses)));
      const refused = minus(answers, acls[0]?.admits.in ?? []);
      return `${namesOf(acls)} does not let its answers back in on all of tcp 32768–60999 (${ruleFor(acls, false, refused)})`;
    },
    lets: () => {
      const from = fewAddresses(certain);
      return from === null
        ? `${namesOf(acls)} lets answers back in on a part of tcp 1024–65535 only`
        : `${namesOf(acls)} lets answers back in from ${from} only`;
    },
  };
}

function doubtsOf(
  subnet: string,
  answer: NetworkAcl | null | { readonly unread: Parameters<typeof notAnswered>[0] },
): readonly Doubt[] {
  if (answer === null) return [open(`EC2 knows no network ACL of ${subnet}`, `the network ACL of ${subnet}`)];
  if ('unread' in answer) return [notAnswered(answer.unread)];
  return aclAdmission(answer) === null
    ? [open(`${answer.id} has an entry that cannot be read`, `its protocol and range`)]
    : [];
}

/** No subnet is wider than these (VPC User Guide, *Subnet sizing*): /16 of IPv4, /44 of IPv6. */
function ownSubnetOf({ addresses, ipv6 }: Place): AddressSet {
  const widest = (address: string): string => `${address}/${address.includes(':') ? 44 : 16}`;
  return union(
    // An interface that was not seen may have any.
    ipv6 === null ? everyIpv6 : noAddress,
    ...addresses.flatMap((address) =>
      fromAddress(address) === null ? [] : [fromCidr(widest(address)) ?? noAddress],
    ),
  );
}

const namesOf = (acls: readonly SubnetAcl[]): string =>
  [...new Set(acls.map(({ acl }) => acl.id))].join(' or ');

function ruleFor(acls: readonly SubnetAcl[], egress: boolean, traffic: Traffic): string {
  const [first] = acls;
  const entry = first === undefined ? null : decidingEntry(first.acl, egress, traffic);
  return entry === null ? 'no rule allows it' : `rule ${entry.number} denies it`;
}

const addressesOf = (traffic: Traffic, wanted: Traffic): string | null =>
  fewAddresses(wanted[0] === undefined ? noAddress : addressesThroughout(traffic, wanted[0]));
