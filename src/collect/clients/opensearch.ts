import {
  DescribeDomainsCommand,
  OpenSearchClient,
  type OpenSearchClientConfig,
} from '@aws-sdk/client-opensearch';
import { type OnOperation, telling } from './operations.ts';

/** The one call of OpenSearch that collection makes; it reads. */
export function openOpenSearch(config: OpenSearchClientConfig, onOperation: OnOperation) {
  const client = new OpenSearchClient(config);
  client.middlewareStack.add(telling(onOperation), { step: 'initialize' });
  return {
    /** Five at most (OpenSearch API, DescribeDomains); domains that do not exist are left out. */
    domains: async (names: readonly string[]) =>
      (await client.send(new DescribeDomainsCommand({ DomainNames: [...names] }))).DomainStatusList,
  };
}
