import type { StartOutcome } from '../../model/rule-start.ts';
import { parseStart } from './queued-start.ts';
import { type BatchOutcome, type QueueRecord, readAll } from './records.ts';

export interface StartNowPorts {
  /** From now on results whose facts are older count no more. */
  readonly noteChange: (account: string, changedAt: string) => Promise<void>;
  /** Starts up to 25 rules of a Region; what AWS Config answered to each. */
  readonly start: (
    region: string,
    configRules: readonly string[],
  ) => Promise<ReadonlyMap<string, StartOutcome>>;
  readonly warn: (message: string) => void;
}

/** StartConfigRulesEvaluation: "ConfigRuleNames", 1 to 25. */
const mostAtOnce = 25;

/**
 * Starts the rules that messages name, each once. It is noted before that something changed: a rule that runs at once
 * must not take a result from before. All messages of a rule share what becomes of it, so that their order holds.
 */
export async function startNow(
  records: readonly QueueRecord[],
  account: string,
  { noteChange, start, warn }: StartNowPorts,
): Promise<BatchOutcome> {
  const starts = readAll(records, parseStart, warn);
  const [latest] = starts.map(({ value }) => value.changedAt).sort((one, other) => (one < other ? 1 : -1));
  if (latest !== undefined) await noteChange(account, latest);
  const named = new Map<string, Set<string>>();
  for (const { value } of starts)
    named.set(value.region, (named.get(value.region) ?? new Set()).add(value.configRule));
  const outcomes = new Map<string, StartOutcome>();
  for (const [region, names] of named) {
    for (let at = 0; at < names.size; at += mostAtOnce) {
      const answered = await start(region, [...names].slice(at, at + mostAtOnce));
      for (const [name, outcome] of answered) {
        outcomes.set(keyOf({ region, configRule: name }), outcome);
        tell(outcome, `${name} of ${region}`, warn);
      }
    }
  }
  const count = (kind: StartOutcome['kind']): number =>
    [...outcomes.values()].filter((outcome) => outcome.kind === kind).length;
  const settled = (kind: StartOutcome['kind'] | undefined): boolean => kind === 'started' || kind === 'gone';
  const again = starts.filter(({ value }) => !settled(outcomes.get(keyOf(value))?.kind));
  return {
    report: {
      level: count('failed') > 0 ? 'error' : 'info',
      message: 'started rules',
      summary: null,
      details: {
        started: count('started'),
        busy: count('busy'),
        gone: count('gone'),
        failed: count('failed'),
      },
    },
    again: again.map(({ id }) => id),
  };
}

const keyOf = ({ region, configRule }: { readonly region: string; readonly configRule: string }): string =>
  JSON.stringify([region, configRule]);

function tell(outcome: StartOutcome, rule: string, warn: (message: string) => void): void {
  if (outcome.kind === 'gone') warn(`AWS Config has no rule ${rule} any more; it is not started`);
  if (outcome.kind === 'failed') warn(`${rule} was not started, and will be tried again: ${outcome.because}`);
}
