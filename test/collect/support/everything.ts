import { DescribeTrailsCommand, ListEventDataStoresCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeEventSubscriptionsCommand } from '@aws-sdk/client-database-migration-service';
import {
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeTransitGatewayAttachmentsCommand,
} from '@aws-sdk/client-ec2';
import { DescribeCacheClustersCommand, DescribeReplicationGroupsCommand } from '@aws-sdk/client-elasticache';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListClustersV2Command } from '@aws-sdk/client-kafka';
import { DescribeClustersCommand } from '@aws-sdk/client-redshift';
import type { anAws } from './aws.ts';

/** Hosts that together mean every type of database. */
export const hostsOfAllTypes = [
  'orders.c0.eu-west-1.rds.amazonaws.com',
  'orders.cluster-c0.eu-west-1.rds.amazonaws.com',
  'reports.cluster-custom-c0.eu-west-1.rds.amazonaws.com',
  'pool.proxy-c0.eu-west-1.rds.amazonaws.com',
  'readers.endpoint.proxy-c0.eu-west-1.rds.amazonaws.com',
  'wh.c0.eu-west-1.redshift.amazonaws.com',
  'wg.111122223333.eu-west-1.redshift-serverless.amazonaws.com',
  'master.quotes.c0.euw1.cache.amazonaws.com',
  'quotes-c0.serverless.euw1.cache.amazonaws.com',
  'b-1.events.c0.c2.kafka.eu-west-1.amazonaws.com',
  'vpc-logs-c0.eu-west-1.es.amazonaws.com',
  'front-123.eu-west-1.elb.amazonaws.com',
  '203.0.113.7',
];

/** Answers that lead on to every further question; what is not said says nothing. */
export function leadOn({
  cloudtrail,
  ec2,
  rds,
  redshift,
  elasticache,
  kafka,
  ...aws
}: ReturnType<typeof anAws>): void {
  rds.onAnyCommand().resolves({});
  redshift.onAnyCommand().resolves({});
  elasticache.onAnyCommand().resolves({});
  kafka.onAnyCommand().resolves({});
  aws['redshift-serverless'].onAnyCommand().resolves({});
  aws.es.onAnyCommand().resolves({});
  aws.elasticloadbalancing.onAnyCommand().resolves({});
  aws.dms.on(DescribeEventSubscriptionsCommand).resolves({
    EventSubscriptionsList: [
      { CustSubscriptionId: 'e', SnsTopicArn: 'arn:aws:sns:eu-west-1:111122223333:events' },
    ],
  });
  aws.events.on(ListRulesCommand).resolves({
    Rules: [{ Name: 'r', Arn: 'arn:r', State: 'ENABLED', EventPattern: '{"source":["aws.dms"]}' }],
  });
  const [cache, cluster] = [
    'master.quotes.c0.euw1.cache.amazonaws.com',
    'wh.c0.eu-west-1.redshift.amazonaws.com',
  ];
  redshift.on(DescribeClustersCommand).resolves({
    Clusters: [{ ClusterIdentifier: 'wh', ClusterSubnetGroupName: 'g', Endpoint: { Address: cluster } }],
  });
  elasticache.on(DescribeReplicationGroupsCommand).resolves({
    ReplicationGroups: [{ ReplicationGroupId: 'q', ConfigurationEndpoint: { Address: cache } }],
  });
  elasticache.on(DescribeCacheClustersCommand).resolves({
    CacheClusters: [{ CacheClusterId: 'q-1', ReplicationGroupId: 'q', CacheSubnetGroupName: 'g' }],
  });
  kafka.on(ListClustersV2Command).resolves({
    ClusterInfoList: [
      { ClusterArn: 'arn:k', ClusterName: 'k' },
      { ClusterArn: 'arn:s', ClusterName: 's', ClusterType: 'SERVERLESS' },
    ],
  });
  ec2.on(DescribeRouteTablesCommand).resolves({
    RouteTables: [
      {
        RouteTableId: 'rtb-1',
        VpcId: 'vpc-1',
        Associations: [],
        Routes: [
          { DestinationCidrBlock: '10.9.0.0/16', TransitGatewayId: 'tgw-1' },
          { DestinationCidrBlock: '10.8.0.0/16', NetworkInterfaceId: 'eni-8' },
        ],
      },
    ],
  });
  ec2.on(DescribeTransitGatewayAttachmentsCommand).resolves({
    TransitGatewayAttachments: [
      {
        TransitGatewayAttachmentId: 'a',
        TransitGatewayId: 'tgw-1',
        ResourceType: 'vpc',
        Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' },
      },
    ],
  });
  ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [] });
  cloudtrail.on(DescribeTrailsCommand).resolves({
    trailList: [{ TrailARN: 'arn:t', HomeRegion: 'eu-west-1', IsMultiRegionTrail: true }],
  });
  cloudtrail.on(ListEventDataStoresCommand).resolves({ EventDataStores: [{ EventDataStoreArn: 'arn:e' }] });
}
