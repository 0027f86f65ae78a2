import { oncePer } from '../analysis/once.ts';
import type { Finding } from '../model/finding.ts';
import { blamed, guiltyOf, harmIn } from './blame.ts';
import { type Comparison, describeUnfixed, describeWorse } from './compare.ts';
import type { Draft } from './draft.ts';
import type { Fix } from './fix.ts';
import { mendedBeside } from './mended-beside.ts';
import { type Outcome, outcomesAlone, outcomesTogether } from './outcomes.ts';
import { changesOf, type Part, partOf } from './parts.ts';
import type { Advice } from './patch.ts';
import type { FindingPatch } from './repair.ts';
import type { Trials } from './trials.ts';

interface Trial {
  /** None where some failed. */
  readonly fixes: readonly Fix[];
  readonly together: Comparison;
  /** Why findings must be left out, by id; none: it holds. */
  readonly failed: ReadonlyMap<string, string>;
}

interface Asked {
  readonly asked: readonly Finding[];
  /** More parts than these are tried together and not each alone. */
  readonly mostAlone: number;
}

/** A part as it was tried. */
interface Tried {
  readonly part: Part;
  /** The findings that it is for. */
  readonly own: readonly Finding[];
  readonly outcome: Outcome;
}

/** Applies what was drafted to the snapshot, each part alone where they are few, and all together. */
export function triedFixes(draft: Draft, trials: Trials, { asked, mostAlone }: Asked): Trial {
  const failing = new Map(
    trials.before.filter(({ status }) => status === 'NON_COMPLIANT').map((finding) => [finding.id, finding]),
  );
  const all = draft.groups.map(partOf);
  const isAlone = all.length <= mostAlone;
  const causesOf = causesIn(draft, all);
  const outcomes = (isAlone ? outcomesAlone : outcomesTogether)(all, trials, causesOf);
  const parts = neededOf(draft, all, { asked, outcomes, trials });
  const together = trials.of(changesOf(parts));
  const tried = [...outcomes].flatMap(([part, outcome]): readonly Tried[] =>
    parts.includes(part)
      ? [{ part, own: ownOf(part.group, failing), outcome: isAlone ? outcome : { ...outcome, ...together } }]
      : [],
  );
  const failed = failuresIn(tried, together, { isAlone, trials });
  if (failed.size > 0) return { fixes: [], together, failed };
  const beside = isAlone
    ? null
    : mendedBeside(parts, together, trials, (part) => outcomes.get(part)?.first ?? []);
  const fixes = tried.map(
    ({ part, own, outcome: { first, whyAfter, fixed, open } }): Fix => ({
      account: trials.estate.account,
      changes: part.changes,
      patches: part.group,
      advice: adviceOf(part.group),
      fixes: isAlone
        ? fixed.filter(({ id }) => fixedBy(together).has(id))
        : [...own, ...(beside?.get(part) ?? [])],
      open: isAlone ? open : [],
      after: parts.flatMap((each, at) => (first.includes(each) ? [at] : [])),
      whyAfter,
      alone: isAlone,
    }),
  );
  return { fixes, together, failed };
}

/** For a part that only repairs what others make worse with each other: these, of those before it. */
function causesIn({ sequels }: Draft, all: readonly Part[]): (part: Part) => readonly Part[] {
  return (part) => {
    const causes = new Set(part.group.flatMap(({ finding }) => sequels.get(finding.id) ?? []));
    if (causes.size === 0) return [];
    const before = all.slice(0, all.indexOf(part));
    return before.filter(({ group }) => group.some(({ finding }) => causes.has(finding.id)));
  };
}

