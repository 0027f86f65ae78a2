import { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeDomainsCommand } from '@aws-sdk/client-opensearch';
import { DescribeClusterSubnetGroupsCommand, DescribeClustersCommand } from '@aws-sdk/client-redshift';
import { GetWorkgroupCommand } from '@aws-sdk/client-redshift-serverless';
import { describe, expect, it } from 'vitest';
import { databaseTypes } from '../../src/model/databases.ts';
import { complete } from '../../src/model/lookup.ts';
import { awsError, denied } from './support/answers.ts';
import { askedOf, found, withHosts } from './support/databases.ts';
import { type Asked, anInterface, valuesOf } from './support/network.ts';

describe('Redshift', () => {
  const host = 'wh.c0ffee.eu-west-1.redshift.amazonaws.com';
  const cluster = {
    ClusterIdentifier: 'wh',
    Endpoint: { Address: host, Port: 5439 },
    VpcId: 'vpc-1',
    AvailabilityZone: 'eu-west-1a',
    ClusterSubnetGroupName: 'g',
    ClusterNodes: [{ PrivateIPAddress: '10.0.0.9', PublicIPAddress: '203.0.113.9' }],
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-wh' }],
    PubliclyAccessible: false,
    MasterUsername: 'hostile-user',
  };
  const withCluster = () => {
    const aws = withHosts(host);
    aws.redshift.on(DescribeClustersCommand).resolves({ Clusters: [cluster] });
    aws.redshift.on(DescribeClusterSubnetGroupsCommand).resolves({
      ClusterSubnetGroups: [
        {
          ClusterSubnetGroupName: 'g',
          Subnets: ['a', 'b'].map((zone) => ({
            SubnetIdentifier: `subnet-${zone}`,
            SubnetAvailabilityZone: { Name: `eu-west-1${zone}` },
          })),
        },
      ],
    });
    return aws;
  };

  it('clusters are found by their identifier, with the subnet of their zone', async () => {
    const aws = withCluster();
    expect(await found('AWS::Redshift::Cluster')).toMatchObject([
      {
        complete: true,
        items: [
          {
            id: 'wh',
            names: [{ host, port: 5439 }],
            vpcId: 'vpc-1',
            subnetIds: ['subnet-a'],
            groupIds: ['sg-wh'],
            privateAddresses: ['10.0.0.9'],
            publicAddresses: ['203.0.113.9'],
          },
        ],
      },
    ]);
    expect(askedOf(aws, 'redshift')).toEqual([
      ['DescribeClusters', { ClusterIdentifier: 'wh' }],
      ['DescribeClusterSubnetGroups', { ClusterSubnetGroupName: 'g' }],
    ]);
  });

  it('clusters that are gone are an answer, and those without subnets none', async () => {
    withCluster().redshift.on(DescribeClustersCommand).rejects(awsError('ClusterNotFoundFault'));
    expect(await found('AWS::Redshift::Cluster')).toEqual([complete([])]);
    withCluster().redshift.on(DescribeClusterSubnetGroupsCommand).rejects(denied);
    expect(await found('AWS::Redshift::Cluster')).toMatchObject([
      { items: [], unread: { call: 'redshift:DescribeClusterSubnetGroups', resource: 'g' } },
    ]);
  });

  it('Serverless tells the interfaces of a workgroup', async () => {
    const name = 'wg.111122223333.eu-west-1.redshift-serverless.amazonaws.com';
    const aws = withHosts(name);
    const vpcEndpoints = [{ vpcId: 'vpc-3', networkInterfaces: [{ privateIpAddress: '10.3.0.1' }] }];
    aws['redshift-serverless'].on(GetWorkgroupCommand).resolves({
      workgroup: {
        workgroupName: 'wg',
        endpoint: { address: name, port: 5439, vpcEndpoints },
        subnetIds: ['s'],
        securityGroupIds: ['sg-wg'],
        publiclyAccessible: true,
      },
    });
    expect(await found('AWS::RedshiftServerless::Workgroup')).toMatchObject([
      { items: [{ id: 'wg', vpcId: 'vpc-3', subnetIds: ['s'], privateAddresses: ['10.3.0.1'] }] },
    ]);
    aws['redshift-serverless'].on(GetWorkgroupCommand).resolves({});
    expect(await found('AWS::RedshiftServerless::Workgroup')).toMatchObject([
      { unread: { error: 'MalformedAnswer' } },
    ]);
  });
});

describe('OpenSearch', () => {
  const host = 'vpc-logs-c0ffee.eu-west-1.es.amazonaws.com';
  const needed = { DomainId: 'd', ClusterConfig: {} };
  it('domains are in a VPC', async () => {
    const aws = withHosts(host);
    aws.es.on(DescribeDomainsCommand).resolves({
      DomainStatusList: [
        {
          ...needed,
          DomainName: 'logs',
          ARN: 'arn:logs',
          Endpoints: { vpc: host },
          AccessPolicies: 'text',
          VPCOptions: { VPCId: 'vpc-1', SubnetIds: ['s'], SecurityGroupIds: ['sg-es'] },
        },
      ],
    });
    expect(await found('AWS::OpenSearchService::Domain')).toMatchObject([
      { items: [{ id: 'logs', names: [{ host, port: 443 }], vpcId: 'vpc-1', publiclyAccessible: false }] },
    ]);
    expect(askedOf(aws, 'es')).toEqual([['DescribeDomains', { DomainNames: ['logs', 'vpc-logs'] }]]);
  });

  it('or on the internet; five names a question', async () => {
    const hosts = ['a', 'b', 'c'].map((name) => `search-${name}-c0.eu-west-1.es.amazonaws.com`);
    const aws = withHosts(...hosts);
    aws.es.on(DescribeDomainsCommand).resolves({
      DomainStatusList: [{ ...needed, DomainName: 'a', ARN: 'arn:a', Endpoint: hosts[0] }],
    });
    expect(await found('AWS::OpenSearchService::Domain')).toMatchObject([
      { items: [{ id: 'a', vpcId: null, publiclyAccessible: true }, { id: 'a' }] },
    ]);
    expect(askedOf(aws, 'es')).toHaveLength(2);
  });
});

