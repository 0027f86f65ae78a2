import { oncePer } from '../analysis/once.ts';
import type { Finding } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import { type Comparison, compare, describeUnfixed, describeWorse } from './compare.ts';
import { grouped } from './groups.ts';
import { merged } from './merge.ts';
import type { Advice, Change, NoPatch } from './patch.ts';
import { type Estate, type FindingPatch, repairRule } from './repair.ts';
import { bearsOn } from './touched.ts';
import { judged, Trials } from './trials.ts';

/** Changes that belong together: they are of one resource, or one finding needs all of them. */
export interface Fix {
  readonly account: string;
  /** In their order; each thing is changed once. */
  readonly changes: readonly Change[];
  readonly advice: Advice;
  /** The failures that are gone when it is applied, after what comes before it. */
  readonly fixes: readonly Finding[];
  /** What did not apply before and is UNKNOWN then. */
  readonly open: readonly Finding[];
  /** Positions, from 0, of the fixes without which it makes something worse: they are applied first. */
  readonly after: readonly number[];
  /** Whether it was tried without the fixes that it does not need; false: with all others alone. */
  readonly alone: boolean;
}

/** A failure for which there is no patch that holds. */
export interface Left {
  readonly finding: Finding;
  /** Why there is no patch; null: there is one, and it does not prove. */
  readonly noPatch: NoPatch | null;
  /** Of a patch that was tried: what came of it. */
  readonly notProved: string | null;
}

export interface Plan {
  readonly fixes: readonly Fix[];
  readonly left: readonly Left[];
  /** What all fixes together come to. */
  readonly together: Comparison;
}

/** More than these are tried together and not each alone, which takes a judgement of the account for each. */
const mostAlone = 200;

/**
 * Patches for the failures of an account that are asked for, each tried before anyone applies it: it is applied to the
 * snapshot in memory and all rules judge again. What does not make its findings pass, or makes another verdict worse,
 * is not among the fixes.
 */
export function planFixes(estate: Estate, isAsked: (finding: Finding) => boolean): Plan {
  const before = judged(estate.rules, estate, estate.whole);
  const failing = before.filter(({ status }) => status === 'NON_COMPLIANT');
  const asked = failing.filter(isAsked);
  if (asked.length === 0) return { fixes: [], left: [], together: compare([], []) };
  // Conditions on source keys lock older engines out: where one is to be upgraded, that comes first.
  const engines = failing.filter((finding) => isOfEngine(finding.rule) && !isAsked(finding));
  const trials = new Trials(estate, before);
  const excluded = new Map<string, string>();
  for (;;) {
    const candidates = [...engines, ...asked].filter(({ id }) => !excluded.has(id));
    const draft = drafted(estate, candidates, before);
    const trial = tried(draft, trials, asked);
    if (trial.failed.size === 0) {
      const { fixes, together } = trial;
      const isLeft = ({ id }: Finding): boolean => !fixedBy(together).has(id);
      const left = asked.filter(isLeft).map((finding): Left => {
        const { id } = finding;
        const noPatch = excluded.has(id) ? null : (draft.noPatches.get(id) ?? null);
        // What needed no patch of its own after the others, and is not known to pass with them.
        const notProved = noPatch === null ? (excluded.get(id) ?? describeUnfixed(id, together)) : null;
        return { finding, noPatch, notProved };
      });
      return { fixes, together, left };
    }
    const known = [...trial.failed].filter(([id]) => candidates.some((each) => each.id === id));
    for (const [id, why] of known) excluded.set(id, why);
    // What only a sequel is to blame for, none of these can stay with.
    const [, why = 'another verdict gets worse'] = [...trial.failed][0] ?? [];
    if (known.length === 0) for (const { id } of candidates) excluded.set(id, why);
  }
}

interface Draft {
  readonly groups: readonly (readonly FindingPatch[])[];
  readonly noPatches: ReadonlyMap<string, NoPatch>;
}

const isOfEngine = (rule: string): boolean => rule.startsWith('instance-engine-');

const engineFirst = (rules: readonly Rule[]): readonly Rule[] =>
  rules.toSorted((a, b) => Number(isOfEngine(b.id)) - Number(isOfEngine(a.id)));

/** How often what fails only because of the patches is repaired too. */
const mostSequels = 2;

/** One rule after the other, each on what the ones before have left; then what newly fails because of them. */
function drafted(estate: Estate, asked: readonly Finding[], before: readonly Finding[]): Draft {
  const patches: FindingPatch[] = [];
  const noPatches = new Map<string, NoPatch>();
  const taken = new Set<string>();
  let { whole } = estate;
  const repair = (findings: readonly Finding[]): void => {
    for (const rule of engineFirst(estate.rules)) {
      const ids = new Set(findings.filter((finding) => finding.rule === rule.id).map(({ id }) => id));
      if (ids.size === 0) continue;
      const repaired = repairRule(rule, ids, { ...estate, whole }, taken);
      whole = repaired.whole;
      patches.push(...repaired.patches);
      for (const [id, why] of repaired.noPatches) noPatches.set(id, why);
    }
  };
  repair(asked);
  for (let round = 0; round < mostSequels; round++) {
    const changes = patches.flatMap(({ patch }) => patch.changes);
    const rules = estate.rules.filter((rule) => bearsOn(rule, changes));
    const sequels = compare(before, judged(rules, estate, whole))
      .worse.map(({ after }) => after)
      .filter(({ id, status }) => status === 'NON_COMPLIANT' && !noPatches.has(id));
    if (sequels.length === 0) break;
    repair(sequels);
  }
  return { groups: grouped(patches), noPatches };
}

