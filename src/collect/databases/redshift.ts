import type { Cluster } from '@aws-sdk/client-redshift';
import type { Workgroup } from '@aws-sdk/client-redshift-serverless';
import type { Database } from '../../model/databases.ts';
import type { Listing } from '../../model/lookup.ts';
import { count, flag, objects, required, text, texts } from '../fields.ts';
import { askByName, type DatabaseSource, restingOn } from './ask-for.ts';
import { nameOf } from './name-of.ts';

interface SubnetGroup {
  readonly name: string;
  readonly subnets: readonly { readonly id: string; readonly zone: string | null }[];
}

/** Clusters of Redshift: it takes one identifier at a time, and names their subnets by a group. */
export async function readClusters(
  ids: readonly string[],
  source: DatabaseSource,
): Promise<Listing<Database>> {
  const redshift = () => source.clients.redshift(source.region);
  const clusters = await askByName<Cluster, { readonly raw: Cluster; readonly database: Database }>(
    ids,
    source,
    {
      call: 'redshift:DescribeClusters',
      absent: /^ClusterNotFound(Fault)?$/,
      read: async (id) => (await redshift()).cluster(id),
      map: (raw) => ({ raw, database: toCluster(raw) }),
    },
  );
  const groups = await askByName(texts(clusters.items.map(({ raw }) => raw.ClusterSubnetGroupName)), source, {
    call: 'redshift:DescribeClusterSubnetGroups',
    absent: /^ClusterSubnetGroupNotFound(Fault)?$/,
    read: async (name) => (await redshift()).subnetGroup(name),
    map: (raw): SubnetGroup => ({
      name: required(raw.ClusterSubnetGroupName, 'ClusterSubnetGroupName'),
      subnets: objects(raw.Subnets).map(({ SubnetIdentifier, SubnetAvailabilityZone }) => ({
        id: required(SubnetIdentifier, 'SubnetIdentifier'),
        zone: text(SubnetAvailabilityZone?.Name),
      })),
    }),
  });
  const items = clusters.items.map(({ raw, database }) => {
    const subnets = groups.items.find(({ name }) => name === raw.ClusterSubnetGroupName)?.subnets ?? [];
    const own = subnets.filter(({ zone }) => zone === raw.AvailabilityZone);
    const may = own.length > 0 && raw.MultiAZSecondary === undefined ? own : subnets;
    return { ...database, subnetIds: may.map(({ id }) => id) };
  });
  return restingOn({ ...clusters, items }, groups);
}

/** Redshift API, Cluster. */
const toCluster = (raw: Cluster): Database => ({
  type: 'AWS::Redshift::Cluster',
  id: required(raw.ClusterIdentifier, 'ClusterIdentifier'),
  arn: null,
  names: [
    ...nameOf(raw.Endpoint?.Address, raw.Endpoint?.Port, null),
    ...nameOf(raw.CustomDomainName, raw.Endpoint?.Port, 'custom'),
  ],
  vpcId: text(raw.VpcId),
  subnetIds: [],
  groupIds: texts(objects(raw.VpcSecurityGroups).map(({ VpcSecurityGroupId }) => VpcSecurityGroupId)),
  privateAddresses: texts(objects(raw.ClusterNodes).map(({ PrivateIPAddress }) => PrivateIPAddress)),
  publicAddresses: texts([
    raw.ElasticIpStatus?.ElasticIp,
    ...objects(raw.ClusterNodes).map(({ PublicIPAddress }) => PublicIPAddress),
  ]),
  publiclyAccessible: flag(raw.PubliclyAccessible),
  status: text(raw.ClusterStatus),
});

/** Workgroups of Redshift Serverless. */
export const readWorkgroups = (
  names: readonly string[],
  source: DatabaseSource,
): Promise<Listing<Database>> =>
  askByName<Workgroup, Database>(names, source, {
    call: 'redshift-serverless:GetWorkgroup',
    absent: /^ResourceNotFoundException$/,
    read: async (name) => {
      const found = await (await source.clients['redshift-serverless'](source.region)).workgroup(name);
      return found === undefined ? undefined : [found];
    },
    map: toWorkgroup,
  });

/** Redshift Serverless API, Workgroup: it tells the interfaces by which it is reached. */
function toWorkgroup(raw: Workgroup): Database {
  const endpoints = objects(raw.endpoint?.vpcEndpoints);
  const interfaces = endpoints.flatMap(({ networkInterfaces }) => objects(networkInterfaces));
  return {
    type: 'AWS::RedshiftServerless::Workgroup',
    id: required(raw.workgroupName, 'workgroupName'),
    arn: text(raw.workgroupArn),
    names: [
      ...nameOf(raw.endpoint?.address, raw.endpoint?.port, null),
      ...nameOf(raw.customDomainName, count(raw.endpoint?.port), 'custom'),
    ],
    vpcId: text(endpoints[0]?.vpcId),
    subnetIds: texts(raw.subnetIds),
    groupIds: texts(raw.securityGroupIds),
    privateAddresses: texts(interfaces.map(({ privateIpAddress }) => privateIpAddress)),
    publicAddresses: [],
    publiclyAccessible: flag(raw.publiclyAccessible),
    status: text(raw.status),
  };
}
