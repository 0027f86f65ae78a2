import type { Rule } from '../../model/rule.ts';
import type { DeployedRule, QueuedStart } from '../../model/rule-start.ts';
import { affectedBy, type Places } from './affected.ts';
import { parseChange } from './change-event.ts';
import { toQueued, windowEnd } from './queued-start.ts';
import { type BatchOutcome, type QueueRecord, readAll } from './records.ts';

export interface QueueStartsPorts {
  readonly catalogue: readonly Rule[];
  /** The AWS Config rules of ours that run on a schedule in a Region. */
  readonly deployedRules: (region: string) => Promise<readonly DeployedRule[]>;
  /** @throws Error unless the queue took all. */
  readonly queue: (starts: readonly QueuedStart[]) => Promise<void>;
  readonly warn: (message: string) => void;
}

/**
 * Queues the starts of the rules that changes bear on, one for a rule and minute. What was queued before a failure
 * is queued again by the next try, and is one with it.
 */
export async function queueStarts(
  records: readonly QueueRecord[],
  { account, ...places }: Places & { readonly account: string },
  { catalogue, deployedRules, queue, warn }: QueueStartsPorts,
): Promise<BatchOutcome> {
  const changes = readAll(records, (record) => parseChange(record, account), warn);
  const wanted = changes.flatMap(({ id, value }) =>
    affectedBy(value, catalogue, places).map((affected) => ({
      id,
      changedAt: windowEnd(value.at),
      ...affected,
    })),
  );
  const regions = [...new Set(wanted.map(({ region }) => region))];
  const deployed = new Map<string, readonly DeployedRule[]>();
  const list = async (region: string): Promise<void> => {
    try {
      deployed.set(region, await deployedRules(region));
    } catch (error) {
      // The rules of other Regions are started all the same.
      warn(`the AWS Config rules of ${region} cannot be listed: ${String(error)}`);
    }
  };
  await Promise.all(regions.map(list));
  const starts = wanted.flatMap(({ region, rules, changedAt }) =>
    (deployed.get(region) ?? [])
      .filter(({ rule }) => rules.has(rule))
      .map(({ configRule }) => toQueued({ region, configRule, changedAt })),
  );
  const each = [...new Map(starts.map((start) => [start.deduplication, start])).values()];
  if (each.length > 0) await queue(each);
  const again = new Set(wanted.filter(({ region }) => !deployed.has(region)).map(({ id }) => id));
  return {
    report: {
      level: again.size > 0 ? 'error' : 'info',
      message: each.length === 0 ? 'no rule hangs on these changes' : 'queued the start of rules',
      summary: null,
      details: { changes: changes.length, starts: each.length, again: again.size },
    },
    again: [...again],
  };
}
