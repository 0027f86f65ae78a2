import type { Finding } from '../model/finding.ts';
import { changesOf, type Part } from './parts.ts';
import { bearsOn } from './touched.ts';
import type { Trials } from './trials.ts';

/** The parts because of which a finding fails that did not, or that was mended. */
interface Causes {
  readonly parts: readonly Part[];
  /** Each of them does it by itself; false: they do it only with each other. */
  readonly isEach: boolean;
}

const none: Causes = { parts: [], isEach: false };

/**
 * Which parts bring a finding about, or leave it failing though it has a part of its own that mends it; all of them
 * together do. The upgrades of engines come first.
 */
export function causesOf({ id, rule: name }: Finding, all: readonly Part[], trials: Trials): Causes {
  const rules = trials.estate.rules.filter((rule) => rule.id === name);
  const own = all.filter(({ group }) => group.some(({ finding }) => finding.id === id));
  const isFailing = (by: readonly Part[]): boolean => {
    const { fixed, worse } = trials.among(rules, changesOf([...own, ...by]));
    return own.length === 0
      ? worse.some(({ after }) => after.id === id)
      : fixed.every((each) => each.id !== id);
  };
  const parts = all.filter(
    (part) => !own.includes(part) && rules.some((rule) => bearsOn(rule, part.changes)),
  );
  if (isFailing([]) || !isFailing(parts)) return none;
  if (trials.mayAsk(rules, 2 * parts.length)) {
    const engines = parts.filter(({ isEngine }) => isEngine);
    const each = isFailing(engines)
      ? engines.filter((part) => isFailing([part]))
      : parts.filter((part) => !part.isEngine && isFailing([...engines, part]));
    if (each.length > 0) return { parts: each, isEach: true };
    const needed = parts.filter((part) => !isFailing(parts.filter((other) => other !== part)));
    if (needed.length > 0) return { parts: needed, isEach: false };
  }
  return { parts: [lastNeeded(parts, isFailing)], isEach: false };
}

/** The part that, after all before it, with which something does not come about, brings it about. */
export function lastNeeded(parts: readonly Part[], isBroughtAbout: (by: readonly Part[]) => boolean): Part {
  let without = 0;
  let withIt = parts.length;
  while (withIt - without > 1) {
    const middle = (without + withIt) >> 1;
    if (isBroughtAbout(parts.slice(0, middle))) withIt = middle;
    else without = middle;
  }
  const part = parts[without];
  if (part === undefined) throw new Error('no fixes at all make something worse');
  return part;
}
