import type { EngineSettings } from '../../src/model/engine-settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { redisEndpointRequiresTls } from '../../src/rules/redis-endpoint-requires-tls.ts';
import { accountWith, anEndpoint, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const redis = (RedisSettings: EngineSettings['RedisSettings'] = {}): AccountFacts =>
  accountWith({
    endpoints: listed(
      anEndpoint({ engine: 'redis', direction: 'target', sslMode: 'none', settings: { RedisSettings } }),
    ),
  });
const caArn = 'arn:aws:dms:eu-west-1:111111111111:cert:CA';

testRule(redisEndpointRequiresTls, {
  compliant: [
    {
      name: 'encrypts',
      account: redis({ SslSecurityProtocol: 'ssl-encryption' }),
      because: 'RedisSettings.SslSecurityProtocol is ssl-encryption',
    },
    {
      name: 'leaves it to the default, though no CA of its own is named',
      account: redis({ ServerName: 'redis.internal' }),
      because: 'RedisSettings.SslSecurityProtocol is not set, and its default is ssl-encryption',
    },
  ],
  nonCompliant: [
    {
      name: 'does not encrypt',
      account: redis({ SslSecurityProtocol: 'plaintext' }),
      because: 'RedisSettings.SslSecurityProtocol is plaintext',
      severity: 'HIGH',
    },
    {
      name: 'does not encrypt on its way to a server that it names',
      account: redis({ SslSecurityProtocol: 'plaintext', ServerName: 'redis.internal', Port: 6379 }),
      because: 'RedisSettings.SslSecurityProtocol is plaintext',
    },
    {
      name: 'does not encrypt, though a CA is left over, which others pass',
      account: redis({ SslSecurityProtocol: 'plaintext', SslCaCertificateArn: caArn }),
      because: 'RedisSettings.SslSecurityProtocol is plaintext',
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
      name: 'the settings are not reported',
      account: accountWith({ endpoints: listed(anEndpoint({ engine: 'redis', settings: {} })) }),
      because: 'DMS does not report RedisSettings',
    },
    {
      name: 'a protocol that is new',
      account: redis({ SslSecurityProtocol: 'quantum' }),
      because: 'RedisSettings.SslSecurityProtocol is quantum, which is not known',
    },
    {
      name: 'the listing was refused',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints') }),
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
