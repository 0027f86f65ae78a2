import {
  DescribeDBClusterEndpointsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyEndpointsCommand,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { complete } from '../../src/model/lookup.ts';
import { awsError, denied, throttled } from './support/answers.ts';
import { askedOf, found, rds, withHosts } from './support/databases.ts';

const subnet = (SubnetIdentifier: string, Name: string) => ({
  SubnetIdentifier,
  SubnetAvailabilityZone: { Name },
});
const rawInstance = (id: string, more: object = {}) => ({
  DBInstanceIdentifier: id,
  DBInstanceArn: `arn:rds:${id}`,
  Engine: 'postgres',
  Endpoint: { Address: rds(`${id}.c0ffee`), Port: 5432 },
  MasterUsername: 'hostile-user',
  AvailabilityZone: 'eu-west-1a',
  SecondaryAvailabilityZone: 'eu-west-1b',
  MultiAZ: false,
  DBSubnetGroup: {
    VpcId: 'vpc-2',
    Subnets: [subnet('a', 'eu-west-1a'), subnet('b', 'eu-west-1b'), subnet('c', 'eu-west-1c')],
  },
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-db', Status: 'active' }],
  PubliclyAccessible: true,
  DBInstanceStatus: 'available',
  ...more,
});
const rawCluster = (id: string, more: object = {}) => ({
  DBClusterIdentifier: id,
  Engine: 'aurora-postgresql',
  Endpoint: rds(`${id}.cluster-c0`),
  ReaderEndpoint: rds(`${id}.cluster-ro-c0`),
  CustomEndpoints: [rds('reports.cluster-custom-c0')],
  Port: 5433,
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-cluster' }],
  Status: 'available',
  ...more,
});
const filter = (Name: string, ...Values: readonly string[]) => ({
  Filters: [{ Name, Values }],
  MaxRecords: 100,
});

describe('an RDS instance', () => {
  it('is asked for by the identifier in its name, in whatever case', async () => {
    const aws = withHosts(rds('Orders.C0FFEE'), `${rds('orders.c0ffee')}.`);
    aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [rawInstance('orders')] });
    const [instances, clusters] = await found('AWS::RDS::DBInstance', 'AWS::RDS::DBCluster');
    expect(instances).toEqual(
      complete([
        {
          type: 'AWS::RDS::DBInstance',
          id: 'orders',
          arn: 'arn:rds:orders',
          names: [{ host: rds('orders.c0ffee'), port: 5432, role: 'instance' }],
          vpcId: 'vpc-2',
          subnetIds: ['a'],
          groupIds: ['sg-db'],
          privateAddresses: [],
          publicAddresses: [],
          publiclyAccessible: true,
          status: 'available',
        },
      ]),
    );
    expect(clusters).toEqual(complete([]));
    expect(askedOf(aws, 'rds')).toEqual([['DescribeDBInstances', filter('db-instance-id', 'orders')]]);
  });

  it.each([
    ['in its own zone', {}, ['a']],
    ['in both of its zones', { MultiAZ: true }, ['a', 'b']],
    ['anywhere where its zone is not told', { AvailabilityZone: undefined }, ['a', 'b', 'c']],
  ])('may stand %s', async (_, more, subnetIds) => {
    withHosts(rds('orders.c0ffee'))
      .rds.on(DescribeDBInstancesCommand)
      .resolves({ DBInstances: [rawInstance('orders', more)] });
    expect((await found('AWS::RDS::DBInstance'))[0]?.items).toMatchObject([{ subnetIds }]);
  });

  it('of the same identifier and another name is not meant', async () => {
    withHosts(rds('orders.0ther'))
      .rds.on(DescribeDBInstancesCommand)
      .resolves({ DBInstances: [rawInstance('orders')] });
    expect(await found('AWS::RDS::DBInstance')).toEqual([complete([])]);
  });

  it.each(['docdb', 'neptune'] as const)('of %s is told apart by its engine', async (engine) => {
    const host = `graph.c0.eu-west-1.${engine}.amazonaws.com`;
    withHosts(host)
      .rds.on(DescribeDBInstancesCommand)
      .resolves({
        DBInstances: [rawInstance('graph', { Engine: engine, Endpoint: { Address: host, Port: 1 } })],
      });
    const type = engine === 'docdb' ? 'AWS::DocDB::DBInstance' : 'AWS::Neptune::DBInstance';
    const [own, ofRds] = await found(type, 'AWS::RDS::DBInstance');
    expect(own?.items).toMatchObject([{ type, id: 'graph' }]);
    expect(ofRds?.items).toEqual([]);
  });

  it.each([
    ['refused', denied, 'AccessDeniedException', false],
    ['throttled out', throttled, 'ThrottlingException', true],
  ])('%s is not known, and other types are', async (_, error, code, transient) => {
    withHosts(rds('orders.c0ffee')).rds.on(DescribeDBInstancesCommand).rejects(error);
    const [instances, proxies] = await found('AWS::RDS::DBInstance', 'AWS::RDS::DBProxy');
    expect(instances).toMatchObject({ complete: false, unread: { error: code, transient } });
    expect(proxies).toEqual(complete([]));
  });

  it('on a page that was read stays when the next one fails', async () => {
    withHosts(rds('a.c0ffee'), rds('b.c0ffee'))
      .rds.on(DescribeDBInstancesCommand)
      .resolves({ DBInstances: [rawInstance('a')], Marker: 'more' })
      .on(DescribeDBInstancesCommand, { Marker: 'more' })
      .rejects(denied);
    expect((await found('AWS::RDS::DBInstance'))[0]).toMatchObject({ items: [{ id: 'a' }], complete: false });
  });

  it('that is malformed costs the listing its completeness, not the others', async () => {
    withHosts(rds('a.c0ffee'))
      .rds.on(DescribeDBInstancesCommand)
      .resolves({ DBInstances: [{}, rawInstance('a')] });
    expect((await found('AWS::RDS::DBInstance'))[0]).toMatchObject({
      items: [{ id: 'a' }],
      unread: { error: 'MalformedAnswer' },
    });
  });

  it('that is gone does not hide another, even if RDS refuses the question for it', async () => {
    const aws = withHosts(rds('gone.c0ffee'), rds('a.c0ffee'));
    aws.rds
      .on(DescribeDBInstancesCommand)
      .callsFake(({ Filters: [{ Values }] }: { Filters: [{ Values: string[] }] }) => {
        if (Values.includes('gone')) throw awsError('DBInstanceNotFoundFault');
        return { DBInstances: Values.map((id) => rawInstance(id)) };
      });
    expect((await found('AWS::RDS::DBInstance'))[0]).toMatchObject({ complete: true, items: [{ id: 'a' }] });
    expect(askedOf(aws, 'rds')).toHaveLength(3);
  });

  it('is asked for a hundred at a time', async () => {
    const aws = withHosts(...Array.from({ length: 201 }, (_, index) => rds(`db-${index}.c0ffee`)));
    aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [] });
    await found('AWS::RDS::DBInstance');
    expect(askedOf(aws, 'rds')).toHaveLength(3);
  });
});

