import { guardSupportedFrom, isAtLeast } from '../analysis/engine-version.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notReported } from '../model/verdict.ts';

export const instanceEngineSupportsGuard = defineRule({
  id: 'instance-engine-supports-guard',
  title: 'Replication instances run an engine that says on whose behalf it acts',
  judgement: 'EngineVersion must be 3.4.7 or later.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: ['R52'],
  controls: [],
  rationale: `Before ${guardSupportedFrom} the engine does not send the keys that guard role trusts against a confused deputy, so a guarded role stops working and an unguarded one stays open.`,
  remediation: `Upgrade the instance to engine ${guardSupportedFrom} or later before conditions on aws:SourceAccount or aws:SourceArn are set on its roles.`,
  sources: ['https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html'],
  judges: ['instances'],

  judge({ engineVersion }) {
    const supports = engineVersion === null ? null : isAtLeast(engineVersion, guardSupportedFrom);
    if (engineVersion === null || supports === null) {
      return notReported('dms:DescribeReplicationInstances', 'a readable EngineVersion');
    }
    const witness = { kind: 'value', field: 'EngineVersion', value: engineVersion } as const;
    return supports
      ? compliant(`engine ${engineVersion} sends source keys`, { witness })
      : nonCompliant(`engine ${engineVersion} is older than ${guardSupportedFrom}`, witness);
  },
});
