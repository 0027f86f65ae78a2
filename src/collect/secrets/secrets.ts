import { known, type Lookup, type Table } from '../../model/lookup.ts';
import type { Endpoint } from '../../model/resources.ts';
import type { Secret } from '../../model/secrets.ts';
import { ask } from '../ask.ts';
import type { Clients } from '../clients.ts';
import { field, flag, required, text, texts } from '../fields.ts';
import type { Track } from '../progress.ts';

interface SecretSource {
  readonly clients: Clients;
  readonly region: string;
  readonly track: Track;
}

const call = 'secretsmanager:DescribeSecret';

/** What Secrets Manager tells of the secrets that endpoints name, each asked for once; never a value. */
export async function readSecrets(
  endpoints: readonly Endpoint[],
  { clients, region, track }: SecretSource,
): Promise<Table<Secret | null>> {
  const names = [...new Set(endpoints.flatMap(secretsOf))].sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await track(region, call, describe(name))] as const)),
  );

  async function describe(name: string): Promise<Lookup<Secret | null>> {
    const manager = await clients.secretsmanager(regionOf(name) ?? region);
    const answer = await ask(clients.limit, { call, resource: name }, async () =>
      toSecret(await manager.describeSecret(name)),
    );
    return !answer.known && answer.unread.error === 'ResourceNotFoundException' ? known(null) : answer;
  }
}

/** The settings that name a secret, of any engine, and the attributes that do (DMS API, Endpoint). */
const secretFields = ['SecretsManagerSecretId', 'SecretsManagerOracleAsmSecretId'];

const secretsOf = ({ settings, extraConnectionAttributes }: Endpoint): readonly string[] =>
  texts([
    ...Object.values(settings).flatMap((group) => secretFields.map((name) => field(group, name))),
    ...secretFields.map((name) => field(extraConnectionAttributes, name.toLowerCase())),
  ]);

/** A secret is in the Region of its ARN; one that is named is in the endpoint's. */
const regionOf = (name: string): string | null => (name.startsWith('arn:') ? text(name.split(':')[3]) : null);

type Raw = Awaited<ReturnType<Awaited<ReturnType<Clients['secretsmanager']>>['describeSecret']>>;

/** Secrets Manager API, DescribeSecret; description and tags are people's, and stay behind. */
const toSecret = (raw: Raw): Secret => ({
  arn: required(raw.ARN, 'ARN'),
  kmsKeyId: text(raw.KmsKeyId),
  rotationEnabled: flag(raw.RotationEnabled),
  lastChanged: dateText(raw.LastChangedDate),
  deleted: raw.DeletedDate instanceof Date,
});

const dateText = (date: unknown): string | null =>
  date instanceof Date && !Number.isNaN(date.getTime()) ? date.toISOString() : null;
