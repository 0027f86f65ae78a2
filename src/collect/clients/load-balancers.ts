import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  type ElasticLoadBalancingV2ClientConfig,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type OnOperation, telling } from './operations.ts';

/** The one call of Elastic Load Balancing that collection makes; it reads. */
export function openLoadBalancers(config: ElasticLoadBalancingV2ClientConfig, onOperation: OnOperation) {
  const client = new ElasticLoadBalancingV2Client(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    named: async (name: string) =>
      (await client.send(new DescribeLoadBalancersCommand({ Names: [name] }))).LoadBalancers,
  };
}
