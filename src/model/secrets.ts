import type { Endpoint } from './resources.ts';

/** Secrets Manager DescribeSecret: what there is to know of a secret but its value, which is never read. */
export interface Secret {
  readonly arn: string;
  /** The key that the secret is encrypted with; null: the account's `aws/secretsmanager`. */
  readonly kmsKeyId: string | null;
  readonly rotationEnabled: boolean | null;
  /** ISO 8601, UTC. */
  readonly lastChanged: string | null;
  /** It is scheduled to be deleted, and cannot be read any more. */
  readonly deleted: boolean;
}

/** The version of a secret that is labelled AWSCURRENT (Secrets Manager ListSecretVersionIds). */
export interface SecretVersion {
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** The settings that name a secret, of any engine, and the attributes that do (DMS API, Endpoint). */
const secretFields = ['SecretsManagerSecretId', 'SecretsManagerOracleAsmSecretId'];

/** The secrets that an endpoint reads, as it names them (ARN or name), each once. */
export function secretsOf({ settings, extraConnectionAttributes }: Endpoint): readonly string[] {
  const groups: readonly object[] = Object.values(settings);
  const named: readonly unknown[] = [
    ...groups.flatMap((group) => {
      const fields = new Map<string, unknown>(Object.entries(group));
      return secretFields.map((name) => fields.get(name));
    }),
    ...secretFields.map((name) => extraConnectionAttributes[name.toLowerCase()]),
  ];
  const names = named.filter((name): name is string => typeof name === 'string' && name !== '');
  return [...new Set(names)];
}
