import type { Lookup, Table } from '../../model/lookup.ts';
import type { Endpoint } from '../../model/resources.ts';
import { type Secret, secretsOf } from '../../model/secrets.ts';
import { regionOfArn } from '../arn-region.ts';
import { ask, knownIfAbsent } from '../ask.ts';
import type { Clients } from '../clients.ts';
import { eachAsked } from '../each-asked.ts';
import { dateText, flag, required, text } from '../fields.ts';
import type { Track } from '../progress.ts';

interface SecretSource {
  readonly clients: Clients;
  readonly region: string;
  readonly track: Track;
}

const call = 'secretsmanager:DescribeSecret';

/** What Secrets Manager tells of the secrets that endpoints name, each asked for once; never a value. */
export function readSecrets(
  endpoints: readonly Endpoint[],
  { clients, region, track }: SecretSource,
): Promise<Table<Secret | null>> {
  return eachAsked(endpoints.flatMap(secretsOf), { call, region, track }, describe);

  async function describe(name: string): Promise<Lookup<Secret | null>> {
    // A secret is in the Region of its ARN; one that is named is in the endpoint's.
    const manager = await clients.secretsmanager(regionOfArn(name) ?? region);
    const answer = await ask(clients.limit, { call, resource: name }, async () =>
      toSecret(await manager.describeSecret(name)),
    );
    return knownIfAbsent(answer, /^ResourceNotFoundException$/);
  }
}

type Raw = Awaited<ReturnType<Awaited<ReturnType<Clients['secretsmanager']>>['describeSecret']>>;

/** Secrets Manager API, DescribeSecret; description and tags are people's, and stay behind. */
const toSecret = (raw: Raw): Secret => ({
  arn: required(raw.ARN, 'ARN'),
  kmsKeyId: text(raw.KmsKeyId),
  rotationEnabled: flag(raw.RotationEnabled),
  lastChanged: dateText(raw.LastChangedDate),
  deleted: raw.DeletedDate instanceof Date,
});
