import { Refusal } from '../model/refusal.ts';
import { openLazily, type SinkOptions } from './open-client.ts';
import { calling } from './sink-error.ts';

/** A webhook that was replaced is found within this time. */
const keptFor = 5 * 60 * 1000;

/**
 * Reads secrets that hold webhook addresses, by name or ARN, and keeps each for five minutes. A failure is not kept.
 * `now` is in milliseconds. What it gives is secret.
 *
 * @throws SinkError if Secrets Manager does not give it; Refusal if it is not text.
 */
export function openWebhookSecrets(
  options: SinkOptions,
  now: () => number,
): (secret: string) => Promise<string> {
  const open = openLazily(options, async (config) =>
    (await import('./clients/secrets-manager.ts')).openSecretsManager(config),
  );
  const kept = new Map<string, { readonly value: string; readonly until: number }>();
  return async (secret) => {
    const known = kept.get(secret);
    if (known !== undefined && now() < known.until) return known.value;
    const client = await open(secret.startsWith('arn:') ? secret.split(':')[3] : undefined);
    const { SecretString: value } = await calling(`secretsmanager:GetSecretValue of ${secret}`, () =>
      client.value({ SecretId: secret }),
    );
    if (value === undefined)
      throw new Refusal(
        `the secret ${secret} holds no text; put the webhook's address into it as plain text`,
      );
    kept.set(secret, { value, until: now() + keptFor });
    return value;
  };
}
