import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notReported } from '../model/verdict.ts';

export const instanceUpgradesMinorVersions = defineRule({
  id: 'instance-upgrades-minor-versions',
  title: 'Replication instances take minor engine versions by themselves',
  judgement: 'AutoMinorVersionUpgrade must be true.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'security-hub', 'all'],
  requirements: [],
  controls: ['DMS.6'],
  rationale: 'Security fixes of the replication engine come as minor versions.',
  remediation:
    'Modify the instance: AutoMinorVersionUpgrade true. The upgrade happens in its maintenance window.',
  sources: ['https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-6'],
  judges: ['instances'],

  judge({ autoMinorVersionUpgrade: value }) {
    const field = 'AutoMinorVersionUpgrade';
    if (value === null) return notReported('dms:DescribeReplicationInstances', field);
    const witness = { kind: 'value', field, value } as const;
    return value
      ? compliant('AutoMinorVersionUpgrade is true', { witness })
      : nonCompliant('AutoMinorVersionUpgrade is false', witness);
  },
});
