import type { AccountFacts } from '../../src/model/snapshot.ts';
import { instanceEngineSupportsGuard } from '../../src/rules/instance-engine-supports-guard.ts';
import { accountWith, anInstance, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { refused } from './unread.ts';

const running = (engineVersion: string | null): AccountFacts =>
  accountWith({ instances: listed(anInstance({ engineVersion })) });

testRule(instanceEngineSupportsGuard, {
  compliant: [
    { name: 'the first that does', account: running('3.4.7'), because: 'engine 3.4.7 sends source keys' },
    { name: 'a later one', account: running('3.5.4'), because: 'engine 3.5.4 sends source keys' },
    {
      name: 'a number that is greater but sorts before as text',
      account: running('3.10.1'),
      because: 'engine 3.10.1 sends source keys',
    },
    { name: 'the next major version', account: running('4.0'), because: 'engine 4.0 sends source keys' },
  ],
  nonCompliant: [
    {
      name: 'the last that does not',
      account: running('3.4.6'),
      because: 'engine 3.4.6 is older than 3.4.7',
      severity: 'MEDIUM',
    },
    { name: 'an old one', account: running('2.4.5'), because: 'engine 2.4.5 is older than 3.4.7' },
    { name: 'one without patch number', account: running('3.4'), because: 'engine 3.4 is older than 3.4.7' },
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
      name: 'a version that is not reported',
      account: running(null),
      because: 'DMS does not report a readable EngineVersion',
    },
    {
      name: 'a version that is no number',
      account: running('3.5.4-beta'),
      because: 'DMS does not report a readable EngineVersion',
    },
    {
      name: 'the listing was refused',
      account: accountWith({ instances: refused('dms:DescribeReplicationInstances') }),
      because: 'dms:DescribeReplicationInstances failed (AccessDeniedException)',
    },
  ],
});
