import type { StartOutcome } from '../model/rule-start.ts';
import type { ConfigStarts } from './clients/config-starts.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { calling, SinkError } from './sink-error.ts';

/** AWS Config answers for its own Region only. */
export const openConfigStarts = (options: SinkOptions): ((region: string) => Promise<ConfigStarts>) =>
  openLazily(options, async (config) =>
    (await import('./clients/config-starts.ts')).openConfigStarts(config),
  );

/**
 * Starts up to 25 rules of a Region. AWS Config refuses all of a call for one that it cannot start; each is then
 * started on its own.
 */
export async function startEvaluation(
  config: ConfigStarts,
  names: readonly string[],
): Promise<ReadonlyMap<string, StartOutcome>> {
  const all = (outcome: StartOutcome) => new Map(names.map((name) => [name, outcome]));
  try {
    await calling('config:StartConfigRulesEvaluation', () => config.start([...names]));
    return all({ kind: 'started' });
  } catch (error) {
    if (!(error instanceof SinkError)) throw error;
    if (names.length === 1 || !refusesOne.includes(error.code)) return all(outcomeOf(error));
  }
  const outcomes = new Map<string, StartOutcome>();
  for (const name of names)
    for (const [one, outcome] of await startEvaluation(config, [name])) outcomes.set(one, outcome);
  return outcomes;
}

/** *Errors* of StartConfigRulesEvaluation: what one of the rules has at fault. */
const refusesOne: readonly string[] = [
  'LimitExceededException',
  'ResourceInUseException',
  'NoSuchConfigRuleException',
  'InvalidParameterValueException',
];

function outcomeOf({ code, message }: SinkError): StartOutcome {
  switch (code) {
    case 'LimitExceededException':
    case 'ResourceInUseException':
      return { kind: 'busy' };
    case 'NoSuchConfigRuleException':
      return { kind: 'gone' };
    default:
      return { kind: 'failed', because: message };
  }
}
