import type { Gathered } from '../../model/account-view.ts';
import type { ReplicationInstance, ReplicationTask } from '../../model/resources.ts';
import { guardSupportedFrom, isAtLeast } from '../engine-version.ts';
import { indexedBy } from '../indexed.ts';
import type { DmsEstate, RoleUser } from './users.ts';
import { useFacts } from './uses.ts';

/** Which source keys a request of DMS carries. */
export interface SentKeys {
  readonly account: boolean;
  readonly arn: boolean;
}

/** One way in which DMS assumes a role for a resource, as far as that is known. */
export interface Sender {
  /** Every combination of keys that it may send; one where AWS documents which. */
  readonly possible: readonly SentKeys[];
  /** Why it sends what it sends, or why that is not known; null: the use says it all. */
  readonly because: string | null;
}

const neither: SentKeys = { account: false, arn: false };

/**
 * How DMS assumes a role for one of its users: by the instances that work for it, as an engine before 3.4.7
 * sends no source key. (DMS User Guide, *Cross-service confused deputy prevention*)
 */
export function sendersFor(user: RoleUser, estate: DmsEstate): readonly Sender[] {
  const { possible: documented } = documentedSender(user);
  const { instances, isComplete } = instancesBehind(user, estate);
  const senders = instances.map((instance) => senderOn(instance, documented));
  const unseen: Sender = {
    possible: [...documented, neither],
    because: 'not all replication instances that work for it are known',
  };
  if (!isComplete) return [...senders, unseen];
  // What no task uses yet, and what runs without an instance, is served by engines of today.
  return senders.length > 0 ? senders : [documentedSender(user)];
}

/** How DMS assumes a role by what AWS documents of the use, from engine 3.4.7 on. */
export function documentedSender({ use }: RoleUser): Sender {
  const { sourceAccount, sourceArn } = useFacts[use];
  const ways = (presence: 'always' | 'unverified'): readonly boolean[] =>
    presence === 'always' ? [true] : [true, false];
  const possible = ways(sourceAccount).flatMap((account) => ways(sourceArn).map((arn) => ({ account, arn })));
  return { possible, because: null };
}

function senderOn({ id, engineVersion }: ReplicationInstance, documented: readonly SentKeys[]): Sender {
  const knowsKeys = engineVersion === null ? null : isAtLeast(engineVersion, guardSupportedFrom);
  if (knowsKeys === true) return { possible: documented, because: null };
  if (knowsKeys === null) {
    return {
      possible: [...documented, neither],
      because: `the engine version of ${id} is ${engineVersion ?? 'not reported'}`,
    };
  }
  return { possible: [neither], because: `engine ${String(engineVersion)} of ${id} sends no source key` };
}

/** Whether it is known that no source key is sent; then `because` says why. */
export const sendsNoKey = ({ possible, because }: Sender): boolean =>
  because !== null && possible.every(({ account, arn }) => !account && !arn);

const untold = 'an endpoint that is not told';
const tasksOf = indexedBy<ReplicationTask>(({ sourceEndpointArn, targetEndpointArn }) => [
  sourceEndpointArn ?? untold,
  targetEndpointArn ?? untold,
]);
const instancesAt = indexedBy<ReplicationInstance>(({ arn }) => [arn]);

/** The replication instances that work for a user of a role. */
function instancesBehind(
  { resource }: RoleUser,
  { instances, tasks }: DmsEstate,
): { readonly instances: readonly ReplicationInstance[]; readonly isComplete: boolean } {
  switch (resource.type) {
    case 'AWS::DMS::ReplicationInstance':
      return { instances: [resource], isComplete: true };
    case 'AWS::DMS::ReplicationTask':
      return named([resource.instanceArn], instances);
    case 'AWS::DMS::Endpoint': {
      const using = tasksOf(tasks.items, resource.arn);
      const behind = named(
        using.map(({ instanceArn }) => instanceArn),
        instances,
      );
      const tasksAreTold = tasksOf(tasks.items, untold).length === 0;
      return { ...behind, isComplete: behind.isComplete && tasks.unread.length === 0 && tasksAreTold };
    }
    default:
      return { instances: [], isComplete: true };
  }
}

function named(
  arns: readonly (string | null)[],
  { items }: Gathered<ReplicationInstance>,
): { readonly instances: readonly ReplicationInstance[]; readonly isComplete: boolean } {
  const distinct = [...new Set(arns)];
  const found = distinct.flatMap((arn) => (arn === null ? [] : instancesAt(items, arn).slice(0, 1)));
  return { instances: found, isComplete: found.length === distinct.length };
}

/** The replication instances whose engine is too old to send source keys, or not known, for a warning. */
export const withoutSourceKeys = ({ items }: Gathered<ReplicationInstance>): readonly ReplicationInstance[] =>
  items.filter(
    ({ engineVersion }) => engineVersion === null || isAtLeast(engineVersion, guardSupportedFrom) !== true,
  );
