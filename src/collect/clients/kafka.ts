import {
  GetBootstrapBrokersCommand,
  KafkaClient,
  type KafkaClientConfig,
  ListClustersV2Command,
  ListNodesCommand,
} from '@aws-sdk/client-kafka';
import { type OnOperation, telling } from './operations.ts';

const MaxResults = 100;

/** The calls of MSK that collection makes; all of them read. */
export function openKafka(config: KafkaClientConfig, onOperation: OnOperation) {
  const client = new KafkaClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    clusters: async (NextToken: string | undefined) => {
      const answer = await client.send(new ListClustersV2Command({ MaxResults, NextToken }));
      return { items: answer.ClusterInfoList, marker: answer.NextToken };
    },
    nodes: async (ClusterArn: string, NextToken: string | undefined) => {
      const answer = await client.send(new ListNodesCommand({ ClusterArn, MaxResults, NextToken }));
      return { items: answer.NodeInfoList, marker: answer.NextToken };
    },
    bootstrapBrokers: (ClusterArn: string) => client.send(new GetBootstrapBrokersCommand({ ClusterArn })),
  };
}
