import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import {
  DescribeCacheClustersCommand,
  DescribeCacheSubnetGroupsCommand,
  DescribeReplicationGroupsCommand,
  DescribeServerlessCachesCommand,
} from '@aws-sdk/client-elasticache';
import { GetBootstrapBrokersCommand, ListClustersV2Command, ListNodesCommand } from '@aws-sdk/client-kafka';
import { describe, expect, it } from 'vitest';
import { denied } from './support/answers.ts';
import { askedOf, found, withHosts } from './support/databases.ts';

describe('ElastiCache', () => {
  const host = 'master.quotes.c0ffee.euw1.cache.amazonaws.com';
  const node = 'quotes-001.quotes.c0ffee.euw1.cache.amazonaws.com';
  const withCaches = (...hosts: readonly string[]) => {
    const aws = withHosts(...hosts);
    aws.elasticache.on(DescribeReplicationGroupsCommand).resolves({
      ReplicationGroups: [
        {
          ReplicationGroupId: 'quotes',
          NodeGroups: [{ PrimaryEndpoint: { Address: host, Port: 6379 } }],
          Status: 'available',
        },
        { ReplicationGroupId: 'other' },
      ],
    });
    aws.elasticache.on(DescribeCacheClustersCommand).resolves({
      CacheClusters: [
        {
          CacheClusterId: 'quotes-001',
          ReplicationGroupId: 'quotes',
          CacheSubnetGroupName: 'g',
          SecurityGroups: [{ SecurityGroupId: 'sg-cache' }],
          CacheNodes: [{ Endpoint: { Address: node, Port: 6379 } }],
        },
        { CacheClusterId: 'other-001', ReplicationGroupId: 'other', CacheSubnetGroupName: 'h' },
      ],
    });
    aws.elasticache.on(DescribeCacheSubnetGroupsCommand).resolves({
      CacheSubnetGroups: [
        { CacheSubnetGroupName: 'g', VpcId: 'vpc-1', Subnets: [{ SubnetIdentifier: 'subnet-a' }] },
      ],
    });
    return aws;
  };
  const types = ['AWS::ElastiCache::ReplicationGroup', 'AWS::ElastiCache::CacheCluster'] as const;
  const place = {
    vpcId: 'vpc-1',
    subnetIds: ['subnet-a'],
    groupIds: ['sg-cache'],
    publiclyAccessible: false,
  };

  it('groups stand where their members do', async () => {
    const aws = withCaches(host);
    expect(await found(...types)).toMatchObject([
      { complete: true, items: [{ ...place, id: 'quotes', names: [{ host, port: 6379, role: 'writer' }] }] },
      { complete: true, items: [] },
    ]);
    expect(askedOf(aws, 'elasticache').map(([operation]) => operation)).toEqual([
      'DescribeReplicationGroups',
      'DescribeCacheClusters',
      'DescribeCacheSubnetGroups',
    ]);
  });

  it('nodes are found by their own names', async () => {
    withCaches(node);
    expect(await found(...types)).toMatchObject([{ items: [] }, { items: [{ ...place, id: 'quotes-001' }] }]);
  });

  it('groups are not known where their members or subnets are not', async () => {
    withCaches(host).elasticache.on(DescribeCacheClustersCommand).rejects(denied);
    expect(await found(...types)).toMatchObject([{ items: [], complete: false }, { complete: false }]);
    withCaches(host).elasticache.on(DescribeCacheSubnetGroupsCommand).rejects(denied);
    expect(await found(...types)).toMatchObject([{ items: [], complete: false }, { complete: true }]);
  });

  it('serverless caches are listed apart, and their subnets tell the VPC', async () => {
    const name = 'quotes-c0.serverless.euw1.cache.amazonaws.com';
    const aws = withHosts(name);
    aws.elasticache.on(DescribeServerlessCachesCommand).resolves({
      ServerlessCaches: [
        { ServerlessCacheName: 'quotes', Endpoint: { Address: name, Port: 6379 }, SubnetIds: ['s'] },
      ],
    });
    aws.ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [{ SubnetId: 's', VpcId: 'vpc-7' }] });
    expect(await found('AWS::ElastiCache::ServerlessCache')).toMatchObject([{ items: [{ vpcId: 'vpc-7' }] }]);
    expect(askedOf(aws, 'elasticache')).toHaveLength(1);
    aws.ec2.on(DescribeSubnetsCommand).rejects(denied);
    expect(await found('AWS::ElastiCache::ServerlessCache')).toMatchObject([
      { items: [], unread: { call: 'ec2:DescribeSubnets', resource: 's' } },
    ]);
  });
});

