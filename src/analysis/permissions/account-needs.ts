import type { Gathered } from '../../model/account-view.ts';
import type { Unread } from '../../model/lookup.ts';
import type { DmsResource, Endpoint, ReplicationConfig, ReplicationInstance } from '../../model/resources.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { isRedshiftTarget } from '../roles/uses.ts';
import { type Need, needsOf } from './baseline.ts';

interface InUse {
  readonly instances: Gathered<ReplicationInstance>;
  readonly serverlessConfigs: Gathered<ReplicationConfig>;
  readonly endpoints: Gathered<Endpoint>;
}

/** What a role with a fixed name must be allowed for what the account runs. */
interface AccountNeeds {
  readonly must: readonly Need[];
  /** What it must be allowed besides if there is something that could not be listed. */
  readonly perhaps: readonly Need[];
  readonly unread: readonly Unread[];
}

interface Scope {
  readonly role: string;
  readonly partition: string;
  readonly account: string;
  readonly regions: readonly string[];
}

/**
 * A managed policy's actions in the Regions where something uses the role: instances write to the log groups
 * `dms-tasks-*`, serverless replications to `dms-serverless-replication-*`. Before anything runs, what an
 * instance would need in any of the Regions.
 */
export function accountNeeds(document: PolicyDocument, scope: Scope, inUse: InUse): AccountNeeds {
  const { role, partition, account, regions } = scope;
  const users = usersOf(role, inUse);
  const all = regions.flatMap((region) => needsOf(document, { partition, account, region }));
  const unread = users.flatMap((each) => each.listing.unread);
  const must = all.filter((need) =>
    users.some(({ listing, needs }) => needs(need) && regionsOf(listing.items).has(need.region)),
  );
  const listed = users.every(({ listing }) => listing.items.length === 0);
  const first = all.filter((need) => !isServerless(need));
  if (unread.length > 0)
    return { must, perhaps: listed ? all : all.filter((need) => !must.includes(need)), unread };
  return { must: listed ? first : must, perhaps: [], unread };
}

interface User {
  readonly listing: Gathered<DmsResource>;
  readonly needs: (need: Need) => boolean;
}

function usersOf(role: string, { instances, serverlessConfigs, endpoints }: InUse): readonly User[] {
  if (role === 'dms-access-for-endpoint') {
    const targets = { ...endpoints, items: endpoints.items.filter(isRedshiftTarget) };
    return [{ listing: targets, needs: () => true }];
  }
  return [
    { listing: instances, needs: (need) => !isServerless(need) },
    { listing: serverlessConfigs, needs: (need) => !isOfTasks(need) },
  ];
}

const isServerless = ({ resource }: Need): boolean =>
  resource?.includes(':dms-serverless-replication-') === true;
const isOfTasks = ({ resource }: Need): boolean => resource?.includes(':log-group:dms-tasks-') === true;

const regionsOf = (resources: readonly DmsResource[]): ReadonlySet<string | undefined> =>
  new Set(resources.map(({ arn }) => arn.split(':')[3]));
