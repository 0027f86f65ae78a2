import { severitiesInOrder } from '../../analysis/logging/severities.ts';
import type { Finding } from '../../model/finding.ts';
import type { TaskLogging } from '../../model/resources.ts';
import { type Around, type RuleRemedy, resourceOf } from '../around.ts';
import type { ApiCall } from '../calls.ts';
import { not, type PropertyChange, patched, type Remedy, reason } from '../patch.ts';
import { loggingSettings } from '../task-settings.ts';
import { gone } from './gone.ts';
import { onlyBeforeStart } from './only-before-start.ts';

const standard = 'LOGGER_SEVERITY_DEFAULT';
const enough = severitiesInOrder.indexOf(standard);

const stopFirst =
  'Stop the task: DMS changes the settings of stopped tasks alone. Resume it afterwards (StartReplicationTask, resume-processing).';
const otherSettings =
  'The settings name logging alone: compare the whole of ReplicationTaskSettings before and after, as AWS does not document that what is left out keeps its value.';

/** What a task's logs are to be, as settings and as properties. */
function logging(
  finding: Finding,
  around: Around,
  {
    enabled,
    severities,
  }: { readonly enabled: boolean | null; readonly severities: Readonly<Record<string, string>> },
): Remedy {
  const task = resourceOf('tasks', finding, around);
  const config = resourceOf('serverlessConfigs', finding, around);
  const resource = task ?? config;
  if (resource === null || !resource.logging.known) return not(gone);
  const written = loggingSettings(enabled, severities);
  const field = task === null ? 'ReplicationSettings' : 'ReplicationTaskSettings';
  const api: ApiCall =
    task === null
      ? {
          call: 'dms:ModifyReplicationConfig',
          input: { ReplicationConfigArn: resource.arn, ReplicationSettings: written },
        }
      : {
          call: 'dms:ModifyReplicationTask',
          input: { ReplicationTaskArn: resource.arn, ReplicationTaskSettings: written },
        };
  const before = resource.logging.value;
  const properties: readonly PropertyChange[] = [
    ...(enabled === null
      ? []
      : [{ property: `${field}.Logging.EnableLogging`, from: before.enabled, to: enabled }]),
    ...Object.entries(severities).map(([component, to]) => ({
      property: `${field}.Logging.LogComponents.${component}.Severity`,
      from: before.severities[component] ?? null,
      to,
    })),
  ];
  return patched([{ resource: finding.resource, api, properties }], {
    first: [task === null ? onlyBeforeStart : stopFirst],
    breaks: [otherSettings],
  });
}

/** Components of these that log too little, or of which it is not told. */
const tooQuiet = (
  { severities }: TaskLogging,
  components: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    components
      .filter((component) => severitiesInOrder.indexOf(severities[component] ?? '') < enough)
      .map((component) => [component, standard]),
  );

export const loggingOf = (...components: readonly string[]): RuleRemedy => ({
  patches: [
    `Turns logging on, and sets ${components.join(' and ')} to ${standard} where they log less; of a data migration turns CloudWatch logs on.`,
  ],
  reasons: [],
  make(finding, around) {
    const migration = resourceOf('dataMigrations', finding, around);
    if (migration !== null) {
      return patched([
        {
          resource: finding.resource,
          api: {
            call: 'dms:ModifyDataMigration',
            input: { DataMigrationIdentifier: migration.arn, EnableCloudwatchLogs: true },
          },
          properties: [
            {
              property: 'DataMigrationSettings.CloudwatchLogsEnabled',
              from: migration.cloudwatchLogsEnabled,
              to: true,
            },
          ],
        },
      ]);
    }
    const resource = resourceOf('tasks', finding, around) ?? resourceOf('serverlessConfigs', finding, around);
    if (resource === null || !resource.logging.known) return not(gone);
    const now = resource.logging.value;
    return logging(finding, around, {
      enabled: now.enabled === true ? null : true,
      severities: tooQuiet(now, components),
    });
  },
});

export const logDetail: RuleRemedy = {
  patches: [`Sets the components that are at LOGGER_SEVERITY_DETAILED_DEBUG back to ${standard}.`],
  reasons: [],
  make(finding, around) {
    const resource = resourceOf('tasks', finding, around) ?? resourceOf('serverlessConfigs', finding, around);
    if (resource === null || !resource.logging.known) return not(gone);
    const detailed = Object.entries(resource.logging.value.severities)
      .filter(([, severity]) => severity === 'LOGGER_SEVERITY_DETAILED_DEBUG')
      .map(([component]) => [component, standard] as const);
    return logging(finding, around, { enabled: null, severities: Object.fromEntries(detailed) });
  },
};

const restart = reason(
  'the secret of a running task got a new version after the task started',
  'No setting is wrong: the task has to be stopped and resumed, and only a later scan sees when it was.',
  'aws dms stop-replication-task, then, once database and secret hold the same password and the connection test succeeds, aws dms start-replication-task --start-replication-task-type resume-processing.',
);
export const freshCredentials: RuleRemedy = { patches: [], reasons: [restart], make: () => not(restart) };

const values = reason(
  'tags are missing',
  'The values of the tags are for a person to give; a made-up one would pass and say nothing.',
  'aws dms add-tags-to-resource --resource-arn ARN --tags Key=…,Value=…',
);
export const tags: RuleRemedy = { patches: [], reasons: [values], make: () => not(values) };
