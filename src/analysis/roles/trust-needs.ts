import type { DmsRole } from '../../model/account-view.ts';
import { accountRoleNames } from '../../model/account-view.ts';
import { isDmsService, serviceDomain } from '../callers/service-principals.ts';
import type { Place } from '../callers/sources.ts';
import { type RoleUser, type RoleUsers, regionOf } from './users.ts';
import { type Use, useFacts, usesOf } from './uses.ts';

/** A service principal that a role's uses cannot do without, and what its statement can ask of the source. */
export interface TrustNeed {
  readonly service: string;
  /** Null: nothing says that the service sends a source key. */
  readonly source: NeededSource | null;
}

interface NeededSource {
  /** Patterns of aws:SourceArn; none where it is not documented for one of the uses. */
  readonly arns: readonly string[];
}

/** What a role's uses need of its trust, by service principal. */
export function trustNeeds(
  role: DmsRole,
  { users, unread }: RoleUsers,
  place: Pick<Place, 'account' | 'partition'>,
): readonly TrustNeed[] {
  const { partition } = place;
  const isOpenEnded = unread.length > 0 || accountRoleNames.some((name) => name === role.id);
  const uses = usesNeeded(role, users);
  const services = new Map<string, Use[]>();
  for (const use of uses) {
    for (const service of servicesOf(use, users, place)) {
      services.set(service, [...(services.get(service) ?? []), use]);
    }
  }
  return [...services].map(([service, served]) => {
    if (!isDmsService(service)) return { service, source: null };
    const isDocumented = served.every((use) => useFacts[use].sourceArn === 'always');
    if (!isDocumented) return { service, source: { arns: [] } };
    const concerned = users.filter(({ use }) => served.includes(use));
    const types = new Set([
      ...served.flatMap((use) => useFacts[use].sourceTypes),
      ...concerned.map(({ resource }) => resource.arn.split(':')[5] ?? ''),
    ]);
    // Resources that are made later may stand in any Region.
    const regions = isOpenEnded ? ['*'] : [...new Set(concerned.map(({ resource }) => regionOf(resource)))];
    const arns = regions.flatMap((region) =>
      [...types].map((type) => `arn:${partition}:dms:${region}:${place.account}:${type}:*`),
    );
    return { service, source: { arns } };
  });
}

/** By its name `dms-access-for-endpoint` is there for both kinds of Redshift; the serverless kind asks for more. */
function usesNeeded(role: DmsRole, users: readonly RoleUser[]): readonly Use[] {
  const seen = new Set(users.map(({ use }) => use));
  return [...new Set([...usesOf(role), ...seen])].filter(
    (use) => use !== 'redshift-serverless' || seen.has(use),
  );
}

function servicesOf(
  use: Use,
  users: readonly RoleUser[],
  { partition }: Pick<Place, 'partition'>,
): readonly string[] {
  const regions = new Set(users.filter((user) => user.use === use).map(({ resource }) => regionOf(resource)));
  return useFacts[use].services
    .flatMap((service) =>
      service.includes('<region>')
        ? [...regions].map((region) => service.replace('<region>', region))
        : [service],
    )
    .map((service) => `${service}.${serviceDomain(partition)}`);
}
