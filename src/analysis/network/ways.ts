import { type Doubt, open } from './doubt.ts';
import type { Destination } from './ends.ts';
import { fixedGate, type Gate } from './gate.ts';
import { groupGate, type OtherSide } from './group-gates.ts';
import type { Network } from './network.ts';
import type { Configuration, HopKind, Opening, Outcome, Path } from './path.ts';
import { type Hops, placeOf, type Sender } from './sender.ts';
import { isNone, type Traffic } from './traffic.ts';

/** One way of some traffic, to its end: every hop on it, asked or not. */
export interface Way extends Hops {
  readonly traffic: Traffic;
  readonly end: Path['end'];
  readonly configuration: Configuration | null;
  /** Whom the groups at the start would meet. */
  readonly meets: OtherSide;
}

/** What all stretches of a way need. */
export interface Walk {
  readonly network: Network;
  readonly destination: Destination;
  /** Subnets that were left already, to tell a circle. */
  readonly left: readonly string[];
  /** On from a subnet, by its route table. */
  readonly onward: (sender: Sender, traffic: Traffic, walk: Walk) => readonly Way[];
}

/** Traffic on its way, at a gateway. */
export interface Travelling {
  readonly sender: Sender;
  readonly traffic: Traffic;
  readonly walk: Walk;
}

export const nobody: OtherSide = { groups: [], references: false };
const anybody: OtherSide = { groups: null, references: null };

/** These ways with hops before them. */
export const behind = (hops: Partial<Hops>, ways: readonly Way[]): readonly Way[] =>
  ways.map((way) => ({
    ...way,
    there: [...(hops.there ?? []), ...way.there],
    back: [...way.back, ...(hops.back ?? [])],
  }));

/** These ways under the name of the stretch that they begin with, where it names all that follow. */
export const named = (
  ways: readonly Way[],
  configuration: Configuration,
  over: readonly Configuration[],
): readonly Way[] =>
  ways.map((way) =>
    way.configuration !== null && over.includes(way.configuration) ? { ...way, configuration } : way,
  );

/** Behind a translation of addresses: the groups at the start meet nobody whom their rules could name. */
export const translated = (ways: readonly Way[]): readonly Way[] =>
  ways.map((way) => ({ ...way, meets: nobody }));

interface Fixed {
  readonly rule: string;
  readonly doubts?: readonly Doubt[];
  readonly opens?: readonly Opening[] | null;
}

/** A hop that does the same to all that comes from this sender. */
export const fixedHop = (
  sender: Sender,
  kind: HopKind,
  { id, outcome, ...fixed }: Fixed & { readonly id: string | null; readonly outcome: Outcome },
): Gate => fixedGate(placeOf(sender, kind, id === null ? [] : [id]), outcome, fixed.rule, fixed);

/** A way that ends here for certain. */
export const deadEnd = (traffic: Traffic, gate: Gate, configuration: Configuration | null): readonly Way[] =>
  isNone(traffic)
    ? []
    : [{ traffic, there: [gate], back: [], end: 'nowhere', configuration, meets: anybody }];

/**
 * Nobody knows how it goes on from here. It still ends at one of the database's sides, if these are known:
 * groups that let nobody in stop it whatever lies between.
 */
export function lost(traffic: Traffic, gate: Gate, { destination, network }: Walk): readonly Way[] {
  if (isNone(traffic)) return [];
  const { sides } = destination;
  const there = (last: readonly Gate[]): Way => ({
    ...{ traffic, there: [gate, ...last], back: [], configuration: null, meets: anybody },
    end: last.length === 0 ? 'nowhere' : 'database',
  });
  if (sides.length === 0 || !destination.surely) return [there([])];
  return sides.map(({ name, vpcId, groupIds }) =>
    groupIds.length === 0
      ? there([])
      : there([
          groupGate(
            {
              ...{ kind: 'security-groups', ids: groupIds, vpc: vpcId, subnet: null, zone: null },
              ...{ way: 'there', direction: 'in', source: `whatever reaches ${name}`, leavesAs: null },
            },
            { ...anybody, ids: groupIds, direction: 'ingress', from: null, doubts: [] },
            network,
          ),
        ]),
  );
}

/**
 * A way that leaves what can be read. It is taken to arrive, unless the database is known to be elsewhere: then
 * nobody knows whether the other network leads to it.
 */
export function outOfSight(
  { sender, traffic, walk }: Travelling,
  there: Gate,
  { configuration, back = [] }: { readonly configuration: Configuration; readonly back?: readonly Gate[] },
): readonly Way[] {
  const { sides, surely } = walk.destination;
  if (isNone(traffic)) return [];
  if (sides.length === 0 || !surely)
    return [{ ...{ traffic, back, configuration, meets: nobody }, there: [there], end: 'outside' }];
  const rule = 'whether the other network leads to the database is not known';
  const doubts = [open(rule, 'a route inside AWS')];
  const gate = fixedHop(sender, 'other-gateway', { id: null, outcome: 'unknown', rule, doubts });
  const on = lost(traffic, gate, walk).map((way) => ({ ...way, configuration }));
  return behind({ there: [there], back }, on);
}
