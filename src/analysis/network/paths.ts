import { type AddressSet, everyIpv4, everyIpv6, intersection, noAddress } from './address-set.ts';
import { fewAddresses, firstAddress } from './address-text.ts';
import { type Doubt, open } from './doubt.ts';
import type { Destination, Source } from './ends.ts';
import type { Gate } from './gate.ts';
import { groupGate } from './group-gates.ts';
import type { Network } from './network.ts';
import type { Hop, Opening, Outcome, Path } from './path.ts';
import { placeOf } from './sender.ts';
import { type Standing, standingsOf } from './standings.ts';
import { addressesIn, box, isNone, type Traffic } from './traffic.ts';
import { waysFrom } from './walk.ts';
import { behind, deadEnd, fixedHop, type Walk, type Way } from './ways.ts';

/** What becomes of a flow. */
export interface Reachability {
  /** Stopped if every path is, allowed if every path is: which of them it takes nobody knows. */
  readonly outcome: Outcome;
  /** For each part of the destination's addresses, and each way that the source may stand. */
  readonly paths: readonly Path[];
}

/** Every path from a source to a destination, hop by hop. */
export function reach(source: Source, destination: Destination, network: Network): Reachability {
  const paths = familiesOf(source, destination, network).flatMap(({ ipv6, addresses }) =>
    pathsOf(source, { ...destination, addresses }, { network, ipv6 }),
  );
  return { outcome: agreed(paths.map(({ outcome }) => outcome)), paths };
}

/** What all of these say; none says nothing. */
function agreed(outcomes: readonly Outcome[]): Outcome {
  const [first] = outcomes;
  return first !== undefined && outcomes.every((outcome) => outcome === first) ? first : 'unknown';
}

interface Family {
  readonly ipv6: boolean;
  readonly addresses: AddressSet;
}

/** A server with addresses of both families is spoken to in one that the source has an address of. */
function familiesOf(source: Source, { addresses }: Destination, network: Network): readonly Family[] {
  const families = [
    { ipv6: false, addresses: intersection(addresses, everyIpv4) },
    { ipv6: true, addresses: intersection(addresses, everyIpv6) },
  ].filter((family) => family.addresses.length > 0);
  if (families.length < 2) return families;
  const spoken = families.filter(({ ipv6 }) =>
    standingsOf(source, ipv6, network).some(({ sender }) => sender.addresses.length > 0),
  );
  return spoken.length > 0 ? spoken : families;
}

interface Asked {
  readonly network: Network;
  readonly ipv6: boolean;
}

function pathsOf(source: Source, destination: Destination, { network, ipv6 }: Asked): readonly Path[] {
  const { services, addresses } = destination;
  const traffic = box(services, addresses);
  const walk: Walk = { network, destination, left: [], onward: waysFrom };
  const standings = standingsOf(source, ipv6, network);
  return standings.flatMap((standing) =>
    waysOf(standing, traffic, { source, walk, ipv6 }).flatMap((way) => {
      const groups = groupsOut(standing, way, { source, network });
      const gates = [groups, ...way.there, ...classicLink(destination, standing), ...way.back];
      return followed(gates, way, { source, destination });
    }),
  );
}

function waysOf(
  { sender }: Standing,
  traffic: Traffic,
  { source, walk, ipv6 }: { readonly source: Source; readonly walk: Walk; readonly ipv6: boolean },
): readonly Way[] {
  if (sender.addresses.length > 0) {
    const ways = waysFrom(sender, traffic, walk);
    if (!ipv6 || source.ipv6 === true) return ways;
    const unsure = `whether ${source.name} speaks IPv6 is not known`;
    const doubts = [open(unsure, `the addresses of ${source.name}`)];
    const gate = { id: source.name, outcome: 'unknown', rule: unsure, doubts } as const;
    return behind({ there: [fixedHop(sender, 'interface', gate)] }, ways);
  }
  const rule = `${source.name} has no ${ipv6 ? 'IPv6' : 'IPv4'} address`;
  return deadEnd(traffic, fixedHop(sender, 'interface', { id: source.name, outcome: 'stopped', rule }), null);
}

function groupsOut(
  { sender, ids }: Standing,
  { meets }: Way,
  { source, network }: { readonly source: Source; readonly network: Network },
): Gate {
  const place = placeOf(sender, 'security-groups', ids, { direction: 'out' });
  const question = { ...meets, ids, direction: 'egress', from: null, doubts: source.groupDoubts } as const;
  return groupGate(place, question, network);
}

