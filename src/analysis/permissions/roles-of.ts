import type { DmsRole, Facts } from '../../model/account-view.ts';
import type { DmsResource } from '../../model/resources.ts';
import {
  cannotRead,
  compliant,
  given,
  nonCompliant,
  notApplicable,
  notReported,
  unknown,
  type Verdict,
} from '../../model/verdict.ts';
import { type NamedRole, rolesNamedBy } from '../roles/named-by.ts';
import { namesNone } from '../roles/names-none.ts';
import { withRoleNamed } from '../roles/role-named.ts';
import { documentedUses, type On, type UseName } from './documented-uses.ts';
import type { Held } from './holder.ts';
import { placesOf } from './places-of-use.ts';
import { type RoleAround, withRole } from './role-holder.ts';
import { usesAt } from './uses-at.ts';
import type { UseScope, WorkPlace } from './work-place.ts';

/** Actions that a use documents, on one thing. */
export interface Demand {
  readonly use: UseName;
  readonly actions: readonly string[];
  readonly on: On;
  readonly place: WorkPlace;
}

interface RolesAround extends RoleAround, UseScope {
  readonly facts: RoleAround['facts'] & Pick<Facts, 'roles' | 'assessmentBuckets'>;
}

/**
 * The verdict on a DMS resource by each role that it names: worst first. A use without a documented list, and a
 * role that does not exist, have nothing to judge.
 */
export function withRolesOf(
  resource: DmsResource,
  around: RolesAround,
  judge: (demands: readonly Demand[], held: Held) => Verdict,
): Verdict {
  const { items, unread } = rolesNamedBy(resource, around);
  if (items.length === 0 && unread.length === 0) return namesNone(resource);
  const named = new Map(
    items.map((reference) => [
      `${reference.arn} ${String(usesAt(resource, reference))} ${reference.bucket ?? ''}`,
      reference,
    ]),
  );
  return together([
    ...(unread.length > 0 ? [cannotRead(unread)] : []),
    ...[...named.values()].map((reference) => {
      const demands = demandsAt(resource, reference, around);
      if ('status' in demands) return demands;
      return withRoleNamed(reference, around, (role) =>
        withNamed(role, around, (held) => judge(demands, held)),
      );
    }),
  ]);
}

const withNamed = (role: DmsRole, around: RolesAround, judge: (held: Held) => Verdict): Verdict =>
  given(role.role, (found) =>
    found === null ? notApplicable(`the role ${role.id} does not exist`) : withRole(role, around, judge),
  );

function demandsAt(
  resource: DmsResource,
  reference: NamedRole,
  scope: UseScope,
): readonly Demand[] | Verdict {
  const uses = usesAt(resource, reference);
  if (uses === 'direction not reported') return notReported('dms:DescribeEndpoints', 'EndpointType');
  if (uses === 'undocumented')
    return notApplicable(`AWS does not document what the role at ${reference.path} must be allowed`);
  const demands: Demand[] = [];
  for (const use of uses) {
    for (const { actions, on } of documentedUses[use].grants) {
      const places = placesOf({ on, use, resource, reference }, scope);
      if ('field' in places) return notReported('dms:DescribeEndpoints', places.field);
      demands.push(...places.map((place) => ({ use, actions, on, place })));
    }
  }
  return demands;
}

/** Worst first; what several verdicts of one kind say is put together. */
function together(verdicts: readonly Verdict[]): Verdict {
  const said = (of: readonly Verdict[]): string => [...new Set(of.map(({ because }) => because))].join('; ');
  const failed = verdicts.filter((each) => each.status === 'NON_COMPLIANT');
  const [failure] = failed;
  if (failure !== undefined) {
    const assumes = [...new Set(failed.flatMap((each) => each.assumes))];
    return nonCompliant(said(failed), failure.witness, { assumes });
  }
  const open = verdicts.filter((each) => each.status === 'UNKNOWN');
  if (open.length > 0)
    return unknown(said(open), [...new Set(open.map(({ settledBy }) => settledBy))].join('; '));
  const passed = verdicts.filter((each) => each.status === 'COMPLIANT');
  if (passed.length === 0) return notApplicable(said(verdicts));
  const [witness] = passed.flatMap((each) => each.witness ?? []);
  return compliant(said(passed), {
    assumes: [...new Set(passed.flatMap((each) => each.assumes))],
    ...(witness === undefined ? {} : { witness }),
  });
}
