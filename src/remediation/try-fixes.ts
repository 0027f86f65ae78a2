import { oncePer } from '../analysis/once.ts';
import type { Finding } from '../model/finding.ts';
import { blamed, harmIn } from './blame.ts';
import { type Comparison, describeUnfixed, describeWorse } from './compare.ts';
import type { Draft } from './draft.ts';
import type { Fix } from './fix.ts';
import { mendedBeside } from './mended-beside.ts';
import { outcomesAlone, outcomesTogether } from './outcomes.ts';
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
  readonly outcome: Comparison;
  /** It waits for the upgrades of engines. */
  readonly isLater: boolean;
}

/** Applies what was drafted to the snapshot, each part alone where they are few, and all together. */
export function triedFixes({ groups }: Draft, trials: Trials, { asked, mostAlone }: Asked): Trial {
  const ids = new Set(asked.map(({ id }) => id));
  const failing = new Map(
    trials.before.filter(({ status }) => status === 'NON_COMPLIANT').map((finding) => [finding.id, finding]),
  );
  const all = groups.map(partOf);
  const isAlone = all.length <= mostAlone;
  const outcomes = (isAlone ? outcomesAlone : outcomesTogether)(all, trials);
  // An upgrade that nobody asked for stays only where something needs it.
  const isNeeded = [...outcomes.values()].some(({ needsEngines }) => needsEngines);
  const parts = all.filter(
    ({ group, isEngine }) => !isEngine || isNeeded || group.some(({ finding }) => ids.has(finding.id)),
  );
  const together = trials.of(changesOf(parts));
  const tried = parts.map(
    (part): Tried => ({
      part,
      own: ownOf(part.group, failing),
      outcome: (isAlone ? outcomes.get(part) : undefined) ?? together,
      isLater: !part.isEngine && outcomes.get(part)?.needsEngines === true,
    }),
  );
  const failedAlone = new Map(tried.flatMap((each) => [...failuresOf(each, isAlone, trials)]));
  const failed = failedAlone.size > 0 ? failedAlone : failuresTogether(parts, together, trials);
  if (failed.size > 0) return { fixes: [], together, failed };
  const later = new Set(tried.filter(({ isLater }) => isLater).map(({ part }) => part));
  const beside = isAlone ? null : mendedBeside(parts, together, trials, (part) => later.has(part));
  const fixes = tried.map(
    ({ part, own, outcome, isLater }): Fix => ({
      account: trials.estate.account,
      changes: part.changes,
      patches: part.group,
      advice: adviceOf(part.group),
      fixes: isAlone ? outcome.fixed : [...own, ...(beside?.get(part) ?? [])],
      open: isAlone ? outcome.open : [],
      after: isLater ? parts.flatMap((each, at) => (each.isEngine ? [at] : [])) : [],
      alone: isAlone,
    }),
  );
  return { fixes, together, failed };
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
  const harm = harmIn(worse, parts, trials);
  return new Map(
    harm.flatMap(({ part: { group }, worse: own }) =>
      group.map(({ finding }) => [finding.id, `with the other fixes: ${describeWorse(own)}`]),
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
