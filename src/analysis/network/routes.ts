import type { NetworkFacts } from '../../model/network-view.ts';
import type { Route, RouteTable } from '../../model/vpc.ts';
import {
  type AddressSet,
  areDisjoint,
  difference,
  everyAddress,
  intersection,
  noAddress,
  union,
} from './address-set.ts';
import { fromCidr } from './address-text.ts';
import { type Doubt, notAnswered, open } from './doubt.ts';

/** Addresses that share their way on. */
interface RouteCell<R> {
  readonly addresses: AddressSet;
  /** The route that holds, or those of which one does and nobody knows which. */
  readonly routes: readonly R[];
}

/** Some addresses with their way on, or with the doubt that there is none. */
export interface RoutePart<R> extends RouteCell<R> {
  /** No route may hold. */
  readonly orNone: boolean;
}

/** A table as an exact partition: what is in no cell has no route. */
export interface Partition<R> {
  readonly cells: readonly RouteCell<R>[];
  /** Addresses that no route surely leads on; some of `possible` may. */
  readonly possible: readonly R[];
  readonly doubts: readonly Doubt[];
}

export interface Routing extends Partition<Route> {
  readonly table: RouteTable;
}

export type RoutingSource = Pick<NetworkFacts, 'prefixList'>;

/** A route for one block of addresses. */
interface Candidate<R> {
  readonly route: R;
  readonly addresses: AddressSet;
  readonly length: number;
  readonly rank: number;
}

const [local, written, listed, learned] = [0, 1, 2, 3];

/**
 * The longest prefix decides; among equal ones local comes first, then routes written by hand, those of prefix
 * lists, and learned ones. What the VPC itself has is never left to a learned route. Two prefix lists with the
 * same block and different targets: either. (VPC User Guide, *Route priority*)
 */
export function routingOf(table: RouteTable, source: RoutingSource): Routing {
  const own = union(
    ...table.routes.flatMap(({ target, destination }) =>
      target.kind === 'local' ? [fromCidr(destination) ?? noAddress] : [],
    ),
  );
  const within = (route: Route): AddressSet =>
    route.propagated ? difference(everyAddress, own) : everyAddress;
  return { table, ...partition(table.routes, source, { rankOf, sameTarget, within }) };
}

interface Order<R> {
  /** Among blocks of equal length the lowest decides. */
  readonly rankOf: (route: R) => number;
  readonly sameTarget: (one: R, other: R) => boolean;
  /** Addresses that a route may hold for at all. */
  readonly within: (route: R) => AddressSet;
}

/** Routes as a partition of all addresses; one whose prefix list was not read may hold for any of them. */
export function partition<R extends { readonly destination: string }>(
  routes: readonly R[],
  source: RoutingSource,
  { rankOf, sameTarget, within }: Order<R>,
): Partition<R> {
  const doubts: Doubt[] = [];
  const possible: R[] = [];
  const candidates: Candidate<R>[] = [];
  for (const route of routes) {
    const found = blocksOf(route, source);
    if ('doubt' in found) {
      doubts.push(found.doubt);
      possible.push(route);
      continue;
    }
    for (const { addresses, length } of found.blocks)
      candidates.push({
        ...{ route, length, rank: rankOf(route) },
        addresses: intersection(addresses, within(route)),
      });
  }
  return { doubts, possible, cells: mostSpecific(candidates, sameTarget) };
}

function rankOf({ target, destination, propagated }: Route): number {
  if (target.kind === 'local') return local;
  if (propagated) return learned;
  return destination.startsWith('pl-') ? listed : written;
}

const sameTarget = ({ target, state }: Route, other: Route): boolean =>
  target.kind === other.target.kind &&
  state === other.state &&
  (target.kind === 'local' || (other.target.kind !== 'local' && target.id === other.target.id));

interface Block {
  readonly addresses: AddressSet;
  readonly length: number;
}

function blocksOf(
  { destination }: { readonly destination: string },
  source: RoutingSource,
): { readonly blocks: readonly Block[] } | { readonly doubt: Doubt } {
  const cidrs = destination.startsWith('pl-') ? cidrsOf(destination, source) : [destination];
  if (!('length' in cidrs)) return cidrs;
  const blocks = cidrs.map((cidr) => blockOf(cidr));
  const read = blocks.filter((block) => block !== null);
  const wrong = cidrs[blocks.indexOf(null)];
  return wrong === undefined
    ? { blocks: read }
    : { doubt: open(`${wrong} is no range of addresses`, 'a CIDR range') };
}

/** The addresses of a range with the length of its prefix; null if it is none. */
function blockOf(cidr: string): Block | null {
  const addresses = fromCidr(cidr);
  return addresses === null ? null : { addresses, length: Number(cidr.slice(cidr.indexOf('/') + 1)) };
}

function cidrsOf(id: string, { prefixList }: RoutingSource): readonly string[] | { readonly doubt: Doubt } {
  const list = prefixList(id);
  if (!list.known) return { doubt: notAnswered(list.unread) };
  return (
    list.value?.cidrs ?? {
      doubt: open(`EC2 knows no prefix list ${id}`, `the entries of ${id}`),
    }
  );
}

/** Candidates as a partition: longer prefixes take their addresses first. */
function mostSpecific<R>(
  candidates: readonly Candidate<R>[],
  isSame: (one: R, other: R) => boolean,
): readonly RouteCell<R>[] {
  const ordered = candidates.toSorted((one, other) => other.length - one.length || one.rank - other.rank);
  const cells: RouteCell<R>[] = [];
  let decided: AddressSet = noAddress;
  for (const [index, { addresses, length, rank, route }] of ordered.entries()) {
    const left = difference(addresses, decided);
    decided = union(decided, addresses);
    if (left.length === 0) continue;
    // Blocks of one length are the same or apart, so equals share all of their addresses.
    const equals = ordered
      .slice(index + 1)
      .filter(
        (other) => other.length === length && other.rank === rank && !areDisjoint(other.addresses, left),
      )
      .map((other) => other.route);
    const others = equals.filter((other) => !isSame(other, route));
    cells.push({ addresses: left, routes: [route, ...others] });
  }
  return cells;
}

/** Where some addresses go: each part with the routes of which one holds. */
export function partsOf<R>(
  addresses: AddressSet,
  { cells, possible }: Pick<Partition<R>, 'cells' | 'possible'>,
): readonly RoutePart<R>[] {
  const parts: RoutePart<R>[] = [];
  let left = addresses;
  for (const cell of cells) {
    if (left.length === 0) break;
    const part = intersection(left, cell.addresses);
    if (part.length === 0) continue;
    parts.push({ addresses: part, routes: [...cell.routes, ...possible], orNone: false });
    left = difference(left, part);
  }
  return left.length === 0 ? parts : [...parts, { addresses: left, routes: possible, orNone: true }];
}
