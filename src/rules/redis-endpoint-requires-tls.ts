import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notApplicable, notReported, unknown } from '../model/verdict.ts';

export const redisEndpointRequiresTls = defineRule({
  id: 'redis-endpoint-requires-tls',
  title: 'Redis endpoints encrypt the connection',
  judgement: 'SslSecurityProtocol must be ssl-encryption, which is also its default.',
  severity: 'HIGH',
  profiles: ['recommended', 'documented', 'security-hub', 'all'],
  requirements: [],
  controls: ['DMS.12'],
  rationale: 'Over a plain connection the data and the Redis password travel readable.',
  remediation:
    'Set SslSecurityProtocol to ssl-encryption on the endpoint, and enable TLS on the Redis server.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_RedisSettings.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-12',
  ],
  judges: ['endpoints'],

  judge({ engine, settings: { RedisSettings: redis } }) {
    if (engine !== 'redis') return notApplicable(`the engine is ${engine}, not redis`);
    if (redis === undefined) return notReported('dms:DescribeEndpoints', 'RedisSettings');
    const protocol = redis.SslSecurityProtocol;
    const field = 'RedisSettings.SslSecurityProtocol';
    switch (protocol) {
      case undefined:
        return compliant(`${field} is not set, and its default is ssl-encryption`, {
          witness: { kind: 'value', field, value: null },
        });
      case 'ssl-encryption':
        return compliant(`${field} is ssl-encryption`, {
          witness: { kind: 'value', field, value: protocol },
        });
      case 'plaintext':
        return nonCompliant(`${field} is plaintext`, { kind: 'value', field, value: protocol });
      default:
        return unknown(
          `${field} is ${String(protocol)}, which is not known`,
          `the meaning of ${String(protocol)}`,
        );
    }
  },
});
