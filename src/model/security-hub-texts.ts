import type { RuleTexts } from './rule.ts';
import { publishedIds, type SecurityHubControl } from './security-hub.ts';

/** A rule's texts as the controls of a type have them; those of all its controls for another, or null. */
export function textsByType(
  texts: RuleTexts,
  controls: readonly SecurityHubControl[],
): (type: string | null) => RuleTexts {
  const as = (shown: readonly SecurityHubControl[]): RuleTexts => ({
    ...texts,
    severity: shown[0]?.severity ?? texts.severity,
    controls: publishedIds(shown),
  });
  const all = as(controls);
  const byType = new Map(
    controls.map(({ judges }) => [judges, as(controls.filter((control) => control.judges === judges))]),
  );
  return (type) => byType.get(type ?? '') ?? all;
}
