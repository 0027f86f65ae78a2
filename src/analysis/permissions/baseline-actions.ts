import { coversAction } from '../callers/covers-action.ts';
import type { PolicyDocument, Statement } from '../policy/document.ts';
import { actionsIn } from './actions-in.ts';
import type { Held } from './holder.ts';

/** The actions that a policy allows and that no Allow of the role's own policies names, be it by a wildcard. */
export const actionsLacking = (policy: PolicyDocument, { holder }: Held): readonly string[] => {
  const own = holder.policies.identity.flatMap(allowsOf);
  const wanted = new Set(allowsOf(policy).flatMap((allow) => [...actionsIn(allow), ...unmatchedIn(allow)]));
  return [...wanted].filter((action) => !own.some(({ actions }) => coversAction(actions, action)));
};

const allowsOf = ({ statements }: PolicyDocument): readonly Statement[] =>
  statements.filter(({ effect }) => effect === 'Allow');

/** Patterns that match no action known here; one that names all that they name matches their text as well. */
function unmatchedIn(allow: Statement): readonly string[] {
  const { actions } = allow;
  if (actions === null || actions.negated) return [];
  return actions.patterns.filter(
    (pattern) => actionsIn({ ...allow, actions: { negated: false, patterns: [pattern] } }).length === 0,
  );
}
