import type { SecretVersionsListEntry as Raw } from '@aws-sdk/client-secrets-manager';
import { known, type Lookup, type Table } from '../../model/lookup.ts';
import type { Endpoint } from '../../model/resources.ts';
import { type SecretVersion, secretsOf } from '../../model/secrets.ts';
import { regionOfArn } from '../arn-region.ts';
import { knownIfAbsent, malformed } from '../ask.ts';
import type { Clients } from '../clients.ts';
import { eachAsked } from '../each-asked.ts';
import { dateText, texts } from '../fields.ts';
import { pageThrough, whole } from '../page-through.ts';
import type { Track } from '../progress.ts';

interface VersionSource {
  readonly clients: Clients;
  readonly region: string;
  readonly track: Track;
}

const call = 'secretsmanager:ListSecretVersionIds';

/** The current versions of the secrets that endpoints name, each asked for once; when they were made, never what they hold. */
export function readSecretVersions(
  endpoints: readonly Endpoint[],
  { clients, region, track }: VersionSource,
): Promise<Table<SecretVersion | null>> {
  return eachAsked(endpoints.flatMap(secretsOf), { call, region, track }, current);

  async function current(name: string): Promise<Lookup<SecretVersion | null>> {
    // A secret is in the Region of its ARN; one that is named is in the endpoint's.
    const manager = await clients.secretsmanager(regionOfArn(name) ?? region);
    const question = { call, resource: name };
    const versions = whole(
      await pageThrough<Raw, Version>(clients.limit, {
        question,
        page: (marker) => manager.listSecretVersionIds(name, marker),
        map: toVersion,
      }),
    );
    if (!versions.known) return knownIfAbsent(versions, /^ResourceNotFoundException$/);
    const version = versions.value.find(({ isCurrent }) => isCurrent);
    if (version === undefined) return known(null);
    const { createdAt } = version;
    return createdAt === null ? { known: false, unread: malformed(question) } : known({ createdAt });
  }
}

interface Version {
  readonly isCurrent: boolean;
  readonly createdAt: string | null;
}

const toVersion = ({ VersionStages, CreatedDate }: Raw): Version => ({
  isCurrent: texts(VersionStages).includes('AWSCURRENT'),
  createdAt: dateText(CreatedDate),
});
