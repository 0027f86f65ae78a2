import { datesReadOn, supportOf } from '../analysis/engine-support.ts';
import { isAtLeast } from '../analysis/engine-version.ts';
import { defineRule } from '../model/define-rule.ts';
import { compliant, nonCompliant, notReported, unknown } from '../model/verdict.ts';

const assumes = [`AWS keeps to the dates of its release notes as they stood on ${datesReadOn}`];

export const instanceEngineIsSupported = defineRule({
  id: 'instance-engine-is-supported',
  title: 'Replication instances run an engine that AWS supports',
  judgement: 'The engine version must not be past the end of support that AWS announced for it.',
  severity: 'MEDIUM',
  profiles: ['recommended', 'documented', 'all'],
  requirements: [],
  controls: [],
  rationale:
    'After its end of support an engine gets no more fixes, and DMS upgrades the instance by itself in a maintenance window, in the middle of a migration if need be.',
  remediation:
    'Stop the instance’s tasks, upgrade it to a version whose support lasts, and test the endpoints again; from 3.4 to 3.5 or later this takes AllowMajorVersionUpgrade.',
  sources: ['https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReleaseNotes.html'],
  judges: ['instances'],

  judge({ engineVersion: version }, { takenAt }) {
    if (version === null || isAtLeast(version, '0') === null)
      return notReported('dms:DescribeReplicationInstances', 'a readable EngineVersion');
    const support = supportOf(version, takenAt);
    const witness = { kind: 'value', field: 'EngineVersion', value: version } as const;
    switch (support.kind) {
      case 'ended': {
        const { dated, on } = support;
        const because =
          dated === version
            ? `support of engine ${version} ended on ${on}`
            : `engine ${version} is older than ${dated}, whose support ended on ${on}`;
        return nonCompliant(because, witness, { assumes });
      }
      case 'ending':
        return compliant(`engine ${version} is supported until ${support.on}`, { witness, assumes });
      case 'no end set':
        return compliant(`AWS has set no end for the support of engine ${version}`, { witness, assumes });
      case 'not known':
        return unknown(
          `when support of engine ${version} ends is not known`,
          `the day in the current release notes of DMS, or dms:DescribeEngineVersions (read here: ${datesReadOn})`,
        );
    }
  },
});
