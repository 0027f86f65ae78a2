import { complete, known } from '../../model/lookup.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
import { frankfurtCertificates, frankfurtEvents, frankfurtSubscription } from './events.ts';
import { soundKey } from './keys.ts';
import { forDatabases, network, outbound, subnetGroup } from './network.ts';
import {
  account,
  dmsArn,
  endpoint,
  frankfurt,
  instance,
  logging,
  regionOf,
  secretRole,
  tagged,
  task,
} from './parts.ts';
import { database, plan } from './plan.ts';
import { closedBucket, ordersAudit, trails } from './recorders.ts';

const ordersStand = { addresses: ['10.20.4.17', '10.20.20.17'], groups: [outbound] };
const orders = instance(frankfurt, {
  id: 'orders-migration',
  privateAddresses: ordersStand.addresses,
  securityGroups: ordersStand.groups.map(({ id }) => id),
});
const oracle = endpoint(frankfurt, {
  id: 'orders-oracle',
  engine: 'oracle',
  sslMode: 'verify-ca',
  serverName: '10.4.1.20',
  port: 2484,
  credentials: 'secret',
  roles: secretRole('OracleSettings'),
  settings: { OracleSettings: { SecretsManagerSecretId: 'orders/oracle' } },
  certificateArn: dmsArn(frankfurt, 'cert:CORPORATECA'),
});
const aurora = endpoint(frankfurt, {
  id: 'orders-aurora',
  direction: 'target',
  engine: 'aurora-postgresql',
  sslMode: 'verify-full',
  serverName: `orders.cluster-c0ffee.${frankfurt}.rds.amazonaws.com`,
  credentials: 'secret',
  roles: secretRole('PostgreSQLSettings'),
  settings: { PostgreSQLSettings: { SecretsManagerSecretId: 'orders/aurora' } },
  certificateArn: dmsArn(frankfurt, 'cert:AMAZONROOT'),
});
const kafka = endpoint(frankfurt, {
  id: 'orders-events',
  direction: 'target',
  engine: 'kafka',
  port: 9094,
  settings: {
    KafkaSettings: {
      Broker: '10.4.1.31:9094',
      SecurityProtocol: 'sasl-ssl',
      SslEndpointIdentificationAlgorithm: 'https',
    },
  },
});
const mongo = endpoint(frankfurt, {
  id: 'claims-documents',
  engine: 'mongodb',
  serverName: '10.4.2.40',
  port: 27_017,
  settings: { MongoDbSettings: { AuthType: 'no' } },
});
const databases = forDatabases(5432, outbound);
const endpoints = [oracle, aurora, kafka, mongo];
const via = { instanceArn: orders.arn };
const tasks = [
  task(frankfurt, {
    id: 'orders-full-load',
    ...via,
    sourceEndpointArn: oracle.arn,
    targetEndpointArn: aurora.arn,
  }),
  task(frankfurt, {
    id: 'orders-changes',
    ...via,
    sourceEndpointArn: oracle.arn,
    targetEndpointArn: kafka.arn,
  }),
  task(frankfurt, {
    id: 'claims-copy',
    ...via,
    sourceEndpointArn: mongo.arn,
    targetEndpointArn: aurora.arn,
    logging: known(logging('LOGGER_SEVERITY_ERROR')),
  }),
];
export const inFrankfurt: RegionFacts = regionOf({
  instances: complete([orders]),
  endpoints: complete(endpoints),
  subnetGroups: complete([subnetGroup(frankfurt)]),
  tasks: complete(tasks),
  certificates: complete(frankfurtCertificates),
  eventSubscriptions: complete([frankfurtSubscription]),
  tags: tagged(
    [orders, subnetGroup(frankfurt), ...endpoints, ...tasks, ...frankfurtCertificates, frankfurtSubscription],
    ['CLAIMSDOCUMENTS'],
  ),
  ...soundKey(frankfurt),
  ...plan(frankfurt, {
    databases: [
      database({
        type: 'AWS::RDS::DBCluster',
        id: 'orders',
        arn: `arn:aws:rds:${frankfurt}:${account}:cluster:orders`,
        names: [{ host: `orders.cluster-c0ffee.${frankfurt}.rds.amazonaws.com`, port: 5432, role: 'writer' }],
        groupIds: [databases.id],
      }),
    ],
    connections: [oracle, aurora].map(({ arn }) => ({
      endpointArn: arn,
      instanceArn: orders.arn,
      status: 'successful',
      lastFailure: null,
    })),
  }),
  ...network(ordersStand, { addresses: [], groups: [databases] }),
  assessmentBuckets: complete(
    tasks.slice(0, 1).map(({ arn }) => ({
      taskArn: arn,
      bucket: 'orders-assessments',
      encryptionMode: 'sse-kms',
      kmsKeyId: null,
      roleArn: null,
      latest: true,
    })),
  ),
  buckets: { 'orders-assessments': known(closedBucket(frankfurt)) },
  secretVersions: {
    'orders/aurora': known({ createdAt: '2026-09-14T08:00:00.000Z' }),
    'orders/oracle': known({ createdAt: '2026-09-14T08:00:00.000Z' }),
  },
  trails,
  eventDataStores: ordersAudit,
  ...frankfurtEvents,
});
