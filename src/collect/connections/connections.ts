import type { Connection as Raw } from '@aws-sdk/client-database-migration-service';
import type { Connection, ConnectionFailure } from '../../model/connections.ts';
import type { Listing } from '../../model/lookup.ts';
import type { Clients } from '../clients.ts';
import { required, text, word } from '../fields.ts';
import { pageThrough } from '../page-through.ts';

/** DMS DescribeConnections: all that instances tested last. */
export async function readConnections(clients: Clients, region: string): Promise<Listing<Connection>> {
  const dms = await clients.dms(region);
  return pageThrough<Raw, Connection>(clients.limit, {
    question: { call: 'dms:DescribeConnections', resource: null },
    page: (marker) => dms.connections(marker),
    map: toConnection,
  });
}

/** DMS API, Connection. */
const toConnection = (raw: Raw): Connection => ({
  endpointArn: required(raw.EndpointArn, 'EndpointArn'),
  instanceArn: required(raw.ReplicationInstanceArn, 'ReplicationInstanceArn'),
  status: word(raw.Status),
  lastFailure: failureIn(text(raw.LastFailureMessage)),
});

/** Words of drivers and of DMS by which a message says what went wrong; the first that are found tell. */
const signs: readonly (readonly [ConnectionFailure, readonly string[]])[] = [
  ['secret', ['secrets manager', 'secretsmanager', 'secret ']],
  ['tls', ['ssl', 'tls', 'certificate', 'ora-28', 'wallet']],
  [
    'credentials',
    [
      'access denied',
      'authentication',
      'login failed',
      'logon denied',
      'password',
      'not authorized',
      'ora-01017',
      'pg_hba',
    ],
  ],
  [
    'name-not-resolved',
    [
      'unknown host',
      'could not translate host',
      'name or service not known',
      'unknown mysql server host',
      'resolve',
    ],
  ],
  ['refused', ['refused']],
  ['timed-out', ['timeout', 'timed out', 'time out', "can't connect", 'could not connect', 'network error']],
];

/** The kind of failure that a message tells. The message itself can name users and hosts, and goes no further. */
function failureIn(message: string | null): ConnectionFailure | null {
  if (message === null) return null;
  const words = message.toLowerCase();
  return signs.find(([, found]) => found.some((sign) => words.includes(sign)))?.[0] ?? 'other';
}
