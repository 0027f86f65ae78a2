import { type AddressSet, union } from './address-set.ts';
import { fewAddresses } from './address-text.ts';
import type { Hop, Path } from './path.ts';
import { addressesOf } from './paths.ts';

/** What decides at a hop, by its name: `acl-1 (rule 90 denies it)`, `no rule of sg-1 lets it out`. */
export function reasonOf({ ids, rule }: Pick<Hop, 'ids' | 'rule'>): string {
  const names = ids.join(', ');
  return names === '' || ids.some((id) => rule.includes(id)) ? rule : `${names} (${rule})`;
}

/** A path as far as some parts of it go. */
interface Judged {
  readonly path: Path;
  readonly hops: readonly Hop[];
  readonly outcome: string;
}

/**
 * What stops some of these paths and not the others, and what it hangs on which of them it is:
 * `acl-1 stops it unless the server is in subnet-1`. null where none is stopped.
 */
export function hangingOn(paths: readonly Judged[], place: string): string | null {
  const stopped = paths.filter(({ outcome }) => outcome === 'stopped');
  const others = paths.filter(({ outcome }) => outcome !== 'stopped');
  const stopping = stopped.flatMap(({ hops }) => hops.find(({ outcome }) => outcome === 'stopped') ?? []);
  const hop = stopping.find(({ kind }) => kind !== 'interface' && kind !== 'vpc') ?? stopping[0];
  if (hop === undefined || others.length === 0) return null;
  const what = hop.kind === 'interface' || hop.ids.length === 0 ? hop.rule : hop.ids.join(', ');
  return `${what} stops it unless ${differences(stopped, others, { place, hop }).join(' or ')}`;
}

function differences(
  stopped: readonly Judged[],
  others: readonly Judged[],
  { place, hop }: { readonly place: string; readonly hop: Hop },
): readonly string[] {
  const starts = new Set(stopped.map(startOf));
  const free = others.map(startOf).filter((start) => !starts.has(start));
  const near = others.filter((each) => starts.has(startOf(each)));
  return [
    ...(free.length === 0 ? [] : [`${place} is in ${either(free)}`]),
    ...(near.length === 0 ? [] : [serverDifference(stopped, near, hop)]),
  ];
}

function serverDifference(stopped: readonly Judged[], others: readonly Judged[], hop: Hop): string {
  if (others.every(({ path }) => isInside(path))) return `the server is in ${either(others.map(startOf))}`;
  const closed = new Set(stopped.map(portsOf));
  const ports = others.map(portsOf);
  if (!ports.some((each) => closed.has(each))) return `it listens on ${either(ports)}`;
  const addresses: AddressSet = union(...others.map(({ path }) => addressesOf(path)));
  // What routes do not lead to is most of the internet in pieces, which would tell nobody anything.
  if (addresses.length > enoughRanges && !isFilter(hop)) return 'its address is one that it leads to';
  return `its address is in ${fewAddresses(addresses) ?? 'no range'}`;
}

const isFilter = ({ kind }: Hop): boolean => kind === 'security-groups' || kind === 'network-acl';

const enoughRanges = 3;

const startOf = ({ path }: Judged): string => path.hops[0]?.subnet ?? 'another subnet';
const portsOf = ({ path: { flow } }: Judged): string =>
  flow.fromPort === flow.toPort ? `tcp ${flow.fromPort}` : `tcp ${flow.fromPort}–${flow.toPort}`;

/** Inside one subnet nothing but groups is asked. */
const isInside = ({ hops }: Path): boolean => hops.every(({ kind }) => kind === 'security-groups');

const either = (texts: readonly string[]): string => [...new Set(texts)].join(' or ');
