import type { Credentials, Endpoint } from '../../src/model/resources.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { endpointUsesSecret } from '../../src/rules/endpoint-uses-secret.ts';
import { accountWith, anEndpoint, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const endpoint = (engine: string, credentials: Credentials, over: Partial<Endpoint> = {}): AccountFacts =>
  accountWith({ endpoints: listed(anEndpoint({ engine, credentials, ...over })) });

const offering = ['mysql', 'mariadb', 'aurora', 'aurora-postgresql', 'oracle', 'sqlserver', 'sybase', 'db2'];
const withoutSecrets = ['kafka', 'redis', 's3', 'opensearch'];

testRule(endpointUsesSecret, {
  compliant: [
    {
      name: 'a secret',
      account: endpoint('postgres', 'secret'),
      because: 'its credentials come from Secrets Manager',
    },
    {
      name: 'a role at the database',
      account: endpoint('mysql', 'iam'),
      because: 'its credentials come from IAM',
    },
    { name: 'a role at AWS', account: endpoint('s3', 'iam'), because: 'its credentials come from IAM' },
    {
      name: 'a secret of an engine that is new',
      account: endpoint('duckdb', 'secret'),
      because: 'its credentials come from Secrets Manager',
    },
    ...(['OracleSettings', 'MicrosoftSQLServerSettings'] as const).map((group) => ({
      name: `Kerberos in ${group}`,
      account: endpoint('oracle', 'stored', { settings: { [group]: { AuthenticationMethod: 'kerberos' } } }),
      because: 'it authenticates by Kerberos, with a key cache in a secret',
    })),
  ],
  nonCompliant: [
    {
      name: 'a user and a password',
      account: endpoint('postgres', 'stored'),
      because: 'DMS stores a user name and password for it',
      severity: 'MEDIUM',
    },
    ...offering.map((engine) => ({
      name: `a user and a password at ${engine}`,
      account: endpoint(engine, 'stored'),
      because: 'DMS stores a user name and password for it',
    })),
    {
      name: 'a password where Kerberos could be',
      account: endpoint('oracle', 'stored', {
        settings: { OracleSettings: { AuthenticationMethod: 'password' } },
      }),
      because: 'DMS stores a user name and password for it',
    },
  ],
  notApplicable: [
    {
      name: 'a MongoDB without authentication',
      account: endpoint('mongodb', 'none', { settings: { MongoDbSettings: { AuthType: 'no' } } }),
      because: 'MongoDbSettings.AuthType is no, so it has no credentials',
    },
    {
      name: 'an endpoint of a zero-ETL integration',
      account: endpoint('postgres', 'stored', { readOnly: true }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    { name: 'no endpoint', account: accountWith({}), because: 'no AWS::DMS::Endpoint in eu-west-1' },
    ...withoutSecrets.map((engine) => ({
      name: `a password of ${engine}`,
      account: endpoint(engine, 'stored'),
      because: `the engine ${engine} takes no secret`,
    })),
  ],
  unknown: [
    {
      name: 'nothing reported',
      account: endpoint('postgres', 'none'),
      because: 'DMS reports no user name, secret or role of it',
    },
    {
      name: 'a password of an engine that may take secrets',
      account: endpoint('db2-zos', 'stored'),
      because: 'whether the engine db2-zos takes a secret is not known',
    },
    {
      name: 'the listing was refused',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints') }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
