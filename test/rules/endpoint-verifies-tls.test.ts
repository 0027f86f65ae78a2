import type { Endpoint, SslMode } from '../../src/model/resources.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { endpointVerifiesTls } from '../../src/rules/endpoint-verifies-tls.ts';
import { accountWith, aDataProvider, anEndpoint, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const certificateArn = 'arn:aws:dms:eu-west-1:111111111111:cert:CERT1';
const endpoint = (engine: string, sslMode: SslMode | null, over: Partial<Endpoint> = {}): AccountFacts =>
  accountWith({ endpoints: listed(anEndpoint({ engine, sslMode, certificateArn, ...over })) });

const strongest: Readonly<Record<string, SslMode>> = {
  mysql: 'verify-full',
  mariadb: 'verify-full',
  aurora: 'verify-full',
  postgres: 'verify-full',
  'aurora-postgresql': 'verify-full',
  sqlserver: 'verify-full',
  azuredb: 'verify-full',
  oracle: 'verify-ca',
  db2: 'verify-ca',
  'db2-zos': 'verify-ca',
  'gcp-mysql': 'verify-ca',
  sybase: 'verify-full',
  mongodb: 'verify-full',
  docdb: 'verify-full',
};

testRule(endpointVerifiesTls, {
  compliant: [
    {
      name: 'a data provider',
      account: accountWith({ dataProviders: listed(aDataProvider({ certificateArn })) }),
      because: 'SSL mode is verify-full, with a certificate',
    },
    ...Object.entries(strongest).map(([engine, mode]) => ({
      name: `the strongest mode of ${engine}`,
      account: endpoint(engine, mode),
      because: `SSL mode is ${mode}, with a certificate`,
    })),
  ],
  nonCompliant: [
    {
      name: 'no encryption',
      account: endpoint('mysql', 'none'),
      because: 'SSL mode is none, and verify-full is the strongest that mysql takes',
      severity: 'MEDIUM',
    },
    {
      name: 'encryption without a check',
      account: endpoint('postgres', 'require'),
      because: 'SSL mode is require, and verify-full is the strongest that postgres takes',
    },
    {
      name: 'a check of the CA where the name could be checked',
      account: endpoint('aurora', 'verify-ca'),
      because: 'SSL mode is verify-ca, and verify-full is the strongest that aurora takes',
    },
    {
      name: 'no encryption where the CA is all that can be checked',
      account: endpoint('oracle', 'none'),
      because: 'SSL mode is none, and verify-ca is the strongest that oracle takes',
    },
    {
      name: 'a mode that the engine is not known to take, weaker than one that it does',
      account: endpoint('db2', 'require'),
      because: 'SSL mode is require, and verify-ca is the strongest that db2 takes',
    },
    {
      name: 'no certificate',
      account: endpoint('postgres', 'verify-full', { certificateArn: null }),
      because: 'SSL mode is verify-full, and no certificate is named to check with',
    },
    {
      name: 'a data provider that checks nothing',
      account: accountWith({ dataProviders: listed(aDataProvider({ sslMode: 'require', certificateArn })) }),
      because: 'SSL mode is require, and verify-full is the strongest that postgres takes',
    },
    {
      name: 'a data provider without a certificate',
      account: accountWith({ dataProviders: listed(aDataProvider({ certificateArn: null })) }),
      because: 'SSL mode is verify-full, and no certificate is named to check with',
    },
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
    {
      name: 'an engine without modes',
      account: endpoint('kinesis', 'none'),
      because: 'the engine kinesis has no SSL mode',
    },
    {
      name: 'no endpoint',
      account: accountWith({}),
      because: 'no AWS::DMS::Endpoint, AWS::DMS::DataProvider in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'a mode that is not reported',
      account: endpoint('postgres', null),
      because: 'DMS does not report SslMode',
    },
    {
      name: 'a mode that is stronger than the engine is known to take',
      account: endpoint('oracle', 'verify-full'),
      because: 'SSL mode is verify-full, which oracle is not known to take',
    },
    {
      name: 'an engine of which AWS publishes no modes',
      account: endpoint('babelfish', 'verify-full'),
      because: 'which SSL modes the engine babelfish takes is not known',
    },
    {
      name: 'the listing was refused',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints') }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
