import { isIP } from 'node:net';
import type { FactName } from '../../model/facts.ts';
import type { Listings, RegionFacts } from '../../model/snapshot.ts';
import { hostsOf, sameHost } from '../databases/hosts.ts';
import type { Track } from '../progress.ts';
import type { ResolveHost } from './resolver.ts';

interface NameSource {
  readonly region: string;
  readonly track: Track;
  readonly facts: ReadonlySet<FactName>;
  /** Hosts that the settings name. */
  readonly hosts: readonly string[];
  /** null: nobody wants DNS to be asked. */
  readonly resolveHost: ResolveHost | null;
}

/** The addresses of hosts that endpoints, data providers and settings name and no database that was read has. */
export async function readNames(
  listings: Pick<Listings, 'endpoints' | 'dataProviders'>,
  databases: RegionFacts['databases'],
  { region, track, facts, hosts, resolveHost }: NameSource,
): Promise<RegionFacts['resolvedNames']> {
  if (resolveHost === null || !facts.has('databases')) return {};
  const found = new Set(
    Object.values(databases).flatMap(({ items }) =>
      items.flatMap(({ names }) => names.map(({ host }) => sameHost(host))),
    ),
  );
  const wanted = [...hostsOf(listings, hosts)].filter((host) => isName(host) && !found.has(host)).sort();
  const answers = wanted.map(
    async (host) => [host, await track(region, 'dns:Query', resolveHost(host))] as const,
  );
  return Object.fromEntries(await Promise.all(answers));
}

/** What could be a name in DNS. (RFC 1035, 2.3.4) */
const isName = (host: string): boolean =>
  isIP(host) === 0 && host.length <= 253 && /^[\w-]+(\.[\w-]+)*$/.test(host);
