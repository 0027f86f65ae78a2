import { createHash } from 'node:crypto';
import { Refusal } from '../../model/refusal.ts';
import type { QueuedStart, RuleStart } from '../../model/rule-start.ts';
import { parseBody, type QueueRecord, regionName, text, time } from './records.ts';

/** Changes within a minute are one; the queue holds its messages back for as long. */
const windowMilliseconds = 60_000;

/**
 * The end of the minute that a moment is in. The queue delivers what was sent for it after this end, and so after
 * the last change of a burst, of which it took the first message alone.
 */
export const windowEnd = (at: string): string =>
  new Date((Math.floor(Date.parse(at) / windowMilliseconds) + 1) * windowMilliseconds).toISOString();

/** Names of AWS Config rules may hold what ids in a queue may not, and be as long as these (SendMessage, *MessageGroupId*). */
const hashed = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

export const toQueued = (start: RuleStart): QueuedStart => ({
  ...start,
  group: hashed(start.region, start.configRule),
  deduplication: hashed(start.region, start.configRule, start.changedAt),
});

/** @throws Refusal if the message is no start. */
export function parseStart({ body }: QueueRecord): RuleStart {
  const fields = parseBody(body);
  const region = regionName(fields['region']);
  const configRule = text(fields['configRule']);
  const changedAt = time(fields['changedAt']);
  if (region === null || configRule === null || changedAt === null)
    throw new Refusal('it has no region, configRule or changedAt');
  return { region, configRule, changedAt };
}
