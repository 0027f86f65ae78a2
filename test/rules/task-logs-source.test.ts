import { known, unread } from '../../src/model/lookup.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { taskLogsSource } from '../../src/rules/task-logs-source.ts';
import {
  ACCOUNT,
  accountWith,
  aDataMigration,
  aServerlessConfig,
  aTask,
  listed,
} from '../support/builders.ts';
import { testRule } from '../support/test-rule.ts';
import { denied, refused } from './unread.ts';

const logging = (severities: Record<string, string>, enabled: boolean | null = true): AccountFacts =>
  accountWith({ tasks: listed(aTask({ logging: known({ enabled, severities }) })) });
const at = (first: string, second: string): AccountFacts =>
  logging({ SOURCE_CAPTURE: `LOGGER_SEVERITY_${first}`, SOURCE_UNLOAD: `LOGGER_SEVERITY_${second}` });
const task = aTask();

testRule(taskLogsSource, {
  compliant: [
    {
      name: 'a task that logs both at the default',
      account: at('DEFAULT', 'DEFAULT'),
      because: 'SOURCE_CAPTURE and SOURCE_UNLOAD log at LOGGER_SEVERITY_DEFAULT or more',
    },
    {
      name: 'a task that logs little at the other side',
      account: logging({
        SOURCE_CAPTURE: 'LOGGER_SEVERITY_DEFAULT',
        SOURCE_UNLOAD: 'LOGGER_SEVERITY_DEFAULT',
        TARGET_APPLY: 'LOGGER_SEVERITY_ERROR',
        TARGET_LOAD: 'LOGGER_SEVERITY_ERROR',
      }),
      because: 'SOURCE_CAPTURE and SOURCE_UNLOAD log at LOGGER_SEVERITY_DEFAULT or more',
    },
    {
      name: 'a serverless replication',
      account: accountWith({ serverlessConfigs: listed(aServerlessConfig()) }),
      because: 'SOURCE_CAPTURE and SOURCE_UNLOAD log at LOGGER_SEVERITY_DEFAULT or more',
    },
    {
      name: 'a homogeneous migration',
      account: accountWith({ dataMigrations: listed(aDataMigration()) }),
      because: 'CloudWatch logs are enabled',
    },
  ],
  nonCompliant: [
    {
      name: 'a task whose logging is off',
      account: logging({}, false),
      because: 'logging is off',
      severity: 'MEDIUM',
    },
    {
      name: 'a task that logs errors of the first',
      account: at('ERROR', 'DEFAULT'),
      because: 'SOURCE_CAPTURE logs at LOGGER_SEVERITY_ERROR only',
    },
    {
      name: 'a task that logs warnings of the second',
      account: at('DEFAULT', 'WARNING'),
      because: 'SOURCE_UNLOAD logs at LOGGER_SEVERITY_WARNING only',
    },
    {
      name: 'a homogeneous migration without logs',
      account: accountWith({ dataMigrations: listed(aDataMigration({ cloudwatchLogsEnabled: false })) }),
      because: 'CloudWatch logs are not enabled',
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
      because:
        'no AWS::DMS::ReplicationTask, AWS::DMS::ReplicationConfig, AWS::DMS::DataMigration in eu-west-1',
    },
  ],
  unknown: [
    {
      name: 'a task that does not list a component, which others pass',
      account: logging({ SOURCE_CAPTURE: 'LOGGER_SEVERITY_DEFAULT' }),
      because:
        'DMS does not report a known severity of SOURCE_UNLOAD in ReplicationTaskSettings.Logging.LogComponents',
    },
    {
      name: 'a task whose settings could not be read',
      account: accountWith({
        tasks: listed(
          aTask({
            logging: unread({
              ...denied('dms:DescribeReplicationTasks', task.arn),
              error: 'MalformedSettings',
            }),
          }),
        ),
      }),
      because: `dms:DescribeReplicationTasks of ${task.arn} answered with settings that are no JSON`,
    },
    {
      name: 'homogeneous migrations that cannot be listed, beside a task',
      account: accountWith({ tasks: listed(task), dataMigrations: refused('dms:DescribeDataMigrations') }),
      of: ACCOUNT,
      because: 'dms:DescribeDataMigrations failed (AccessDeniedException)',
    },
  ],
});
