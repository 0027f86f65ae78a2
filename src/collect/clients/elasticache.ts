import {
  DescribeCacheClustersCommand,
  DescribeCacheSubnetGroupsCommand,
  DescribeReplicationGroupsCommand,
  DescribeServerlessCachesCommand,
  ElastiCacheClient,
  type ElastiCacheClientConfig,
} from '@aws-sdk/client-elasticache';
import { type OnOperation, telling } from './operations.ts';

/** The most that the listings give at once (ElastiCache API, *MaxRecords*; *MaxResults* of serverless caches). */
const most = { MaxRecords: 100, MaxResults: 50 };

/** The calls of ElastiCache that collection makes; all of them read. */
export function openElastiCache(config: ElastiCacheClientConfig, onOperation: OnOperation) {
  const client = new ElastiCacheClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  const { MaxRecords, MaxResults } = most;
  return {
    replicationGroups: async (Marker: string | undefined) => {
      const answer = await client.send(new DescribeReplicationGroupsCommand({ MaxRecords, Marker }));
      return { items: answer.ReplicationGroups, marker: answer.Marker };
    },
    cacheClusters: async (Marker: string | undefined) => {
      const input = { MaxRecords, Marker, ShowCacheNodeInfo: true };
      const answer = await client.send(new DescribeCacheClustersCommand(input));
      return { items: answer.CacheClusters, marker: answer.Marker };
    },
    subnetGroup: async (CacheSubnetGroupName: string) =>
      (await client.send(new DescribeCacheSubnetGroupsCommand({ CacheSubnetGroupName }))).CacheSubnetGroups,
    serverlessCaches: async (NextToken: string | undefined) => {
      const answer = await client.send(new DescribeServerlessCachesCommand({ MaxResults, NextToken }));
      return { items: answer.ServerlessCaches, marker: answer.NextToken };
    },
  };
}
