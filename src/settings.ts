import { Refusal } from './model/refusal.ts';
import { type Profile, profiles, type Rule } from './model/rule.ts';
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

/** What a Lambda function takes from its environment. */
export interface FunctionEnvironment {
  readonly region: string;
  /** Where account-wide and IAM rules report. */
  readonly homeRegion: string;
  /** The Regions to audit; null: those of the settings file, else the function's own. */
  readonly regions: readonly string[] | null;
  readonly profile: Profile;
}

/** The Region that AWS Lambda runs the function in, and whether it is to be traced. Never fails. */
export const readRuntime = (): { readonly region: string; readonly tracing: boolean } => ({
  region: process.env['AWS_REGION'] ?? '',
  tracing: /^(true|1|yes|on)$/i.test(process.env['POWERTOOLS_TRACE_ENABLED'] ?? ''),
});

/** @throws Refusal naming the variable and what it may be. */
export function readFunctionEnvironment(): FunctionEnvironment {
  const region = variable('AWS_REGION');
  if (region === null) throw new Refusal('AWS_REGION is not set; AWS Lambda sets it');
  const home = variable('DMS_AUDITOR_HOME_REGION');
  const regions = variable('DMS_AUDITOR_REGIONS');
  const profile = variable('DMS_AUDITOR_PROFILE') ?? profiles[0];
  const known = profiles.find((name) => name === profile);
  if (known === undefined)
    throw new Refusal(`DMS_AUDITOR_PROFILE must be one of ${profiles.join(', ')}, not "${profile}"`);
  return {
    region,
    homeRegion: home === null ? region : regionName('DMS_AUDITOR_HOME_REGION', home),
    regions: regions === null ? null : regionNames('DMS_AUDITOR_REGIONS', regions),
    profile: known,
  };
}

/**
 * Where the result of a scan goes.
 *
 * @throws Refusal naming the variable that is missing and what to do.
 */
export function readScanTargets(): { readonly bucket: string; readonly topicArn: string } {
  const bucket = variable('DMS_AUDITOR_RESULTS_BUCKET');
  const topicArn = variable('DMS_AUDITOR_TOPIC_ARN');
  const missing = [
    ...(bucket === null ? ['DMS_AUDITOR_RESULTS_BUCKET to the name of the bucket for results'] : []),
    ...(topicArn === null ? ['DMS_AUDITOR_TOPIC_ARN to the ARN of the topic for digests'] : []),
  ];
  if (bucket === null || topicArn === null)
    throw new Refusal(`it is not said where the result goes; set ${missing.join(' and ')}`);
  if (!/^arn:[\w-]+:sns:[a-z\d-]+:\d{12}:[\w-]+$/.test(topicArn))
    throw new Refusal(
      `DMS_AUDITOR_TOPIC_ARN is no ARN of a topic: "${topicArn}"; one looks like arn:aws:sns:eu-central-1:111122223333:findings`,
    );
  return { bucket, topicArn };
}

/** An empty variable is as good as none. */
const variable = (name: string): string | null => process.env[name]?.trim() || null;

function regionNames(name: string, list: string): readonly string[] {
  const names = list
    .split(',')
    .map((region) => region.trim())
    .filter((region) => region !== '');
  if (names.length === 0) throw new Refusal(`${name} needs names of Regions separated by commas`);
  return [...new Set(names.map((region) => regionName(name, region)))];
}

/** The SDK makes a host name of it. */
function regionName(name: string, region: string): string {
  if (/^[a-z\d]{1,20}(-[a-z\d]{1,20}){0,3}$/.test(region)) return region;
  throw new Refusal(`${name}: there is no Region "${region}"; a name looks like eu-central-1`);
}

/**
 * The settings file that `DMS_AUDITOR_SETTINGS` names, beside the function's code; none: the defaults.
 *
 * @throws SettingsError naming file and line, or that there is no such file.
 */
export async function loadFunctionSettings(catalogue: readonly Rule[]): Promise<LoadedSettings> {
  const file = variable('DMS_AUDITOR_SETTINGS');
  if (file === null) return noSettings;
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(
    new URL(file, `file://${process.env['LAMBDA_TASK_ROOT'] ?? process.cwd()}/`),
    'utf8',
  ).catch(() => {
    throw new Refusal(
      `there is no file ${file} beside the function; correct DMS_AUDITOR_SETTINGS, or package it`,
    );
  });
  return parseSettings(text, file, catalogue);
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
