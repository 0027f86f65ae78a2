import { describe, expect, it } from 'vitest';
import { describeAddresses } from '../../../src/analysis/network/address-text.ts';
import { findEndpointHost } from '../../../src/analysis/network/locate-service.ts';
import { networkFrom } from '../../../src/analysis/network/network.ts';
import { servicesOf } from '../../../src/analysis/network/services.ts';
import { gather } from '../../../src/model/account-view.ts';
import { cutShort } from '../../../src/model/lookup.ts';
import type { Endpoint } from '../../../src/model/resources.ts';
import {
  ACCOUNT,
  accountWith,
  anEndpoint,
  anInstance,
  aServerlessConfig,
  aTask,
  listed,
  networkOf,
  REGION,
} from '../../support/builders.ts';
import { planOf } from '../../support/plan-builders.ts';
import { aVpcEndpoint } from '../../support/vpc-builders.ts';

const used = (endpoint: Partial<Endpoint>) => {
  const end = anEndpoint({ credentials: 'stored', ...endpoint });
  const task = aTask({ sourceEndpointArn: end.arn, targetEndpointArn: end.arn, timeTravelBucket: null });
  const account = accountWith({ tasks: listed(task), endpoints: listed(end) });
  const facts = gather(ACCOUNT, account, [REGION]);
  return servicesOf(anInstance(), { region: REGION, facts }).uses.map(
    ({ name, region, host }) => `${name} in ${region}${host === null ? '' : ` at ${host}`}`,
  );
};
const secret = (id: string) => ({ PostgreSQLSettings: { SecretsManagerSecretId: id } });

describe('an endpoint', () => {
  it.each([
    ['postgres', {}, []],
    ['opensearch', {}, []],
    ['s3', {}, ['Amazon S3 (endpoint-1) in eu-west-1']],
    ['dmstransfer', {}, ['Amazon S3 (endpoint-1) in eu-west-1']],
    ['dynamodb', {}, ['Amazon DynamoDB (endpoint-1) in eu-west-1']],
    ['timestream', {}, ['Amazon Timestream (endpoint-1) in eu-west-1']],
    ['redshift', {}, ['Amazon S3 for staging (endpoint-1) in eu-west-1']],
    ['neptune', {}, ['Amazon S3 for staging (endpoint-1) in eu-west-1']],
    [
      'kinesis',
      { settings: { KinesisSettings: { StreamArn: 'arn:aws:kinesis:us-east-1:111111111111:stream/x' } } },
      ['Amazon Kinesis (endpoint-1) in us-east-1'],
    ],
    ['mysql', { credentials: 'secret' }, ['AWS Secrets Manager for credentials (endpoint-1) in eu-west-1']],
    [
      'postgres',
      { settings: secret('arn:aws:secretsmanager:eu-central-1:111111111111:secret:db-AbCdEf') },
      ['AWS Secrets Manager for credentials (endpoint-1) in eu-central-1'],
    ],
    [
      'oracle',
      {
        settings: {
          OracleSettings: { SecretsManagerSecretId: 'db', SecretsManagerOracleAsmSecretId: 'asm' },
        },
        extraConnectionAttributes: { secretsmanagerendpointoverride: 'vpce-1-2.example' },
      },
      ['AWS Secrets Manager for credentials (endpoint-1) in eu-west-1 at vpce-1-2.example'],
    ],
  ] as const)('of %s with %j uses %j', (engine, over, expected) => {
    expect(used({ engine, ...over })).toEqual(expected);
  });
});

describe('what may be used besides', () => {
  const doubts = (over: Parameters<typeof accountWith>[0], resource = anInstance()) =>
    servicesOf(resource, { region: REGION, facts: gather(ACCOUNT, accountWith(over), [REGION]) }).doubts;
  const denied = { call: 'dms:Describe', resource: null, error: 'AccessDenied', transient: false };
  const run = {
    taskArn: null,
    bucket: 'b',
    encryptionMode: null,
    kmsKeyId: null,
    roleArn: null,
    latest: true,
  };
  const tasks = listed(aTask({ sourceEndpointArn: anEndpoint().arn, targetEndpointArn: anEndpoint().arn }));
  const base = { tasks, endpoints: listed(anEndpoint()) };
  it.each([
    ['nothing', base, 0],
    ['an assessment that is not listed', { ...base, assessmentBuckets: cutShort([], denied) }, 1],
    ['an assessment of nobody knows which task', { ...base, assessmentBuckets: listed(run) }, 1],
  ])('%s', (_, over, expected) => {
    expect(doubts(over)).toHaveLength(expected);
  });

  it('a serverless replication puts assessments into a bucket of AWS', () => {
    const config = aServerlessConfig({ targetEndpointArn: anEndpoint().arn, timeTravelBucket: null });
    const facts = gather(ACCOUNT, accountWith({ ...base, assessmentBuckets: cutShort([], denied) }), [
      REGION,
    ]);
    expect(servicesOf(config, { region: REGION, facts }).doubts).toEqual([]);
  });
});

describe('the host of a VPC endpoint', () => {
  const endpoint = aVpcEndpoint({
    ...{ id: 'vpce-0a1', type: 'Interface', privateDns: false, subnetIds: ['subnet-1', 'subnet-2'] },
    serviceName: `com.amazonaws.${REGION}.secretsmanager`,
  });
  const region = accountWith({ ...networkOf(), ...planOf({ vpcEndpoints: [endpoint] }) });
  const network = networkFrom(gather(ACCOUNT, region, [REGION]).network(REGION), { ephemeralPorts: null });
  const tail = `.secretsmanager.${REGION}.vpce.amazonaws.com`;
  it.each([
    [`vpce-0a1-2b3${tail}`, '10.0.0.0/23'],
    [`VPCE-0A1-2B3${tail}.`, '10.0.0.0/23'],
    [`vpce-0a1-2b3-eu-west-1b${tail}`, '10.0.1.0/24'],
    [`vpce-9-9${tail}`, '0.0.0.0/0'],
    ['secretsmanager.eu-west-1.amazonaws.com', null],
    ['vpce-0a1-2b3.example.com', null],
  ])('%s is at %s', (host, expected) => {
    const found = findEndpointHost(host, { name: 'x', vpcId: 'vpc-1' }, network);
    expect(found === null ? null : describeAddresses(found.destination.addresses)).toBe(expected);
  });
});
