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

/**
 * The parts without which, as far as one look tells, all others make nothing worse: those that change what gets worse;
 * where none does, one that is found by halving.
 */
export function partsBehind(
  worse: readonly Worse[],
  parts: readonly Part[],
  trials: Trials,
): readonly Part[] {
  const places = new Set(worse.map(({ after }) => placeOf(after.resource)));
  const direct = parts.filter(({ changes }) => changes.some(({ resource }) => places.has(placeOf(resource))));
  return direct.length > 0 ? direct : [partBehind(parts, trials)];
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
