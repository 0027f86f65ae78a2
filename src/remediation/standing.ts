import { once } from '../analysis/once.ts';
import type { Finding } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import type { AccountFacts } from '../model/snapshot.ts';
import { applyChanges } from './apply/apply.ts';
import type { Estate } from './estate.ts';
import type { Change } from './patch.ts';
import { bearsOn } from './touched.ts';

/** An account as it stands after some changes, with what rules have said of it so far. */
export interface Standing {
  readonly whole: AccountFacts;
  readonly said: Map<Rule, readonly Finding[]>;
}

/** The account as it is, of which all rules have spoken. */
export function standingOf({ rules, whole }: Estate, before: readonly Finding[]): Standing {
  const said = new Map<string, Finding[]>(rules.map(({ id }) => [id, []]));
  for (const finding of before) said.get(finding.rule)?.push(finding);
  return { whole, said: new Map(rules.map((rule) => [rule, said.get(rule.id) ?? []])) };
}

/** What is said by rules that rest on nothing of what changes stands. */
export function changed({ whole, said }: Standing, changes: readonly Change[]): Standing {
  if (changes.length === 0) return { whole, said };
  return {
    whole: applyChanges(whole, changes),
    said: new Map([...said].filter(([rule]) => !bearsOn(rule, changes))),
  };
}

/** What a rule says of the account as it stands; it is asked once. */
export const findingsOf = (
  rule: Rule,
  { whole, said }: Standing,
  { account, settings }: Estate,
): readonly Finding[] => once(said, rule, () => rule.evaluate(account, whole, settings));
