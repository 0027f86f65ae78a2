import { isAtLeast } from '../engine-version.ts';
import type { Connection, Connections } from './connections.ts';
import { open } from './doubt.ts';
import type { Replicator } from './flows.ts';
import type { Part } from './path-parts.ts';
import { doubtsOf, judgeConnection } from './path-verdict.ts';

/** From this engine version on AWS services are reached through the VPC (DMS release notes, 3.4.7). */
const throughVpcFrom = '3.4.7';

/** Whether a replicator reaches AWS services through its VPC; null: not known. DMS keeps serverless engines new. */
export function reachesServicesThroughVpc(resource: Replicator): boolean | null {
  if (resource.type === 'AWS::DMS::ReplicationConfig') return true;
  return resource.engineVersion === null ? null : isAtLeast(resource.engineVersion, throughVpcFrom);
}

/**
 * The connections that go through the VPC, and which of them some parts of their paths are to be asked about:
 * not those to AWS services of an engine that has its own way to them.
 */
export function throughVpc(
  resource: Replicator,
  all: Connections,
  parts: readonly Part[],
): { readonly connections: Connections; readonly of: (connection: Connection) => boolean } {
  const isThrough = reachesServicesThroughVpc(resource);
  if (isThrough === true) return { connections: all, of: () => true };
  const isDatabase = ({ flow }: Connection): boolean => flow.service === null;
  if (isThrough === false) return { connections: all, of: isDatabase };
  const mattering = all.connections
    .filter((connection) => !isDatabase(connection))
    .map((connection) => judgeConnection(connection, parts))
    .filter(({ outcome }) => outcome === 'stopped' || outcome === 'unknown');
  if (mattering.length === 0) return { connections: all, of: () => true };
  const doubt = open(
    `whether ${resource.id} reaches AWS services through its VPC is not known`,
    'an answer of dms:DescribeReplicationInstances that holds a readable EngineVersion',
  );
  const doubts = [...all.doubts, doubt, ...mattering.flatMap(doubtsOf)];
  return { connections: { ...all, doubts }, of: isDatabase };
}