interface Part {
  readonly group: readonly FindingPatch[];
  readonly changes: readonly Change[];
  readonly isEngine: boolean;
}

interface Trial {
  readonly fixes: readonly Fix[];
  readonly together: Comparison;
  /** Why findings must be left out, by id; none: it holds. */
  readonly failed: ReadonlyMap<string, string>;
}

function tried({ groups }: Draft, trials: Trials, asked: readonly Finding[]): Trial {
  const { before } = trials;
  const failed = new Map<string, string>();
  const ids = new Set(asked.map(({ id }) => id));
  const failing = new Map(
    before.filter(({ status }) => status === 'NON_COMPLIANT').map((finding) => [finding.id, finding]),
  );
  const all = groups.map((group): Part => {
    const changes = merged(group.flatMap(({ patch }) => patch.changes));
    return { group, changes, isEngine: group.some(({ finding }) => isOfEngine(finding.rule)) };
  });
  const isAlone = all.length <= mostAlone;
  const whole = { ...trials.of(changesOf(all)), needsEngines: false };
  const outcomes = new Map(all.map((part) => [part, isAlone ? outcomeOf(part, all, trials) : whole]));
  // An upgrade that nobody asked for stays only where something needs it.
  const isNeeded = [...outcomes.values()].some(({ needsEngines }) => needsEngines);
  const parts = all.filter(
    ({ group, isEngine }) => !isEngine || isNeeded || group.some(({ finding }) => ids.has(finding.id)),
  );
  const together = trials.of(changesOf(parts));
  const fixes = parts.map((part): Fix => {
    const { group, changes, isEngine } = part;
    const outcome = outcomes.get(part) ?? { ...together, needsEngines: false };
    const own = ownOf(group, failing);
    const unfixed = own.filter(({ id }) => !fixedBy(outcome).has(id));
    const isWorse = isAlone && outcome.worse.length > 0;
    const culprits = isWorse ? blamed(own, trials) : unfixed;
    for (const { id } of culprits)
      failed.set(id, isWorse ? describeWorse(outcome.worse) : describeUnfixed(id, outcome));
    return {
      account: trials.estate.account,
      changes,
      advice: adviceOf(group),
      fixes: isAlone ? outcome.fixed : own,
      open: isAlone ? outcome.open : [],
      after:
        isEngine || !outcome.needsEngines ? [] : parts.flatMap((each, at) => (each.isEngine ? [at] : [])),
      alone: isAlone,
    };
  });
  if (failed.size === 0 && together.worse.length > 0) {
    const why = `with the other fixes: ${describeWorse(together.worse)}`;
    for (const { finding } of groupBehind(parts, trials)) failed.set(finding.id, why);
  }
  return { fixes, together, failed };
}

/** Asked of each of thousands of findings. */
const idsOf = oncePer((fixed: readonly Finding[]): ReadonlySet<string> => new Set(fixed.map(({ id }) => id)));
const fixedBy = ({ fixed }: Pick<Comparison, 'fixed'>): ReadonlySet<string> => idsOf(fixed);

/** The findings that a group is for, without those that only its patches bring about. */
const ownOf = (group: readonly FindingPatch[], failing: ReadonlyMap<string, Finding>): readonly Finding[] => [
  ...new Set(group.flatMap(({ finding }) => failing.get(finding.id) ?? [])),
];

const changesOf = (parts: readonly Part[]): readonly Change[] =>
  merged(parts.flatMap(({ changes }) => changes));

type Outcome = Comparison & { readonly needsEngines: boolean };

/** What a part comes to by itself; where that is worse, after the upgrades of engines. */
function outcomeOf(part: Part, all: readonly Part[], trials: Trials): Outcome {
  const alone = trials.of(part.changes);
  const engines = all.filter(({ isEngine }) => isEngine);
  if (alone.worse.length === 0 || part.isEngine || engines.length === 0)
    return { ...alone, needsEngines: false };
  const upgraded = trials.of(changesOf(engines));
  const both = trials.of(changesOf([...engines, part]));
  if (both.worse.length > 0) return { ...both, needsEngines: false };
  const own = new Set(part.group.map(({ finding }) => finding.id));
  const isByUpgrade = ({ id }: Finding): boolean =>
    !own.has(id) && upgraded.fixed.some((each) => each.id === id);
  return { ...both, fixed: both.fixed.filter((finding) => !isByUpgrade(finding)), needsEngines: true };
}

/** The findings whose own patches make something worse; all of them where none does by itself. */
function blamed(findings: readonly Finding[], trials: Trials): readonly Finding[] {
  if (findings.length <= 1) return findings;
  const { estate, before } = trials;
  const guilty = findings.filter((finding) => {
    const { groups } = drafted(estate, [finding], before);
    return trials.of(merged(groups.flat().flatMap(({ patch }) => patch.changes))).worse.length > 0;
  });
  return guilty.length === 0 ? findings : guilty;
}

/** The first part that, after all before it, makes something worse. */
function groupBehind(parts: readonly Part[], trials: Trials): readonly FindingPatch[] {
  for (let count = 1; count <= parts.length; count++) {
    if (trials.of(changesOf(parts.slice(0, count))).worse.length > 0) return parts[count - 1]?.group ?? [];
  }
  throw new Error('all fixes together are worse than all fixes together');
}

function adviceOf(group: readonly FindingPatch[]): Advice {
  const all = (part: keyof Advice): readonly string[] => [
    ...new Set(group.flatMap(({ patch }) => patch[part])),
  ];
  return { first: all('first'), breaks: all('breaks'), users: all('users'), decide: all('decide') };
}
