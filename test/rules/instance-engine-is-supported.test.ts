import type { AccountFacts } from '../../src/model/snapshot.ts';
import { instanceEngineIsSupported } from '../../src/rules/instance-engine-is-supported.ts';
import { accountWith, anAccount, anInstance, aRegion, listed, REGION } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

/** An instance of this engine in a snapshot of this day; that of the builders is the first of November 2026. */
const running = (engineVersion: string | null, day = '2026-11-01'): AccountFacts =>
  anAccount({
    regions: {
      [REGION]: aRegion({
        takenAt: `${day}T03:00:00.000Z`,
        instances: listed(anInstance({ engineVersion })),
      }),
    },
  });

testRule(instanceEngineIsSupported, {
  compliant: [
    {
      name: 'a version whose end is to come',
      account: running('3.5.4'),
      because: 'engine 3.5.4 is supported until 2027-03-31',
    },
    {
      name: 'a version on its last day',
      account: running('3.5.3', '2026-06-30'),
      because: 'engine 3.5.3 is supported until 2026-06-30',
    },
    {
      name: 'a version without an end',
      account: running('3.6.1'),
      because: 'AWS has set no end for the support of engine 3.6.1',
    },
    {
      name: 'an old version in an old snapshot',
      account: running('3.4.7', '2024-01-01'),
      because: 'engine 3.4.7 is supported until 2024-10-31',
    },
  ],
  nonCompliant: [
    {
      name: 'a version that is past its end',
      account: running('3.5.2'),
      because: 'support of engine 3.5.2 ended on 2025-04-29',
      severity: 'MEDIUM',
    },
    {
      name: 'a version on the day after its last',
      account: running('3.5.3', '2026-07-01'),
      because: 'support of engine 3.5.3 ended on 2026-06-30',
    },
    {
      name: 'a later version that ended before an earlier one',
      account: running('3.6.0'),
      because: 'support of engine 3.6.0 ended on 2026-07-27',
    },
    {
      name: 'what is older than all that AWS lists',
      account: running('3.3.4'),
      because: 'engine 3.3.4 is older than 3.4.6, whose support ended on 2024-10-31',
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
      name: 'a version that is newer than the dates',
      account: running('3.7.0'),
      because: 'when support of engine 3.7.0 ends is not known',
    },
    {
      name: 'a version between those that AWS lists',
      account: running('3.5.0'),
      because: 'when support of engine 3.5.0 ends is not known',
    },
    {
      name: 'a version older than all, in a snapshot from before the oldest ended',
      account: running('3.4.5', '2024-10-31'),
      because: 'when support of engine 3.4.5 ends is not known',
    },
    {
      name: 'no end had been set, long ago',
      account: running('3.6.1', '2027-11-23'),
      because: 'when support of engine 3.6.1 ends is not known',
    },
    {
      name: 'a version whose name means something to JavaScript',
      account: running('constructor'),
      because: 'DMS does not report a readable EngineVersion',
    },
    {
      name: 'a version that is not reported',
      account: running(null),
      because: 'DMS does not report a readable EngineVersion',
    },
    {
      name: 'the listing was refused',
      account: accountWith({ instances: refused('dms:DescribeReplicationInstances') }),
      because: 'dms:DescribeReplicationInstances failed (AccessDeniedException)',
    },
  ],
});
