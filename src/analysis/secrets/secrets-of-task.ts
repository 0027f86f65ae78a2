import type { Gathered } from '../../model/account-view.ts';
import type { Endpoint, ReplicationTask } from '../../model/resources.ts';
import { secretsOf } from '../../model/secrets.ts';
import { cannotRead, notReported, unknown, type Verdict } from '../../model/verdict.ts';
import { indexedBy } from '../indexed.ts';

type Ends = Pick<ReplicationTask, 'sourceEndpointArn' | 'targetEndpointArn'>;

interface Named {
  /** The endpoints of the task, as far as DMS tells. */
  readonly endpoints: readonly string[];
  /** The secrets that these read, as they name them. */
  readonly secrets: readonly string[];
  /** Why there may be more of either. */
  readonly doubts: readonly Verdict[];
}

const endpointsAt = indexedBy<Endpoint>(({ arn }) => [arn]);

/** The endpoints of a task and the secrets that it reads through them. */
export function secretsOfTask(
  { sourceEndpointArn, targetEndpointArn }: Ends,
  { items, unread }: Gathered<Endpoint>,
): Named {
  const ends = [...new Set([sourceEndpointArn, targetEndpointArn])];
  const secrets = new Set<string>();
  const doubts: Verdict[] = [];
  for (const arn of ends) {
    const [endpoint] = arn === null ? [] : endpointsAt(items, arn);
    if (endpoint !== undefined) {
      const named = secretsOf(endpoint);
      for (const secret of named) secrets.add(secret);
      if (named.length === 0 && endpoint.credentials === 'secret')
        doubts.push(notReported('dms:DescribeEndpoints', 'SecretsManagerSecretId'));
    } else if (arn === null)
      doubts.push(notReported('dms:DescribeReplicationTasks', 'the ARNs of its endpoints'));
    else if (unread.length > 0) doubts.push(cannotRead(unread));
    else doubts.push(unknown(`its endpoint ${arn} is not listed`, 'a new scan'));
  }
  return { endpoints: ends.filter((arn) => arn !== null), secrets: [...secrets], doubts };
}
