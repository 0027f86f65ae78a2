import { type FactName, withPrerequisites } from '../model/facts.ts';
import type { Rule } from '../model/rule.ts';
import type { Settings } from '../model/settings.ts';

/** All that must be known to judge these rules, and to tell what the settings except from them. */
export function factsNeeded(
  rules: readonly Rule[],
  { exceptions }: Pick<Settings, 'exceptions'>,
): ReadonlySet<FactName> {
  const byTag: readonly FactName[] = exceptions.some(({ tag }) => tag !== null) ? ['tags'] : [];
  return withPrerequisites([...rules.flatMap(({ needs }) => needs), ...byTag]);
}
