import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { type OnOperation, telling } from './operations.ts';

/** The calls of Amazon EventBridge that collection makes, about the default event bus; all of them read. */
export function openEventBridge(config: EventBridgeClientConfig, onOperation: OnOperation) {
  const client = new EventBridgeClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    rules: async (NextToken: string | undefined) => {
      const answer = await client.send(new ListRulesCommand({ NextToken }));
      return { items: answer.Rules, marker: answer.NextToken };
    },
    targetsOf: async (Rule: string, NextToken: string | undefined) => {
      const answer = await client.send(new ListTargetsByRuleCommand({ Rule, NextToken }));
      return { items: answer.Targets, marker: answer.NextToken };
    },
  };
}
