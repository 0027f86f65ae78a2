import type { ConfigRule } from '@aws-sdk/client-config-service';
import type { DeployedRule } from '../model/rule-start.ts';
import type { ConfigStarts } from './clients/config-starts.ts';
import { calling } from './sink-error.ts';

/**
 * The AWS Config rules of a Region that run on a schedule, are evaluated by the function of this name, and say in
 * their parameters which of our rules they are.
 *
 * @throws SinkError if AWS Config does not tell.
 */
export async function listDeployedRules(
  config: ConfigStarts,
  functionName: string,
): Promise<readonly DeployedRule[]> {
  const rules: DeployedRule[] = [];
  let token: string | undefined;
  do {
    const from = token;
    const page = await calling('config:DescribeConfigRules', () => config.rules(from));
    for (const rule of page.rules) {
      const id = isScheduledAt(functionName, rule) ? ruleIn(rule.InputParameters) : null;
      if (rule.ConfigRuleName !== undefined && id !== null)
        rules.push({ configRule: rule.ConfigRuleName, rule: id });
    }
    token = page.nextToken === '' ? undefined : page.nextToken;
  } while (token !== undefined);
  return rules;
}

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, with or without a version or alias. */
function isScheduledAt(functionName: string, { Source, ConfigRuleState }: ConfigRule): boolean {
  const [, , service, , , , name] = (Source?.SourceIdentifier ?? '').split(':');
  const details = Source?.SourceDetails ?? [];
  return (
    service === 'lambda' &&
    name === functionName &&
    details.some(({ MessageType }) => MessageType === 'ScheduledNotification') &&
    ConfigRuleState !== 'DELETING'
  );
}

/** null: there are no parameters that name a rule, and the function refuses to judge. */
function ruleIn(parameters: string | undefined): string | null {
  try {
    const value: unknown = JSON.parse(parameters ?? '');
    const rule: unknown = typeof value === 'object' && value !== null && 'rule' in value ? value.rule : null;
    return typeof rule === 'string' ? rule : null;
  } catch {
    return null;
  }
}

/**
 * Asks once for each key in this time. A failure is not kept.
 *
 * @param now - milliseconds
 */
export function askedRarely<T>(
  milliseconds: number,
  now: () => number,
  ask: (key: string) => Promise<T>,
): (key: string) => Promise<T> {
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<T> }>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined && now() < known.until) return known.answer;
    const answer = ask(key).catch((error: unknown) => {
      kept.delete(key);
      throw error;
    });
    kept.set(key, { until: now() + milliseconds, answer });
    return answer;
  };
}
