import type { Finding, Subject } from '../model/finding.ts';
import type { Worse } from './compare.ts';
import { drafted } from './draft.ts';
import { changesOf, type Part, partOf } from './parts.ts';
import type { Trials } from './trials.ts';

/** The findings whose own patches make something worse; all of them where none does by itself. */
export function blamed(findings: readonly Finding[], trials: Trials): readonly Finding[] {
  if (findings.length <= 1) return findings;
  const guilty = findings.filter((finding) => {
    const { groups } = drafted([finding], trials);
    return trials.of(changesOf(groups.map(partOf))).worse.length > 0;
  });
  return guilty.length === 0 ? findings : guilty;
}

/** A part with what gets worse because of it. */
interface Harm {
  readonly part: Part;
  readonly worse: readonly Worse[];
}

/**
 * The parts without which, as far as one look tells, all others make nothing worse: those that change what gets worse;
 * where none does, one that is found by halving.
 */
export function harmIn(worse: readonly Worse[], parts: readonly Part[], trials: Trials): readonly Harm[] {
  const direct = parts
    .map((part): Harm => {
      const places = new Set(part.changes.map(({ resource }) => placeOf(resource)));
      return { part, worse: worse.filter(({ after }) => places.has(placeOf(after.resource))) };
    })
    .filter((harm) => harm.worse.length > 0);
  return direct.length > 0 ? direct : [{ part: partBehind(parts, trials), worse }];
}

const placeOf = ({ type, account, region, arn, id }: Subject): string =>
  JSON.stringify([type, account, region, arn ?? id]);

/** A part that, after all before it, which make nothing worse, does. */
function partBehind(parts: readonly Part[], trials: Trials): Part {
  let harmless = 0;
  let harmful = parts.length;
  while (harmful - harmless > 1) {
    const middle = (harmless + harmful) >> 1;
    if (trials.of(changesOf(parts.slice(0, middle))).worse.length > 0) harmful = middle;
    else harmless = middle;
  }
  const part = parts[harmless];
  if (part === undefined) throw new Error('no fixes at all make something worse');
  return part;
}
