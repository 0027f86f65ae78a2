import type { Finding } from '../model/finding.ts';
import type { Comparison } from './compare.ts';
import { changesOf, type Part } from './parts.ts';
import { bearsOn } from './touched.ts';
import type { Trials } from './trials.ts';

/** What a part comes to, and whether only after the upgrades of engines. */
type Outcome = Comparison & { readonly needsEngines: boolean };

/** What each part comes to by itself; where that is worse, after the upgrades of engines. */
export const outcomesAlone = (all: readonly Part[], trials: Trials): ReadonlyMap<Part, Outcome> =>
  new Map(all.map((part) => [part, outcomeAlone(part, all, trials)]));

function outcomeAlone(part: Part, all: readonly Part[], trials: Trials): Outcome {
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

/** What all parts come to with each other, said of each of them. */
export function outcomesTogether(all: readonly Part[], trials: Trials): ReadonlyMap<Part, Outcome> {
  const whole = trials.of(changesOf(all));
  const isUpgradeNeeded = needsUpgrade(all, whole, trials);
  return new Map(
    all.map((part) => [part, { ...whole, needsEngines: isUpgradeNeeded && writesPolicy(part) }]),
  );
}

/** Whether more gets worse without the upgrades of engines, as the rules see it that judge policies by engines. */
function needsUpgrade(all: readonly Part[], whole: Comparison, trials: Trials): boolean {
  const engines = changesOf(all.filter(({ isEngine }) => isEngine));
  const policies = changesOf(all.filter(writesPolicy));
  const rules = trials.estate.rules.filter((rule) => bearsOn(rule, engines) && bearsOn(rule, policies));
  if (rules.length === 0) return false;
  const names = new Set(rules.map(({ id }) => id));
  const worse = whole.worse.filter(({ after }) => names.has(after.rule));
  const others = changesOf(all.filter(({ isEngine }) => !isEngine));
  return trials.among(rules, others).worse.length > worse.length;
}

/** Older engines send no source keys: an upgrade can matter to what a policy asks of the source. */
const writesPolicy = ({ changes }: Part): boolean =>
  changes.some(({ api: { call } }) => ['iam:', 'kms:', 'sns:'].some((service) => call.startsWith(service)));
