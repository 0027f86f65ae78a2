import type { Connection } from '../../src/model/connections.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { endpointConnectionSucceeds } from '../../src/rules/endpoint-connection-succeeds.ts';
import { anEndpoint, anInstance, aTask, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { flow, groups, over, plan, toItself } from './database-estate.ts';
import { refused } from './unread.ts';

const endpointArn = anEndpoint().arn;
const first = anInstance({ multiAz: false, secondaryAvailabilityZone: null });
const second = anInstance({ id: 'instance-2', arn: `${first.arn}-2`, multiAz: false });

const aTest = (over: Partial<Connection> = {}): Connection => ({
  endpointArn,
  instanceArn: first.arn,
  status: 'successful',
  lastFailure: null,
  ...over,
});
const tested = (...tests: readonly Connection[]): Pick<RegionFacts, 'connections'> => ({
  connections: listed(...tests),
});
const succeeded = 'the last test by instance-1 succeeded';
const timedOut = aTest({ status: 'failed', lastFailure: 'timed-out' });
const noRule = `${flow} is stopped: no rule of sg-2 lets it in`;
const unfound = plan(undefined, { databases: [] });

testRule(endpointConnectionSucceeds, {
  compliant: [
    { name: 'the last test succeeded', account: over(tested(aTest())), because: succeeded },
    {
      name: 'it failed once and succeeded since',
      account: over(tested(aTest({ lastFailure: 'credentials' }))),
      because: succeeded,
    },
    {
      name: 'tests by both its instances',
      account: over({
        instances: listed(first, second),
        tasks: listed(toItself, aTask({ id: 'task-2', arn: 'task-2', instanceArn: second.arn })),
        ...tested(aTest(), aTest({ instanceArn: second.arn })),
      }),
      because: `${succeeded}; the last test by instance-2 succeeded`,
    },
    {
      name: 'although the path is stopped',
      account: over({ ...groups([]), ...tested(aTest()) }),
      because: `${succeeded}, although ${noRule}`,
    },
    {
      name: 'the path is not known',
      account: over({ ...unfound, ...tested(aTest()) }),
      because: succeeded,
    },
  ],
  nonCompliant: [
    {
      name: 'credentials',
      account: over(tested(aTest({ status: 'failed', lastFailure: 'credentials' }))),
      because: 'the last test by instance-1 failed: the server refused the credentials',
      severity: 'MEDIUM',
    },
    {
      name: 'a failure that DMS does not tell of',
      account: over(tested(aTest({ status: 'failed' }))),
      because: 'the last test by instance-1 failed',
    },
    {
      name: 'a time-out, where the path is stopped',
      account: over({ ...groups([]), ...tested(timedOut) }),
      because: `the last test by instance-1 timed out: ${noRule}`,
    },
    {
      name: 'a time-out, although the path is open',
      account: over(tested(timedOut)),
      because:
        'the last test by instance-1 timed out, although every hop that can be read lets its flow through',
    },
    {
      name: 'a time-out, where the path is not known',
      account: over({ ...unfound, ...tested(timedOut) }),
      because: 'the last test by instance-1 timed out',
    },
    {
      name: 'one of its two instances',
      account: over({
        instances: listed(first, second),
        tasks: listed(toItself, aTask({ id: 'task-2', arn: 'task-2', instanceArn: second.arn })),
        ...tested(aTest(), aTest({ instanceArn: second.arn, status: 'failed', lastFailure: 'tls' })),
      }),
      because: 'the last test by instance-2 failed: TLS was not agreed on',
    },
  ],
  notApplicable: [
    {
      name: 'no task',
      account: over({ tasks: listed(), ...tested(timedOut) }),
      because: 'no task of an instance uses it',
    },
    {
      name: 'a zero-ETL integration',
      account: over({ endpoints: listed(anEndpoint({ readOnly: true })), ...tested(timedOut) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
  ],
  unknown: [
    { name: 'never tested', account: over(tested()), because: 'instance-1 never tested it' },
    {
      name: 'under way',
      account: over(tested(aTest({ status: 'testing' }))),
      because: 'instance-1 is testing it now',
    },
    {
      name: 'no status',
      account: over(tested(aTest({ status: null }))),
      because: 'DMS does not report how the last test by instance-1 ended',
    },
    {
      name: 'tests denied',
      account: over({ connections: refused('dms:DescribeConnections') }),
      because: 'dms:DescribeConnections failed (AccessDeniedException)',
    },
    {
      name: 'a task whose target DMS does not report',
      account: over({
        tasks: listed(aTask({ sourceEndpointArn: 'elsewhere', targetEndpointArn: null })),
        ...tested(timedOut),
      }),
      because: 'a task has an endpoint that DMS does not report',
    },
    {
      name: 'tasks denied, after one whose test succeeded',
      account: over({ tasks: refused('dms:DescribeReplicationTasks', toItself), ...tested(aTest()) }),
      because: 'dms:DescribeReplicationTasks failed (AccessDeniedException)',
    },
  ],
});
