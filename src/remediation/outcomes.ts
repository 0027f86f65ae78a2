import type { Comparison } from './compare.ts';
import type { WhyAfter } from './fix.ts';
import { changesOf, type Part } from './parts.ts';
import { bearsOn } from './touched.ts';
import type { Trials } from './trials.ts';

/** What a part comes to after some others, and why after these. */
export interface Outcome extends Comparison {
  readonly first: readonly Part[];
  readonly whyAfter: WhyAfter;
}

/** The parts that make a part necessary. */
type CausesOf = (part: Part) => readonly Part[];

/** What each part comes to after those that make it necessary; where that is worse, after the upgrades of engines too. */
export const outcomesAlone = (
  all: readonly Part[],
  trials: Trials,
  causesOf: CausesOf,
): ReadonlyMap<Part, Outcome> =>
  new Map(all.map((part) => [part, outcomeAlone(part, all, { trials, causes: causesOf(part) })]));

function outcomeAlone(
  part: Part,
  all: readonly Part[],
  { trials, causes }: { readonly trials: Trials; readonly causes: readonly Part[] },
): Outcome {
  const alone = outcomeAfter(causes, part, trials);
  const engines = part.isEngine ? [] : all.filter((each) => each.isEngine && !causes.includes(each));
  if (alone.worse.length === 0 || engines.length === 0) return { ...alone, whyAfter: 'repairs' };
  const both = outcomeAfter([...engines, ...causes], part, trials);
  return { ...both, first: both.worse.length === 0 ? both.first : causes, whyAfter: 'worse' };
}

/** What the first parts mend is theirs, unless the part is for it. */
function outcomeAfter(
  first: readonly Part[],
  part: Part,
  trials: Trials,
): Comparison & Pick<Outcome, 'first'> {
  const both = trials.of(changesOf([...first, part]));
  if (first.length === 0) return { ...both, first };
  const own = new Set(part.group.map(({ finding }) => finding.id));
  const before = new Set(trials.of(changesOf(first)).fixed.map(({ id }) => id));
  return { ...both, fixed: both.fixed.filter(({ id }) => own.has(id) || !before.has(id)), first };
}

/** What all parts come to with each other, said of each of them. */
export function outcomesTogether(
  all: readonly Part[],
  trials: Trials,
  causesOf: CausesOf,
): ReadonlyMap<Part, Outcome> {
  const whole = trials.of(changesOf(all));
  const engines = all.filter(({ isEngine }) => isEngine);
  const later = laterThan(engines, all, { whole, trials });
  return new Map(
    all.map((part) => {
      const whyAfter = later.get(part);
      const first = [...(whyAfter === undefined ? [] : engines), ...causesOf(part)];
      return [part, { ...whole, first: [...new Set(first)], whyAfter: whyAfter ?? 'repairs' }];
    }),
  );
}

/**
 * The parts that write policies and wait for the upgrades of engines, as more gets worse without these: each that shows
 * it by itself; where that does not explain it, or is not asked in a large account, all of them.
 */
function laterThan(
  engines: readonly Part[],
  all: readonly Part[],
  { whole, trials }: { readonly whole: Comparison; readonly trials: Trials },
): ReadonlyMap<Part, WhyAfter> {
  const policies = all.filter((part) => !part.isEngine && writesPolicy(part));
  const [upgrades, written] = [changesOf(engines), changesOf(policies)];
  const rules = trials.estate.rules.filter((rule) => bearsOn(rule, upgrades) && bearsOn(rule, written));
  if (rules.length === 0) return new Map();
  const harmOf = (parts: readonly Part[]): readonly string[] =>
    trials.among(rules, changesOf(parts)).worse.map(({ after }) => after.id);
  const known = new Set(whole.worse.map(({ after }) => after.id));
  const isHarmful = (parts: readonly Part[]): boolean => harmOf(parts).some((id) => !known.has(id));
  const others = all.filter(({ isEngine }) => !isEngine);
  if (!isHarmful(others)) return new Map();
  const asked = trials.mayAsk(rules, 2 * policies.length) ? policies : [];
  const shown = asked.filter((part) => isHarmful([part]) && !isHarmful([...engines, part]));
  const isExplained = shown.length > 0 && !isHarmful(others.filter((part) => !shown.includes(part)));
  return new Map([
    ...(isExplained ? [] : policies).map((part) => [part, 'engines'] as const),
    ...shown.map((part) => [part, 'worse'] as const),
  ]);
}

/** Older engines send no source keys: an upgrade can matter to what a policy asks of the source. */
const writesPolicy = ({ changes }: Part): boolean =>
  changes.some(({ api: { call } }) => ['iam:', 'kms:', 'sns:'].some((service) => call.startsWith(service)));
