import type { Opening } from '../../model/path.ts';
import { compliant, nonCompliant, notApplicable, type Verdict } from '../../model/verdict.ts';
import {
  type AddressSet,
  everyIpv4,
  everyIpv6,
  intersection,
  isSubset,
  noAddress,
  union,
} from './address-set.ts';
import { cidrsOf, fromCidrs } from './address-text.ts';
import {
  type Connection,
  type ConnectionSource,
  type Connections,
  connectionsOf,
  networkOf,
} from './connections.ts';
import { isToDatabase, notArriving } from './databases.ts';
import { undecided } from './doubt.ts';
import { withoutAddresses } from './durable-facts.ts';
import type { Replicator } from './flows.ts';
import { reasonOf } from './hop-text.ts';
import { isNamedOn } from './named-on.ts';
import type { Network } from './network.ts';
import { describeOpenings } from './openings.ts';
import { doubtsOf, type JudgedConnection, judgeConnection } from './path-verdict.ts';
import { reach } from './paths.ts';
import { addressesFor } from './sender.ts';
import { shownPath } from './shown-path.ts';

/** A connection that its database admits, and what becomes of it with a new private address. */
interface Judged {
  readonly now: JudgedConnection;
  /** null: it is not known that the database admits it now. */
  readonly then: JudgedConnection | null;
}

const parts = ['arrival'] as const;

/** Whether databases would still admit an instance if no rule named its private addresses. */
export function judgeDurability(resource: Replicator, source: ConnectionSource): Verdict {
  const all = connectionsOf(resource, source);
  if (all.connections.length === 0 && all.doubts.length === 0) return notApplicable('no task uses it');
  return verdictOn(judgedOf(resource, source, all), all, networkOf(source));
}

/** Changes by which they would. */
export function durableOpenings(resource: Replicator, source: ConnectionSource): readonly Opening[] {
  const network = networkOf(source);
  return judgedOf(resource, source, connectionsOf(resource, source))
    .filter(({ then }) => then?.outcome === 'stopped')
    .flatMap((each) => openingsOf(each, network));
}

function judgedOf(resource: Replicator, source: ConnectionSource, all: Connections): readonly Judged[] {
  const { region, facts, parameters } = source;
  const own = privateAddressesOf(resource, all);
  const plain = facts.network(region);
  const without = withoutAddresses(plain, own);
  const network = networkOf({ region, parameters, facts: { ...facts, network: () => without } });
  return all.connections.filter(isToDatabase).map((connection): Judged => {
    const now = judgeConnection(connection, parts);
    if (now.outcome !== 'allowed') return { now, then: null };
    // Where no rule on its paths names its addresses, none is missing then.
    const isNamed = now.paths.some(({ path }) => isNamedOn(path, own, plain));
    return { now, then: isNamed ? judgedAnew(connection, network) : now };
  });
}

/** Those that DMS tells, and those on its interfaces. */
const privateAddressesOf = (resource: Replicator, { connections }: Connections): AddressSet =>
  resource.type === 'AWS::DMS::ReplicationConfig'
    ? noAddress
    : addressesFor([
        ...resource.privateAddresses,
        ...new Set(connections.flatMap(({ place }) => place.addresses)),
      ]);

function judgedAnew(connection: Connection, network: Network): JudgedConnection {
  const reachability = reach(connection.place, connection.destination, network);
  return judgeConnection({ ...connection, reachability }, parts);
}

function verdictOn(judged: readonly Judged[], { connections, doubts, notes }: Connections, network: Network) {
  const lost = judged.filter(({ then }) => then?.outcome === 'stopped');
  const kept = judged.filter(({ then }) => then?.outcome === 'allowed');
  const paths = [
    ...lost.flatMap(({ now }) => shown(now, 'stopped')),
    ...kept.flatMap(({ now }) => shown(now, 'allowed')),
  ];
  const witness = { kind: 'path', paths, notes } as const;
  const [first] = lost;
  if (first !== undefined) {
    const more = new Set(lost.map(({ now }) => now.connection.flow)).size - 1;
    const others = more > 0 ? `; ${more} other${more > 1 ? 's' : ''} too` : '';
    const { flow, place } = first.now.connection;
    const remediation = describeOpenings(lost.flatMap((each) => openingsOf(each, network)));
    return nonCompliant(
      `${flow.name} is admitted by the private address of ${place.name} alone: ${reasonFor(first)}${others}`,
      witness,
      remediation === null ? {} : { remediation },
    );
  }
  const unsure = [
    ...judged.flatMap(({ now, then }) => [...doubtsOf(now), ...(then === null ? [] : doubtsOf(then))]),
    ...doubts,
  ];
  if (unsure.length > 0) return undecided(unsure);
  if (kept.length > 0) {
    const flows = new Set(kept.map(({ now }) => now.connection.flow)).size;
    return compliant(
      flows === 1
        ? 'its one flow to a database in AWS is admitted whatever private address it has'
        : `all ${flows} flows that databases in AWS admit are so whatever private address it has`,
      { witness },
    );
  }
  return notApplicable(
    judged.some(({ now }) => now.outcome === 'stopped')
      ? 'no database in AWS admits it'
      : notArriving(connections),
  );
}

const shown = ({ connection, shown: each }: JudgedConnection, outcome: 'stopped' | 'allowed') =>
  each === null
    ? []
    : [shownPath(each.path, { endpoint: connection.flow.endpoint.id, parts, judged: outcome })];

/** The rule that names the address: what decides now where nothing would then. */
function reasonFor({ now, then }: Judged): string {
  const closed = then?.shown?.hops.find(({ outcome }) => outcome === 'stopped');
  const open = now.shown?.hops.find(
    ({ kind, way, ids }) =>
      kind === closed?.kind && way === closed.way && ids.join('\n') === closed.ids.join('\n'),
  );
  return open === undefined ? 'nothing else lets it in' : reasonOf(open);
}

/** By group where that holds, else for the subnet that any new address comes from. */
function openingsOf({ now: { connection }, then }: Judged, network: Network): readonly Opening[] {
  const { place } = connection;
  const subnets = place.vpcId === null ? null : network.subnets(place.vpcId);
  const ranges = (subnets?.known === true ? subnets.value : [])
    .filter(({ id }) => place.subnets.includes(id))
    .map(({ addresses }) => addresses ?? noAddress);
  const opens = then?.shown?.hops.flatMap((hop) => (hop.outcome === 'stopped' ? (hop.opens ?? []) : []));
  return (opens ?? []).flatMap((opening) =>
    widened(opening, addressesFor(place.addresses), union(...ranges)),
  );
}

/** A rule for the address that it has now would fall with that address. */
function widened(opening: Opening, own: AddressSet, subnet: AddressSet): readonly Opening[] {
  const cidrs = 'cidrs' in opening ? opening.cidrs : 'peer' in opening ? cidrsIn(opening.peer) : [];
  const named = fromCidrs(cidrs);
  if (named.length === 0 || !isSubset(named, own)) return [opening];
  const family = isSubset(named, everyIpv4) ? everyIpv4 : everyIpv6;
  const [wide, ...more] = cidrsOf(intersection(subnet, family), 2) ?? [];
  if (wide === undefined || more.length > 0) return [];
  if ('peer' in opening) return [{ ...opening, peer: { cidrs: [wide] } }];
  return 'numbers' in opening ? [{ ...opening, cidrs: [wide], numbers: opening.numbers.slice(0, 1) }] : [];
}

const cidrsIn = (peer: { readonly group: string } | { readonly cidrs: readonly string[] }) =>
  'cidrs' in peer ? peer.cidrs : [];