describe('what stands at an address', () => {
  const meant = (...hosts: readonly string[]) => {
    const aws = withHosts(...hosts);
    aws.ec2.on(DescribeNetworkInterfacesCommand).callsFake((input: Asked) => ({
      NetworkInterfaces: valuesOf(input).flatMap((value) =>
        input.Filters[0]?.Name === 'addresses.private-ip-address'
          ? [
              anInterface(value, { VpcId: 'vpc-1', Attachment: { InstanceId: 'i-1' } }),
              anInterface(value, { VpcId: 'vpc-2', NetworkInterfaceId: 'eni-2', SubnetId: 'subnet-2' }),
            ]
          : [],
      ),
    }));
    return aws;
  };

  it('is looked for in every VPC: an instance, or a bare interface', async () => {
    const aws = meant('10.0.0.5');
    expect(await found('AWS::EC2::Instance', 'AWS::EC2::NetworkInterface')).toMatchObject([
      {
        complete: true,
        items: [{ id: 'i-1', vpcId: 'vpc-1', privateAddresses: ['10.0.0.5'], groupIds: ['sg-1'] }],
      },
      { complete: true, items: [{ id: 'eni-2', vpcId: 'vpc-2', subnetIds: ['subnet-2'] }] },
    ]);
    expect(askedOf(aws, 'ec2').map(([operation]) => operation)).toEqual(['DescribeNetworkInterfaces']);
  });

  it.each([
    ['10.0.0.5', ['addresses.private-ip-address']],
    ['203.0.113.7', ['addresses.private-ip-address', 'addresses.association.public-ip']],
    ['2001:db8::5', ['ipv6-addresses.ipv6-address']],
    ['i-0123456789abcdef0.eu-west-1.compute.internal', ['attachment.instance-id']],
    ['db.internal', []],
  ])('%s is asked for by %j', async (host, filters) => {
    const aws = meant(host);
    await found('AWS::EC2::Instance');
    expect(askedOf(aws, 'ec2').map(([, input]) => (input as unknown as Asked).Filters[0]?.Name)).toEqual(
      filters,
    );
  });

  it('an instance is found by its id too', async () => {
    const aws = withHosts('i-0123456789abcdef0.eu-west-1.compute.internal');
    const InstanceId = 'i-0123456789abcdef0';
    aws.ec2
      .on(DescribeNetworkInterfacesCommand)
      .resolves({ NetworkInterfaces: [anInterface('10.0.0.5', { Attachment: { InstanceId } })] });
    expect(await found('AWS::EC2::Instance')).toMatchObject([{ items: [{ id: InstanceId }] }]);
  });

  it('a load balancer is found by its name', async () => {
    const host = 'internal-front-123.eu-west-1.elb.amazonaws.com';
    const aws = withHosts(host, 'gone-1.elb.eu-west-1.amazonaws.com');
    aws.elasticloadbalancing
      .on(DescribeLoadBalancersCommand)
      .rejects(awsError('LoadBalancerNotFoundException'))
      .on(DescribeLoadBalancersCommand, { Names: ['front'] })
      .resolves({
        LoadBalancers: [
          {
            LoadBalancerName: 'front',
            DNSName: host,
            VpcId: 'vpc-1',
            Scheme: 'internal',
            SecurityGroups: ['sg-lb'],
            AvailabilityZones: [
              { SubnetId: 's', LoadBalancerAddresses: [{ PrivateIPv4Address: '10.0.0.8' }] },
            ],
          },
        ],
      });
    expect(await found('AWS::ElasticLoadBalancingV2::LoadBalancer')).toMatchObject([
      {
        complete: true,
        items: [{ id: 'front', subnetIds: ['s'], privateAddresses: ['10.0.0.8'], publiclyAccessible: false }],
      },
    ]);
  });
});

it('nothing is asked of any service for names that only a resolver knows', async () => {
  const aws = withHosts(
    'db.corp.example',
    'orders.c0.us-east-1.rds.amazonaws.com',
    'x'.repeat(5000),
    '../../etc;${x}',
  );
  const listings = await found(...databaseTypes);
  expect(listings).toEqual(databaseTypes.map(() => complete([])));
  for (const service of [
    'rds',
    'redshift',
    'elasticache',
    'kafka',
    'es',
    'elasticloadbalancing',
    'ec2',
  ] as const)
    expect(askedOf(aws, service)).toEqual([]);
});

it('no user name of a database enters a snapshot', async () => {
  const aws = withHosts('wh.c0ffee.eu-west-1.redshift.amazonaws.com');
  aws.redshift.on(DescribeClustersCommand).resolves({
    Clusters: [
      {
        ClusterIdentifier: 'wh',
        MasterUsername: 'hostile-user',
        Endpoint: { Address: 'wh.c0ffee.eu-west-1.redshift.amazonaws.com', Port: 1 },
      },
    ],
  });
  const listings = await found(...databaseTypes);
  expect(JSON.stringify(listings)).toContain('wh.c0ffee');
  expect(JSON.stringify(listings)).not.toContain('hostile-user');
});
