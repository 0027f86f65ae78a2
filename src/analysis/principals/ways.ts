import { coversAction } from '../callers/covers-action.ts';
import type { Held } from '../permissions/holder.ts';
import { globMatches } from '../policy/glob.ts';
import type { Statement } from '../policy/shape.ts';
import { type Way, type Wish, wayTo } from './may.ts';

/**
 * Answers wishes, and each kind of wish once: what the same statements are about has the same answer, whatever
 * the action is called and the resource.
 */
export function waysOf(held: Held, takenAt: string): (wish: Wish) => Way {
  const { identity, boundary, serviceControl, resourceControl } = held.stored;
  const policies = [
    ...identity,
    ...(boundary === null ? [] : [boundary]),
    ...serviceControl.flat(),
    ...resourceControl.flat(),
  ];
  const statements = policies.flatMap(({ document }) => document.statements);
  const answers = new Map<string, Way>();
  return (wish) => {
    const { action, resource, region, carries } = wish;
    const [service] = action.split(':', 1);
    const about = statements.map((statement) => isAbout(statement, action, resource ?? '*'));
    const kind = JSON.stringify([service, about, region, carries]);
    const way = answers.get(kind) ?? wayTo(held, wish, takenAt);
    answers.set(kind, way);
    return way;
  };
}

/** Whether a statement is about an action on a resource; where a variable has a say in it, the resource itself. */
function isAbout({ actions, resources }: Statement, action: string, resource: string): boolean | string {
  if (resources === null || !coversAction(actions, action)) return false;
  if (resources.patterns.some((pattern) => pattern.includes('$'))) return resource;
  return resources.patterns.some((pattern) => globMatches(pattern, resource)) !== resources.negated;
}
