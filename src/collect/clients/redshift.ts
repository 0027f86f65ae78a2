import {
  DescribeClusterSubnetGroupsCommand,
  DescribeClustersCommand,
  RedshiftClient,
  type RedshiftClientConfig,
} from '@aws-sdk/client-redshift';
import { type OnOperation, telling } from './operations.ts';

/** The calls of Redshift that collection makes; all of them read. */
export function openRedshift(config: RedshiftClientConfig, onOperation: OnOperation) {
  const client = new RedshiftClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    cluster: async (ClusterIdentifier: string) =>
      (await client.send(new DescribeClustersCommand({ ClusterIdentifier }))).Clusters,
    subnetGroup: async (ClusterSubnetGroupName: string) =>
      (await client.send(new DescribeClusterSubnetGroupsCommand({ ClusterSubnetGroupName })))
        .ClusterSubnetGroups,
  };
}