const inNoVpc = ({ sides, surely }: Destination): boolean =>
  surely && sides.length > 0 && sides.every(({ vpcId }) => vpcId === null);

/** A database in no VPC was reached by ClassicLink, which can no longer be: it is never taken to be reachable. */
function classicLink(destination: Destination, { sender }: Standing): readonly Gate[] {
  if (!inNoVpc(destination)) return [];
  const rule = `${destination.name} is in no VPC that AWS tells of, and ClassicLink was retired in August 2022`;
  const doubts = [open(rule, `the VPC of ${destination.name}`)];
  return [fixedHop(sender, 'vpc', { id: null, outcome: 'unknown', rule, doubts })];
}

interface Ends {
  readonly source: Pick<Source, 'name'>;
  readonly destination: Destination;
}

/** A way with what each of its gates does; where a gate does this to one part and that to another, so many paths. */
export function followed(gates: readonly Gate[], way: Way, ends: Ends): readonly Path[] {
  let parts: readonly Followed[] = [{ traffic: way.traffic, outcome: null, before: null }];
  for (const gate of gates) {
    const behind: Followed[] = [];
    for (const part of parts) pass(gate, part, behind);
    parts = behind;
  }
  return parts.map((part) =>
    pathOf(gates, { traffic: part.traffic, outcomes: outcomesOf(part) }, { way, ...ends }),
  );
}

const sides = ['allowed', 'stopped', 'unknown'] as const;

/** Traffic that a gate did the same to, and what those before it did. */
interface Followed {
  readonly traffic: Traffic;
  /** null: no gate was passed yet. */
  readonly outcome: Outcome | null;
  readonly before: Followed | null;
}

/** Adds what a gate makes of some traffic. */
function pass(gate: Gate, before: Followed, behind: Followed[]): void {
  const split = gate.split(before.traffic);
  for (const outcome of sides) {
    if (!isNone(split[outcome])) behind.push({ traffic: split[outcome], outcome, before });
  }
}

function outcomesOf(last: Followed): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  for (let part: Followed | null = last; part !== null; part = part.before) {
    if (part.outcome !== null) outcomes.push(part.outcome);
  }
  return outcomes.reverse();
}

interface Passed {
  readonly traffic: Traffic;
  readonly outcomes: readonly Outcome[];
}

const noDoubts: readonly Doubt[] = [];

function pathOf(
  gates: readonly Gate[],
  { traffic, outcomes }: Passed,
  { way, source, destination }: Ends & { readonly way: Way },
): Path {
  const addresses = addressesIn(traffic);
  const text = fewAddresses(addresses) ?? '';
  const [first, last] = [traffic[0]?.first ?? 0, traffic.at(-1)?.last ?? 0];
  const openings: Opening[] = [];
  const hops = gates.map((gate, index): Hop => {
    const outcome = outcomes[index] ?? 'unknown';
    const opens = outcome === 'stopped' ? gate.opens(traffic, openings) : null;
    openings.push(...(opens ?? []));
    const { place, rule } = gate;
    const [from, to] = place.way === 'there' ? [place.source, text] : [text, place.source];
    return {
      ...place,
      source: from,
      destination: to,
      outcome,
      rule: rule(traffic, outcome),
      doubts: outcome === 'unknown' ? gate.doubts : noDoubts,
      opens,
    };
  });
  const isStopped = outcomes.includes('stopped');
  const path: Path = {
    kind: 'path',
    flow: {
      ...{ from: source.name, to: destination.name, protocol: 'tcp', addresses: text },
      ...{ fromPort: first % 65_536, toPort: last % 65_536, address: firstAddress(addresses) ?? '' },
    },
    ...{ end: way.end, hops, configuration: inNoVpc(destination) ? 'ClassicLink' : way.configuration },
    outcome: isStopped
      ? 'stopped'
      : outcomes.includes('unknown') || way.end === 'nowhere'
        ? 'unknown'
        : 'allowed',
    opens: isStopped ? openingsOf(hops) : null,
  };
  covered.set(path, addresses);
  return path;
}

const covered = new WeakMap<Path, AddressSet>();

/** The addresses of the destination that a path holds for; none for one that was not made here. */
export const addressesOf = (path: Path): AddressSet => covered.get(path) ?? noAddress;

/** What opens each hop that stops it; one that nothing opens leaves the path closed. */
function openingsOf(hops: readonly Hop[]): readonly Opening[] | null {
  const openings = hops.filter(({ outcome }) => outcome === 'stopped').map(({ opens }) => opens);
  return openings.every((opening) => opening !== null) ? openings.flat() : null;
}
