import type { ShownHop, ShownPath } from '../model/finding.ts';
import type { HopKind, HopPlace, Outcome } from '../model/path.ts';

/** One hop of a ladder, or one of its ends. */
export interface Rung {
  readonly name: string;
  /** The rule that decides; of an end, its address. */
  readonly text: string;
  /** null: it is not asked. */
  readonly outcome: Outcome | null;
  /** Another rule judges it. */
  readonly isBeside: boolean;
}

/** What is passed in one place, one after the other. */
export interface Stretch {
  readonly place: string;
  readonly rungs: readonly Rung[];
}

interface Placed {
  /** null: where what was before it is. */
  readonly place: string | null;
  readonly rung: Rung;
}

/** A path from the instance to the database and back, place by place. */
export function stretchesOf(path: ShownPath): readonly Stretch[] {
  const there = path.hops.filter(({ way }) => way === 'there');
  const back = path.hops.filter(({ way }) => way === 'back');
  const start = there.slice(0, 1).map((hop) => ({
    place: placeOf(hop),
    rung: endRung(path.flow.from, hop.source),
  }));
  return [
    ...inOnePlace([...start, ...there.map((hop) => placed(hop, path)), ...endOf(path)]),
    ...inOnePlace(back.map((hop) => placed(hop, path))).map(({ place, rungs }) => ({
      place: `back ${place}`,
      rungs,
    })),
  ];
}

function inOnePlace(all: readonly Placed[]): readonly Stretch[] {
  const stretches: { readonly place: string; readonly rungs: Rung[] }[] = [];
  for (const { place, rung } of all) {
    const last = stretches.at(-1);
    if (last !== undefined && (place === null || place === last.place)) last.rungs.push(rung);
    else stretches.push({ place: place ?? 'on the way', rungs: [rung] });
  }
  return stretches;
}

const placed = (hop: ShownHop, path: ShownPath): Placed => ({
  place: placeOf(hop),
  rung: rungOf(hop, path),
});

/** Gateways are in no subnet: the way to them is told from where the packets come. */
const gateways: ReadonlySet<HopKind> = new Set([
  'peering',
  'transit-gateway',
  'transit-gateway-route-table',
  'internet-gateway',
  'egress-only-internet-gateway',
  'virtual-private-gateway',
  'other-gateway',
]);

function placeOf({ kind, subnet, zone, vpc }: HopPlace): string | null {
  if (gateways.has(kind)) return null;
  if (subnet !== null) return zone === null ? `in ${subnet}` : `in ${subnet}, ${zone}`;
  return vpc === null || vpc === '' ? null : `in ${vpc}`;
}

const endRung = (name: string, text: string): Rung => ({ name, text, outcome: null, isBeside: false });

function endOf({ end, flow }: ShownPath): readonly Placed[] {
  if (end === 'nowhere') return [];
  const place = end === 'outside' ? 'beyond what can be read' : null;
  return [{ place, rung: endRung('database', flow.addresses) }];
}

function rungOf(hop: ShownHop, { parts }: ShownPath): Rung {
  const { outcome, part } = hop;
  const said = outcome === 'allowed' ? '' : `${outcome}: `;
  return { name: nameOf(hop), text: `${said}${ruleOf(hop)}`, outcome, isBeside: !parts.includes(part) };
}

/** `sg-1, sg-2 out`; what has no id is called by its kind. */
function nameOf({ kind, ids, direction }: HopPlace): string {
  const what = ids.length === 0 ? kind.replaceAll('-', ' ') : ids.join(', ');
  return direction === null ? what : `${what} ${direction}`;
}

/** A hop in a few words, with the number or the range of its rule: `acl-1 out rule 100`, `rtb-1 10.2.0.0/16`. */
export function stepOf(hop: ShownHop): string {
  const [which = ''] = /^(rule \d+|\S+(?= → ))/.exec(hop.rule) ?? [];
  return which === '' ? nameOf(hop) : `${nameOf(hop)} ${which}`;
}

/** The rule without the name that stands beside it; of a translation of addresses, both. */
function ruleOf({ rule, ids: [first, ...more], source, leavesAs }: ShownHop): string {
  if (leavesAs !== null) {
    const translated = `${source} goes on as ${leavesAs}`;
    return rule === `as ${leavesAs}` ? translated : `${rule}; ${translated}`;
  }
  const isNamed = first !== undefined && more.length === 0 && rule.startsWith(`${first} `);
  return isNamed ? rule.slice(first.length + 1) : rule;
}
