import { describe, expect, it } from 'vitest';
import { unread } from '../../src/model/lookup.ts';
import type { Endpoint } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { serviceRoleTrustsDms } from '../../src/rules/service-role-trusts-dms.ts';
import {
  ACCOUNT,
  accountWith,
  aDataMigration,
  anEndpoint,
  anInstance,
  aRole,
  aTask,
  FOREIGN,
  listed,
  policy,
  REGION,
  roleArn,
  rolesKnown,
  trustStatement,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied } from './unread.ts';

const arn = roleArn('writer');
const endpoint = (engine: string, path: string, over: Partial<Endpoint> = {}): Endpoint =>
  anEndpoint({ engine, direction: 'target', roles: [{ path, arn }], ...over });
const lake = endpoint('s3', 'S3Settings.ServiceAccessRoleArn');
const graph = endpoint('neptune', 'NeptuneSettings.ServiceAccessRoleArn');
const ledger = endpoint('oracle', 'OracleSettings.SecretsManagerAccessRoleArn');
const trusting = (resource: Endpoint, statements: readonly object[], more: Partial<RegionFacts> = {}) => ({
  account: accountWith(
    { endpoints: listed(resource), ...more },
    rolesKnown(aRole({ name: 'writer', trust: policy(...statements) })),
  ),
  of: resource.id,
});
const letting = (...names: string[]) =>
  trustStatement({ Principal: { Service: names.map((name) => `${name}.amazonaws.com`) }, Condition: {} });
const when = (Condition: object) => trustStatement({ Condition });
const own = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };
const arnLike = (pattern: string) => ({ ArnLike: { 'aws:SourceArn': pattern } });
const dms = `dms.amazonaws.com acting for account ${ACCOUNT}`;
const s3 = 'S3Settings.ServiceAccessRoleArn';

testRule(serviceRoleTrustsDms, {
  compliant: [
    {
      name: 'DMS for this account',
      ...trusting(lake, [trustStatement()]),
      because: `${arn} of ${s3} can be assumed for it`,
    },
    {
      name: 'DMS for this endpoint',
      ...trusting(lake, [when(arnLike(lake.arn))]),
      because: `${arn} of ${s3} can be assumed for it`,
    },
    {
      name: 'DMS and RDS for Neptune',
      ...trusting(graph, [trustStatement(), letting('rds')]),
      because: `${arn} of NeptuneSettings.ServiceAccessRoleArn can be assumed for it`,
    },
    {
      name: 'the principal of the Region for a secret',
      ...trusting(ledger, [{ ...letting(`dms.${REGION}`), Condition: own }]),
      because: `${arn} of OracleSettings.SecretsManagerAccessRoleArn can be assumed for it`,
    },
  ],
  nonCompliant: [
    {
      name: 'another service',
      ...trusting(lake, [letting('ec2')]),
      because: `${dms} may not assume ${arn} of ${s3}: no statement lets it in`,
      severity: 'HIGH',
    },
    {
      name: 'another endpoint',
      ...trusting(lake, [when(arnLike(`arn:aws:dms:*:${ACCOUNT}:endpoint:OTHER`))]),
      because: `${dms} may not assume ${arn} of ${s3}: no statement lets it in`,
    },
    {
      name: 'DMS without RDS for Neptune',
      ...trusting(graph, [trustStatement()]),
      because: `rds.amazonaws.com acting for account ${ACCOUNT} may not assume ${arn} of NeptuneSettings.ServiceAccessRoleArn: no statement lets it in`,
    },
    {
      name: 'DMS in general for a secret',
      ...trusting(ledger, [letting('dms')]),
      because: `dms.${REGION}.amazonaws.com acting for account ${ACCOUNT} may not assume ${arn} of OracleSettings.SecretsManagerAccessRoleArn: no statement lets it in`,
    },
    {
      name: 'the principal of another Region for a secret',
      ...trusting(ledger, [letting('dms.us-east-1')]),
      because: `dms.${REGION}.amazonaws.com acting for account ${ACCOUNT} may not assume ${arn} of OracleSettings.SecretsManagerAccessRoleArn: no statement lets it in`,
    },
    {
      name: 'a guard, and an engine that sends no source key',
      ...trusting(lake, [trustStatement()], {
        instances: listed(anInstance({ engineVersion: '3.4.6' })),
        tasks: listed(aTask({ targetEndpointArn: lake.arn })),
      }),
      because: `dms.amazonaws.com acting for nobody in particular (no source key) may not assume ${arn} of ${s3}: engine 3.4.6 of instance-1 sends no source key`,
    },
  ],
  notApplicable: [
    { name: 'no role is named', ...trusting(anEndpoint(), []), because: 'it names no role' },
    {
      name: 'the role does not exist',
      account: accountWith({ endpoints: listed(lake) }, { writer: { known: true, value: null } }),
      of: lake.id,
      because: 'the role does not exist',
    },
  ],
  unknown: [
    {
      name: 'RDS only for this account',
      ...trusting(graph, [trustStatement(), { ...letting('rds'), Condition: own }]),
      because: `whether ${arn} of NeptuneSettings.ServiceAccessRoleArn can be assumed is not decided: rds.amazonaws.com is let in only with source keys, and AWS does not document that it sends aws:SourceAccount or aws:SourceArn`,
    },
    {
      name: 'a data migration only for this account',
      account: accountWith(
        { dataMigrations: listed(aDataMigration({ roles: [{ path: 'ServiceAccessRoleArn', arn }] })) },
        rolesKnown(
          aRole({
            name: 'writer',
            trust: policy({ ...letting('dms-data-migrations', `dms.${REGION}`), Condition: own }),
          }),
        ),
      ),
      of: 'migration-1',
      because: `whether ${arn} of ServiceAccessRoleArn can be assumed is not decided: dms-data-migrations.amazonaws.com is let in only with certain source keys, and AWS does not document that DMS sends aws:SourceAccount and aws:SourceArn for it`,
    },
    {
      name: 'a role of another account',
      ...trusting(endpoint('s3', s3, { roles: [{ path: s3, arn: roleArn('writer', FOREIGN) }] }), []),
      because: `${s3} names ${roleArn('writer', FOREIGN)}, a role of another account`,
    },
    {
      name: 'a role that may not be read',
      account: accountWith(
        { endpoints: listed(lake) },
        { ...rolesKnown(), writer: unread(denied('iam:GetRole', 'writer')) },
      ),
      of: lake.id,
      because: 'iam:GetRole of writer failed (AccessDeniedException)',
    },
  ],
});

describe('the fix', () => {
  it('keeps what is right, with its Sid, and adds what is missing', () => {
    const kept = {
      ...trustStatement(),
      Sid: 'Dms',
      Condition: arnLike(`arn:aws:dms:*:${ACCOUNT}:endpoint:*`),
    };
    const { account, of } = trusting(graph, [kept]);
    const finding = serviceRoleTrustsDms
      .evaluate(ACCOUNT, account, defaultSettings)
      .find(({ resource }) => resource.id === of);
    const [, ...document] = finding?.remediation.summary.split('\n') ?? [];
    expect(JSON.parse(document.join('\n'))).toEqual({
      Version: '2012-10-17',
      Statement: [
        kept,
        { Effect: 'Allow', Principal: { Service: 'rds.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    });
  });
});
