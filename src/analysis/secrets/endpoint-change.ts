import { type EndpointChange, eventHistoryDays } from '../../model/endpoint-changes.ts';
import type { Listing } from '../../model/lookup.ts';
import {
  cannotRead,
  compliant,
  missingFrom,
  nonCompliant,
  notReported,
  unknown,
  type Verdict,
} from '../../model/verdict.ts';

interface Running {
  /** The endpoint's ARN. */
  readonly arn: string;
  readonly startedAt: string | null;
  /** When the facts were taken. */
  readonly takenAt: string;
}

/** Whether an endpoint was given other credentials after a task started, as the event history of CloudTrail tells it. */
export function judgeUnchanged(
  { arn, startedAt, takenAt }: Running,
  changes: Listing<EndpointChange>,
): Verdict {
  if (startedAt === null)
    return notReported('dms:DescribeReplicationTasks', 'ReplicationTaskStats.StartDate');
  const since = changes.items.filter(
    ({ endpointArn, at }) =>
      (endpointArn === arn || endpointArn === null) && Date.parse(at) > Date.parse(startedAt),
  );
  const change = since.find(({ endpointArn, credentials }) => endpointArn === arn && credentials === true);
  if (change !== undefined)
    return nonCompliant(
      `endpoint ${arn} was given a user, a password or what else a task signs in with at ${change.at}, after the task started at ${startedAt}`,
      {
        kind: 'list',
        items: [
          `EndpointArn: ${arn}`,
          `eventTime of ModifyEndpoint: ${change.at}`,
          `ReplicationTaskStats.StartDate: ${startedAt}`,
        ],
      },
    );
  const unread = missingFrom(changes);
  if (unread.length > 0) return cannotRead(unread);
  const unclear = since.find(({ credentials }) => credentials !== false);
  if (unclear !== undefined) return untold(unclear, arn, startedAt);
  const from = new Date(Date.parse(takenAt) - eventHistoryDays * 86_400_000).toISOString();
  return Date.parse(startedAt) < Date.parse(from)
    ? unknown(
        `whether endpoint ${arn} was changed between the start of the task at ${startedAt} and ${from} is not known: CloudTrail tells of ${eventHistoryDays} days`,
        'the log files of a trail, or a task that was started since',
      )
    : compliant(`endpoint ${arn} was given no other credentials since the task started`, {
        assumes: ['CloudTrail told of every change of its endpoints, and named every field that it set'],
      });
}

const untold = ({ endpointArn, at }: EndpointChange, arn: string, startedAt: string): Verdict =>
  unknown(
    endpointArn === null
      ? `an endpoint was changed at ${at}, after the task started at ${startedAt}; CloudTrail does not tell which`
      : `endpoint ${arn} was changed at ${at}, after the task started at ${startedAt}; CloudTrail does not tell whether its credentials were`,
    'who changed it, or a task that was started since',
  );
