import type { EngineSettings } from '../../src/model/engine-settings.ts';
import type { Endpoint } from '../../src/model/resources.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { mongodbEndpointAuthenticates } from '../../src/rules/mongodb-endpoint-authenticates.ts';
import { ACCOUNT, accountWith, aDataProvider, anEndpoint, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const mongodb = (
  MongoDbSettings: EngineSettings['MongoDbSettings'] = {},
  over: Partial<Endpoint> = {},
): AccountFacts =>
  accountWith({
    endpoints: listed(anEndpoint({ engine: 'mongodb', settings: { MongoDbSettings }, ...over })),
  });
const provider = (authType: string | null, engine = 'mongodb'): AccountFacts =>
  accountWith({ dataProviders: listed(aDataProvider({ engine, authType })) });

testRule(mongodbEndpointAuthenticates, {
  compliant: [
    {
      name: 'a password',
      account: mongodb({ AuthType: 'password' }),
      because: 'MongoDbSettings.AuthType is password',
    },
    {
      name: 'a password by the default mechanism, which others fail',
      account: mongodb({ AuthType: 'password', AuthMechanism: 'default' }),
      because: 'MongoDbSettings.AuthType is password',
    },
    {
      name: 'a data provider with a password',
      account: provider('password'),
      because: 'MongoDbSettings.AuthType is password',
    },
  ],
  nonCompliant: [
    {
      name: 'nothing',
      account: mongodb({ AuthType: 'no' }),
      because: 'MongoDbSettings.AuthType is no',
      severity: 'MEDIUM',
    },
    {
      name: 'nothing, though a mechanism is named, which others pass',
      account: mongodb({ AuthType: 'no', AuthMechanism: 'scram_sha_1' }),
      because: 'MongoDbSettings.AuthType is no',
    },
    {
      name: 'nothing at a target, which others skip',
      account: mongodb({ AuthType: 'no' }, { direction: 'target' }),
      because: 'MongoDbSettings.AuthType is no',
    },
    {
      name: 'a data provider with nothing',
      account: provider('no'),
      because: 'MongoDbSettings.AuthType is no',
    },
  ],
  notApplicable: [
    {
      name: 'DocumentDB',
      account: mongodb({}, { engine: 'docdb' }),
      because: 'DocumentDB always authenticates and has no such setting',
    },
    {
      name: 'a DocumentDB data provider',
      account: provider(null, 'docdb'),
      because: 'DocumentDB always authenticates and has no such setting',
    },
    {
      name: 'another engine',
      account: mongodb({}, { engine: 'mysql' }),
      because: 'the engine is mysql, not mongodb',
    },
    {
      name: 'no endpoint',
      account: accountWith({}),
      because: 'no AWS::DMS::Endpoint, AWS::DMS::DataProvider in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'the type is not reported',
      account: mongodb(),
      because: 'DMS does not report MongoDbSettings.AuthType',
    },
    {
      name: 'the settings are not reported',
      account: mongodb({}, { settings: {} }),
      because: 'DMS does not report MongoDbSettings.AuthType',
    },
    {
      name: 'the type of a data provider is not reported',
      account: provider(null),
      because: 'DMS does not report MongoDbSettings.AuthType',
    },
    {
      name: 'data providers that cannot be listed, beside an endpoint',
      account: accountWith({
        endpoints: listed(anEndpoint()),
        dataProviders: refused('dms:DescribeDataProviders'),
      }),
      of: ACCOUNT,
      because: 'dms:DescribeDataProviders failed (AccessDeniedException)',
    },
  ],
});
