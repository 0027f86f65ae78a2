import { describe, expect, it } from 'vitest';
import { redshiftUse } from '../../../src/analysis/roles/redshift.ts';
import { isRedshiftServerless, type Use, useFacts, usesOf } from '../../../src/analysis/roles/uses.ts';
import type { DmsRole } from '../../../src/model/account-view.ts';
import { known, notCollected } from '../../../src/model/lookup.ts';
import type { DmsResource } from '../../../src/model/resources.ts';
import {
  aDataMigration,
  aDataProvider,
  aMigrationProject,
  anEndpoint,
  anInstance,
  aRole,
  aServerlessConfig,
  aTask,
  REGION,
  roleArn,
} from '../../support/builders.ts';

const role = (id: string, ...uses: (readonly [DmsResource, string])[]): DmsRole => ({
  type: 'AWS::IAM::Role',
  id,
  arn: roleArn(id),
  role: known(aRole({ name: id })),
  uses: uses.map(([resource, path]) => ({
    region: REGION,
    resource,
    reference: { path, arn: roleArn(id) },
  })),
});
const endpoint = (engine: string) => anEndpoint({ engine, direction: 'target' });
const workgroup = 'wg.111111111111.eu-west-1.redshift-serverless.amazonaws.com';

describe('the uses of a role', () => {
  it.each<[name: string, uses: readonly Use[]]>([
    ['dms-vpc-role', ['vpc']],
    ['dms-cloudwatch-logs-role', ['logs']],
    ['dms-access-for-endpoint', ['redshift', 'redshift-serverless']],
    ['another', []],
  ])('by its name %s: %j', (name, uses) => {
    expect([...usesOf(role(name))]).toEqual(uses);
  });

  it.each<[path: string, resource: DmsResource, use: Use]>([
    ['S3Settings.ServiceAccessRoleArn', endpoint('s3'), 'endpoint'],
    ['KinesisSettings.ServiceAccessRoleArn', endpoint('kinesis'), 'endpoint'],
    ['DmsTransferSettings.ServiceAccessRoleArn', endpoint('redshift'), 'redshift'],
    ['RedshiftSettings.ServiceAccessRoleArn', endpoint('redshift'), 'redshift'],
    ['RedshiftSettings.ServiceAccessRoleArn', endpoint('redshift-serverless'), 'redshift-serverless'],
    [
      'RedshiftSettings.ServiceAccessRoleArn',
      { ...endpoint('redshift'), serverName: workgroup },
      'redshift-serverless',
    ],
    ['NeptuneSettings.ServiceAccessRoleArn', endpoint('neptune'), 'neptune'],
    ['RedshiftSettings.SecretsManagerAccessRoleArn', endpoint('redshift'), 'secret'],
    ['OracleSettings.SecretsManagerOracleAsmAccessRoleArn', endpoint('oracle'), 'secret'],
    ['SourceDataProviderDescriptors[0].SecretsManagerAccessRoleArn', aMigrationProject(), 'secret'],
    ['SchemaConversionApplicationAttributes.S3BucketRoleArn', aMigrationProject(), 'data-migration'],
    ['ServiceAccessRoleArn', aDataMigration(), 'data-migration'],
    ['Settings.S3AccessRoleArn', aDataProvider(), 'data-migration'],
    ['TTSettings.TTS3Settings.ServiceAccessRoleArn', aTask(), 'task'],
    ['TTSettings.TTS3Settings.ServiceAccessRoleArn', aServerlessConfig(), 'task'],
    ['ReplicationTaskAssessmentRuns.ServiceAccessRoleArn', aTask(), 'assessment'],
    ['Somewhere', anInstance(), 'endpoint'],
  ])('by %s: the last column', (path, resource, use) => {
    expect([...usesOf(role('named', [resource, path]))]).toEqual([use]);
  });

  it('are as many as there are kinds of places', () => {
    const named = role(
      'dms-access-for-endpoint',
      [endpoint('s3'), 'S3Settings.ServiceAccessRoleArn'],
      [endpoint('s3'), 'S3Settings.ServiceAccessRoleArn'],
      [endpoint('redshift'), 'RedshiftSettings.ServiceAccessRoleArn'],
    );
    expect([...usesOf(named)]).toEqual(['redshift', 'redshift-serverless', 'endpoint']);
  });

  it('each have a service and a page that says so', () => {
    for (const { services, source } of Object.values(useFacts)) {
      expect(services).not.toEqual([]);
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });
});

describe('a Redshift endpoint is serverless', () => {
  it.each([
    ['by its engine', endpoint('redshift-serverless'), true],
    ['by its server', { ...endpoint('redshift'), serverName: workgroup }, true],
    [
      'by the server in its settings',
      { ...endpoint('redshift'), settings: { RedshiftSettings: { ServerName: workgroup } } },
      true,
    ],
    [
      'not as a cluster',
      { ...endpoint('redshift'), serverName: 'c.x.eu-west-1.redshift.amazonaws.com' },
      false,
    ],
    ['not without a server', { ...endpoint('redshift'), serverName: null }, false],
  ])('%s', (_, resource, serverless) => {
    expect(isRedshiftServerless(resource)).toBe(serverless);
  });
});

describe('whether Redshift is a target', () => {
  const target = endpoint('redshift');
  const unread = [notCollected('dms:DescribeEndpoints')];
  it.each([
    ['with one', { items: [anEndpoint(), target], unread: [] }, { used: true, targets: [target] }],
    ['with one of more that were not read', { items: [target], unread }, { used: true, targets: [target] }],
    ['without', { items: [anEndpoint()], unread: [] }, { used: false }],
    ['as source', { items: [{ ...target, direction: 'source' as const }], unread: [] }, { used: false }],
    ['without, among those that were read', { items: [], unread }, { used: 'unknown', unread }],
  ])('%s', (_, endpoints, use) => {
    expect(redshiftUse(endpoints)).toEqual(use);
  });
});
