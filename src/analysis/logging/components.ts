import type {
  DataMigration,
  ReplicationConfig,
  ReplicationTask,
  TaskLogging,
} from '../../model/resources.ts';
import { compliant, given, nonCompliant, notReported, type Verdict } from '../../model/verdict.ts';
import { type SettingsPlace, settingsPlaceOf } from './settings-place.ts';
import { severitiesInOrder } from './severities.ts';

const enough = severitiesInOrder.indexOf('LOGGER_SEVERITY_DEFAULT');

/** Whether a migration logs what these components do, at LOGGER_SEVERITY_DEFAULT or more. */
export function judgeLogging(
  resource: ReplicationTask | ReplicationConfig | DataMigration,
  components: readonly string[],
): Verdict {
  switch (resource.type) {
    case 'AWS::DMS::DataMigration':
      // A homogeneous migration logs as a whole or not at all.
      return judgeDataMigration(resource);
    case 'AWS::DMS::ReplicationConfig':
    case 'AWS::DMS::ReplicationTask':
      return given(resource.logging, (logging) => judgeTask(logging, components, settingsPlaceOf(resource)));
  }
}

function judgeDataMigration({ cloudwatchLogsEnabled }: DataMigration): Verdict {
  const field = 'DataMigrationSettings.CloudwatchLogsEnabled';
  if (cloudwatchLogsEnabled === null) return notReported('dms:DescribeDataMigrations', field);
  return cloudwatchLogsEnabled
    ? compliant('CloudWatch logs are enabled', { witness: { kind: 'value', field, value: true } })
    : nonCompliant('CloudWatch logs are not enabled', { kind: 'value', field, value: false });
}

function judgeTask(
  { enabled, severities }: TaskLogging,
  components: readonly string[],
  place: SettingsPlace,
): Verdict {
  const switchField = `${place.field}.Logging.EnableLogging`;
  if (enabled === null) return notReported(place.call, switchField);
  if (!enabled) return nonCompliant('logging is off', { kind: 'value', field: switchField, value: false });

  const seen = components.map((component) => ({ component, severity: severities[component] }));
  const tooLittle = seen.find(({ severity }) => {
    const rank = severity === undefined ? -1 : severitiesInOrder.indexOf(severity);
    return rank !== -1 && rank < enough;
  });
  if (tooLittle?.severity !== undefined) {
    const { component, severity } = tooLittle;
    const field = `${place.field}.Logging.LogComponents.${component}.Severity`;
    return nonCompliant(`${component} logs at ${severity} only`, { kind: 'value', field, value: severity });
  }
  const unclear = seen.find(
    ({ severity }) => severity === undefined || !severitiesInOrder.includes(severity),
  );
  if (unclear !== undefined) {
    return notReported(
      place.call,
      `a known severity of ${unclear.component} in ${place.field}.Logging.LogComponents`,
    );
  }
  const items = seen.map(({ component, severity = '' }) => `${component} ${severity}`);
  return compliant(`${components.join(' and ')} log at LOGGER_SEVERITY_DEFAULT or more`, {
    witness: { kind: 'list', items },
  });
}
