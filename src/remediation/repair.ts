import type { Finding } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';
import type { AccountFacts } from '../model/snapshot.ts';
import { applyChanges } from './apply/apply.ts';
import { aroundOf } from './around.ts';
import type { Change, NoPatch, Patch } from './patch.ts';
import { remedies } from './remedies/index.ts';

/** An account with its rules. */
export interface Estate {
  readonly account: string;
  readonly whole: AccountFacts;
  readonly rules: readonly Rule[];
  readonly settings: Settings;
}

/** What a repair of one rule's failures came to. */
interface Repair {
  /** The account with all of it applied. */
  readonly whole: AccountFacts;
  /** Patches in the order in which they are to be applied. */
  readonly patches: readonly FindingPatch[];
  readonly noPatches: ReadonlyMap<string, NoPatch>;
}

export interface FindingPatch {
  readonly finding: Finding;
  readonly patch: Patch;
}

/**
 * A finding tells of the worst failure, so that the next shows only when that is mended; after so many a finding is
 * given up, which is said.
 */
const mostRounds = 12;

const unfinished: NoPatch = {
  way: 'there is no end of failures, one behind the other',
  why: `After ${mostRounds} changes the finding still fails.`,
  instead: 'Mend it by hand, as the finding says.',
  recreates: false,
};

/** Repairs these findings of one rule, failure after failure. */
export function repairRule(rule: Rule, ids: ReadonlySet<string>, estate: Estate, taken: Set<string>): Repair {
  const noPatches = new Map<string, NoPatch>();
  for (;;) {
    const attempt = attemptOn(
      rule,
      new Set([...ids].filter((id) => !noPatches.has(id))),
      estate,
      new Set(taken),
    );
    for (const [id, why] of attempt.noPatches) noPatches.set(id, why);
    // What was half repaired is left as it was, and the others are repaired without it.
    if (attempt.patches.every(({ finding }) => !noPatches.has(finding.id))) {
      for (const place of attempt.taken) taken.add(place);
      return { whole: attempt.whole, patches: attempt.patches, noPatches };
    }
  }
}

function attemptOn(rule: Rule, ids: ReadonlySet<string>, estate: Estate, taken: Set<string>) {
  const { account, settings } = estate;
  const noPatches = new Map<string, NoPatch>();
  const patches: FindingPatch[] = [];
  let { whole } = estate;
  for (let round = 0; ; round++) {
    const failing = rule
      .evaluate(account, whole, settings)
      .filter(({ id, status }) => status === 'NON_COMPLIANT' && ids.has(id) && !noPatches.has(id));
    if (failing.length === 0) return { whole, patches, noPatches, taken };
    const changes: Change[] = [];
    for (const finding of failing) {
      const remedy =
        round < mostRounds ? remedyFor(finding, whole, { settings, taken }) : { noPatch: unfinished };
      if ('noPatch' in remedy) {
        noPatches.set(finding.id, remedy.noPatch);
      } else {
        patches.push({ finding, patch: remedy.patch });
        changes.push(...remedy.patch.changes);
      }
    }
    whole = applyChanges(whole, changes);
  }
}

function remedyFor(
  finding: Finding,
  whole: AccountFacts,
  around: { readonly settings: Settings; readonly taken: Set<string> },
) {
  const remedy = Object.hasOwn(remedies, finding.rule) ? remedies[finding.rule] : undefined;
  if (remedy === undefined) throw new Error(`no remedy is written for ${finding.rule}`);
  return remedy.make(finding, aroundOf(finding, whole, around));
}
