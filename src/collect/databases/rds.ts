import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Database, DatabaseType } from '../../model/databases.ts';
import type { Listing } from '../../model/lookup.ts';
import type { Databases } from '../../model/snapshot.ts';
import { flag, objects, required, text, texts } from '../fields.ts';
import { askByFilter, type DatabaseSource, joined, restingOn } from './ask-for.ts';
import { type Family, families, type Meaning } from './host-meaning.ts';
import { nameOf } from './name-of.ts';

type InstanceType = Extract<DatabaseType, `AWS::${string}::DBInstance`>;
type ClusterType = Extract<DatabaseType, `AWS::${string}::DBCluster`>;
type Instance = Database & { readonly type: InstanceType };

/** Whose instance or cluster it is, by its engine: DocumentDB and Neptune are on the control plane of RDS. */
const typesOf = {
  rds: { instance: 'AWS::RDS::DBInstance', cluster: 'AWS::RDS::DBCluster' },
  docdb: { instance: 'AWS::DocDB::DBInstance', cluster: 'AWS::DocDB::DBCluster' },
  neptune: { instance: 'AWS::Neptune::DBInstance', cluster: 'AWS::Neptune::DBCluster' },
} as const satisfies Record<Family, { readonly instance: InstanceType; readonly cluster: ClusterType }>;

const familyOf = (engine: unknown): Family => families.find((family) => family === text(engine)) ?? 'rds';

/** Instances and clusters of RDS, DocumentDB and Neptune that hosts name by their identifiers. */
export async function readRds(meanings: readonly Meaning[], source: DatabaseSource): Promise<Databases> {
  const named = meanings.flatMap((each) => ('family' in each ? [each] : []));
  const idsOf = (kind: (typeof named)[number]['kind']) =>
    named.filter((each) => each.kind === kind).map(({ id }) => id);
  const [instances, clusters] = await Promise.all([
    readInstances('db-instance-id', idsOf('instance'), source),
    readClusters(idsOf('cluster'), idsOf('cluster-endpoint'), source),
  ]);
  const asked = new Set(named.map(({ family }) => family));
  return Object.fromEntries(
    [...asked].flatMap((family) => {
      const { instance, cluster } = typesOf[family];
      return [
        [instance, only(instances, instance)],
        [cluster, only(clusters, cluster)],
      ];
    }),
  );
}

const only = (listing: Listing<Database>, type: DatabaseType): Listing<Database> => ({
  ...listing,
  items: listing.items.filter((each) => each.type === type),
});

interface Member {
  readonly clusterId: string | null;
  readonly instance: Instance;
}

async function readInstances(
  by: 'db-instance-id' | 'db-cluster-id',
  ids: readonly string[],
  source: DatabaseSource,
): Promise<Listing<Instance>> {
  const members = await readMembers(by, ids, source);
  return { ...members, items: members.items.map(({ instance }) => instance) };
}

const readMembers = (
  by: 'db-instance-id' | 'db-cluster-id',
  ids: readonly string[],
  source: DatabaseSource,
): Promise<Listing<Member>> =>
  askByFilter<DBInstance, Member>(ids, source, {
    call: 'rds:DescribeDBInstances',
    absent: /^DB(Instance|Cluster)NotFound(Fault)?$/,
    page: async (batch, marker) => (await source.clients.rds(source.region)).instances(by, batch, marker),
    map: (raw) => ({ clusterId: text(raw.DBClusterIdentifier), instance: toInstance(raw) }),
  });

