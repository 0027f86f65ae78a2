import { bearsEverywhere } from '../../model/changed-facts.ts';
import { configTriggerOf, isAccountWide } from '../../model/config-trigger.ts';
import { type FactName, withPrerequisites } from '../../model/facts.ts';
import type { Rule } from '../../model/rule.ts';

/** Which of our rules a change bears on, in a Region. */
export interface Affected {
  readonly region: string;
  /** Their ids. */
  readonly rules: ReadonlySet<string>;
}

export interface Places {
  /** Where account-wide rules report. */
  readonly home: string;
  readonly audited: readonly string[];
}

/**
 * The publishers that need one of these facts, or a fact that must be known first: in the Region of the change, or in
 * all where the facts bear everywhere; account-wide ones in the home Region. A rule that AWS Config invokes on the change
 * itself is none, though its AWS Config rule has a schedule as well.
 */
export function affectedBy(
  { region, facts }: { readonly region: string; readonly facts: ReadonlySet<FactName> },
  catalogue: readonly Rule[],
  { home, audited }: Places,
): readonly Affected[] {
  const joining = catalogue.filter(
    (rule) =>
      configTriggerOf(rule) === 'schedule' &&
      [...withPrerequisites(rule.needs)].some((fact) => facts.has(fact)),
  );
  const regions = new Set(bearsEverywhere(facts) ? audited : [region]);
  const isIn = (where: string, rule: Rule): boolean =>
    isAccountWide(rule) ? where === home : regions.has(where);
  return [...new Set([...regions, home])]
    .map((where) => ({
      region: where,
      rules: new Set(joining.filter((rule) => isIn(where, rule)).map(({ id }) => id)),
    }))
    .filter(({ rules }) => rules.size > 0);
}
