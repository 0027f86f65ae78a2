import type { DmsRole, Gathered, RoleUse } from '../../model/account-view.ts';
import type { Unread } from '../../model/lookup.ts';
import type { DmsResource, Endpoint, ReplicationInstance, ReplicationTask } from '../../model/resources.ts';
import { redshiftUse } from './redshift.ts';
import { isRedshiftServerless, type Use, useAt } from './uses.ts';

/** What says which DMS resources use a role, and what they send when they do. */
export interface DmsEstate {
  readonly instances: Gathered<ReplicationInstance>;
  readonly endpoints: Gathered<Endpoint>;
  readonly tasks: Gathered<ReplicationTask>;
}

/** A DMS resource on whose behalf DMS assumes a role. */
export interface RoleUser {
  readonly use: Use;
  readonly resource: DmsResource;
}

export interface RoleUsers {
  readonly users: readonly RoleUser[];
  /** Why some may be missing. */
  readonly unread: readonly Unread[];
}

export const regionOf = ({ arn }: DmsResource): string => arn.split(':')[3] ?? '';

/** Every DMS resource that uses a role today: because of its fixed name, and because it names it. */
export function usersOf(role: DmsRole, named: readonly Unread[], estate: DmsEstate): RoleUsers {
  const byName = usersByName(role.id, estate);
  const all = [...byName.users, ...role.uses.map(userAt)];
  const distinct = new Map(all.map((user) => [`${user.use} ${user.resource.arn}`, user]));
  return { users: [...distinct.values()], unread: [...byName.unread, ...named] };
}

/**
 * What DMS may name as aws:SourceArn when it works for a user of a role: the resource itself, and for an assessment of
 * a task also its run, of which nothing but the type is known before it starts. (DMS User Guide, *IAM policy to store
 * preflight assessments in Amazon S3 for cross-service confused deputy prevention*)
 */
export const sourceArnsOf = ({ use, resource: { arn } }: RoleUser): readonly string[] =>
  use === 'assessment' ? [arn, arn.replace(':task:', ':assessment-run:')] : [arn];

export const userAt = (use: RoleUse): RoleUser => ({ use: useAt(use), resource: use.resource });

/** (DMS User Guide, *Creating the IAM roles to use with the AWS CLI and AWS DMS API*) */
function usersByName(name: string, { instances, endpoints, tasks }: DmsEstate): RoleUsers {
  const usersFor = (use: Use, resources: readonly DmsResource[]): readonly RoleUser[] =>
    resources.map((resource) => ({ use, resource }));
  switch (name) {
    case 'dms-vpc-role':
      return { users: usersFor('vpc', instances.items), unread: instances.unread };
    case 'dms-cloudwatch-logs-role':
      return {
        users: usersFor('logs', [...instances.items, ...tasks.items]),
        unread: [...instances.unread, ...tasks.unread],
      };
    case 'dms-access-for-endpoint': {
      const redshift = redshiftUse(endpoints);
      const targets = redshift.used === true ? redshift.targets : [];
      return {
        users: targets.map((resource) => ({
          use: isRedshiftServerless(resource) ? 'redshift-serverless' : 'redshift',
          resource,
        })),
        unread: endpoints.unread,
      };
    }
    default:
      return { users: [], unread: [] };
  }
}
