import { describe, expect, it } from 'vitest';
import { judgeLogging } from '../../../src/analysis/logging/components.ts';
import { known } from '../../../src/model/lookup.ts';
import type { TaskLogging } from '../../../src/model/resources.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { aDataMigration, aServerlessConfig, aTask } from '../../support/builders.ts';

const components = ['SOURCE_CAPTURE', 'SOURCE_UNLOAD'];
const levels = (capture: string, unload: string): Record<string, string> => ({
  SOURCE_CAPTURE: `LOGGER_SEVERITY_${capture}`,
  SOURCE_UNLOAD: `LOGGER_SEVERITY_${unload}`,
});

type Outcome = readonly [status: Verdict['status'], because: string];
const outcome = ({ status, because }: Verdict): Outcome => [status, because];

const enough: Outcome = [
  'COMPLIANT',
  'SOURCE_CAPTURE and SOURCE_UNLOAD log at LOGGER_SEVERITY_DEFAULT or more',
];
const off: Outcome = ['NON_COMPLIANT', 'logging is off'];
const only = (component: string, level: string): Outcome => [
  'NON_COMPLIANT',
  `${component} logs at LOGGER_SEVERITY_${level} only`,
];

const cases: readonly [name: string, logging: TaskLogging, expected: Outcome][] = [
  ['both at the default', { enabled: true, severities: levels('DEFAULT', 'DEFAULT') }, enough],
  ['both at more', { enabled: true, severities: levels('DEBUG', 'DETAILED_DEBUG') }, enough],
  [
    'the other side at less',
    { enabled: true, severities: { ...levels('DEFAULT', 'DEFAULT'), TARGET_LOAD: 'LOGGER_SEVERITY_ERROR' } },
    enough,
  ],
  ['off', { enabled: false, severities: {} }, off],
  ['off, though the components say more', { enabled: false, severities: levels('DEBUG', 'DEBUG') }, off],
  ['errors', { enabled: true, severities: levels('ERROR', 'ERROR') }, only('SOURCE_CAPTURE', 'ERROR')],
  ['warnings', { enabled: true, severities: levels('DEFAULT', 'WARNING') }, only('SOURCE_UNLOAD', 'WARNING')],
  ['information', { enabled: true, severities: levels('INFO', 'DEBUG') }, only('SOURCE_CAPTURE', 'INFO')],
  [
    'too little of one, nothing said of the other',
    { enabled: true, severities: { SOURCE_UNLOAD: 'LOGGER_SEVERITY_ERROR' } },
    only('SOURCE_UNLOAD', 'ERROR'),
  ],
];

describe('what a task logs', () => {
  it.each(cases)('%s', (_, logging, expected) => {
    expect(outcome(judgeLogging(aTask({ logging: known(logging) }), components))).toEqual(expected);
    expect(outcome(judgeLogging(aServerlessConfig({ logging: known(logging) }), components))).toEqual(
      expected,
    );
  });

  it.each<[name: string, logging: TaskLogging, field: (settings: string) => string]>([
    [
      'the switch is not reported',
      { enabled: null, severities: levels('DEBUG', 'DEBUG') },
      (settings) => `${settings}.Logging.EnableLogging`,
    ],
    [
      'a component is not listed',
      { enabled: true, severities: { SOURCE_CAPTURE: 'LOGGER_SEVERITY_DEFAULT' } },
      (settings) => `a known severity of SOURCE_UNLOAD in ${settings}.Logging.LogComponents`,
    ],
    [
      'no component is listed',
      { enabled: true, severities: {} },
      (settings) => `a known severity of SOURCE_CAPTURE in ${settings}.Logging.LogComponents`,
    ],
    [
      'a severity is new',
      { enabled: true, severities: levels('TRACE', 'DEFAULT') },
      (settings) => `a known severity of SOURCE_CAPTURE in ${settings}.Logging.LogComponents`,
    ],
    [
      'a severity is in another case',
      { enabled: true, severities: levels('default', 'DEFAULT') },
      (settings) => `a known severity of SOURCE_CAPTURE in ${settings}.Logging.LogComponents`,
    ],
  ])('unknown where %s', (_, logging, field) => {
    expect(judgeLogging(aTask({ logging: known(logging) }), components)).toEqual({
      status: 'UNKNOWN',
      because: `DMS does not report ${field('ReplicationTaskSettings')}`,
      settledBy: `an answer of dms:DescribeReplicationTasks that holds ${field('ReplicationTaskSettings')}`,
    });
    expect(judgeLogging(aServerlessConfig({ logging: known(logging) }), components)).toEqual({
      status: 'UNKNOWN',
      because: `DMS does not report ${field('ReplicationSettings')}`,
      settledBy: `an answer of dms:DescribeReplicationConfigs that holds ${field('ReplicationSettings')}`,
    });
  });

  it('shows the value that is too little, and where it stands', () => {
    const task = aTask({ logging: known({ enabled: true, severities: levels('DEFAULT', 'ERROR') }) });
    expect(judgeLogging(task, components)).toMatchObject({
      witness: {
        kind: 'value',
        field: 'ReplicationTaskSettings.Logging.LogComponents.SOURCE_UNLOAD.Severity',
        value: 'LOGGER_SEVERITY_ERROR',
      },
    });
  });
});

describe('whether a homogeneous migration logs, whatever the components', () => {
  it.each<[enabled: boolean | null, expected: Outcome]>([
    [true, ['COMPLIANT', 'CloudWatch logs are enabled']],
    [false, ['NON_COMPLIANT', 'CloudWatch logs are not enabled']],
    [null, ['UNKNOWN', 'DMS does not report DataMigrationSettings.CloudwatchLogsEnabled']],
  ])('%s', (cloudwatchLogsEnabled, expected) => {
    expect(outcome(judgeLogging(aDataMigration({ cloudwatchLogsEnabled }), components))).toEqual(expected);
  });
});
