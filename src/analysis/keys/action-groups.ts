import { askedIn } from '../callers/asked-conditions.ts';
import { coversAction } from '../callers/covers-action.ts';
import { documentsOnServices, isUnderResourceControl } from '../callers/guarded-policy.ts';
import type { Guardrails } from '../organization/guardrails.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { type KeyAction, keyActions } from './key-actions.ts';
import { carries } from './kms-keys.ts';

/**
 * The actions that a key policy allows to somebody, the weightiest first; of those that it says the same of
 * (the same statements are about them, and their requests carry the same keys that it asks for) the weightiest.
 */
export function actionGroups(document: PolicyDocument, guardrails: Guardrails): readonly KeyAction[] {
  const documents = documentsOnServices(document, guardrails);
  const names = [...new Set(documents.flatMap(askedIn).map(({ condition }) => condition.key.toLowerCase()))];
  const groups = new Map<string, KeyAction>();
  for (const keyAction of keyActions) {
    const { action } = keyAction;
    const [about = [], ...over] = documents.map(({ statements }) =>
      statements.filter(({ actions }) => coversAction(actions, action)),
    );
    if (!about.some(({ effect }) => effect === 'Allow')) continue;
    const carried = names.filter((name) => carries(action, name));
    const bearing = [about, ...(isUnderResourceControl(action) ? over : [])];
    const indices = bearing.map((statements) => statements.map(({ index }) => index));
    const group = JSON.stringify([indices, carried]);
    if (!groups.has(group)) groups.set(group, keyAction);
  }
  return [...groups.values()];
}
