import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notApplicable, notReported, unknown } from '../model/verdict.ts';

export const redisEndpointAuthenticates = defineRule({
  id: 'redis-endpoint-authenticates',
  title: 'Redis endpoints authenticate',
  judgement: 'AuthType must not be none.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'A Redis server that DMS can write to without a password can be read and emptied by anyone who reaches it.',
  remediation:
    'Set AuthType to auth-role with a user of its own, or to auth-token, and switch authentication on at the Redis server.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_RedisSettings.html',
    'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Redis.html',
  ],
  judges: ['endpoints'],

  judge({ engine, settings }) {
    if (engine !== 'redis') return notApplicable(`the engine is ${engine}, not redis`);
    const field = 'RedisSettings.AuthType';
    const authType = settings.RedisSettings?.AuthType;
    switch (authType) {
      case undefined:
        return notReported('dms:DescribeEndpoints', field);
      case 'none':
        return nonCompliant(`${field} is none`, { kind: 'value', field, value: authType });
      case 'auth-role':
      case 'auth-token':
        return compliant(`${field} is ${authType}`, { witness: { kind: 'value', field, value: authType } });
      default:
        return unknown(
          `${field} is ${String(authType)}, which is not known`,
          `the meaning of ${String(authType)}`,
        );
    }
  },
});
