import { oncePer } from '../analysis/once.ts';
import type { Finding } from '../model/finding.ts';
import { blamed, partsBehind } from './blame.ts';
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

/** Applies what was drafted to the snapshot, each part alone where they are few, and all together. */
export function triedFixes({ groups }: Draft, trials: Trials, { asked, mostAlone }: Asked): Trial {
  const failed = new Map<string, string>();
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
  const isLater = (part: Part): boolean => !part.isEngine && outcomes.get(part)?.needsEngines === true;
  const beside = isAlone ? null : mendedBeside(parts, together, trials, isLater);
  const fixes = parts.map((part): Fix => {
    const { group, changes } = part;
    const outcome = (isAlone ? outcomes.get(part) : undefined) ?? together;
    const own = ownOf(group, failing);
    const unfixed = own.filter(({ id }) => !fixedBy(outcome).has(id));
    const isWorse = isAlone && outcome.worse.length > 0;
    const culprits = isWorse ? blamed(own, trials) : unfixed;
    for (const { id } of culprits)
      failed.set(id, isWorse ? describeWorse(outcome.worse) : describeUnfixed(id, outcome));
    return {
      account: trials.estate.account,
      changes,
      patches: group,
      advice: adviceOf(group),
      fixes: isAlone ? outcome.fixed : [...own, ...(beside?.get(part) ?? [])],
      open: isAlone ? outcome.open : [],
      after: isLater(part) ? parts.flatMap((each, at) => (each.isEngine ? [at] : [])) : [],
      alone: isAlone,
    };
  });
  if (failed.size === 0 && together.worse.length > 0) {
    const why = `with the other fixes: ${describeWorse(together.worse)}`;
    for (const { group } of partsBehind(together.worse, parts, trials))
      for (const { finding } of group) failed.set(finding.id, why);
  }
  return { fixes, together, failed };
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
