import { type FactName, withPrerequisites } from '../model/facts.ts';
import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';

type Asking = Pick<Settings, 'exceptions' | 'rules'>;

/** All that must be known to judge these rules, and to tell what the settings except from them. */
export function factsNeeded(rules: readonly Rule[], settings: Asking): ReadonlySet<FactName> {
  const byTag: readonly FactName[] = settings.exceptions.some(({ tag }) => tag !== null) ? ['tags'] : [];
  return withPrerequisites([...rules.flatMap((rule) => factsOf(rule, settings)), ...byTag]);
}

/** The facts of a rule without those that one of its parameters would ask for and does not. */
function factsOf({ id, needs, needsWith, parameters }: Rule, { rules }: Asking): readonly FactName[] {
  const given = rules[id]?.parameters ?? {};
  const isOn = (name: string): boolean =>
    (Object.hasOwn(given, name) ? given[name] : parameters[name]?.default) === true;
  const optional = Object.entries(needsWith);
  const off = optional.filter(([name]) => !isOn(name)).flatMap(([, facts]) => facts);
  const on = optional.filter(([name]) => isOn(name)).flatMap(([, facts]) => facts);
  return needs.filter((fact) => !off.includes(fact) || on.includes(fact));
}
