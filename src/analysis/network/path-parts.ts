import type { Part } from '../../model/path.ts';
import { oncePer } from '../once.ts';
import type { Hop, Path } from './path.ts';

export type { Part } from '../../model/path.ts';

const partsAt = oncePer(partsOf);

/** The part that each hop of a path belongs to, in their order. */
export const partsIn = ({ hops }: Pick<Path, 'hops'>): readonly Part[] => partsAt(hops);

function partsOf(hops: readonly Hop[]): readonly Part[] {
  const arrival = hops.findLastIndex(
    (hop, index) => isGroups(hop, 'in') && hops[index + 1]?.kind !== 'nat-host',
  );
  const own = hops[0]?.subnet ?? null;
  const far = hops[arrival]?.subnet ?? null;
  const acl = ({ kind, way, direction, subnet }: Hop, wanted: Acl): boolean =>
    kind === 'network-acl' &&
    way === wanted.way &&
    direction === wanted.direction &&
    subnet === wanted.subnet;
  const departures = [
    hops.findIndex((hop) => acl(hop, { way: 'there', direction: 'out', subnet: own })),
    hops.findLastIndex((hop) => acl(hop, { way: 'back', direction: 'in', subnet: own })),
  ];
  const arrivals = [
    hops.findLastIndex((hop) => acl(hop, { way: 'there', direction: 'in', subnet: far })),
    hops.findIndex((hop) => acl(hop, { way: 'back', direction: 'out', subnet: far })),
  ];
  return hops.map((hop, index): Part => {
    if (index === arrival || (arrival >= 0 && arrivals.includes(index))) return 'arrival';
    if (hop.kind === 'load-balancer') return 'arrival';
    if (index === 0 || hop.kind === 'interface' || departures.includes(index)) return 'departure';
    return hop.kind === 'nat-host' || hop.kind === 'security-groups' ? 'nat-host' : 'route';
  });
}

interface Acl {
  readonly way: Hop['way'];
  readonly direction: Hop['direction'];
  readonly subnet: string | null;
}

const isGroups = ({ kind, way, direction }: Hop, wanted: Hop['direction']): boolean =>
  kind === 'security-groups' && way === 'there' && direction === wanted;
