import { AccountClient, type AccountClientConfig, ListRegionsCommand } from '@aws-sdk/client-account';
import { type OnOperation, telling } from './operations.ts';

export type Account = ReturnType<typeof openAccount>;

/** The call of AWS Account Management that collection makes. */
export function openAccount(config: AccountClientConfig, onOperation: OnOperation) {
  const client = new AccountClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    listRegions: async (NextToken: string | undefined) => {
      const answer = await client.send(new ListRegionsCommand({ MaxResults: 50, NextToken }));
      return { items: answer.Regions, marker: answer.NextToken };
    },
  };
}
