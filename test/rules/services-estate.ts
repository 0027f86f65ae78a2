import type { Endpoint } from '../../src/model/resources.ts';
import type { AccountFacts, RegionFacts } from '../../src/model/snapshot.ts';
import type { Route, VpcEndpoint } from '../../src/model/vpc.ts';
import {
  accountWith,
  aNetworkAcl,
  anEndpoint,
  anInstance,
  aPrefixList,
  aSecurityGroup,
  aServerlessConfig,
  aSubnetGroup,
  aTask,
  listed,
  members,
  networkOf,
  policy,
  REGION,
  roleArn,
  tcpOf,
} from '../support/builders.ts';
import { planOf } from '../support/plan-builders.ts';
import { aNatGateway, aRoute, aRouteTable, aSubnet, aVpcEndpoint } from '../support/vpc-builders.ts';

const writer = { path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn('writer') };
export const archive = anEndpoint({
  ...{ id: 'archive', engine: 's3', direction: 'target', serverName: null, port: null, credentials: 'none' },
  settings: { S3Settings: { BucketName: 'landing', BucketFolder: 'cdc' } },
  roles: [writer],
});
const reader = { path: 'PostgreSQLSettings.SecretsManagerAccessRoleArn', arn: roleArn('reader') };
export const orders = anEndpoint({
  id: 'orders',
  roles: [reader],
  settings: { PostgreSQLSettings: { SecretsManagerSecretId: 'orders' } },
});
export const stored = anEndpoint({ id: 'plain', credentials: 'stored' });
const instance = anInstance({ multiAz: false, secondaryAvailabilityZone: null });
export const own = aRoute('10.0.0.0/16');
export const toS3 = aRoute('pl-s3', 'vpc-endpoint', 'vpce-s3');
export const gateway = aVpcEndpoint({ id: 'vpce-s3' });
export const secretsEndpoint = aVpcEndpoint({
  ...{ id: 'vpce-sm', type: 'Interface', serviceName: `com.amazonaws.${REGION}.secretsmanager` },
  ...{ subnetIds: ['subnet-2'], groupIds: ['sg-3'], routeTableIds: [], privateDns: true },
});
const https = aSecurityGroup({ id: 'sg-3', ingress: [tcpOf(443, members('sg-1'))] });

const lists = networkOf({
  groups: [aSecurityGroup(), https],
  prefixLists: [aPrefixList('pl-s3', '52.218.0.0/17')],
});

/** One instance in subnet-1 whose task has this endpoint alone; its table leads nowhere but where it is told. */
export function estate(
  endpoint: Endpoint,
  routes: readonly Route[] = [],
  vpcEndpoints: readonly VpcEndpoint[] = [],
  { plan = {}, ...region }: Partial<RegionFacts> & { readonly plan?: Parameters<typeof planOf>[0] } = {},
): AccountFacts {
  return accountWith({
    instances: listed(instance),
    tasks: listed(
      aTask({ sourceEndpointArn: endpoint.arn, targetEndpointArn: endpoint.arn, timeTravelBucket: null }),
    ),
    endpoints: listed(endpoint),
    subnetGroups: listed(aSubnetGroup()),
    ...lists,
    ...planOf({ routeTables: [aRouteTable({ routes: [own, ...routes] })], vpcEndpoints, ...plan }),
    ...region,
  });
}

export const letting = (...statements: readonly object[]): VpcEndpoint => ({
  ...gateway,
  policy: policy(...statements),
});
export const everybody = { Effect: 'Allow', Principal: '*' };
export const nat = { natGateways: [aNatGateway()] };
const toNat = aRoute('0.0.0.0/0', 'nat-gateway', 'nat-gateway-1');
/** The NAT gateway's own subnet leads to the internet. */
export const natTables = [
  aRouteTable({ routes: [own, toNat] }),
  aRouteTable({
    ...{ id: 'rtb-2', main: false, subnetIds: ['subnet-2'] },
    routes: [own, aRoute('0.0.0.0/0', 'internet-gateway', 'igw-1')],
  }),
];
export const inZoneB = aSubnet({ id: 'subnet-2', zone: 'eu-west-1b', cidrs: ['10.0.1.0/24'] });
export const withThirdSubnet = networkOf({
  acls: [aNetworkAcl({ subnetIds: ['subnet-1', 'subnet-2', 'subnet-3'] })],
});
export const serverless = (account: AccountFacts): AccountFacts => {
  const [region] = Object.values(account.regions);
  if (region === undefined) throw new Error('no region');
  const arn = region.endpoints.items[0]?.arn ?? null;
  const config = aServerlessConfig({
    sourceEndpointArn: arn,
    targetEndpointArn: arn,
    timeTravelBucket: null,
  });
  return accountWith({ ...region, instances: listed(), tasks: listed(), serverlessConfigs: listed(config) });
};
export const withInstance = (over: Parameters<typeof anInstance>[0], account: AccountFacts): AccountFacts => {
  const [region] = Object.values(account.regions);
  if (region === undefined) throw new Error('no region');
  return accountWith({ ...region, instances: listed({ ...instance, ...over }) });
};
export const withTask = (over: Parameters<typeof aTask>[0], account: AccountFacts): AccountFacts => {
  const [region] = Object.values(account.regions);
  const [task] = region?.tasks.items ?? [];
  if (region === undefined || task === undefined) throw new Error('no task');
  return accountWith({ ...region, tasks: listed({ ...task, ...over }) });
};
