import { once, oncePer } from '../analysis/once.ts';
import type { Finding } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';
import type { AccountFacts } from '../model/snapshot.ts';
import { aroundOf } from './around.ts';
import type { Estate } from './estate.ts';
import { replaces, targetOf } from './merge.ts';
import type { Change, NoPatch, Patch, Remedy } from './patch.ts';
import { remedies } from './remedies/index.ts';
import { isSame } from './same.ts';
import { changed, findingsOf, type Standing } from './standing.ts';

/** What a repair begins with. */
interface Attempt {
  readonly standing: Standing;
  readonly estate: Estate;
  /** What patches of the plan have taken (`Around.taken`); what those of this repair take is added. */
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
 * A finding tells of the worst failure, so that the next shows only when that is mended; after so many changes for it a
 * finding is given up, which is said.
 */
const mostChanges = 100;

const unfinished: NoPatch = {
  way: 'there is no end of failures, one behind the other',
  why: `After ${mostChanges} changes the finding still fails.`,
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
  const tried = new Map<string, Set<string>>();
  let waiting: ReadonlySet<string> = ids;
  let standing = first;
  for (;;) {
    const { whole } = standing;
    // What failed and is not known any more after other repairs may be known again after its own.
    const failing = findingsOf(rule, standing, estate).filter(
      ({ id, status }) =>
        (status === 'NON_COMPLIANT' || (waiting.has(id) && status === 'UNKNOWN')) &&
        ids.has(id) &&
        !noPatches.has(id),
    );
    if (failing.length === 0) return { standing, patches, noPatches, taken };
    const changes: Change[] = [];
    const later = new Set<string>();
    for (const finding of failing) {
      const remedy = remedyFor(finding, whole, { settings, taken });
      // It would undo what was just changed for another finding: it is made anew when that is done.
      const isLater = 'patch' in remedy && remedy.patch.changes.some((change) => undoes(change, changes));
      const known = isLater ? null : untried(remedy, finding, tried);
      if (known === null) later.add(finding.id);
      else if ('patch' in known) {
        patches.push({ finding, patch: known.patch });
        changes.push(...known.patch.changes);
      } else if (finding.status === 'NON_COMPLIANT') noPatches.set(finding.id, known.noPatch);
    }
    standing = changed(standing, changes);
    waiting = later;
  }
}

const nameOf = oncePer(targetOf);

/** Whether a change puts another document where one of these has put its own. */
const undoes = (change: Change, changes: readonly Change[]): boolean =>
  changes.some(
    (each) =>
      replaces(each.api, change.api) && nameOf(each) === nameOf(change) && !isSame(each.api, change.api),
  );

/** A remedy, unless it was tried: what left the finding failing once, leaves it failing again. */
function untried(remedy: Remedy, { id }: Finding, tried: Map<string, Set<string>>): Remedy {
  if ('noPatch' in remedy) return remedy;
  const own = once(tried, id, () => new Set<string>());
  const name = JSON.stringify(remedy.patch.changes.map(({ api }) => api));
  if (own.has(name)) return { noPatch: unmended };
  own.add(name);
  return own.size <= mostChanges ? remedy : { noPatch: unfinished };
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