describe('a cluster', () => {
  const withCluster = (...hosts: readonly string[]) => {
    const aws = withHosts(...hosts);
    aws.rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [rawCluster('orders')] });
    aws.rds.on(DescribeDBInstancesCommand).resolves({
      DBInstances: [
        rawInstance('orders-1', { DBClusterIdentifier: 'orders', PubliclyAccessible: false }),
        rawInstance('orders-2', {
          DBClusterIdentifier: 'orders',
          PubliclyAccessible: false,
          AvailabilityZone: 'eu-west-1c',
        }),
      ],
    });
    return aws;
  };

  it.each([rds('orders.cluster-c0'), rds('orders.cluster-ro-c0')])('is found by %s', async (host) => {
    const aws = withCluster(host);
    const [clusters, instances] = await found('AWS::RDS::DBCluster', 'AWS::RDS::DBInstance');
    expect(clusters).toMatchObject({
      complete: true,
      items: [
        {
          id: 'orders',
          names: [
            { host: rds('orders.cluster-c0'), port: 5433, role: 'writer' },
            { host: rds('orders.cluster-ro-c0'), port: 5433, role: 'reader' },
            { host: rds('reports.cluster-custom-c0'), port: 5433, role: 'custom' },
          ],
          vpcId: 'vpc-2',
          subnetIds: ['a', 'c'],
          groupIds: ['sg-cluster'],
          publiclyAccessible: false,
        },
      ],
    });
    expect(instances?.items).toEqual([]);
    expect(askedOf(aws, 'rds')).toEqual([
      ['DescribeDBClusters', filter('db-cluster-id', 'orders')],
      ['DescribeDBInstances', filter('db-cluster-id', 'orders')],
    ]);
  });

  it('is found by a custom endpoint, whose name does not hold its own', async () => {
    const aws = withCluster(rds('reports.cluster-custom-c0'));
    aws.rds
      .on(DescribeDBClusterEndpointsCommand)
      .resolves({ DBClusterEndpoints: [{ DBClusterIdentifier: 'orders' }] });
    expect((await found('AWS::RDS::DBCluster'))[0]?.items).toMatchObject([{ id: 'orders' }]);
    expect(askedOf(aws, 'rds').map(([operation]) => operation)).toEqual([
      'DescribeDBClusterEndpoints',
      'DescribeDBClusters',
      'DescribeDBInstances',
    ]);
  });

  it('is not known where its instances, or the owner of its endpoint, are not', async () => {
    withCluster(rds('orders.cluster-c0')).rds.on(DescribeDBInstancesCommand).rejects(denied);
    expect((await found('AWS::RDS::DBCluster'))[0]).toMatchObject({
      items: [],
      unread: { call: 'rds:DescribeDBInstances' },
    });
    withCluster(rds('reports.cluster-custom-c0')).rds.on(DescribeDBClusterEndpointsCommand).rejects(denied);
    expect((await found('AWS::RDS::DBCluster'))[0]).toMatchObject({
      unread: { call: 'rds:DescribeDBClusterEndpoints' },
    });
  });

  it('is public where its instances do not agree only if it says so itself', async () => {
    const aws = withCluster(rds('orders.cluster-c0'));
    const members = [true, false].map((PubliclyAccessible, index) =>
      rawInstance(`m${index}`, { DBClusterIdentifier: 'orders', PubliclyAccessible }),
    );
    aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: members });
    expect((await found('AWS::RDS::DBCluster'))[0]?.items).toMatchObject([{ publiclyAccessible: null }]);
    aws.rds
      .on(DescribeDBClustersCommand)
      .resolves({ DBClusters: [rawCluster('orders', { PubliclyAccessible: true })] });
    expect((await found('AWS::RDS::DBCluster'))[0]?.items).toMatchObject([{ publiclyAccessible: true }]);
  });
});

