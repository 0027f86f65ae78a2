import type { Rule } from './model/rule.ts';
import { defaultSettings, type Settings } from './model/settings.ts';

/** Something that the operator must put right; its message is one line: what, where, what to do. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** null: the file does not say. */
  readonly regions: readonly string[] | null;
}

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
