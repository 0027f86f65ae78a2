import { listingCall } from '../../model/facts.ts';
import { known, type Lookup, unread } from '../../model/lookup.ts';
import type { TaskLogging } from '../../model/resources.ts';
import { field, flag, isObject, parseJson, text } from '../fields.ts';

/**
 * The `Logging` part of task settings, which DMS returns as JSON in a text (DMS User Guide, *Logging task
 * settings*). Group and stream names are left out.
 */
export function taskLogging(
  kind: 'tasks' | 'serverlessConfigs',
  arn: string,
  settings: unknown,
): Lookup<TaskLogging> {
  const unreadable = (error: string) =>
    unread({ call: listingCall(kind), resource: arn, error, transient: false });
  const json = text(settings);
  if (json === null) return unreadable('SettingsNotReported');
  const parsed = parseJson(json);
  if (!isObject(parsed) || Array.isArray(parsed)) return unreadable('MalformedSettings');
  const logging = field(parsed, 'Logging');
  return known({ enabled: flag(field(logging, 'EnableLogging')), severities: severities(logging) });
}

function severities(logging: unknown): Readonly<Record<string, string>> {
  const components = field(logging, 'LogComponents');
  if (!Array.isArray(components)) return {};
  return Object.fromEntries(
    (components as readonly unknown[]).flatMap((component) => {
      const [id, severity] = [text(field(component, 'Id')), text(field(component, 'Severity'))];
      return id === null || severity === null ? [] : [[id, severity] as const];
    }),
  );
}
