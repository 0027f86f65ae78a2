import { instanceSpansZones } from '../../src/rules/instance-spans-zones.ts';
import { ACCOUNT, accountWith, anInstance, aServerlessConfig, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

testRule(instanceSpansZones, {
  compliant: [
    {
      name: 'an instance with a standby',
      account: accountWith({ instances: listed(anInstance()) }),
      because: 'MultiAZ is true',
    },
    {
      name: 'a serverless replication with a standby',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig()) }),
      because: 'ComputeConfig.MultiAZ is true',
    },
  ],
  nonCompliant: [
    {
      name: 'an instance without a standby',
      account: accountWith({ instances: listed(anInstance({ multiAz: false })) }),
      because: 'MultiAZ is false',
      severity: 'MEDIUM',
    },
    {
      name: 'a serverless replication without a standby, which nobody else lists',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ multiAz: false })) }),
      because: 'ComputeConfig.MultiAZ is false',
    },
  ],
  notApplicable: [
    {
      name: 'a replication of a zero-ETL integration',
      account: accountWith({
        serverlessConfigs: listed(aServerlessConfig({ readOnly: true, multiAz: false })),
      }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    {
      name: 'nothing in the Region',
      account: accountWith({}),
      because: 'no AWS::DMS::ReplicationInstance, AWS::DMS::ReplicationConfig in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'an instance whose flag is not reported',
      account: accountWith({ instances: listed(anInstance({ multiAz: null })) }),
      because: 'DMS does not report MultiAZ',
    },
    {
      name: 'a serverless replication whose flag is not reported',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ multiAz: null })) }),
      because: 'DMS does not report ComputeConfig.MultiAZ',
    },
    {
      name: 'serverless replications that cannot be listed, beside an instance',
      account: accountWith({
        instances: listed(anInstance()),
        serverlessConfigs: refused('dms:DescribeReplicationConfigs'),
      }),
      of: ACCOUNT,
      because: 'dms:DescribeReplicationConfigs failed (AccessDeniedException)',
    },
  ],
});
