import {
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';

export type SecretsManager = ReturnType<typeof openSecretsManager>;

/** The call of AWS Secrets Manager that posting takes. */
export function openSecretsManager(config: SecretsManagerClientConfig) {
  const client = new SecretsManagerClient(config);
  return { value: (input: GetSecretValueCommandInput) => client.send(new GetSecretValueCommand(input)) };
}
