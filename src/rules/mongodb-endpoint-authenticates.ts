import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notApplicable, notReported } from '../model/verdict.ts';

export const mongodbEndpointAuthenticates = defineRule({
  id: 'mongodb-endpoint-authenticates',
  title: 'MongoDB endpoints authenticate',
  judgement: 'AuthType must not be no. DocumentDB endpoints have no such setting and are not judged.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'security-hub', 'all'],
  requirements: [],
  controls: ['DMS.11'],
  rationale: 'A database that DMS can read without a password can be read by anyone who reaches it.',
  remediation:
    'Set AuthType to password with a user of its own, best from a secret, and switch authentication on at the server.',
  sources: [
    'https://docs.aws.amazon.com/dms/latest/APIReference/API_MongoDbSettings.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-11',
  ],
  judges: ['endpoints', 'dataProviders'],

  judge(resource) {
    const { engine } = resource;
    if (engine === 'docdb') return notApplicable('DocumentDB always authenticates and has no such setting');
    if (engine !== 'mongodb') return notApplicable(`the engine is ${engine}, not mongodb`);
    const isEndpoint = resource.type === 'AWS::DMS::Endpoint';
    const authType = isEndpoint
      ? resource.settings.MongoDbSettings?.AuthType
      : (resource.authType ?? undefined);
    const field = 'MongoDbSettings.AuthType';
    if (typeof authType !== 'string') {
      return notReported(isEndpoint ? 'dms:DescribeEndpoints' : 'dms:DescribeDataProviders', field);
    }
    const witness = { kind: 'value', field, value: authType } as const;
    return authType === 'no'
      ? nonCompliant(`${field} is no`, witness)
      : compliant(`${field} is ${authType}`, { witness });
  },
});
