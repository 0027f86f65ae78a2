import type { ReplicationConfig, ReplicationTask, TaskLogging } from '../../model/resources.ts';
import { compliant, given, nonCompliant, notReported, type Verdict } from '../../model/verdict.ts';
import { type SettingsPlace, settingsPlaceOf } from './settings-place.ts';
import { severitiesInOrder } from './severities.ts';

/** "All information is written to the log." (DMS User Guide, *Logging task settings*) */
const mostDetail = 'LOGGER_SEVERITY_DETAILED_DEBUG';

/** Whether a migration logs nothing in the greatest detail. */
export const judgeDetail = (resource: ReplicationTask | ReplicationConfig): Verdict =>
  given(resource.logging, (logging) => judge(logging, settingsPlaceOf(resource)));

// Components log at the default unless somebody sets another level, and what is set is reported.
function judge({ enabled, severities }: TaskLogging, { field, call }: SettingsPlace): Verdict {
  const switchField = `${field}.Logging.EnableLogging`;
  if (enabled === null) return notReported(call, switchField);
  if (!enabled)
    return compliant('logging is off', { witness: { kind: 'value', field: switchField, value: false } });
  const seen = Object.entries(severities);
  const told = (those: typeof seen) => those.map(([component, severity]) => `${component} ${severity}`);
  const detailed = seen.filter(([, severity]) => severity === mostDetail);
  if (detailed.length > 0) {
    const names = detailed.map(([component]) => component).join(', ');
    return nonCompliant(`${names} ${detailed.length === 1 ? 'logs' : 'log'} at ${mostDetail}`, {
      kind: 'list',
      items: told(detailed),
    });
  }
  const components = `${field}.Logging.LogComponents`;
  if (seen.length === 0) return notReported(call, components);
  const unclear = seen.find(([, severity]) => !severitiesInOrder.includes(severity));
  if (unclear !== undefined) return notReported(call, `a known severity of ${unclear[0]} in ${components}`);
  return compliant(`no component logs at ${mostDetail}`, { witness: { kind: 'list', items: told(seen) } });
}
