import { askedRarely, listDeployedRules } from './deployed-rules.ts';
import type { SinkOptions } from './open-client.ts';
import { noteChange } from './scan-lock.ts';
import { openConfigStarts, startEvaluation } from './start-evaluation.ts';
import { openStartsQueue, queueStarts } from './starts-queue.ts';
import { openStateTable } from './state-table.ts';

interface RuleStartsOptions extends SinkOptions {
  readonly queueUrl: string;
  readonly stateTable: string;
  /** The name of the function that evaluates our AWS Config rules. */
  readonly configRuleFunction: string;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** Milliseconds. */
  readonly now: () => number;
}

/** How long the rules of a Region are known. One that is new by then was evaluated when it was made. */
const listedFor = 120_000;

/** What starting rules takes of AWS: which there are, the queue that starts wait in, what publishers look at, the start. */
export function openRuleStarts(options: RuleStartsOptions) {
  const { queueUrl, stateTable, configRuleFunction, wait, now } = options;
  const config = openConfigStarts(options);
  const queue = { url: queueUrl, sqs: openStartsQueue(options), wait };
  const table = openStateTable(stateTable, options);
  return {
    deployedRules: askedRarely(listedFor, now, async (region) =>
      listDeployedRules(await config(region), configRuleFunction),
    ),
    queue: (starts: Parameters<typeof queueStarts>[0]) => queueStarts(starts, queue),
    noteChange: (account: string, changedAt: string) => noteChange(table, account, changedAt),
    start: async (region: string, configRules: readonly string[]) =>
      startEvaluation(await config(region), configRules),
  };
}