describe('a proxy', () => {
  const raw = {
    VpcId: 'vpc-1',
    VpcSubnetIds: ['a'],
    VpcSecurityGroupIds: ['sg-p'],
    Status: 'available' as const,
  };
  it('and its further endpoints are asked for by name', async () => {
    const aws = withHosts(rds('pool.proxy-c0'), rds('readers.endpoint.proxy-c0'), rds('gone.proxy-c0'));
    aws.rds
      .on(DescribeDBProxiesCommand)
      .rejects(awsError('DBProxyNotFoundFault'))
      .on(DescribeDBProxiesCommand, { DBProxyName: 'pool' })
      .resolves({
        DBProxies: [
          { ...raw, DBProxyName: 'pool', EngineFamily: 'POSTGRESQL', Endpoint: rds('pool.proxy-c0') },
        ],
      });
    aws.rds.on(DescribeDBProxyEndpointsCommand).resolves({
      DBProxyEndpoints: [
        { ...raw, DBProxyEndpointName: 'readers', Endpoint: rds('readers.endpoint.proxy-c0') },
      ],
    });
    const [proxies] = await found('AWS::RDS::DBProxy');
    expect(proxies).toMatchObject({
      complete: true,
      items: [
        { id: 'pool', names: [{ port: 5432, role: 'proxy' }], vpcId: 'vpc-1', groupIds: ['sg-p'] },
        { id: 'readers', names: [{ port: null }], subnetIds: ['a'], publiclyAccessible: false },
      ],
    });
    expect(askedOf(aws, 'rds')).toHaveLength(3);
  });
});
