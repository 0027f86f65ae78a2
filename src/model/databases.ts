/** The kinds of thing in AWS that an endpoint of DMS can be, by CloudFormation type. */
export const databaseTypes = [
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBProxy',
  'AWS::Redshift::Cluster',
  'AWS::RedshiftServerless::Workgroup',
  'AWS::DocDB::DBCluster',
  'AWS::DocDB::DBInstance',
  'AWS::Neptune::DBCluster',
  'AWS::Neptune::DBInstance',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ServerlessCache',
  'AWS::MSK::Cluster',
  'AWS::OpenSearchService::Domain',
  'AWS::EC2::Instance',
  'AWS::EC2::NetworkInterface',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
] as const;
export type DatabaseType = (typeof databaseTypes)[number];

/**
 * The operations that find each type. DocumentDB and Neptune answer those of RDS, which share their control
 * plane and tell them apart by engine (RDS API, DescribeDBInstances and DescribeDBClusters, *Note*).
 */
export const databaseCalls = {
  'AWS::RDS::DBInstance': ['rds:DescribeDBInstances'],
  'AWS::RDS::DBCluster': [
    'rds:DescribeDBClusters',
    'rds:DescribeDBClusterEndpoints',
    'rds:DescribeDBInstances',
  ],
  'AWS::RDS::DBProxy': ['rds:DescribeDBProxies', 'rds:DescribeDBProxyEndpoints'],
  'AWS::Redshift::Cluster': ['redshift:DescribeClusters', 'redshift:DescribeClusterSubnetGroups'],
  'AWS::RedshiftServerless::Workgroup': ['redshift-serverless:GetWorkgroup'],
  'AWS::DocDB::DBCluster': ['rds:DescribeDBClusters', 'rds:DescribeDBInstances'],
  'AWS::DocDB::DBInstance': ['rds:DescribeDBInstances'],
  'AWS::Neptune::DBCluster': [
    'rds:DescribeDBClusters',
    'rds:DescribeDBClusterEndpoints',
    'rds:DescribeDBInstances',
  ],
  'AWS::Neptune::DBInstance': ['rds:DescribeDBInstances'],
  'AWS::ElastiCache::ReplicationGroup': [
    'elasticache:DescribeReplicationGroups',
    'elasticache:DescribeCacheClusters',
    'elasticache:DescribeCacheSubnetGroups',
  ],
  'AWS::ElastiCache::CacheCluster': [
    'elasticache:DescribeCacheClusters',
    'elasticache:DescribeCacheSubnetGroups',
  ],
  'AWS::ElastiCache::ServerlessCache': ['elasticache:DescribeServerlessCaches', 'ec2:DescribeSubnets'],
  'AWS::MSK::Cluster': [
    'kafka:ListClustersV2',
    'kafka:ListNodes',
    'kafka:GetBootstrapBrokers',
    'ec2:DescribeSubnets',
  ],
  'AWS::OpenSearchService::Domain': ['es:DescribeDomains'],
  'AWS::EC2::Instance': ['ec2:DescribeNetworkInterfaces'],
  'AWS::EC2::NetworkInterface': ['ec2:DescribeNetworkInterfaces'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['elasticloadbalancing:DescribeLoadBalancers'],
} as const satisfies Readonly<Record<DatabaseType, readonly [string, ...string[]]>>;

/** A name under which a database answers, and on which port. */
export interface DatabaseName {
  readonly host: string;
  /** null: any, as of an EC2 instance, or not told. */
  readonly port: number | null;
  /** `writer`, `reader`, `custom`, `instance`, `proxy`, `broker`, … as AWS calls it; null: nothing special. */
  readonly role: string | null;
}

/**
 * A database of the account that a host of an endpoint names. What stands at an address, and is told by its
 * network interface alone, is an `AWS::EC2::Instance` or, of no instance, an `AWS::EC2::NetworkInterface`.
 */
export interface Database {
  readonly type: DatabaseType;
  readonly id: string;
  readonly arn: string | null;
  readonly names: readonly DatabaseName[];
  /** null: it is in no VPC, or AWS does not tell. */
  readonly vpcId: string | null;
  /** Where it may stand. */
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  /** Its network interfaces' private addresses, as far as they are told. */
  readonly privateAddresses: readonly string[];
  readonly publicAddresses: readonly string[];
  /** Its names resolve to a public address from outside of its VPC; null: not told. */
  readonly publiclyAccessible: boolean | null;
  readonly status: string | null;
}
