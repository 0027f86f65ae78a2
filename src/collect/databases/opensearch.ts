import type { DomainStatus } from '@aws-sdk/client-opensearch';
import type { Database } from '../../model/databases.ts';
import { complete, cutShort, type Listing } from '../../model/lookup.ts';
import { ask } from '../ask.ts';
import { MalformedAnswer, objects, required, text, texts } from '../fields.ts';
import { type DatabaseSource, joined } from './ask-for.ts';
import { nameOf } from './name-of.ts';

/** The most domains that one question names (OpenSearch API, DescribeDomains). */
const batchSize = 5;

/** Domains of OpenSearch by name; those that do not exist are not in the answer. */
export async function readDomains(
  names: readonly string[],
  { clients, region, track }: DatabaseSource,
): Promise<Listing<Database>> {
  const call = 'es:DescribeDomains';
  const wanted = [...new Set(names)].sort();
  const read = async (batch: readonly string[]): Promise<Listing<Database>> => {
    const answer = await ask(clients.limit, { call, resource: null }, async () => {
      const found = await (await clients.es(region)).domains(batch);
      if (!Array.isArray(found)) throw new MalformedAnswer('an answer without DomainStatusList');
      return objects(found).map(toDomain);
    });
    return answer.known ? complete(answer.value) : cutShort([], answer.unread);
  };
  const batches = Array.from({ length: Math.ceil(wanted.length / batchSize) }, (_, index) =>
    wanted.slice(index * batchSize, (index + 1) * batchSize),
  );
  return joined(await Promise.all(batches.map((batch) => track(region, call, read(batch)))));
}

/** OpenSearch API, DomainStatus: a domain is in a VPC, or on the internet. */
function toDomain(raw: DomainStatus): Database {
  const vpc = raw.VPCOptions;
  const { CustomEndpoint: custom } = raw.DomainEndpointOptions ?? {};
  const hosts = texts([raw.Endpoint, raw.EndpointV2, ...Object.values(raw.Endpoints ?? {})]);
  return {
    type: 'AWS::OpenSearchService::Domain',
    id: required(raw.DomainName, 'DomainName'),
    arn: text(raw.ARN),
    names: [
      ...[...new Set(hosts)].flatMap((host) => nameOf(host, 443, null)),
      ...nameOf(custom, 443, 'custom'),
    ],
    vpcId: text(vpc?.VPCId),
    subnetIds: texts(vpc?.SubnetIds),
    groupIds: texts(vpc?.SecurityGroupIds),
    privateAddresses: [],
    publicAddresses: [],
    publiclyAccessible: vpc === undefined,
    status: text(raw.DomainProcessingStatus),
  };
}
