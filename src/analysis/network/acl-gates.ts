import type { NetworkAcl } from '../../model/network.ts';
import {
  type AclAdmission,
  type AnswerPorts,
  aclAdmission,
  answersThrough,
  decidingEntry,
  denyingEntries,
} from './acl.ts';
import { type AddressSet, areDisjoint, isSubset } from './address-set.ts';
import { cidrsOf } from './address-text.ts';
import { notAnswered, open } from './doubt.ts';
import { fixedGate, type Gate, type Split, splitBy } from './gate.ts';
import type { Network, SubnetPlace } from './network.ts';
import type { HopPlace, Opening, Outcome } from './path.ts';
import { placeOf, type Sender } from './sender.ts';
import { describeServices, everyService, type ServiceRange } from './service.ts';
import { addressesIn, box, minus, near, noTraffic, servicesOf, type Traffic } from './traffic.ts';

/** The ACL of a subnet on what leaves it for the database. */
export const aclOut = (subnet: SubnetPlace, sender: Sender, network: Network): Gate =>
  aclGate(placeOf(sender, 'network-acl', [], { subnet, direction: 'out' }), network, {
    egress: true,
    split: (traffic, { out }) => splitBy(traffic, out, out),
    asked: (traffic) => traffic,
  });

/** … on what comes into it from the sender. */
export const aclIn = (subnet: SubnetPlace, sender: Sender, network: Network): Gate =>
  aclGate(placeOf(sender, 'network-acl', [], { subnet, direction: 'in' }), network, {
    egress: false,
    split: (traffic, admits) => {
      const { certain, possible } = servicesOf(near(admits.in, traffic), sender.addresses);
      return splitBy(traffic, certain, possible);
    },
    asked: (traffic) => traffic.flatMap((band) => box(band, sender.addresses)),
  });

/** … on answers that come into it from the database. */
export const answersIn = (subnet: SubnetPlace, sender: Sender, network: Network): Gate =>
  aclGate(placeOf(sender, 'network-acl', [], { subnet, direction: 'in', way: 'back' }), network, {
    egress: false,
    ports: sender.ports,
    split: (traffic, admits) => {
      const { certain, possible } = answersThrough(admits.in, sender.ports);
      return splitBy(traffic, box(everyService, certain), box(everyService, possible));
    },
    asked: (traffic) => box(sender.ports.needed, addressesIn(traffic)),
  });

/** … on answers that leave it for the sender. */
export const answersOut = (subnet: SubnetPlace, sender: Sender, network: Network): Gate =>
  aclGate(placeOf(sender, 'network-acl', [], { subnet, direction: 'out', way: 'back' }), network, {
    egress: true,
    ports: sender.ports,
    split: (traffic, admits) => {
      const { certain, possible } = answersThrough(admits.out, sender.ports);
      return whole(traffic, outcomeFor(sender.addresses, certain, possible));
    },
    asked: () => box(sender.ports.needed, sender.addresses),
  });

const outcomeFor = (addresses: AddressSet, certain: AddressSet, possible: AddressSet): Outcome =>
  isSubset(addresses, certain) ? 'allowed' : areDisjoint(addresses, possible) ? 'stopped' : 'unknown';

const whole = (traffic: Traffic, outcome: Outcome): Split => ({
  ...{ allowed: noTraffic, unknown: noTraffic, stopped: noTraffic },
  [outcome]: traffic,
});

interface AclQuestion {
  readonly egress: boolean;
  /** Of answers. */
  readonly ports?: AnswerPorts;
  readonly split: (traffic: Traffic, admits: AclAdmission) => Split;
  /** What the entries are asked: the services, and the addresses of the far side as the ACL sees it. */
  readonly asked: (traffic: Traffic) => Traffic;
}

