import type { Finding, Subject } from '../model/finding.ts';
import { lastNeeded } from './causes.ts';
import type { Worse } from './compare.ts';
import { drafted } from './draft.ts';
import { changesOf, type Part, partOf } from './parts.ts';
import type { Trials } from './trials.ts';

/** The findings whose own patches make something worse; all of them where none does by itself. */
export function blamed(findings: readonly Finding[], trials: Trials): readonly Finding[] {
  if (findings.length <= 1) return findings;
  const guilty = findings.filter(
    (finding) => trials.of(changesOf(ownParts(finding, trials))).worse.length > 0,
  );
  return guilty.length === 0 ? findings : guilty;
}

const ownParts = (finding: Finding, trials: Trials): readonly Part[] =>
  drafted([finding], trials).groups.map(partOf);

/** A part with what does not get worse without it. */
interface Harm {
  readonly part: Part;
  readonly worse: readonly Worse[];
}

/**
 * Parts that are to blame for what gets worse: those that change it and without which it does not; of the rest, one
 * that is found by halving.
 */
export function harmIn(worse: readonly Worse[], parts: readonly Part[], trials: Trials): readonly Harm[] {
  const rules = rulesOf(worse, trials);
  const idsWith = (some: readonly Part[]): ReadonlySet<string> =>
    new Set(trials.among(rules, changesOf(some)).worse.map(({ after }) => after.id));
  const direct = parts
    .map((part): Harm => {
      const places = new Set(part.changes.map(({ resource }) => placeOf(resource)));
      return { part, worse: worse.filter(({ after }) => places.has(placeOf(after.resource))) };
    })
    .filter((harm) => harm.worse.length > 0);
  const without = (some: readonly Harm[]): ReadonlySet<string> =>
    idsWith(parts.filter((part) => some.every((harm) => harm.part !== part)));
  // In a large account all of them are left out at once.
  const withoutAll = trials.mayAsk(rules, direct.length) ? null : without(direct);
  const guilty = direct
    .map((harm): Harm => {
      const still = withoutAll ?? without([harm]);
      return { part: harm.part, worse: harm.worse.filter(({ after }) => !still.has(after.id)) };
    })
    .filter((harm) => harm.worse.length > 0);
  const told = new Set(guilty.flatMap((harm) => harm.worse.map(({ after }) => after.id)));
  const rest = worse.filter(({ after }) => !told.has(after.id));
  const [first] = rest;
  if (first === undefined) return guilty;
  const behind = lastNeeded(parts, (some) => idsWith(some).has(first.after.id));
  return [...guilty, { part: behind, worse: [first] }];
}

/** The findings of a part whose own patches do the harm beside all other parts; all of them where none does by itself. */
export function guiltyOf({ part, worse }: Harm, parts: readonly Part[], trials: Trials): readonly Finding[] {
  const findings = [...new Map(part.group.map(({ finding }) => [finding.id, finding])).values()];
  if (findings.length <= 1 || !trials.mayAsk(trials.estate.rules, findings.length)) return findings;
  const harm = new Set(worse.map(({ after }) => after.id));
  const others = parts.filter((each) => each !== part);
  const guilty = findings.filter((finding) =>
    trials
      .among(rulesOf(worse, trials), changesOf([...others, ...ownParts(finding, trials)]))
      .worse.some(({ after }) => harm.has(after.id)),
  );
  return guilty.length === 0 ? findings : guilty;
}

function rulesOf(worse: readonly Worse[], { estate }: Trials) {
  const names = new Set(worse.map(({ after }) => after.rule));
  return estate.rules.filter(({ id }) => names.has(id));
}

const placeOf = ({ type, account, region, arn, id }: Subject): string =>
  JSON.stringify([type, account, region, arn ?? id]);