/** The parts without upgrades that nobody asked for and nothing needs, and without repairs of what does not get worse. */
function neededOf(
  { sequels }: Draft,
  all: readonly Part[],
  {
    asked,
    outcomes,
    trials,
  }: {
    readonly asked: readonly Finding[];
    readonly outcomes: ReadonlyMap<Part, Outcome>;
    readonly trials: Trials;
  },
): readonly Part[] {
  const ids = new Set(asked.map(({ id }) => id));
  const isNeeded = [...outcomes.values()].some(({ first }) => first.some(({ isEngine }) => isEngine));
  let parts = all.filter(
    ({ group, isEngine }) => !isEngine || isNeeded || group.some(({ finding }) => ids.has(finding.id)),
  );
  const repairs = parts.filter(({ group }) => group.every(({ finding }) => sequels.has(finding.id)));
  if (!trials.mayAsk(trials.estate.rules, repairs.length)) return parts;
  for (const repair of repairs.toReversed()) {
    const others = parts.filter((part) => part !== repair);
    const { worse, fixed } = trials.of(changesOf(others));
    const mended = new Set(fixed.map(({ id }) => id));
    const lost = trials.of(changesOf(parts)).fixed.filter(({ id }) => ids.has(id) && !mended.has(id));
    if (worse.length === 0 && lost.length === 0) parts = others;
  }
  return parts;
}

/** Why findings must be left out: of parts by themselves, else with each other. */
function failuresIn(
  tried: readonly Tried[],
  together: Comparison,
  { isAlone, trials }: { readonly isAlone: boolean; readonly trials: Trials },
): ReadonlyMap<string, string> {
  const alone = new Map(tried.flatMap((each) => [...failuresOf(each, isAlone, trials)]));
  if (alone.size > 0) return alone;
  const parts = tried.map(({ part }) => part);
  const worse = failuresTogether(parts, together, trials);
  if (worse.size > 0) return worse;
  const unfixed = tried.flatMap(({ own }) => own.filter(({ id }) => !fixedBy(together).has(id)));
  return new Map(unfixed.map(({ id }) => [id, `with the other fixes: ${describeUnfixed(id, together)}`]));
}

/** Why findings of a part must be left out: by itself it makes something worse, or it does not mend them. */
function failuresOf({ own, outcome }: Tried, isAlone: boolean, trials: Trials): ReadonlyMap<string, string> {
  if (isAlone && outcome.worse.length > 0)
    return new Map(blamed(own, trials).map(({ id }) => [id, describeWorse(outcome.worse)]));
  const unfixed = own.filter(({ id }) => !fixedBy(outcome).has(id));
  return new Map(unfixed.map(({ id }) => [id, describeUnfixed(id, outcome)]));
}

/** Why findings must be left out of parts that hold by themselves, and make something worse with each other. */
function failuresTogether(
  parts: readonly Part[],
  { worse }: Comparison,
  trials: Trials,
): ReadonlyMap<string, string> {
  if (worse.length === 0) return new Map();
  return new Map(
    harmIn(worse, parts, trials).flatMap((harm) =>
      guiltyOf(harm, parts, trials).map(({ id }) => [
        id,
        `with the other fixes: ${describeWorse(harm.worse)}`,
      ]),
    ),
  );
}

/** Asked of each of thousands of findings. */
const idsOf = oncePer((fixed: readonly Finding[]): ReadonlySet<string> => new Set(fixed.map(({ id }) => id)));
export const fixedBy = ({ fixed }: Pick<Comparison, 'fixed'>): ReadonlySet<string> => idsOf(fixed);

/** The findings that a group is for, without those that only its patches bring about. */
const ownOf = (group: readonly FindingPatch[], failing: ReadonlyMap<string, Finding>): readonly Finding[] => [
  ...new Set(group.flatMap(({ finding }) => failing.get(finding.id) ?? [])),
];

function adviceOf(group: readonly FindingPatch[]): Advice {
  const all = (part: keyof Advice): readonly string[] => [
    ...new Set(group.flatMap(({ patch }) => patch[part])),
  ];
  return { first: all('first'), breaks: all('breaks'), users: all('users'), decide: all('decide') };
}
