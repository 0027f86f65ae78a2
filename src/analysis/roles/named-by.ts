import type { Facts, Gathered } from '../../model/account-view.ts';
import { rolesOfAssessments } from '../../model/assessments.ts';
import { complete } from '../../model/lookup.ts';
import type { DmsResource, RoleReference } from '../../model/resources.ts';
import { missingFrom } from '../../model/verdict.ts';

/** A role that is named for a DMS resource. */
export interface NamedRole extends RoleReference {
  /** The bucket that an assessment run wrote to with it; null: the resource itself names the role. */
  readonly bucket: string | null;
}

/** The roles that a DMS resource works through: those that it names, and that of a task's latest assessment run. */
export function rolesNamedBy(
  resource: DmsResource,
  { region, facts }: { readonly region: string; readonly facts: Pick<Facts, 'assessmentBuckets'> },
): Gathered<NamedRole> {
  const own = resource.roles.map((reference): NamedRole => ({ ...reference, bucket: null }));
  if (resource.type !== 'AWS::DMS::ReplicationTask') return { items: own, unread: [] };
  const assessmentBuckets = facts.assessmentBuckets(region);
  const assessing = rolesOfAssessments({ tasks: complete([resource]), assessmentBuckets });
  return {
    items: [...own, ...assessing.map(({ reference, bucket }) => ({ ...reference, bucket }))],
    unread: missingFrom(assessmentBuckets),
  };
}
