import type {
  CacheCluster,
  CacheNode,
  CacheSubnetGroup,
  ReplicationGroup,
  ServerlessCache,
} from '@aws-sdk/client-elasticache';
import type { Database } from '../../model/databases.ts';
import { complete, type Listing } from '../../model/lookup.ts';
import type { Databases } from '../../model/snapshot.ts';
import { objects, required, text, texts } from '../fields.ts';
import { pageThrough } from '../page-through.ts';
import { askByName, type DatabaseSource, restingOn } from './ask-for.ts';
import { nameOf } from './name-of.ts';

/** Says whether one of the hosts is a database's. */
export type IsMeant = (database: Database) => boolean;

/**
 * Caches that hosts name. ElastiCache lists all of them, for it has no filter; only its clusters say where the
 * members of a replication group stand.
 */
export async function readCaches(isMeant: IsMeant, source: DatabaseSource): Promise<Databases> {
  const { clients, region, track } = source;
  const cache = () => clients.elasticache(region);
  const [groups, clusters] = await Promise.all([
    track(
      region,
      'elasticache:DescribeReplicationGroups',
      pageThrough<ReplicationGroup, Database>(clients.limit, {
        question: { call: 'elasticache:DescribeReplicationGroups', resource: null },
        page: async (marker) => (await cache()).replicationGroups(marker),
        map: toReplicationGroup,
      }),
    ),
    track(
      region,
      'elasticache:DescribeCacheClusters',
      pageThrough<CacheCluster, Node>(clients.limit, {
        question: { call: 'elasticache:DescribeCacheClusters', resource: null },
        page: async (marker) => (await cache()).cacheClusters(marker),
        map: toNode,
      }),
    ),
  ]);
  const meantGroups = groups.items.filter(isMeant);
  const membersOf = (id: string) => clusters.items.filter(({ groupId }) => groupId === id);
  const meantNodes = clusters.items.filter(({ database }) => isMeant(database));
  const concerned = [...meantNodes, ...meantGroups.flatMap(({ id }) => membersOf(id))];
  const subnets = await readSubnetGroups(texts(concerned.map(({ subnetGroup }) => subnetGroup)), source);
  const place = (database: Database, [node]: readonly Node[]): Database => {
    const group = subnets.items.find(({ name }) => name === node?.subnetGroup);
    const { groupIds } = node?.database ?? database;
    return { ...database, groupIds, vpcId: group?.vpcId ?? null, subnetIds: group?.subnetIds ?? [] };
  };
  const placedGroups = meantGroups.map((group) => place(group, membersOf(group.id)));
  const placedNodes = meantNodes.map((node) => place(node.database, [node]));
  return {
    'AWS::ElastiCache::ReplicationGroup': restingOn({ ...groups, items: placedGroups }, clusters, subnets),
    'AWS::ElastiCache::CacheCluster': restingOn({ ...clusters, items: placedNodes }, subnets),
  };
}

/** Serverless caches, which are listed apart. */
export function readServerlessCaches({ clients, region, track }: DatabaseSource): Promise<Listing<Database>> {
  const call = 'elasticache:DescribeServerlessCaches';
  const pages = pageThrough<ServerlessCache, Database>(clients.limit, {
    question: { call, resource: null },
    page: async (marker) => (await clients.elasticache(region)).serverlessCaches(marker),
    map: toServerlessCache,
  });
  return track(region, call, pages);
}

interface SubnetGroup {
  readonly name: string;
  readonly vpcId: string | null;
  readonly subnetIds: readonly string[];
}

const readSubnetGroups = (names: readonly string[], source: DatabaseSource): Promise<Listing<SubnetGroup>> =>
  names.length === 0
    ? Promise.resolve(complete([]))
    : askByName<CacheSubnetGroup, SubnetGroup>(names, source, {
        call: 'elasticache:DescribeCacheSubnetGroups',
        absent: /^CacheSubnetGroupNotFound(Fault)?$/,
        read: async (name) => (await source.clients.elasticache(source.region)).subnetGroup(name),
        map: (raw) => ({
          name: required(raw.CacheSubnetGroupName, 'CacheSubnetGroupName'),
          vpcId: text(raw.VpcId),
          subnetIds: texts(objects(raw.Subnets).map(({ SubnetIdentifier }) => SubnetIdentifier)),
        }),
      });

/** Caches are never reached from outside of their VPC, and tell no address. */
const inside = {
  vpcId: null,
  subnetIds: [],
  groupIds: [],
  privateAddresses: [],
  publicAddresses: [],
  publiclyAccessible: false,
} as const;

type RawEndpoint = CacheNode['Endpoint'];
const answering = (endpoint: RawEndpoint, role: string) => nameOf(endpoint?.Address, endpoint?.Port, role);

/** ElastiCache API, ReplicationGroup. */
const toReplicationGroup = (raw: ReplicationGroup): Database => ({
  ...inside,
  type: 'AWS::ElastiCache::ReplicationGroup',
  id: required(raw.ReplicationGroupId, 'ReplicationGroupId'),
  arn: text(raw.ARN),
  names: [
    ...answering(raw.ConfigurationEndpoint, 'configuration'),
    ...objects(raw.NodeGroups).flatMap((shard) => [
      ...answering(shard.PrimaryEndpoint, 'writer'),
      ...answering(shard.ReaderEndpoint, 'reader'),
      ...objects(shard.NodeGroupMembers).flatMap(({ ReadEndpoint }) => answering(ReadEndpoint, 'node')),
    ]),
  ],
  status: text(raw.Status),
});

/** A cache cluster: one node of a replication group, or a cache of its own. */
interface Node {
  readonly groupId: string | null;
  readonly subnetGroup: string | null;
  readonly database: Database;
}

/** ElastiCache API, CacheCluster. */
const toNode = (raw: CacheCluster): Node => ({
  groupId: text(raw.ReplicationGroupId),
  subnetGroup: text(raw.CacheSubnetGroupName),
  database: {
    ...inside,
    type: 'AWS::ElastiCache::CacheCluster',
    id: required(raw.CacheClusterId, 'CacheClusterId'),
    arn: text(raw.ARN),
    names: [
      ...answering(raw.ConfigurationEndpoint, 'configuration'),
      ...objects(raw.CacheNodes).flatMap(({ Endpoint }) => answering(Endpoint, 'node')),
    ],
    groupIds: texts(objects(raw.SecurityGroups).map(({ SecurityGroupId }) => SecurityGroupId)),
    status: text(raw.CacheClusterStatus),
  },
});

/** ElastiCache API, ServerlessCache: its subnets say which VPC. */
const toServerlessCache = (raw: ServerlessCache): Database => ({
  ...inside,
  type: 'AWS::ElastiCache::ServerlessCache',
  id: required(raw.ServerlessCacheName, 'ServerlessCacheName'),
  arn: text(raw.ARN),
  names: [...answering(raw.Endpoint, 'writer'), ...answering(raw.ReaderEndpoint, 'reader')],
  subnetIds: texts(raw.SubnetIds),
  groupIds: texts(raw.SecurityGroupIds),
  status: text(raw.Status),
});