function aclGate(place: HopPlace, { facts }: Network, question: AclQuestion): Gate {
  const subnet = place.subnet ?? '';
  const lookup = facts.networkAcl(subnet);
  if (!lookup.known)
    return fixedGate(place, 'unknown', `the network ACL of ${subnet}`, {
      doubts: [notAnswered(lookup.unread)],
    });
  const acl = lookup.value;
  const admits = acl === null ? null : aclAdmission(acl);
  if (acl === null || admits === null) {
    const doubt =
      acl === null
        ? open(`EC2 knows no network ACL of ${subnet}`, `the network ACL of ${subnet}`)
        : open(`${acl.id} has an entry that cannot be read`, 'its protocol and range');
    return fixedGate(place, 'unknown', `the network ACL of ${subnet}`, { doubts: [doubt] });
  }
  const { ports } = question;
  return {
    place: { ...place, ids: [acl.id] },
    split: (traffic) => question.split(traffic, admits),
    rule: (traffic, outcome) => ruleOf(acl, question, { traffic, outcome }),
    doubts:
      ports === undefined
        ? [open(`${acl.id} decides, and it hangs on the address`, 'the addresses of both sides')]
        : [
            open(
              `${acl.id} lets answers through on a part of ${describeServices(ports.enough)} only`,
              'the ports that the connections come from (parameter `ephemeral-ports`)',
            ),
          ],
    opens: (traffic) => opened(acl, question, traffic),
  };
}

function ruleOf(
  acl: NetworkAcl,
  { egress, ports, asked }: AclQuestion,
  { traffic, outcome }: { readonly traffic: Traffic; readonly outcome: Outcome },
): string {
  const wanted = asked(traffic);
  const admitted = aclAdmission(acl)?.[egress ? 'out' : 'in'] ?? noTraffic;
  const refused = outcome === 'stopped' ? minus(wanted, admitted) : wanted;
  const entry = decidingEntry(acl, egress, refused);
  const what = ports === undefined ? '' : ` answers on ${describeServices(ports.needed)}`;
  if (outcome === 'unknown') return `some of${what === '' ? ' it' : what} pass`;
  if (entry === null) return `no rule allows${what === '' ? ' it' : what}`;
  return `rule ${entry.number} ${entry.allow ? 'allows' : 'denies'}${what === '' ? ' it' : what}`;
}

const enoughBlocks = 8;
/** (VPC User Guide, *Network ACL rules*) */
const highestNumber = 32_766;

/** Entries before whatever denies it now. */
function opened(
  acl: NetworkAcl,
  { egress, ports, asked }: AclQuestion,
  traffic: Traffic,
): readonly Opening[] | null {
  const openings: Opening[] = [];
  const taken = new Set(acl.entries.flatMap((entry) => (entry.egress === egress ? [entry.number] : [])));
  for (const band of asked(traffic)) {
    const services: ServiceRange = ports?.enough ?? band;
    const cidrs = cidrsOf(band.addresses, enoughBlocks);
    if (cidrs === null) return null;
    const denying = denyingEntries(acl, egress, box(services, band.addresses)).map(({ number }) => number);
    const numbers = freeBelow(denying.length > 0 ? Math.min(...denying) : null, cidrs.length, taken);
    if (numbers === null) return null;
    for (const number of numbers) taken.add(number);
    openings.push({
      ...{ add: 'network ACL entry', acl: acl.id, egress, numbers, protocol: 'tcp', cidrs },
      fromPort: services.first % 65_536,
      toPort: services.last % 65_536,
    });
  }
  return openings;
}

/** Free numbers below a limit; without one the first after all that there are. */
function freeBelow(
  limit: number | null,
  count: number,
  taken: ReadonlySet<number>,
): readonly number[] | null {
  const start =
    limit ?? Math.min(highestNumber, Math.max(90, ...[...taken].filter((n) => n <= highestNumber)) + 10) + 1;
  const free: number[] = [];
  for (let number = start - 1; number >= 1 && free.length < count; number -= 1) {
    if (!taken.has(number)) free.push(number);
  }
  return free.length === count ? free : null;
}
