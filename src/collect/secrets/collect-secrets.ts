import type { FactName } from '../../model/facts.ts';
import type { Endpoint } from '../../model/resources.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import type { Track } from '../progress.ts';
import { readSecretVersions } from './secret-versions.ts';
import { readSecrets } from './secrets.ts';

interface SecretSource {
  readonly clients: Clients;
  readonly facts: ReadonlySet<FactName>;
  readonly region: string;
  readonly track: Track;
}

/** What there is to know of the secrets that endpoints name, but for their values. */
export async function collectSecrets(
  endpoints: readonly Endpoint[],
  source: SecretSource,
): Promise<Pick<RegionFacts, 'secrets' | 'secretVersions'>> {
  const { facts } = source;
  const [secrets, secretVersions] = await Promise.all([
    facts.has('secrets') ? readSecrets(endpoints, source) : {},
    facts.has('secretVersions') ? readSecretVersions(endpoints, source) : {},
  ]);
  return { secrets, secretVersions };
}
