import { complete, known } from '../../model/lookup.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import { acquired, crmDatabase, crmHost, peering, routeToAcquired } from './acquired.ts';
import { virginiaEvents, virginiaSubscription } from './events.ts';
import { neglectedKey } from './keys.ts';
import { forDatabases, httpsOnly, network, subnetGroup, withShell } from './network.ts';
import { endpoint, instance, keyArn, logging, regionOf, roleArn, tagged, task, virginia } from './parts.ts';
import { database, plan } from './plan.ts';
import { closedBucket, trails } from './recorders.ts';

const crmStands = { addresses: ['10.20.4.40', '10.20.20.40'], groups: [withShell] };
const warehouseStands = { addresses: ['10.20.4.41'], groups: [httpsOnly] };
const crm = instance(virginia, {
  id: 'crm-cutover',
  privateAddresses: crmStands.addresses,
  securityGroups: crmStands.groups.map(({ id }) => id),
  publiclyAccessible: true,
  publicAddresses: ['203.0.113.20'],
});
const warehouse = instance(virginia, {
  id: 'warehouse-load',
  privateAddresses: warehouseStands.addresses,
  securityGroups: warehouseStands.groups.map(({ id }) => id),
  engineVersion: '3.4.6',
  multiAz: false,
  autoMinorVersionUpgrade: false,
  secondaryAvailabilityZone: null,
});
const sqlserver = endpoint(virginia, {
  id: 'crm-sqlserver',
  engine: 'sqlserver',
  serverName: crmHost,
  port: 1433,
});
const redshift = endpoint(virginia, {
  id: 'warehouse-redshift',
  direction: 'target',
  engine: 'redshift',
  serverName: `warehouse.c0ffee.${virginia}.redshift.amazonaws.com`,
  port: 5439,
  credentials: 'secret',
  roles: [{ path: 'RedshiftSettings.ServiceAccessRoleArn', arn: roleArn('dms-redshift-load') }],
  settings: {
    RedshiftSettings: {
      BucketName: 'warehouse-staging',
      EncryptionMode: 'sse-s3',
      SecretsManagerSecretId: 'warehouse/redshift',
    },
  },
});
const redis = endpoint(virginia, {
  id: 'quote-cache',
  direction: 'target',
  engine: 'redis',
  port: 6379,
  credentials: 'none',
  settings: {
    RedisSettings: {
      ServerName: 'quote-cache.corp.example',
      Port: 6379,
      SslSecurityProtocol: 'plaintext',
      AuthType: 'none',
    },
  },
});
const archive = endpoint(virginia, {
  id: 'crm-archive',
  direction: 'target',
  engine: 's3',
  serverName: null,
  port: null,
  credentials: 'iam',
  kmsKeyId: null,
  keys: [{ path: 'S3Settings.ServerSideEncryptionKmsKeyId', key: keyArn(virginia) }],
  roles: [{ path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn('dms-archive-writer') }],
  settings: { S3Settings: { BucketName: 'crm-archive', EncryptionMode: 'sse-kms' } },
});
const databases = forDatabases(5439, httpsOnly);
const endpoints = [sqlserver, redshift, redis, archive];
const tasks = [
  task(virginia, {
    id: 'crm-to-archive',
    instanceArn: crm.arn,
    sourceEndpointArn: sqlserver.arn,
    targetEndpointArn: archive.arn,
  }),
  task(virginia, {
    id: 'warehouse-nightly',
    instanceArn: warehouse.arn,
    sourceEndpointArn: sqlserver.arn,
    targetEndpointArn: redshift.arn,
    migrationType: 'full-load',
    logging: known(logging('LOGGER_SEVERITY_DEFAULT', false)),
  }),
];
const own = regionOf({
  instances: complete([crm, warehouse]),
  endpoints: complete(endpoints),
  subnetGroups: complete([subnetGroup(virginia)]),
  tasks: complete(tasks),
  certificates: complete([]),
  eventSubscriptions: complete([virginiaSubscription]),
  tags: tagged(
    [crm, warehouse, subnetGroup(virginia), ...endpoints, ...tasks, virginiaSubscription],
    ['WAREHOUSELOAD', 'QUOTECACHE'],
  ),
  ...neglectedKey(virginia),
  ...plan(virginia, {
    databases: [
      database({
        type: 'AWS::Redshift::Cluster',
        id: 'warehouse',
        arn: null,
        names: [{ host: `warehouse.c0ffee.${virginia}.redshift.amazonaws.com`, port: 5439, role: null }],
        groupIds: [databases.id],
        privateAddresses: ['10.20.5.39'],
      }),
      crmDatabase,
    ],
    // Nobody looked since.
    connections: [
      { endpointArn: redshift.arn, instanceArn: warehouse.arn, status: 'failed', lastFailure: 'timed-out' },
      { endpointArn: sqlserver.arn, instanceArn: crm.arn, status: 'failed', lastFailure: 'timed-out' },
    ],
    peered: { peering, route: routeToAcquired },
  }),
  ...network(crmStands, warehouseStands, { addresses: [], groups: [databases] }),
  buckets: {
    'crm-archive': known(closedBucket(virginia)),
    'warehouse-staging': known(closedBucket(virginia)),
  },
  // Rotated while the task ran.
  secretVersions: { 'warehouse/redshift': known({ createdAt: '2026-10-30T02:00:00.000Z' }) },
  trails,
  eventDataStores: complete([]),
  ...virginiaEvents,
});

export const inVirginia: RegionFacts = {
  ...own,
  vpcs: { ...own.vpcs, ...acquired.vpcs },
  subnets: { ...own.subnets, ...acquired.subnets },
  routeTables: { ...own.routeTables, ...acquired.routeTables },
  natGateways: { ...own.natGateways, ...acquired.natGateways },
  peerings: { ...own.peerings, ...acquired.peerings },
  vpcEndpoints: { ...own.vpcEndpoints, ...acquired.vpcEndpoints },
  securityGroups: { ...own.securityGroups, ...acquired.securityGroups },
  networkAcls: { ...own.networkAcls, ...acquired.networkAcls },
};
