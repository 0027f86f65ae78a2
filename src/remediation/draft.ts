import type { Finding } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import { causesOf } from './causes.ts';
import { grouped } from './groups.ts';
import { changesOf, isOfEngine, type Part, partOf } from './parts.ts';
import type { NoPatch } from './patch.ts';
import { type FindingPatch, repairRule } from './repair.ts';
import type { Trials } from './trials.ts';

export interface Draft {
  readonly groups: readonly (readonly FindingPatch[])[];
  readonly noPatches: ReadonlyMap<string, NoPatch>;
  /** By the ids of findings that fail because of patches and are repaired after these: those that these patches are for. */
  readonly sequels: ReadonlyMap<string, readonly string[]>;
}

/** Engines first; what rests on most facts last, as it has to be judged again after the repairs before it. */
const inOrder = (rules: readonly Rule[]): readonly Rule[] =>
  rules.toSorted(
    (a, b) => Number(isOfEngine(b.id)) - Number(isOfEngine(a.id)) || a.needs.length - b.needs.length,
  );

/** How often what fails because of the patches, or again because of later ones, is repaired too. */
const mostSequels = 2;

/** One rule after the other, each on what the ones before have left; then what fails because of them. */
export function drafted(asked: readonly Finding[], trials: Trials): Draft {
  const { estate } = trials;
  const patches: FindingPatch[] = [];
  const noPatches = new Map<string, NoPatch>();
  const taken = new Set<string>();
  let standing = trials.start;
  const repair = (findings: readonly Finding[]): void => {
    for (const rule of inOrder(estate.rules)) {
      const ids = new Set(findings.filter((finding) => finding.rule === rule.id).map(({ id }) => id));
      if (ids.size === 0) continue;
      const repaired = repairRule(rule, ids, { standing, estate, taken });
      standing = repaired.standing;
      patches.push(...repaired.patches);
      for (const [id, why] of repaired.noPatches) noPatches.set(id, why);
    }
  };
  /** What repairs what one part alone makes worse belongs to it. */
  const inseparable = new Map<string, readonly string[]>();
  const sequels = new Map<string, readonly string[]>();
  repair(asked);
  for (let round = 0; round < mostSequels; round++) {
    const parts = grouped(patches, inseparable).map(partOf);
    const { fixed, worse } = trials.of(changesOf(parts), standing);
    const mended = new Set(fixed.map(({ id }) => id));
    const isOpen = ({ id }: Finding): boolean => !mended.has(id) && !noPatches.has(id);
    const brought = worse.map(({ after }) => after).filter(({ status }) => status === 'NON_COMPLIANT');
    const before = patches.length;
    repair([...asked.filter(isOpen), ...brought.filter(isOpen)]);
    const repaired = new Map(patches.slice(before).map(({ finding }) => [finding.id, finding]));
    if (repaired.size === 0) break;
    for (const finding of repaired.values()) {
      const { parts: causes, isEach } = causesOf(finding, parts, trials);
      if (causes.length === 0) continue;
      sequels.set(finding.id, findingsIn(causes));
      if (isEach) inseparable.set(finding.id, findingsIn(causes));
    }
  }
  return { groups: inSequence(grouped(patches, inseparable), sequels), noPatches, sequels };
}

/** Groups that repair what others bring about after these; else in the order that they have. */
function inSequence(groups: Draft['groups'], sequels: Draft['sequels']): Draft['groups'] {
  if (sequels.size === 0) return groups;
  const groupOf = new Map(groups.flatMap((group) => group.map(({ finding }) => [finding.id, group])));
  const placed = new Set<readonly FindingPatch[]>();
  const seen = new Set<readonly FindingPatch[]>();
  const place = (group: readonly FindingPatch[]): void => {
    if (seen.has(group)) return;
    seen.add(group);
    for (const { finding } of group)
      for (const id of sequels.get(finding.id) ?? []) {
        const cause = groupOf.get(id);
        if (cause !== undefined) place(cause);
      }
    placed.add(group);
  };
  for (const group of groups) place(group);
  return [...placed];
}

const findingsIn = (parts: readonly Part[]): readonly string[] =>
  parts.flatMap(({ group }) => group.map(({ finding }) => finding.id));
