import {
  DescribeDBClusterEndpointsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyEndpointsCommand,
  RDSClient,
  type RDSClientConfig,
} from '@aws-sdk/client-rds';
import { type OnOperation, telling } from './operations.ts';

/** What a listing is narrowed to, and where its next page begins; RDS gives at most a hundred at once. */
const having = (Name: string, values: readonly string[], Marker: string | undefined) => ({
  Filters: [{ Name, Values: [...values] }],
  MaxRecords: 100,
  Marker,
});

/** The calls of RDS that collection makes; all of them read. They tell of DocumentDB and Neptune too. */
export function openRds(config: RDSClientConfig, onOperation: OnOperation) {
  const client = new RDSClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    instances: async (
      by: 'db-instance-id' | 'db-cluster-id',
      ids: readonly string[],
      marker: string | undefined,
    ) => {
      const answer = await client.send(new DescribeDBInstancesCommand(having(by, ids, marker)));
      return { items: answer.DBInstances, marker: answer.Marker };
    },
    clusters: async (ids: readonly string[], marker: string | undefined) => {
      const answer = await client.send(new DescribeDBClustersCommand(having('db-cluster-id', ids, marker)));
      return { items: answer.DBClusters, marker: answer.Marker };
    },
    clusterEndpoints: async (ids: readonly string[], marker: string | undefined) => {
      const input = having('db-cluster-endpoint-id', ids, marker);
      const answer = await client.send(new DescribeDBClusterEndpointsCommand(input));
      return { items: answer.DBClusterEndpoints, marker: answer.Marker };
    },
    proxy: async (DBProxyName: string) =>
      (await client.send(new DescribeDBProxiesCommand({ DBProxyName }))).DBProxies,
    proxyEndpoint: async (DBProxyEndpointName: string) =>
      (await client.send(new DescribeDBProxyEndpointsCommand({ DBProxyEndpointName }))).DBProxyEndpoints,
  };
}
