import type { TaskLogging } from '../model/resources.ts';

/** The `Logging` part of task settings as a patch writes it (DMS User Guide, *Logging task settings*). */
interface WrittenLogging {
  readonly Logging: {
    readonly EnableLogging?: boolean;
    readonly LogComponents?: readonly { readonly Id: string; readonly Severity: string }[];
  };
}

/** Settings that turn logging on and set these components; those that are not named stay as they are. */
export function loggingSettings(
  enabled: boolean | null,
  severities: Readonly<Record<string, string>>,
): string {
  const components = Object.entries(severities).map(([Id, Severity]) => ({ Id, Severity }));
  const settings: WrittenLogging = {
    Logging: {
      ...(enabled === null ? {} : { EnableLogging: enabled }),
      ...(components.length === 0 ? {} : { LogComponents: components }),
    },
  };
  return JSON.stringify(settings);
}

/** What such settings say. */
export function loggingIn(settings: string): TaskLogging {
  const { Logging } = JSON.parse(settings) as WrittenLogging;
  return {
    enabled: Logging.EnableLogging ?? null,
    severities: Object.fromEntries((Logging.LogComponents ?? []).map(({ Id, Severity }) => [Id, Severity])),
  };
}

/** Both together; the second decides where they differ. */
export function mergedLogging(first: string, second: string): string {
  const [before, after] = [loggingIn(first), loggingIn(second)];
  return loggingSettings(after.enabled ?? before.enabled, { ...before.severities, ...after.severities });
}
