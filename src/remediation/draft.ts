import type { Finding } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import { grouped } from './groups.ts';
import { changesOf, isOfEngine, partOf } from './parts.ts';
import type { NoPatch } from './patch.ts';
import { type FindingPatch, repairRule } from './repair.ts';
import type { Trials } from './trials.ts';

export interface Draft {
  readonly groups: readonly (readonly FindingPatch[])[];
  readonly noPatches: ReadonlyMap<string, NoPatch>;
}

/** Engines first; what rests on most facts last, as it has to be judged again after the repairs before it. */
const inOrder = (rules: readonly Rule[]): readonly Rule[] =>
  rules.toSorted(
    (a, b) => Number(isOfEngine(b.id)) - Number(isOfEngine(a.id)) || a.needs.length - b.needs.length,
  );

/** How often what fails only because of the patches is repaired too. */
const mostSequels = 2;

/** One rule after the other, each on what the ones before have left; then what newly fails because of them. */
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
  repair(asked);
  for (let round = 0; round < mostSequels; round++) {
    const sequels = trials
      .of(changesOf(grouped(patches).map(partOf)), standing)
      .worse.map(({ after }) => after)
      .filter(({ id, status }) => status === 'NON_COMPLIANT' && !noPatches.has(id));
    if (sequels.length === 0) break;
    repair(sequels);
  }
  return { groups: grouped(patches), noPatches };
}
