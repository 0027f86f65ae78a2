import type { Finding } from '../model/finding.ts';
import { type Comparison, compare, describeUnfixed } from './compare.ts';
import { drafted } from './draft.ts';
import type { Estate } from './estate.ts';
import type { Fix } from './fix.ts';
import { isOfEngine } from './parts.ts';
import type { NoPatch } from './patch.ts';
import { Trials } from './trials.ts';
import { fixedBy, triedFixes } from './try-fixes.ts';

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

/** How fixes are tried. */
interface Trying {
  /** What all rules say of the account as it is, where that was asked already. */
  readonly before: readonly Finding[];
  /** More than these are tried together and not each alone, which takes a judgement of the account for each. */
  readonly mostAlone: number;
}

const usuallyAlone = 200;

const judged = ({ account, whole, rules, settings }: Estate): readonly Finding[] =>
  rules.flatMap((rule) => rule.evaluate(account, whole, settings));

/**
 * Patches for the failures of an account that are asked for, each tried before anyone applies it: it is applied to the
 * snapshot in memory and all rules judge again. What does not make its findings pass, or makes another verdict worse,
 * is not among the fixes.
 */
export function planFixes(
  estate: Estate,
  isAsked: (finding: Finding) => boolean,
  { before = judged(estate), mostAlone = usuallyAlone }: Partial<Trying> = {},
): Plan {
  const failing = before.filter(({ status }) => status === 'NON_COMPLIANT');
  const asked = failing.filter(isAsked);
  if (asked.length === 0) return { fixes: [], left: [], together: compare([], []) };
  // Conditions on source keys lock older engines out: where one is to be upgraded, that comes first.
  const engines = failing.filter((finding) => isOfEngine(finding.rule) && !isAsked(finding));
  const trials = new Trials(estate, before);
  const excluded = new Map<string, string>();
  for (;;) {
    const candidates = [...engines, ...asked].filter(({ id }) => !excluded.has(id));
    const draft = drafted(candidates, trials);
    const trial = triedFixes(draft, trials, { asked, mostAlone });
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
    // A repair of what others make worse fails with these.
    const ids = new Set(candidates.map(({ id }) => id));
    const known = [...trial.failed].flatMap(([id, why]) =>
      (ids.has(id) ? [id] : (draft.sequels.get(id) ?? []))
        .filter((each) => ids.has(each))
        .map((each) => [each, why] as const),
    );
    for (const [id, why] of known) excluded.set(id, why);
    // What nobody is known to be to blame for, none of these can stay with.
    const [, why = 'another verdict gets worse'] = [...trial.failed][0] ?? [];
    if (known.length === 0) for (const { id } of candidates) excluded.set(id, why);
  }
}
