import { askedIn } from '../callers/asked-conditions.ts';
import { coversAction } from '../callers/covers-action.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { type KeyAction, keyActions } from './key-actions.ts';
import { carries } from './kms-keys.ts';

/**
 * The actions that a key policy allows to somebody, the weightiest first; of those that it says the same of
 * (the same statements are about them, and their requests carry the same keys that it asks for) the weightiest.
 */
export function actionGroups(document: PolicyDocument): readonly KeyAction[] {
  const names = [...new Set(askedIn(document).map(({ condition }) => condition.key.toLowerCase()))];
  const groups = new Map<string, KeyAction>();
  for (const keyAction of keyActions) {
    const { action } = keyAction;
    const about = document.statements.filter(({ actions }) => coversAction(actions, action));
    if (!about.some(({ effect }) => effect === 'Allow')) continue;
    const carried = names.filter((name) => carries(action, name));
    const group = JSON.stringify([about.map(({ index }) => index), carried]);
    if (!groups.has(group)) groups.set(group, keyAction);
  }
  return [...groups.values()];
}
