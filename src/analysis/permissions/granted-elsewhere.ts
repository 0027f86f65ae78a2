import { coversAction } from '../callers/covers-action.ts';
import type { PolicyRequest } from '../policy/request.ts';
import { expandActions, resourceTypesOf } from '../services/actions.ts';
import { permissionTo } from './demanded.ts';
import type { Held } from './holder.ts';
import type { Demand } from './roles-of.ts';
import type { UseScope, WorkPlace } from './work-place.ts';

interface GrantedElsewhere {
  /** What the role may do on something that nothing names; null: nothing was found. */
  readonly witness: PolicyRequest | null;
  readonly undecided: readonly string[];
  /** The resources that the role is for, of which others could be told. */
  readonly asked: readonly string[];
}

/**
 * Whether a role may do something on another bucket, stream, domain or secret than the ones it is for: the
 * documented actions, then all others of the service that are on resources.
 */
export function grantedElsewhere(held: Held, demands: readonly Demand[], scope: UseScope): GrantedElsewhere {
  const undecided: string[] = [];
  const known = demands.filter(({ place }) => place.other !== null);
  const asked = [...new Set(known.map(({ place }) => place.name))];
  for (const { actions, place } of known) {
    const elsewhere: WorkPlace = { ...place, resource: place.other };
    for (const action of candidates(held, actions)) {
      const permission = permissionTo(held, action, elsewhere, scope);
      if (permission.answer === 'allowed') return { witness: permission.witness, undecided: [], asked };
      if (permission.answer === 'refused') continue;
      if (permission.sometimes !== null) return { witness: permission.sometimes, undecided: [], asked };
      undecided.push(...permission.on, ...permission.doubts);
    }
  }
  return { witness: null, undecided: [...new Set(undecided)], asked };
}

/** The actions on the same type of resource that some Allow covers. */
function candidates({ holder }: Held, actions: readonly string[]): readonly string[] {
  const services = [...new Set(actions.map((action) => action.split(':')[0] ?? ''))];
  const types = new Set(actions.flatMap((action) => resourceTypesOf(action) ?? []));
  const others = services
    .flatMap((service) => expandActions(['*'], service))
    .filter((action) => resourceTypesOf(action)?.some((type) => types.has(type)) === true);
  return [...new Set([...actions, ...others])].filter((action) =>
    holder.policies.identity.some(({ statements }) =>
      statements.some(({ effect, actions: covered }) => effect === 'Allow' && coversAction(covered, action)),
    ),
  );
}
