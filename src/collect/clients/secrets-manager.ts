import {
  DescribeSecretCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { type OnOperation, telling } from './operations.ts';

/** The one call of Secrets Manager that collection makes: it reads of a secret all but its value. */
export function openSecretsManager(config: SecretsManagerClientConfig, onOperation: OnOperation) {
  const client = new SecretsManagerClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return { describeSecret: (SecretId: string) => client.send(new DescribeSecretCommand({ SecretId })) };
}
