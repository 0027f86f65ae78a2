import { type Doubt, open } from './doubt.ts';
import { type Admission, admission, type Direction, type GroupSource } from './groups.ts';
import type { Place } from './places.ts';

/** A property of what groups admit: it holds and something shows it, it does not, or that is not known. */
export type Answer<T> =
  | { readonly holds: true; readonly shownBy: T }
  | { readonly holds: false }
  | { readonly holds: null; readonly doubts: readonly Doubt[] };

/**
 * A question to the groups at a place. Where one of several lists of groups is in force, only what is so
 * with each of them is an answer.
 */
export function askGroups<T>(
  { name, groups, groupDoubts }: Place,
  direction: Direction,
  { source, question }: { readonly source: GroupSource; readonly question: (groups: Admission) => Answer<T> },
): Answer<T> {
  const answers = groups.map((list) => question(admission(list, direction, source)));
  const [first] = answers;
  if (first === undefined) return { holds: null, doubts: groupDoubts };
  if (answers.every(({ holds }) => holds === first.holds) && first.holds !== null) return first;
  const unknown = answers.flatMap((answer) => (answer.holds === null ? answer.doubts : []));
  if (unknown.length > 0) return { holds: null, doubts: unknown };
  const lists = groups.map((list) => list.join(', ')).join(' or ');
  return {
    holds: null,
    doubts: [open(`${name} has the groups ${lists}, and it hangs on which`, `the groups on its interface`)],
  };
}
