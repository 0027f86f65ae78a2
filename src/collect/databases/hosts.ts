import type { Endpoint } from '../../model/resources.ts';
import type { Listings } from '../../model/snapshot.ts';
import { field, text } from '../fields.ts';

/**
 * Every host that endpoints, data providers and the settings name, in lower case: rather one too many, for hosts only
 * say what to ask AWS about. What a secret alone knows is among them where the settings say it.
 */
export function hostsOf(
  { endpoints, dataProviders }: Pick<Listings, 'endpoints' | 'dataProviders'>,
  named: readonly string[],
): ReadonlySet<string> {
  const servers = [
    ...endpoints.items.flatMap(serversOf),
    ...dataProviders.items.map(({ serverName }) => serverName),
    ...named,
  ].flatMap((list) => list?.split(/[\s,;]+/) ?? []);
  return new Set(servers.map(hostIn).filter((host) => host !== ''));
}

/** Settings that hold a server, or several (DMS API, the settings of each engine). */
const serverFields = ['ServerName', 'Broker', 'EndpointUri', 'AsmServer'];

const serversOf = ({ serverName, settings }: Endpoint): readonly (string | null)[] => [
  serverName,
  ...Object.values(settings).flatMap((group) => serverFields.map((name) => text(field(group, name)))),
];

/** The host in `host`, `host:port`, `[address]:port`, `scheme://host:port/path`. */
function hostIn(server: string): string {
  const scheme = server.indexOf('://');
  const [authority = ''] = server.slice(scheme < 0 ? 0 : scheme + 3).split(/[/?#]/);
  const closing = authority.indexOf(']');
  if (authority.startsWith('[') && closing > 0) return authority.slice(1, closing).toLowerCase();
  const parts = authority.split(':');
  // More colons than one are an IPv6 address without brackets.
  return sameHost(parts.length > 2 ? authority : (parts[0] ?? ''));
}

/** A host name as names are compared: in lower case, without the dot that ends a full one. */
export const sameHost = (host: string): string => {
  const name = host.toLowerCase();
  return name.endsWith('.') ? name.slice(0, -1) : name;
};
