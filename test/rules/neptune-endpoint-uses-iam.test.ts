import type { EngineSettings } from '../../src/model/engine-settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { neptuneEndpointUsesIam } from '../../src/rules/neptune-endpoint-uses-iam.ts';
import { ACCOUNT, accountWith, anEndpoint, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const neptune = (NeptuneSettings: EngineSettings['NeptuneSettings'] = {}): AccountFacts =>
  accountWith({
    endpoints: listed(anEndpoint({ engine: 'neptune', direction: 'target', settings: { NeptuneSettings } })),
  });

testRule(neptuneEndpointUsesIam, {
  compliant: [
    {
      name: 'IAM is on',
      account: neptune({ IamAuthEnabled: true }),
      because: 'NeptuneSettings.IamAuthEnabled is true',
    },
  ],
  nonCompliant: [
    {
      name: 'IAM is off',
      account: neptune({ IamAuthEnabled: false }),
      because: 'NeptuneSettings.IamAuthEnabled is false',
      severity: 'MEDIUM',
    },
    {
      name: 'IAM is off, of an endpoint that tells where it stages',
      account: neptune({ IamAuthEnabled: false, S3BucketName: 'staging', S3BucketFolder: 'graph' }),
      because: 'NeptuneSettings.IamAuthEnabled is false',
    },
  ],
  notApplicable: [
    {
      name: 'another engine',
      account: accountWith({ endpoints: listed(anEndpoint({ engine: 'postgres' })) }),
      because: 'the engine is postgres, not neptune',
    },
    { name: 'no endpoint', account: accountWith({}), because: 'no AWS::DMS::Endpoint in eu-west-1' },
  ],
  unknown: [
    {
      name: 'the flag is not reported',
      account: neptune(),
      because: 'DMS does not report NeptuneSettings.IamAuthEnabled',
    },
    {
      name: 'the settings are not reported',
      account: accountWith({ endpoints: listed(anEndpoint({ engine: 'neptune', settings: {} })) }),
      because: 'DMS does not report NeptuneSettings.IamAuthEnabled',
    },
    {
      name: 'the flag is a text',
      account: neptune({ IamAuthEnabled: 'true' }),
      because: 'DMS does not report NeptuneSettings.IamAuthEnabled',
    },
    {
      name: 'the rest of a listing that was cut short',
      account: accountWith({ endpoints: refused('dms:DescribeEndpoints', anEndpoint()) }),
      of: ACCOUNT,
      because: 'dms:DescribeEndpoints failed (AccessDeniedException)',
    },
  ],
});
