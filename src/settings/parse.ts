import { noAlerts } from '../model/alerts.ts';
import type { Rule } from '../model/rule.ts';
import { defaultSettings, type LoadedSettings } from '../model/settings.ts';

/** What holds where there is no settings file. */
export const noSettings: LoadedSettings = {
  settings: defaultSettings,
  regions: null,
  securityHub: 'off',
  alerts: noAlerts,
};

/**
 * Reads the text of a settings file; YAML and schema are loaded only then.
 *
 * @throws SettingsError naming file and line for anything that is not allowed.
 */
export async function parseSettings(
  text: string,
  file: string,
  catalogue: readonly Rule[],
): Promise<LoadedSettings> {
  const { parseSettingsFile } = await import('./file.ts');
  return parseSettingsFile(text, file, catalogue);
}
