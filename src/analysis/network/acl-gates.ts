import type { AclEntry, NetworkAcl } from '../../model/network.ts';
import { mapPer, once } from '../once.ts';
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
import { type Doubt, notAnswered, open } from './doubt.ts';
import { fixedGate, type Gate, type Split, splitBy } from './gate.ts';
import type { Network, SubnetPlace } from './network.ts';
import type { Opening, Outcome } from './path.ts';
import { placeOf, type Sender } from './sender.ts';
import { describeServices, everyService, type ServiceRange } from './service.ts';
import { addressesIn, box, minus, near, noTraffic, servicesOf, type Traffic } from './traffic.ts';

/** The ACL of a subnet on what leaves it for the database. */
export const aclOut = (subnet: SubnetPlace, sender: Sender, network: Network): Gate =>
  aclGate(
    { subnet, sender, network },
    {
      egress: true,
      split: (traffic, { out }) => splitBy(traffic, out, out),
      asked: (traffic) => traffic,
    },
  );

/** … on what comes into it from the sender. */
export const aclIn = (subnet: SubnetPlace, sender: Sender, network: Network): Gate =>
  aclGate(
    { subnet, sender, network },
    {
      egress: false,
      split: (traffic, admits) => {
        const { certain, possible } = servicesOf(near(admits.in, traffic), sender.addresses);
        return splitBy(traffic, certain, possible);
      },
      asked: (traffic) => traffic.flatMap((band) => box(band, sender.addresses)),
    },
  );

/** … on answers that come into it from the database. */
export const answersIn = (subnet: SubnetPlace, sender: Sender, network: Network): Gate =>
  aclGate(
    { subnet, sender, network },
    {
      egress: false,
      ports: sender.ports,
      split: (traffic, admits) => {
        const { certain, possible } = answersThrough(admits.in, sender.ports);
        return splitBy(traffic, box(everyService, certain), box(everyService, possible));
      },
      asked: (traffic) => box(sender.ports.needed, addressesIn(traffic)),
    },
  );

/** … on answers that leave it for the sender. */
export const answersOut = (subnet: SubnetPlace, sender: Sender, network: Network): Gate =>
  aclGate(
    { subnet, sender, network },
    {
      egress: true,
      ports: sender.ports,
      split: (traffic, admits) => {
        const { certain, possible } = answersThrough(admits.out, sender.ports);
        return whole(traffic, outcomeFor(sender.addresses, certain, possible));
      },
      asked: () => box(sender.ports.needed, sender.addresses),
    },
  );

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

interface Around {
  readonly subnet: SubnetPlace;
  readonly sender: Sender;
  readonly network: Network;
}

function aclGate({ subnet, sender, network }: Around, question: AclQuestion): Gate {
  const { id, doubts } = subnet;
  const { egress, ports } = question;
  const [direction, way] = [egress ? 'out' : 'in', ports === undefined ? 'there' : 'back'] as const;
  const at = (ids: readonly string[]) => placeOf(sender, 'network-acl', ids, { subnet, direction, way });
  if (id === '') return fixedGate(at([]), 'unknown', 'its network ACL is not known', { doubts });
  const lookup = network.facts.networkAcl(id);
  if (!lookup.known)
    return fixedGate(at([]), 'unknown', `the network ACL of ${id}`, {
      doubts: [notAnswered(lookup.unread)],
    });
  const acl = lookup.value;
  const admits = acl === null ? null : aclAdmission(acl);
  if (acl === null || admits === null) {
    const doubt =
      acl === null
        ? open(`EC2 knows no network ACL of ${id}`, `the network ACL of ${id}`)
        : open(`${acl.id} has an entry that cannot be read`, 'its protocol and range');
    return fixedGate(at([]), 'unknown', `the network ACL of ${id}`, { doubts: [doubt] });
  }
  return {
    place: at([acl.id]),
    split: (traffic) => question.split(traffic, admits),
    rule: (traffic, outcome) => ruleOf(acl, question, { traffic, outcome }),
    doubts: doubtsAbout(acl, ports),
    opens: (traffic, before) => opened(acl, question, { traffic, before }),
  };
}

const told = mapPer<NetworkAcl, AnswerPorts | undefined, readonly Doubt[]>();

/** The same for all that an ACL is asked. */
const doubtsAbout = (acl: NetworkAcl, ports: AnswerPorts | undefined): readonly Doubt[] =>
  once(told(acl), ports, () => [doubtAbout(acl, ports)]);

const doubtAbout = ({ id }: NetworkAcl, ports: AnswerPorts | undefined): Doubt =>
  ports === undefined
    ? open(`${id} decides, and it hangs on the address`, 'the addresses of both sides')
    : open(
        `${id} lets answers through on a part of ${describeServices(ports.enough)} only`,
        'the ports that the connections come from (parameter `ephemeral-ports`)',
      );

function ruleOf(
  acl: NetworkAcl,
  { egress, ports, asked }: AclQuestion,
  { traffic, outcome }: { readonly traffic: Traffic; readonly outcome: Outcome },
): string {
  const wanted = asked(traffic);
  const admitted = aclAdmission(acl)?.[egress ? 'out' : 'in'] ?? noTraffic;
  const refused = outcome === 'stopped' ? minus(wanted, admitted) : wanted;
  const entry = decidingEntry(acl, egress, refused);
  const what = ports === undefined ? 'it' : answersOn(ports);
  if (outcome === 'unknown') return `some of ${what} pass`;
  return entry === null ? `no rule allows ${what}` : entryText(entry, what);
}

const answersOn = ({ needed }: AnswerPorts): string => `answers on ${describeServices(needed)}`;

const texts = mapPer<AclEntry, string, string>();

/** What an entry does to this, the same text each time. */
const entryText = (entry: AclEntry, what: string): string =>
  once(texts(entry), what, () => `rule ${entry.number} ${entry.allow ? 'allows' : 'denies'} ${what}`);

const enoughBlocks = 8;
/** (VPC User Guide, *Network ACL rules*) */
const highestNumber = 32_766;

/** Entries before whatever denies it now. */
function opened(
  acl: NetworkAcl,
  { egress, ports, asked }: AclQuestion,
  { traffic, before }: { readonly traffic: Traffic; readonly before: readonly Opening[] },
): readonly Opening[] | null {
  const openings: Opening[] = [];
  const taken = new Set([
    ...acl.entries.flatMap((entry) => (entry.egress === egress ? [entry.number] : [])),
    ...before.flatMap((opening) => numbersIn(opening, { id: acl.id, egress })),
  ]);
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

/** The numbers that an opening takes in a list of entries. */
function numbersIn(
  opening: Opening,
  list: { readonly id: string; readonly egress: boolean },
): readonly number[] {
  if ('turnOff' in opening || opening.add !== 'network ACL entry') return [];
  return opening.acl === list.id && opening.egress === list.egress ? opening.numbers : [];
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
