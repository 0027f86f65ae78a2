import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notReported } from '../model/verdict.ts';

export const instanceSpansZones = defineRule({
  id: 'instance-spans-zones',
  title: 'Replication instances and serverless replications have a standby in another Availability Zone',
  judgement:
    'MultiAZ must be true; of serverless replications ComputeConfig.MultiAZ. Security Hub’s DMS.13 judges instances alone.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'security-hub', 'all'],
  requirements: [],
  controls: ['DMS.13'],
  rationale:
    'Without a standby the failure of one Availability Zone stops every task and can force a full reload.',
  remediation: 'Modify the instance (or the serverless compute configuration): MultiAZ true.',
  sources: ['https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-13'],
  judges: ['instances', 'serverlessConfigs'],

  judge(resource) {
    const serverless = resource.type === 'AWS::DMS::ReplicationConfig';
    const { multiAz: value } = resource;
    const field = serverless ? 'ComputeConfig.MultiAZ' : 'MultiAZ';
    const call = serverless ? 'dms:DescribeReplicationConfigs' : 'dms:DescribeReplicationInstances';
    if (value === null) return notReported(call, field);
    const witness = { kind: 'value', field, value } as const;
    return value ? compliant(`${field} is true`, { witness }) : nonCompliant(`${field} is false`, witness);
  },
});
