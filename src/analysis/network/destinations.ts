import type { Endpoint } from '../../model/resources.ts';
import type { EndpointServer } from '../../model/settings.ts';
import { globMatches } from '../policy/glob.ts';
import { fromAddress } from './address-text.ts';
import { type AwsService, awsServiceOf } from './aws-services.ts';
import { defaultPort } from './default-port.ts';

/** A server that an endpoint is reached at. */
export interface Server {
  /** A name or an address; null: nothing that was read tells it. */
  readonly host: string | null;
  /** null: nothing that was read tells it. */
  readonly port: number | null;
  /** Why host or port is not known. */
  readonly untold: string | null;
  /** The AWS service that it is; null: a database or the like, with a host of its own. */
  readonly service: AwsService | null;
}

const https = 443;

/**
 * What the settings say of an endpoint that takes its server from a secret; null: DMS reports the server, or they say
 * nothing.
 */
export function declaredServer(
  endpoint: Endpoint,
  declared: readonly EndpointServer[],
): EndpointServer | null {
  if (endpoint.credentials !== 'secret' || namesOf(endpoint) !== null) return null;
  const names = [endpoint.id, endpoint.arn];
  return declared.find((each) => names.some((name) => globMatches(each.endpoint, name))) ?? null;
}

/** The servers of an endpoint, all of which an instance must reach; `declared` is what the settings say of it. */
export function destinationsOf(
  endpoint: Endpoint,
  declared: EndpointServer | null = null,
): readonly Server[] {
  const { engine, settings } = endpoint;
  const service = awsServiceOf.get(engine);
  if (service !== undefined) return [{ host: service.name, port: https, untold: null, service }];
  if (engine === 'opensearch' || engine === 'elasticsearch') {
    const uri = textOf(settings.ElasticsearchSettings?.EndpointUri) ?? endpoint.serverName;
    return [readServer(uri, uri?.startsWith('http://') === true ? 80 : https, 'an endpoint URI')];
  }
  const asm = textOf(settings.OracleSettings?.AsmServer);
  return [
    ...serversOf(endpoint, declared),
    ...(asm === null ? [] : [readServer(asm, defaultPort('oracle'), 'an ASM server')]),
  ];
}

/** What DMS reports of an endpoint's servers. */
const namesOf = ({ engine, serverName, settings }: Endpoint): string | null =>
  engine === 'kafka'
    ? textOf(settings.KafkaSettings?.Broker)
    : (serverName ?? textOf(inSettings(settings, 'ServerName')));

function serversOf(endpoint: Endpoint, declared: EndpointServer | null): readonly Server[] {
  const { engine, settings, credentials } = endpoint;
  const isKafka = engine === 'kafka';
  const names = namesOf(endpoint) ?? declared?.host ?? null;
  const given = declared?.port ?? endpoint.port ?? numberOf(inSettings(settings, 'Port'));
  if (names === null && credentials === 'secret')
    return [{ host: null, port: given, untold: 'its secret names the server', service: null }];
  const port = given ?? (credentials === 'secret' ? null : defaultPort(engine));
  // Kafka lists its brokers, MongoDB the members of a replica set.
  const several = isKafka || engine === 'mongodb' || engine === 'docdb';
  const servers = several ? (names?.split(/[\s,;]+/).filter((name) => name !== '') ?? []) : [names];
  return (servers.length === 0 ? [null] : servers).map((server) =>
    readServer(server, port, isKafka ? 'a broker' : 'a server name'),
  );
}

/** Engines have a group of settings each, of which DMS reports the endpoint's own. */
function inSettings(settings: Endpoint['settings'], name: 'ServerName' | 'Port'): unknown {
  const groups: readonly Readonly<Record<string, unknown>>[] = Object.values(settings);
  return groups.map((group) => group[name]).find((value) => value !== undefined);
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Host and port out of what people write: a name, an address, either with a port, or a URI. */
function readServer(text: string | null, port: number | null, what: string): Server {
  if (text === null) return { host: null, port, untold: `DMS does not report ${what}`, service: null };
  const [, scheme = '', rest = ''] =
    /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/)?([^/?#]*)/i.exec(schemed(text)) ?? [];
  const [, inBrackets, bare = '', own] = /^(?:\[([^\]]*)\]|(.*?))(?::(\d{1,5}))?$/.exec(rest) ?? [];
  const host = fromAddress(rest) === null ? (inBrackets ?? bare) : rest;
  if (!/^[\w.-]+$/.test(host) && fromAddress(host) === null)
    return {
      ...{ host: null, port: null, service: null },
      untold: `what it has as ${what.replace(/^an? /, '')} is no host`,
    };
  // The port stands in the name's SRV record, which nobody looks up here.
  if (scheme.endsWith('+srv'))
    return { host, port: null, untold: 'a DNS record names the port', service: null };
  const found = own === undefined || host === rest ? port : Number(own);
  return { host, port: found, untold: found === null ? 'DMS does not report the port' : null, service: null };
}

/** `host:5432` has the shape of a scheme; only `://` makes one. */
const schemed = (text: string): string => (text.includes('://') ? text : `//${text}`);
