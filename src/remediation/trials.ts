import { once } from '../analysis/once.ts';
import type { Finding } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import { type Comparison, compare } from './compare.ts';
import type { Estate } from './estate.ts';
import type { Change } from './patch.ts';
import { isSame } from './same.ts';
import { changed, findingsOf, type Standing, standingOf } from './standing.ts';
import { bearsOn } from './touched.ts';

/** So many verdicts are asked for at most to tell which part does what: in a large account that stays open. */
const mostVerdicts = 50_000;

/** What changes come to when they are applied; each set of changes is tried once. */
export class Trials {
  readonly estate: Estate;
  readonly before: readonly Finding[];
  /** The account before any change. */
  readonly start: Standing;
  readonly #done = new Map<string, Comparison>();

  constructor(estate: Estate, before: readonly Finding[]) {
    this.estate = estate;
    this.before = before;
    this.start = standingOf(estate, before);
  }

  /** `repaired` is what repairs left: where the changes come to the very same, what rules said of it stands. */
  of(changes: readonly Change[], repaired: Standing | null = null): Comparison {
    const key = JSON.stringify(changes.map(({ api }) => api));
    return once(this.#done, key, () => this.#tried(changes, repaired));
  }

  #tried(changes: readonly Change[], repaired: Standing | null): Comparison {
    const made = changed(this.start, changes);
    const after = repaired !== null && isSame(repaired.whole, made.whole) ? repaired : made;
    const touched = this.estate.rules.filter((rule) => bearsOn(rule, changes));
    return this.#compared(touched, after);
  }

  /** What changes come to as these rules see it. */
  among(rules: readonly Rule[], changes: readonly Change[]): Comparison {
    return this.#compared(rules, changed(this.start, changes));
  }

  /** Whether the account is small enough to ask these rules so many times. */
  mayAsk(rules: readonly Rule[], times: number): boolean {
    const verdicts = rules.reduce((sum, rule) => sum + findingsOf(rule, this.start, this.estate).length, 0);
    return verdicts * times <= mostVerdicts;
  }

  #compared(rules: readonly Rule[], after: Standing): Comparison {
    const said = (standing: Standing): readonly Finding[] =>
      rules.flatMap((rule) => findingsOf(rule, standing, this.estate));
    return compare(said(this.start), said(after));
  }
}
