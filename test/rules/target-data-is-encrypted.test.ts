import type { EngineSettings } from '../../src/model/engine-settings.ts';
import type { Endpoint } from '../../src/model/resources.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { targetDataIsEncrypted } from '../../src/rules/target-data-is-encrypted.ts';
import { accountWith, anEndpoint, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const target = (engine: string, settings: EngineSettings, over: Partial<Endpoint> = {}): AccountFacts =>
  accountWith({ endpoints: listed(anEndpoint({ direction: 'target', engine, settings, ...over })) });
const s3 = (EncryptionMode?: string, over: Partial<Endpoint> = {}): AccountFacts =>
  target('s3', { S3Settings: EncryptionMode === undefined ? {} : { EncryptionMode } }, over);
const any = {
  rules: {
    'target-data-is-encrypted': { enabled: true, severity: null, parameters: { encryption: 'any' } },
  },
};

testRule(targetDataIsEncrypted, {
  compliant: [
    { name: 'S3 with a KMS key', account: s3('sse-kms'), because: 'S3Settings.EncryptionMode is sse-kms' },
    {
      name: 'as the console writes it',
      account: s3('SSE_KMS'),
      because: 'S3Settings.EncryptionMode is sse-kms',
    },
    {
      name: 'by an extra connection attribute',
      account: s3(undefined, { extraConnectionAttributes: { encryptionmode: 'SSE_KMS' } }),
      because: 'S3Settings.EncryptionMode is sse-kms',
    },
    {
      name: 'Redshift with a KMS key',
      account: target('redshift', { RedshiftSettings: { EncryptionMode: 'sse-kms' } }),
      because: 'RedshiftSettings.EncryptionMode is sse-kms',
    },
    {
      name: 'Redshift Serverless with a KMS key',
      account: target('redshift-serverless', { RedshiftSettings: { EncryptionMode: 'sse-kms' } }),
      because: 'RedshiftSettings.EncryptionMode is sse-kms',
    },
    {
      name: 'S3 with its own keys, if any encryption is enough',
      account: s3('sse-s3'),
      settings: any,
      because: 'S3Settings.EncryptionMode is sse-s3',
    },
    {
      name: 'S3 as it is by default, if any encryption is enough',
      account: s3(),
      settings: any,
      because: 'S3Settings.EncryptionMode is not set, and its default is sse-s3',
    },
  ],
  nonCompliant: [
    {
      name: 'S3 with its own keys',
      account: s3('sse-s3'),
      because: 'S3Settings.EncryptionMode is sse-s3',
      severity: 'MEDIUM',
    },
    {
      name: 'S3 as it is by default',
      account: s3(),
      because: 'S3Settings.EncryptionMode is not set, and its default is sse-s3',
    },
    {
      name: 'an empty mode',
      account: s3(''),
      because: 'S3Settings.EncryptionMode is not set, and its default is sse-s3',
    },
    {
      name: 'Redshift as it is by default',
      account: target('redshift', {}),
      because: 'RedshiftSettings.EncryptionMode is not set, and its default is sse-s3',
    },
    {
      name: 'Redshift whose mode is another engine’s',
      account: target('redshift', { S3Settings: { EncryptionMode: 'sse-kms' } }),
      because: 'RedshiftSettings.EncryptionMode is not set, and its default is sse-s3',
    },
    {
      name: 'a setting that an attribute contradicts',
      account: s3('sse-s3', { extraConnectionAttributes: { encryptionmode: 'SSE_KMS' } }),
      because: 'S3Settings.EncryptionMode is sse-s3',
    },
  ],
  notApplicable: [
    { name: 'a source in S3', account: s3('sse-s3', { direction: 'source' }), because: 'it is a source' },
    {
      name: 'a database',
      account: target('postgres', {}),
      because: 'the engine postgres does not write to S3 or Redshift',
    },
    {
      name: 'an engine by the name of a method',
      account: target('toString', {}),
      because: 'the engine toString does not write to S3 or Redshift',
    },
    {
      name: 'a zero-ETL integration',
      account: s3('sse-s3', { readOnly: true }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    { name: 'no endpoint', account: accountWith({}), because: 'no AWS::DMS::Endpoint in eu-west-1' },
  ],
  unknown: [
    {
      name: 'a direction that is not reported',
      account: s3('sse-s3', { direction: null }),
      because: 'DMS does not report EndpointType',
    },
    {
      name: 'a mode that is not known',
      account: s3('dsse'),
      because: 'S3Settings.EncryptionMode is dsse, which is not known',
    },
    {
      name: 'a mode that is not known, if any encryption is enough',
      account: s3('none'),
      settings: any,
      because: 'S3Settings.EncryptionMode is none, which is not known',
    },
    {
      name: 'no listing',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints') }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
