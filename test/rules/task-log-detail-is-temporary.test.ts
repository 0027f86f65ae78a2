import { known, unread } from '../../src/model/lookup.ts';
import type { TaskLogging } from '../../src/model/resources.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { taskLogDetailIsTemporary } from '../../src/rules/task-log-detail-is-temporary.ts';
import { ACCOUNT, accountWith, aServerlessConfig, aTask, listed } from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const task = (severities: TaskLogging['severities'], enabled: TaskLogging['enabled'] = true): AccountFacts =>
  accountWith({ tasks: listed(aTask({ logging: known({ enabled, severities }) })) });
const [ordinary, debug, detailed] = [
  'LOGGER_SEVERITY_DEFAULT',
  'LOGGER_SEVERITY_DEBUG',
  'LOGGER_SEVERITY_DETAILED_DEBUG',
];

testRule(taskLogDetailIsTemporary, {
  compliant: [
    {
      name: 'the default',
      account: task({ SOURCE_CAPTURE: ordinary, TARGET_APPLY: ordinary }),
      because: 'no component logs at LOGGER_SEVERITY_DETAILED_DEBUG',
    },
    {
      name: 'less detail than the greatest',
      account: task({ SOURCE_CAPTURE: debug, TARGET_APPLY: 'LOGGER_SEVERITY_ERROR' }),
      because: 'no component logs at LOGGER_SEVERITY_DETAILED_DEBUG',
    },
    {
      name: 'no log at all',
      account: task({ SOURCE_CAPTURE: detailed }, false),
      because: 'logging is off',
    },
    {
      name: 'a serverless replication',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig()) }),
      because: 'no component logs at LOGGER_SEVERITY_DETAILED_DEBUG',
    },
  ],
  nonCompliant: [
    {
      name: 'one component',
      account: task({ SOURCE_CAPTURE: ordinary, TARGET_APPLY: detailed }),
      because: 'TARGET_APPLY logs at LOGGER_SEVERITY_DETAILED_DEBUG',
      severity: 'LOW',
    },
    {
      name: 'components that no other rule looks at',
      account: task({ SORTER: detailed, TARGET_APPLY: ordinary, COMMUNICATION: detailed }),
      because: 'SORTER, COMMUNICATION log at LOGGER_SEVERITY_DETAILED_DEBUG',
    },
    {
      name: 'one beside a severity that is not known',
      account: task({ SORTER: 'LOGGER_SEVERITY_ODD', TARGET_APPLY: detailed }),
      because: 'TARGET_APPLY logs at LOGGER_SEVERITY_DETAILED_DEBUG',
    },
    {
      name: 'a serverless replication that is left so',
      account: accountWith({
        serverlessConfigs: listed(
          aServerlessConfig({ logging: known({ enabled: true, severities: { SORTER: detailed } }) }),
        ),
      }),
      because: 'SORTER logs at LOGGER_SEVERITY_DETAILED_DEBUG',
    },
  ],
  notApplicable: [
    {
      name: 'a replication of a zero-ETL integration',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig({ readOnly: true })) }),
      because: 'it belongs to a zero-ETL integration, which sets it up',
    },
    {
      name: 'no migration in the Region',
      account: accountWith({}),
      because: 'no AWS::DMS::ReplicationTask, AWS::DMS::ReplicationConfig in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'a switch that is not reported',
      account: task({ SORTER: detailed }, null),
      because: 'DMS does not report ReplicationTaskSettings.Logging.EnableLogging',
    },
    {
      name: 'components that are not reported',
      account: task({}),
      because: 'DMS does not report ReplicationTaskSettings.Logging.LogComponents',
    },
    {
      name: 'a severity that is not known',
      account: task({ SOURCE_CAPTURE: ordinary, SORTER: 'LOGGER_SEVERITY_ODD' }),
      because:
        'DMS does not report a known severity of SORTER in ReplicationTaskSettings.Logging.LogComponents',
    },
    {
      name: 'settings that could not be read',
      account: accountWith({
        serverlessConfigs: listed(
          aServerlessConfig({
            logging: unread({
              ...denied('dms:DescribeReplicationConfigs', 'arn:config'),
              error: 'MalformedSettings',
            }),
          }),
        ),
      }),
      because: 'dms:DescribeReplicationConfigs of arn:config answered with settings that are no JSON',
    },
    {
      name: 'serverless replications that cannot be listed, beside a task',
      account: accountWith({
        tasks: listed(aTask()),
        serverlessConfigs: refused('dms:DescribeReplicationConfigs'),
      }),
      of: ACCOUNT,
      because: 'dms:DescribeReplicationConfigs failed (AccessDeniedException)',
    },
  ],
});
