import { complete, known } from '../../model/lookup.ts';
import type { RegionFacts } from '../../model/snapshot.ts';
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
  port: 2484,
  credentials: 'secret',
  roles: secretRole('OracleSettings'),
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
  certificateArn: dmsArn(frankfurt, 'cert:AMAZONROOT'),
});
const kafka = endpoint(frankfurt, {
  id: 'orders-events',
  direction: 'target',
  engine: 'kafka',
  port: 9094,
  settings: {
    KafkaSettings: { SecurityProtocol: 'sasl-ssl', SslEndpointIdentificationAlgorithm: 'https' },
  },
});
const mongo = endpoint(frankfurt, {
  id: 'claims-documents',
  engine: 'mongodb',
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
  tags: tagged([orders, subnetGroup(frankfurt), ...endpoints, ...tasks], ['CLAIMSDOCUMENTS']),
  ...soundKey(frankfurt),
  ...network(ordersStand, { addresses: [], groups: [databases] }),
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
});
