import type { Doubt } from './doubt.ts';
import type { HopPlace, Opening, Outcome } from './path.ts';
import { both, isNone, minus, noTraffic, type Traffic } from './traffic.ts';

/** What a gate does to traffic, as an exact partition of it. */
export interface Split {
  readonly allowed: Traffic;
  readonly unknown: Traffic;
  readonly stopped: Traffic;
}

/** One hop for all traffic that may come: the address of the traffic is always the database's. */
export interface Gate {
  readonly place: HopPlace;
  readonly split: (traffic: Traffic) => Split;
  /** The rule that decides about traffic that all meets the same outcome. */
  readonly rule: (traffic: Traffic, outcome: Outcome) => string;
  readonly doubts: readonly Doubt[];
  /** What would open it to traffic that it stops, beside what opens the hops before it; null: no rule does. */
  readonly opens: (traffic: Traffic, before: readonly Opening[]) => readonly Opening[] | null;
}

const none = { allowed: noTraffic, unknown: noTraffic, stopped: noTraffic };

/** What is certainly let through is allowed, what is not even possibly let through is stopped. */
export function splitBy(traffic: Traffic, certain: Traffic, possible: Traffic): Split {
  const allowed = both(traffic, certain);
  const rest = minus(traffic, allowed);
  if (isNone(rest)) return { ...none, allowed: traffic };
  return { allowed, unknown: both(rest, possible), stopped: minus(rest, possible) };
}

/** A gate that does the same to everything. */
export function fixedGate(
  place: HopPlace,
  outcome: Outcome,
  rule: string,
  more: { readonly doubts?: readonly Doubt[]; readonly opens?: readonly Opening[] | null } = {},
): Gate {
  return {
    place,
    split: (traffic) => ({ ...none, [outcome]: traffic }),
    rule: () => rule,
    doubts: more.doubts ?? [],
    opens: () => more.opens ?? null,
  };
}
