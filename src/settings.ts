import type { Rule } from './model/rule.ts';
import { defaultSettings, type LoadedSettings } from './model/settings.ts';

export const noSettings: LoadedSettings = { settings: defaultSettings, regions: null };

/** What the program takes from its environment. Nothing else reads process.env. */
export interface Environment {
  readonly region: Readonly<Record<'AWS_REGION' | 'AWS_DEFAULT_REGION', string | undefined>>;
  /** https://no-color.org: any value but an empty one. */
  readonly noColor: boolean;
}

export function readEnvironment(): Environment {
  const { AWS_REGION, AWS_DEFAULT_REGION, NO_COLOR } = process.env;
  return { region: { AWS_REGION, AWS_DEFAULT_REGION }, noColor: NO_COLOR !== undefined && NO_COLOR !== '' };
}

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
  const { parseSettingsFile } = await import('./settings-file.ts');
  return parseSettingsFile(text, file, catalogue);
}
