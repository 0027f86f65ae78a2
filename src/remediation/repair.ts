import type { Finding } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';
import type { AccountFacts } from '../model/snapshot.ts';
import { aroundOf } from './around.ts';
import type { Estate } from './estate.ts';
import type { Change, NoPatch, Patch, Remedy } from './patch.ts';
import { remedies } from './remedies/index.ts';
import { changed, findingsOf, type Standing } from './standing.ts';

/** What a repair begins with. */
interface Attempt {
  readonly standing: Standing;
  readonly estate: Estate;
  /** Numbers of network ACL entries that are taken; those of this repair are added. */
  readonly taken: Set<string>;
}

/** What a repair of one rule's failures came to. */
interface Repair {
  /** The account with all of it applied. */
  readonly standing: Standing;
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

const unmended: NoPatch = {
  way: 'the change that is made for it does not mend it',
  why: 'After it the finding fails as before: something else is in the way, which has no patch that holds.',
  instead: 'Mend first what the finding names.',
  recreates: false,
};

/** Repairs these findings of one rule, failure after failure, in an account as it stands. */
export function repairRule(
  rule: Rule,
  ids: ReadonlySet<string>,
  { standing, estate, taken }: Attempt,
): Repair {
  const noPatches = new Map<string, NoPatch>();
  for (;;) {
    const left = new Set([...ids].filter((id) => !noPatches.has(id)));
    const attempt = attemptOn(rule, left, { standing, estate, taken: new Set(taken) });
    for (const [id, why] of attempt.noPatches) noPatches.set(id, why);
    // What was half repaired is left as it was, and the others are repaired without it.
    if (attempt.patches.every(({ finding }) => !noPatches.has(finding.id))) {
      for (const place of attempt.taken) taken.add(place);
      return { standing: attempt.standing, patches: attempt.patches, noPatches };
    }
  }
}

function attemptOn(rule: Rule, ids: ReadonlySet<string>, { standing: first, estate, taken }: Attempt) {
  const { settings } = estate;
  const noPatches = new Map<string, NoPatch>();
  const patches: FindingPatch[] = [];
  const tried = new Set<string>();
  let standing = first;
  for (let round = 0; ; round++) {
    const { whole } = standing;
    // What failed and is not known any more after other repairs may be known again after its own.
    const failing = findingsOf(rule, standing, estate).filter(
      ({ id, status }) =>
        (status === 'NON_COMPLIANT' || (round === 0 && status === 'UNKNOWN')) &&
        ids.has(id) &&
        !noPatches.has(id),
    );
    if (failing.length === 0) return { standing, patches, noPatches, taken };
    const changes: Change[] = [];
    for (const finding of failing) {
      const known = remedyFor(finding, whole, { settings, taken });
      const remedy = untried(known, finding, { round, tried });
      if ('patch' in remedy) {
        patches.push({ finding, patch: remedy.patch });
        changes.push(...remedy.patch.changes);
      } else if (finding.status === 'NON_COMPLIANT') noPatches.set(finding.id, remedy.noPatch);
    }
    standing = changed(standing, changes);
  }
}

/** A remedy, unless it was tried: what left the finding failing once, leaves it failing again. */
function untried(
  remedy: Remedy,
  { id }: Finding,
  { round, tried }: { readonly round: number; readonly tried: Set<string> },
): Remedy {
  if ('noPatch' in remedy) return remedy;
  const name = JSON.stringify([id, remedy.patch.changes.map(({ api }) => api)]);
  if (tried.has(name)) return { noPatch: unmended };
  tried.add(name);
  return round < mostRounds ? remedy : { noPatch: unfinished };
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
