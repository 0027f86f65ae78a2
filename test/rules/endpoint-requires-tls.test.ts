import { describe, expect, it } from 'vitest';
import { sslModesOf } from '../../src/analysis/transport/ssl-modes.ts';
import type { Endpoint, SslMode } from '../../src/model/resources.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { endpointRequiresTls } from '../../src/rules/endpoint-requires-tls.ts';
import { ACCOUNT, accountWith, aDataProvider, anEndpoint, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const endpoint = (engine: string, sslMode: SslMode | null, over: Partial<Endpoint> = {}): AccountFacts =>
  accountWith({ endpoints: listed(anEndpoint({ engine, sslMode, ...over })) });

const enginesWithModes = [
  'mysql',
  'mariadb',
  'aurora',
  'aurora-serverless',
  'postgres',
  'aurora-postgresql',
  'aurora-postgresql-serverless',
  'sqlserver',
  'azuredb',
  'azure-sql-managed-instance',
  'oracle',
  'db2',
  'db2-zos',
  'sybase',
  'mongodb',
  'docdb',
  'gcp-mysql',
];
const enginesWithoutModes = [
  's3',
  'kinesis',
  'dynamodb',
  'redshift',
  'redshift-serverless',
  'opensearch',
  'elasticsearch',
  'neptune',
  'kafka',
  'redis',
  'timestream',
];

testRule(endpointRequiresTls, {
  compliant: [
    { name: 'require', account: endpoint('postgres', 'require'), because: 'SSL mode is require' },
    { name: 'verify-ca', account: endpoint('mysql', 'verify-ca'), because: 'SSL mode is verify-ca' },
    { name: 'verify-full', account: endpoint('docdb', 'verify-full'), because: 'SSL mode is verify-full' },
    {
      name: 'a data provider with a mode',
      account: accountWith({ dataProviders: listed(aDataProvider()) }),
      because: 'SSL mode is verify-full',
    },
    {
      name: 'an endpoint that was listed before the listing was refused',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints', anEndpoint()) }),
      of: 'endpoint-1',
      because: 'SSL mode is verify-full',
    },
  ],
  nonCompliant: [
    {
      name: 'none',
      account: endpoint('postgres', 'none'),
      because: 'SSL mode is none',
      severity: 'HIGH',
    },
    {
      name: 'none, though a certificate is named',
      account: endpoint('mysql', 'none', { certificateArn: `arn:aws:dms:eu-west-1:${ACCOUNT}:cert:CERT1` }),
      because: 'SSL mode is none',
    },
    {
      name: 'a data provider with none',
      account: accountWith({ dataProviders: listed(aDataProvider({ sslMode: 'none' })) }),
      because: 'SSL mode is none',
    },
    ...enginesWithModes.map((engine) => ({
      name: `none at ${engine}`,
      account: endpoint(engine, 'none'),
      because: 'SSL mode is none',
    })),
  ],
  notApplicable: [
    {
      name: 'an endpoint of a zero-ETL integration',
      account: endpoint('postgres', 'none', { readOnly: true }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    {
      name: 'a virtual data provider',
      account: accountWith({ dataProviders: listed(aDataProvider({ virtual: true, sslMode: 'none' })) }),
      because: 'it is a virtual data provider without a database',
    },
    ...enginesWithoutModes.map((engine) => ({
      name: `${engine}, which reports none because it has no mode`,
      account: endpoint(engine, 'none'),
      because: `the engine ${engine} has no SSL mode`,
    })),
    {
      name: 'no endpoint',
      account: accountWith({}),
      because: 'no AWS::DMS::Endpoint, AWS::DMS::DataProvider in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'a mode that is not reported, which others pass',
      account: endpoint('postgres', null),
      because: 'DMS does not report SslMode',
    },
    {
      name: 'a mode of a data provider that is not reported',
      account: accountWith({ dataProviders: listed(aDataProvider({ sslMode: null })) }),
      because: 'DMS does not report SslMode',
    },
    {
      name: 'an engine of which AWS publishes no modes',
      account: endpoint('babelfish', 'none'),
      because: 'which SSL modes the engine babelfish takes is not known',
    },
    {
      name: 'an engine that is new, though it reports a mode',
      account: endpoint('duckdb', 'verify-full'),
      because: 'which SSL modes the engine duckdb takes is not known',
    },
    {
      name: 'an engine whose name means something to JavaScript',
      account: endpoint('constructor', 'none'),
      because: 'which SSL modes the engine constructor takes is not known',
    },
    {
      name: 'the listing was refused',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints') }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});

describe('the fix for an endpoint without TLS', () => {
  it.each(enginesWithModes)('names the strongest mode that %s takes, and no other engine’s', (engine) => {
    const [finding] = endpointRequiresTls.evaluate(ACCOUNT, endpoint(engine, 'none'), defaultSettings);
    const modes = sslModesOf(engine) ?? [];
    const named = finding?.remediation.summary.match(/require|verify-ca|verify-full/g) ?? [];
    expect(named[0]).toBe(modes.at(-1));
    expect(new Set(named)).toEqual(new Set(modes));
  });
});
