import type { EngineSettings } from '../../src/model/engine-settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { redisEndpointAuthenticates } from '../../src/rules/redis-endpoint-authenticates.ts';
import { accountWith, anEndpoint, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const redis = (settings: EngineSettings): AccountFacts =>
  accountWith({ endpoints: listed(anEndpoint({ engine: 'redis', settings })) });
const authType = (AuthType: string): AccountFacts => redis({ RedisSettings: { AuthType } });

testRule(redisEndpointAuthenticates, {
  compliant: [
    {
      name: 'a user and its password',
      account: authType('auth-role'),
      because: 'RedisSettings.AuthType is auth-role',
    },
    { name: 'a token', account: authType('auth-token'), because: 'RedisSettings.AuthType is auth-token' },
  ],
  nonCompliant: [
    {
      name: 'nothing',
      account: authType('none'),
      because: 'RedisSettings.AuthType is none',
      severity: 'MEDIUM',
    },
  ],
  notApplicable: [
    {
      name: 'another engine',
      account: accountWith({ endpoints: listed(anEndpoint({ engine: 'kafka' })) }),
      because: 'the engine is kafka, not redis',
    },
    { name: 'no endpoint', account: accountWith({}), because: 'no AWS::DMS::Endpoint in eu-west-1' },
  ],
  unknown: [
    {
      name: 'a type that is not reported, for which no default is documented',
      account: redis({ RedisSettings: { SslSecurityProtocol: 'ssl-encryption' } }),
      because: 'DMS does not report RedisSettings.AuthType',
    },
    {
      name: 'settings that are not reported',
      account: redis({}),
      because: 'DMS does not report RedisSettings.AuthType',
    },
    {
      name: 'a type that is new',
      account: authType('iam'),
      because: 'RedisSettings.AuthType is iam, which is not known',
    },
    {
      name: 'the listing was refused',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints') }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
