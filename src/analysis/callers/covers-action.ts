import type { Statement } from '../policy/document.ts';
import { globMatches } from '../policy/glob.ts';

/** Whether a statement is about an action; action patterns take no variables, so this is exact. */
export function coversAction(actions: Statement['actions'], action: string): boolean {
  if (actions === null) return false;
  const wanted = action.toLowerCase();
  const named = actions.patterns.some((pattern) => globMatches(pattern.toLowerCase(), wanted));
  return named !== actions.negated;
}