describe('MSK', () => {
  const broker = 'b-4.events.c0.c2.kafka.eu-west-1.amazonaws.com';
  const boot = 'boot-c0.c1.kafka-serverless.eu-west-1.amazonaws.com';
  const withClusters = (...hosts: readonly string[]) => {
    const aws = withHosts(...hosts);
    const BrokerNodeGroupInfo = {
      ClientSubnets: ['s'],
      InstanceType: 'kafka.m7g.large',
      SecurityGroups: ['sg-k'],
      ConnectivityInfo: { PublicAccess: { Type: 'SERVICE_PROVIDED_EIPS' } },
    };
    aws.kafka.on(ListClustersV2Command).resolves({
      ClusterInfoList: [
        {
          ClusterArn: 'arn:k',
          ClusterName: 'events',
          Provisioned: { BrokerNodeGroupInfo, NumberOfBrokerNodes: 1 },
        },
        {
          ClusterArn: 'arn:s',
          ClusterName: 'light',
          ClusterType: 'SERVERLESS',
          Serverless: { VpcConfigs: [{ SubnetIds: ['s'], SecurityGroupIds: ['sg-s'] }] },
        },
      ],
    });
    aws.kafka.on(ListNodesCommand).resolves({
      NodeInfoList: [{ BrokerNodeInfo: { Endpoints: [broker], ClientVpcIpAddress: '10.0.0.4' } }],
    });
    aws.kafka.on(GetBootstrapBrokersCommand).resolves({ BootstrapBrokerStringSaslIam: `${boot}:9098` });
    aws.ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [{ SubnetId: 's', VpcId: 'vpc-1' }] });
    return aws;
  };

  it.each([broker, broker.replace('b-4', 'b-4-public')])('brokers are found by %s', async (host) => {
    const aws = withClusters(host);
    expect(await found('AWS::MSK::Cluster')).toMatchObject([
      {
        complete: true,
        items: [
          {
            id: 'events',
            names: [
              { host: broker, port: null, role: 'broker' },
              { host: broker.replace('b-4', 'b-4-public'), role: 'public broker' },
            ],
            vpcId: 'vpc-1',
            groupIds: ['sg-k'],
            privateAddresses: ['10.0.0.4'],
          },
        ],
      },
    ]);
    expect(askedOf(aws, 'kafka')).toHaveLength(3);
  });

  it('a serverless cluster has one name', async () => {
    withClusters(boot);
    expect(await found('AWS::MSK::Cluster')).toMatchObject([
      {
        items: [{ id: 'light', names: [{ host: boot, port: 9098, role: 'bootstrap' }], groupIds: ['sg-s'] }],
      },
    ]);
  });

  type Kafka = ReturnType<typeof withClusters>['kafka'];
  it.each([
    ['the clusters', (kafka: Kafka) => kafka.on(ListClustersV2Command).rejects(denied)],
    ['the nodes of one', (kafka: Kafka) => kafka.on(ListNodesCommand).rejects(denied)],
    ['the brokers of one', (kafka: Kafka) => kafka.on(GetBootstrapBrokersCommand).rejects(denied)],
  ])('what a refused call would tell of %s is not known', async (_, refuse) => {
    refuse(withClusters(broker).kafka);
    expect(await found('AWS::MSK::Cluster')).toMatchObject([{ complete: false }]);
  });
});
