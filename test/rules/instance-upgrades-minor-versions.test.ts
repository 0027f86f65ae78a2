import { instanceUpgradesMinorVersions } from '../../src/rules/instance-upgrades-minor-versions.ts';
import { ACCOUNT, accountWith, anInstance, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const call = 'dms:DescribeReplicationInstances';

testRule(instanceUpgradesMinorVersions, {
  compliant: [
    {
      name: 'upgrades by itself',
      account: accountWith({ instances: listed(anInstance()) }),
      because: 'AutoMinorVersionUpgrade is true',
    },
  ],
  nonCompliant: [
    {
      name: 'does not upgrade',
      account: accountWith({ instances: listed(anInstance({ autoMinorVersionUpgrade: false })) }),
      because: 'AutoMinorVersionUpgrade is false',
      severity: 'MEDIUM',
    },
    {
      name: 'does not upgrade, and the listing was cut short after it',
      account: accountWith({ instances: refused(call, anInstance({ autoMinorVersionUpgrade: false })) }),
      of: 'instance-1',
      because: 'AutoMinorVersionUpgrade is false',
    },
  ],
  notApplicable: [
    {
      name: 'no instance in the Region',
      account: accountWith({}),
      because: 'no AWS::DMS::ReplicationInstance in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'the flag is not reported',
      account: accountWith({ instances: listed(anInstance({ autoMinorVersionUpgrade: null })) }),
      because: 'DMS does not report AutoMinorVersionUpgrade',
    },
    {
      name: 'the listing was refused',
      account: accountWith({ instances: refused(call) }),
      because: 'dms:DescribeReplicationInstances failed (AccessDeniedException)',
    },
    {
      name: 'the rest of a listing that was cut short',
      account: accountWith({ instances: refused(call, anInstance()) }),
      of: ACCOUNT,
      because: 'dms:DescribeReplicationInstances failed (AccessDeniedException)',
    },
  ],
});
