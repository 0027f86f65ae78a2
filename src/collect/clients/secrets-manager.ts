import {
  DescribeSecretCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { type OnOperation, telling } from './operations.ts';

/** The calls of Secrets Manager that collection makes: they read of a secret all but its value. */
export function openSecretsManager(config: SecretsManagerClientConfig, onOperation: OnOperation) {
  const client = new SecretsManagerClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    describeSecret: (SecretId: string) => client.send(new DescribeSecretCommand({ SecretId })),
    listSecretVersionIds: async (SecretId: string, NextToken: string | undefined) => {
      const answer = await client.send(
        new ListSecretVersionIdsCommand({ SecretId, MaxResults: 100, NextToken }),
      );
      return { items: answer.Versions, marker: answer.NextToken };
    },
  };
}