async function readClusters(
  ids: readonly string[],
  endpointIds: readonly string[],
  source: DatabaseSource,
): Promise<Listing<Database>> {
  const rds = () => source.clients.rds(source.region);
  const owners = await askByFilter(endpointIds, source, {
    call: 'rds:DescribeDBClusterEndpoints',
    absent: /^DBCluster(Endpoint)?NotFound(Fault)?$/,
    page: async (batch, marker) => (await rds()).clusterEndpoints(batch, marker),
    map: ({ DBClusterIdentifier }) => required(DBClusterIdentifier, 'DBClusterIdentifier'),
  });
  const wanted = [...ids, ...owners.items];
  // A cluster tells of no subnet: those are its instances'.
  const [clusters, members] = await Promise.all([
    askByFilter<DBCluster, Cluster>(wanted, source, {
      call: 'rds:DescribeDBClusters',
      absent: /^DBClusterNotFound(Fault)?$/,
      page: async (batch, marker) => (await rds()).clusters(batch, marker),
      map: toCluster,
    }),
    readMembers('db-cluster-id', wanted, source),
  ]);
  const found = { ...clusters, items: clusters.items.map((each) => withMembers(each, members.items)) };
  return joined([restingOn(found, members), { ...owners, items: [] }]);
}

/** RDS API, DBInstance: after a failover it stands in its second zone. */
function toInstance(raw: DBInstance): Instance {
  const zones = texts([raw.AvailabilityZone, raw.MultiAZ === true ? raw.SecondaryAvailabilityZone : null]);
  const subnets = objects(raw.DBSubnetGroup?.Subnets);
  const near = subnets.filter(({ SubnetAvailabilityZone }) =>
    zones.includes(SubnetAvailabilityZone?.Name ?? ''),
  );
  return {
    type: typesOf[familyOf(raw.Engine)].instance,
    id: required(raw.DBInstanceIdentifier, 'DBInstanceIdentifier'),
    arn: text(raw.DBInstanceArn),
    names: [
      ...nameOf(raw.Endpoint?.Address, raw.Endpoint?.Port, 'instance'),
      ...nameOf(raw.ListenerEndpoint?.Address, raw.ListenerEndpoint?.Port, 'listener'),
    ],
    vpcId: text(raw.DBSubnetGroup?.VpcId),
    subnetIds: texts((near.length > 0 ? near : subnets).map(({ SubnetIdentifier }) => SubnetIdentifier)),
    groupIds: groupsOf(raw),
    privateAddresses: [],
    publicAddresses: [],
    publiclyAccessible: flag(raw.PubliclyAccessible),
    status: text(raw.DBInstanceStatus),
  };
}

type Cluster = Database & { readonly type: ClusterType };

/** RDS API, DBCluster. */
function toCluster(raw: DBCluster): Cluster {
  const { Port: port } = raw;
  return {
    type: typesOf[familyOf(raw.Engine)].cluster,
    id: required(raw.DBClusterIdentifier, 'DBClusterIdentifier'),
    arn: text(raw.DBClusterArn),
    names: [
      ...nameOf(raw.Endpoint, port, 'writer'),
      ...nameOf(raw.ReaderEndpoint, port, 'reader'),
      ...texts(raw.CustomEndpoints).flatMap((host) => nameOf(host, port, 'custom')),
    ],
    vpcId: null,
    subnetIds: [],
    groupIds: groupsOf(raw),
    privateAddresses: [],
    publicAddresses: [],
    publiclyAccessible: flag(raw.PubliclyAccessible),
    status: text(raw.Status),
  };
}

/** A cluster answers from where its instances stand; Aurora says of each of them whether it is public. */
function withMembers(cluster: Cluster, members: readonly Member[]): Cluster {
  const own = members.filter(({ clusterId }) => clusterId === cluster.id).map(({ instance }) => instance);
  const [open, ...others] = [...new Set(own.map(({ publiclyAccessible }) => publiclyAccessible))];
  return {
    ...cluster,
    vpcId: own[0]?.vpcId ?? null,
    subnetIds: [...new Set(own.flatMap(({ subnetIds }) => subnetIds))],
    publiclyAccessible: cluster.publiclyAccessible ?? (others.length === 0 ? (open ?? null) : null),
  };
}

const groupsOf = ({ VpcSecurityGroups }: Pick<DBInstance, 'VpcSecurityGroups'>): readonly string[] =>
  texts(objects(VpcSecurityGroups).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId));
