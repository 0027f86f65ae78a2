import type { Cluster, NodeInfo } from '@aws-sdk/client-kafka';
import type { Database, DatabaseName } from '../../model/databases.ts';
import { complete, cutShort, type Listing } from '../../model/lookup.ts';
import { ask } from '../ask.ts';
import { objects, required, text, texts } from '../fields.ts';
import { pageThrough } from '../page-through.ts';
import { type DatabaseSource, joined } from './ask-for.ts';
import { nameOf } from './name-of.ts';

/** Clusters of MSK with all their brokers: its listing has no filter for hosts, and tells no host. */
export async function readKafka(source: DatabaseSource): Promise<Listing<Database>> {
  const { clients, region, track } = source;
  const call = 'kafka:ListClustersV2';
  const pages = pageThrough<Cluster, Found>(clients.limit, {
    question: { call, resource: null },
    page: async (marker) => (await clients.kafka(region)).clusters(marker),
    map: toCluster,
  });
  const clusters = await track(region, call, pages);
  const brokers = clusters.items.map((cluster) =>
    cluster.serverless ? withBootstrap(cluster, source) : withNodes(cluster, source),
  );
  return joined([{ ...clusters, items: [] }, ...(await Promise.all(brokers))]);
}

interface Found {
  readonly arn: string;
  readonly serverless: boolean;
  /** Its brokers have public addresses too, under names of their own. */
  readonly isPublic: boolean;
  readonly database: Database;
}

/** MSK API, Cluster (ListClustersV2): the subnets say which VPC. */
function toCluster(raw: Cluster): Found {
  const arn = required(raw.ClusterArn, 'ClusterArn');
  const brokers = raw.Provisioned?.BrokerNodeGroupInfo;
  const configs = objects(raw.Serverless?.VpcConfigs);
  const access = text(brokers?.ConnectivityInfo?.PublicAccess?.Type);
  return {
    arn,
    serverless: raw.ClusterType === 'SERVERLESS',
    isPublic: access !== null && access !== 'DISABLED',
    database: {
      type: 'AWS::MSK::Cluster',
      id: required(raw.ClusterName, 'ClusterName'),
      arn,
      names: [],
      vpcId: null,
      subnetIds: texts([...(brokers?.ClientSubnets ?? []), ...configs.flatMap(({ SubnetIds }) => SubnetIds)]),
      groupIds: texts([
        ...(brokers?.SecurityGroups ?? []),
        ...configs.flatMap(({ SecurityGroupIds }) => SecurityGroupIds ?? []),
      ]),
      privateAddresses: [],
      publicAddresses: [],
      // The names of its public brokers are others than those of its private ones.
      publiclyAccessible: false,
      status: text(raw.State),
    },
  };
}

interface Broker {
  readonly hosts: readonly string[];
  readonly address: string | null;
}

/** A provisioned cluster tells all its brokers; the ports are those of the ways to log in (MSK Developer Guide, *Port information*). */
async function withNodes(
  { arn, database, isPublic }: Found,
  { clients, region, track }: DatabaseSource,
): Promise<Listing<Database>> {
  const call = 'kafka:ListNodes';
  const pages = pageThrough<NodeInfo, Broker>(clients.limit, {
    question: { call, resource: arn },
    page: async (marker) => (await clients.kafka(region)).nodes(arn, marker),
    map: ({ BrokerNodeInfo: broker }) => ({
      hosts: texts(broker?.Endpoints),
      address: text(broker?.ClientVpcIpAddress),
    }),
  });
  const nodes = await track(region, call, pages);
  if (!nodes.complete) return cutShort([], nodes.unread);
  const hosts = nodes.items.flatMap((node) => node.hosts);
  const names = [
    ...hosts.flatMap((host) => nameOf(host, null, 'broker')),
    ...(isPublic ? hosts.flatMap((host) => nameOf(publicName(host), null, 'public broker')) : []),
  ];
  return complete([
    { ...database, names, privateAddresses: texts(nodes.items.map(({ address }) => address)) },
  ]);
}

/** `b-1.orders.…` is `b-1-public.orders.…` to the internet (MSK Developer Guide, *Public access*). */
const publicName = (host: string): string => host.replace('.', '-public.');

/** A serverless cluster tells one name for all its brokers. */
async function withBootstrap(
  { arn, database }: Found,
  { clients, region, track }: DatabaseSource,
): Promise<Listing<Database>> {
  const call = 'kafka:GetBootstrapBrokers';
  const answer = await track(
    region,
    call,
    ask(clients.limit, { call, resource: arn }, async () => {
      const { BootstrapBrokerStringSaslIam: servers } = await (await clients.kafka(region)).bootstrapBrokers(
        arn,
      );
      return required(servers, 'BootstrapBrokerStringSaslIam').split(',').flatMap(bootstrapName);
    }),
  );
  return answer.known ? complete([{ ...database, names: answer.value }]) : cutShort([], answer.unread);
}

const bootstrapName = (server: string): readonly DatabaseName[] => {
  const [host, port] = server.trim().split(':');
  return nameOf(host, port === undefined ? null : Number(port), 'bootstrap');
};
