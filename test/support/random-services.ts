import fc from 'fast-check';
import { complete, known } from '../../src/model/lookup.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import {
  ACCOUNT,
  accountWith,
  allTrafficOf,
  anEndpoint,
  anInstance,
  aPrefixList,
  aSecurityGroup,
  aServerlessConfig,
  aSubnetGroup,
  aTask,
  cidr,
  listed,
  members,
  networkOf,
  policy,
  REGION,
  roleArn,
  tcpOf,
} from './builders.ts';
import { planOf } from './plan-builders.ts';
import { aNatGateway, aPeering, aRoute, aRouteTable, aSubnet, aVpc, aVpcEndpoint } from './vpc-builders.ts';

const roles = [
  { path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn('writer') },
  { path: 'PostgreSQLSettings.SecretsManagerAccessRoleArn', arn: roleArn('reader') },
];

const endpoint = fc
  .record({
    engine: fc.constantFrom('s3', 'postgres', 'redshift', 'dynamodb', 'timestream'),
    credentials: fc.constantFrom('stored', 'secret'),
    direction: fc.constantFrom('source', 'target', null),
    owner: fc.constantFrom({}, {}, { ExpectedBucketOwner: ACCOUNT }),
    override: fc.constantFrom(
      {},
      {},
      {},
      {
        secretsmanagerendpointoverride: `vpce-2-aa.secretsmanager.${REGION}.vpce.amazonaws.com`,
      },
    ),
  })
  .map(({ owner, override, ...over }) =>
    anEndpoint({
      ...{ ...over, serverName: null, port: null, roles, extraConnectionAttributes: override },
      settings: {
        S3Settings: { BucketName: 'landing', ...owner },
        PostgreSQLSettings: { SecretsManagerSecretId: 'db' },
      },
    }),
  );

const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Principal: fc.constantFrom<string | object>('*', '*', { AWS: roleArn('writer') }),
    Action: fc.constantFrom('*', 's3:*', 'secretsmanager:*', 's3:DeleteObject'),
    Resource: fc.constantFrom('*', '*', 'arn:aws:s3:::landing*', 'arn:aws:s3:::landing/public/*'),
    Condition: fc.constantFrom(
      {},
      {},
      { StringEquals: { 'aws:ResourceAccount': ACCOUNT } },
      { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
    ),
  })
  .map((each) => policy(each));
const document = fc.oneof(fc.constant(null), fc.constant(null), statement);

const interfaceOf = (id: string, service: string, vpcId = 'vpc-1') =>
  fc
    .record({
      policy: document,
      privateDns: fc.constantFrom(true, true, false, null),
      state: fc.constantFrom('available', 'available', 'pending', 'deleting'),
    })
    .map((over) =>
      aVpcEndpoint({
        ...{ id, vpcId, type: 'Interface', routeTableIds: [], groupIds: ['sg-3'], subnetIds: ['subnet-2'] },
        ...{ serviceName: `com.amazonaws.${REGION}.${service}`, ...over },
      }),
    );
const gatewayOf = (id: string, service: string) =>
  fc
    .record({ policy: document })
    .map((over) => aVpcEndpoint({ id, serviceName: `com.amazonaws.${REGION}.${service}`, ...over }));
const vpcEndpoints = fc
  .tuple(gatewayOf('vpce-1', 's3'), interfaceOf('vpce-2', 'secretsmanager'), interfaceOf('vpce-3', 's3'))
  .chain((all) => fc.subarray(all));

const routes = fc.subarray(
  [
    aRoute('pl-s3', 'vpc-endpoint', 'vpce-1'),
    aRoute('0.0.0.0/0', 'nat-gateway'),
    aRoute('10.9.0.0/16', 'peering'),
    aRoute('10.8.0.0/16', 'virtual-private-gateway'),
  ],
  { maxLength: 2 },
);

const bucket = {
  isOwn: known(true),
  region: REGION,
  policyIsPublic: known(false),
  aclIsPublic: known(false),
  publicAccessBlock: known(null),
  encryption: known(null),
};

/** Accounts of one instance and one serverless replication whose endpoint works with AWS services, all of it read. */
export const randomServices: fc.Arbitrary<AccountFacts> = fc
  .record({
    endpoint,
    vpcEndpoints,
    routes,
    engineVersion: fc.constantFrom('3.5.4', '3.5.4', '3.4.6', null),
    timeTravelBucket: fc.constantFrom(null, null, 'landing'),
    assessed: fc.subarray(['landing']),
    admits: fc.boolean(),
    dns: fc.boolean(),
    organization: fc.constantFrom(null, 'o-a1b2c3d4e5', 'o-zzzzzzzzzz'),
  })
  .map(({ endpoint: end, vpcEndpoints: endpoints, routes: leading, organization, ...its }) => ({
    ...accountWith({
      instances: listed(anInstance({ multiAz: false, engineVersion: its.engineVersion })),
      endpoints: listed(end),
      tasks: listed(aTask({ targetEndpointArn: end.arn, timeTravelBucket: its.timeTravelBucket })),
      serverlessConfigs: listed(aServerlessConfig({ targetEndpointArn: end.arn, timeTravelBucket: null })),
      subnetGroups: listed(aSubnetGroup()),
      ...networkOf({
        groups: [
          aSecurityGroup({ egress: [allTrafficOf(cidr('0.0.0.0/0'))] }),
          aSecurityGroup({ id: 'sg-3', ingress: its.admits ? [tcpOf(443, members('sg-1'))] : [] }),
        ],
        prefixLists: [aPrefixList('pl-s3', '52.218.0.0/17')],
      }),
      ...planOf({
        vpcs: [aVpc({ dnsHostnames: known(its.dns) }), aVpc({ id: 'vpc-2', cidrs: ['10.9.0.0/16'] })],
        subnets: [
          aSubnet(),
          aSubnet({ id: 'subnet-2', zone: 'eu-west-1b', cidrs: ['10.0.1.0/24'] }),
          aSubnet({ id: 'subnet-9', vpcId: 'vpc-2', cidrs: ['10.9.9.0/24'] }),
        ],
        routeTables: [
          aRouteTable({ routes: [aRoute('10.0.0.0/16'), ...leading] }),
          aRouteTable({
            ...{ id: 'rtb-public', main: false, subnetIds: ['subnet-2'] },
            routes: [aRoute('10.0.0.0/16'), aRoute('0.0.0.0/0', 'internet-gateway')],
          }),
          aRouteTable({ id: 'rtb-9', vpcId: 'vpc-2', routes: [aRoute('10.9.0.0/16')] }),
        ],
        natGateways: [aNatGateway()],
        peerings: [aPeering()],
        vpcEndpoints: endpoints,
      }),
      assessmentBuckets: complete(
        its.assessed.map((name) => ({
          ...{
            taskArn: aTask().arn,
            bucket: name,
            encryptionMode: null,
            kmsKeyId: null,
            roleArn: null,
            latest: true,
          },
        })),
      ),
      buckets: { landing: known(bucket) },
    }),
    organization: known(organization === null ? null : { id: organization, managementAccountId: ACCOUNT }),
  }));
