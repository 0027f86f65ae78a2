import type { Finding } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import type { AccountFacts } from '../model/snapshot.ts';
import { applyChanges } from './apply/apply.ts';
import { type Comparison, compare } from './compare.ts';
import type { Change } from './patch.ts';
import type { Estate } from './repair.ts';
import { bearsOn } from './touched.ts';

/** What changes come to when they are applied; each set of changes is tried once. */
export class Trials {
  readonly estate: Estate;
  readonly before: readonly Finding[];
  readonly #done = new Map<string, Comparison>();

  constructor(estate: Estate, before: readonly Finding[]) {
    this.estate = estate;
    this.before = before;
  }

  of(changes: readonly Change[]): Comparison {
    const key = JSON.stringify(changes.map(({ api }) => api));
    const done = this.#done.get(key) ?? this.#tried(changes);
    this.#done.set(key, done);
    return done;
  }

  #tried(changes: readonly Change[]): Comparison {
    const { estate, before } = this;
    const rules = estate.rules.filter((rule) => bearsOn(rule, changes));
    const names = new Set(rules.map(({ id }) => id));
    return compare(
      before.filter(({ rule }) => names.has(rule)),
      judged(rules, estate, applyChanges(estate.whole, changes)),
    );
  }
}

/** What these rules say of an account. */
export const judged = (
  rules: readonly Rule[],
  { account, settings }: Estate,
  whole: AccountFacts,
): readonly Finding[] => rules.flatMap((rule) => rule.evaluate(account, whole, settings));
