import type { Lookup } from '../../model/lookup.ts';
import type { Secret, SecretVersion } from '../../model/secrets.ts';
import { compliant, given, nonCompliant, notReported, unknown, type Verdict } from '../../model/verdict.ts';

interface Reading {
  readonly secret: string;
  readonly current: Lookup<SecretVersion | null>;
  readonly described: Lookup<Secret | null>;
  readonly startedAt: string | null;
}

/** Whether a task that started at a time reads what a secret holds now. */
export const judgeFreshness = ({ secret, current, described, startedAt }: Reading): Verdict =>
  given(current, (version) => {
    if (version === null)
      return compliant(`secret ${secret} is not there, or has no current version: nothing new to read`);
    if (startedAt === null)
      return notReported('dms:DescribeReplicationTasks', 'ReplicationTaskStats.StartDate');
    const { createdAt } = version;
    if (Date.parse(createdAt) <= Date.parse(startedAt)) return unmoved({ secret, described, startedAt });
    return nonCompliant(
      `secret ${secret} was changed at ${createdAt}, after the task started at ${startedAt}`,
      {
        kind: 'list',
        items: [
          `SecretId: ${secret}`,
          `CreatedDate of AWSCURRENT: ${createdAt}`,
          `ReplicationTaskStats.StartDate: ${startedAt}`,
        ],
      },
    );
  });

/** A version that is older than the task may have become the current one since: a rotation moves the label last. */
const unmoved = ({ secret, described, startedAt }: Omit<Reading, 'current'>): Verdict =>
  given(described, (found) => {
    const changed = found?.lastChanged ?? null;
    if (changed === null || startedAt === null || Date.parse(changed) <= Date.parse(startedAt))
      return compliant(`secret ${secret} is as it was when the task started`);
    return unknown(
      `secret ${secret} was changed at ${changed}, after the task started at ${startedAt}; whether its value was is not told`,
      'a task that was started since, or CloudTrail',
    );
  });
