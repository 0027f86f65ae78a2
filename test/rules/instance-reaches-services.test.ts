import { instanceReachesServices } from '../../src/rules/instance-reaches-services.ts';
import {
  accountWith,
  anEndpoint,
  aSecurityGroup,
  aServerlessConfig,
  aTask,
  listed,
  networkOf,
  REGION,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { aNatGateway, aPeering, aRoute, aRouteTable, aSubnet, aVpc } from '../support/vpc-builders.ts';
import {
  archive,
  estate,
  gateway,
  inZoneB,
  nat,
  natTables,
  orders,
  own,
  secretsEndpoint,
  serverless,
  stored,
  toS3,
  withInstance,
  withTask,
  withThirdSubnet,
} from './services-estate.ts';

testRule(instanceReachesServices, {
  compliant: [
    {
      name: 'Secrets Manager by an interface endpoint with private DNS',
      account: estate(orders, [], [secretsEndpoint]),
      because: 'it reaches AWS Secrets Manager by vpce-sm',
    },
    {
      name: 'the endpoint that secretsManagerEndpointOverride names, without private DNS',
      account: estate(
        {
          ...orders,
          extraConnectionAttributes: {
            secretsmanagerendpointoverride: `vpce-0a1-2b3.secretsmanager.${REGION}.vpce.amazonaws.com`,
          },
        },
        [],
        [{ ...secretsEndpoint, id: 'vpce-0a1', privateDns: false }],
      ),
      because: 'it reaches AWS Secrets Manager by vpce-0a1',
    },
    {
      name: 'S3 by a NAT gateway',
      account: estate(archive, [], [], { plan: { ...nat, routeTables: natTables } }),
      because: 'it reaches Amazon S3 by NAT gateway',
    },
    {
      name: 'S3 by the internet gateway, from a public address',
      account: withInstance(
        { publiclyAccessible: true, publicAddresses: ['203.0.113.9'] },
        estate(archive, [aRoute('0.0.0.0/0', 'internet-gateway', 'igw-1')]),
      ),
      because: 'it reaches Amazon S3 by internet',
    },
    {
      name: 'a serverless replication by an endpoint',
      account: serverless(estate(archive, [toS3], [gateway])),
      because: 'it reaches Amazon S3 by vpce-s3',
    },
    {
      name: 'time travel logs',
      account: withTask({ timeTravelBucket: 'logs' }, estate(stored, [toS3], [gateway])),
      because: 'it reaches Amazon S3 by vpce-s3',
    },
  ],
  nonCompliant: [
    {
      name: 'no way to S3 at all',
      account: estate(archive),
      because: 'Amazon S3 (archive) cannot be reached from eni-1: rtb-1 (no route)',
    },
    {
      name: 'the gateway endpoint is not in the table of the subnet',
      account: estate(archive, [], [gateway], {
        plan: {
          routeTables: [
            aRouteTable({ routes: [own] }),
            aRouteTable({ id: 'rtb-2', main: false, subnetIds: ['subnet-2'], routes: [own, toS3] }),
          ],
        },
      }),
      because: 'Amazon S3 (archive) cannot be reached from eni-1: rtb-1 (no route)',
    },
    {
      name: 'staging of Redshift',
      account: estate(
        anEndpoint({ id: 'warehouse', engine: 'redshift', direction: 'target', credentials: 'stored' }),
      ),
      because: 'Amazon S3 for staging (warehouse) cannot be reached from eni-1: rtb-1 (no route)',
    },
    {
      name: 'assessments',
      account: estate(stored, [], [], {
        assessmentBuckets: listed({
          ...{
            taskArn: aTask().arn,
            bucket: 'assessed',
            encryptionMode: null,
            kmsKeyId: null,
            roleArn: null,
            latest: true,
          },
        }),
      }),
      because: 'Amazon S3 for assessments (task-1) cannot be reached from eni-1: rtb-1 (no route)',
    },
    {
      name: 'two services',
      account: estate({ ...archive, credentials: 'secret' }),
      because: 'Amazon S3 (archive) cannot be reached from eni-1: rtb-1 (no route); 1 other neither',
    },
    {
      name: 'the groups of the interface endpoint do not admit it',
      account: estate(
        orders,
        [],
        [secretsEndpoint],
        networkOf({ groups: [aSecurityGroup(), aSecurityGroup({ id: 'sg-3' })] }),
      ),
      because:
        'AWS Secrets Manager for credentials (orders) cannot be reached from eni-1: no rule of sg-3 lets it in',
    },
    {
      name: 'the internet gateway without a public address',
      account: estate(archive, [aRoute('0.0.0.0/0', 'internet-gateway', 'igw-1')]),
      because: 'Amazon S3 (archive) cannot be reached from eni-1: igw-1 (eni-1 has no public address)',
    },
  ],
  notApplicable: [
    {
      name: 'databases alone',
      account: estate(stored),
      because: 'no task of it uses an AWS service that is reached at its own name',
    },
    {
      name: 'an engine before 3.4.7',
      account: withInstance({ engineVersion: '3.4.6' }, estate({ ...archive, credentials: 'secret' })),
      because:
        'its engine has a way of its own to AWS services; an upgrade to 3.4.7 or later needs a way to Amazon S3, AWS Secrets Manager',
    },
    {
      name: 'an engine before 3.4.7 with OpenSearch',
      account: withInstance(
        { engineVersion: '3.4.5' },
        estate(anEndpoint({ id: 'search', engine: 'opensearch', credentials: 'none' })),
      ),
      because:
        'its engine has a way of its own to AWS services; an upgrade to 3.4.7 or later needs a way to Amazon OpenSearch Service',
    },
    {
      name: 'a zero-ETL integration',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
  ],
  unknown: [
    {
      name: 'the engine version is not told',
      account: withInstance({ engineVersion: null }, estate(archive)),
      because: 'DMS does not report a readable EngineVersion',
    },
    {
      name: 'a serverless replication by NAT alone',
      account: serverless(
        estate(archive, [], [], {
          ...withThirdSubnet,
          plan: {
            subnets: [
              aSubnet(),
              inZoneB,
              aSubnet({ id: 'subnet-3', zone: 'eu-west-1c', cidrs: ['10.0.2.0/24'] }),
            ],
            natGateways: [aNatGateway({ subnetId: 'subnet-3', privateAddresses: ['10.0.2.1'] })],
            routeTables: natTables.map((each) => (each.main ? each : { ...each, subnetIds: ['subnet-3'] })),
          },
        }),
      ),
      because:
        'a serverless replication reaches Amazon S3 (archive) by NAT alone, for which AWS documents a VPC endpoint',
    },
    {
      name: 'a VPN may lead on to the internet',
      account: estate(archive, [aRoute('0.0.0.0/0', 'virtual-private-gateway', 'vgw-1')]),
      because: 'whether the network behind vgw-1 leads on to Amazon S3 (archive) is not known',
    },
    {
      name: 'a private hosted zone may lead to an endpoint beyond a peering',
      account: estate(orders, [aRoute('10.9.0.0/16', 'peering', 'peering-1')], [], {
        plan: {
          peerings: [aPeering()],
          vpcs: [aVpc(), aVpc({ id: 'vpc-2', cidrs: ['10.9.0.0/16'] })],
          subnets: [aSubnet(), aSubnet({ id: 'subnet-9', vpcId: 'vpc-2', cidrs: ['10.9.9.0/24'] })],
        },
      }),
      because:
        'AWS Secrets Manager for credentials (orders) is not reached at its public addresses, and whether a private hosted zone leads its name to an endpoint in another network is not known',
    },
    {
      name: 'an interface endpoint without private DNS',
      account: estate(orders, [], [{ ...secretsEndpoint, privateDns: false }]),
      because: 'whether the name of AWS Secrets Manager leads to vpce-sm is not known',
    },
    {
      name: 'an interface endpoint that is not ready',
      account: estate(orders, [], [{ ...secretsEndpoint, state: 'pending' }]),
      because: 'the state of vpce-sm is pending',
    },
  ],
});
