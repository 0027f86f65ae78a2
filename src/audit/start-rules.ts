import type { LoadedSettings } from '../model/settings.ts';
import { type QueueStartsPorts, queueStarts } from './start-rules/queue-starts.ts';
import { type BatchOutcome, parseBatch } from './start-rules/records.ts';
import { type StartNowPorts, startNow } from './start-rules/start-now.ts';

/** Where the function runs, in the home Region of its account, and what it audits. */
interface Surroundings {
  readonly region: string;
  /** null: those of the settings, else the own Region. */
  readonly regions: readonly string[] | null;
  /** The name of the queue in which starts wait. */
  readonly startsQueue: string;
}

export interface StartRulesPorts extends QueueStartsPorts, StartNowPorts {
  readonly environment: () => Surroundings;
  readonly settings: () => Promise<LoadedSettings>;
  readonly ownAccount: () => Promise<string>;
}

/**
 * A batch of changes becomes starts of the AWS Config rules that join what changed; these wait in a queue until their
 * minute is over. A batch of starts is carried out. A message that is neither is told of and not read again.
 *
 * @throws Error if nothing of the batch could be done, so that all of it goes back to its queue. That holds for what
 * is not configured too: a change is not to be forgotten for it.
 */
export async function startRules(event: unknown, ports: StartRulesPorts): Promise<BatchOutcome> {
  const { region, regions, startsQueue } = ports.environment();
  const { queue, records } = parseBatch(event);
  const account = await ports.ownAccount();
  if (queue === startsQueue) return startNow(records, account, ports);
  const audited = regions ?? (await ports.settings()).regions ?? [region];
  return queueStarts(records, { account, home: region, audited }, ports);
}
