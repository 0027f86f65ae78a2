import { Refusal } from '../model/refusal.ts';
import { type Profile, profiles, type Rule } from '../model/rule.ts';
import type { LoadedSettings } from '../model/settings.ts';
import { noSettings, parseSettings } from './parse.ts';

/** What a Lambda function takes from its environment. */
export interface FunctionEnvironment {
  readonly region: string;
  /** Where account-wide and IAM rules report. */
  readonly homeRegion: string;
  /** The Regions to audit; null: those of the settings file, else the function's own. */
  readonly regions: readonly string[] | null;
  readonly profile: Profile;
}

/** What AWS Lambda runs. */
interface Runtime {
  readonly region: string;
  /** Under which name its stack made the function: each stage has its own. */
  readonly functionName: string;
  readonly tracing: boolean;
}

/** What AWS Lambda runs and where, and whether it is to be traced. Never fails. */
export const readRuntime = (): Runtime => ({
  region: process.env['AWS_REGION'] ?? '',
  functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '',
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
 * Where the result of a scan goes; the topic is null where the settings file has routes for alerts.
 *
 * @throws Refusal naming the variable that is missing or wrong, and what to do.
 */
export function readScanTargets(): { readonly bucket: string; readonly topicArn: string | null } {
  const bucket = variable('DMS_AUDITOR_RESULTS_BUCKET');
  if (bucket === null)
    throw new Refusal(
      'it is not said where the result goes; set DMS_AUDITOR_RESULTS_BUCKET to the name of the bucket for results',
    );
  const topicArn = variable('DMS_AUDITOR_TOPIC_ARN');
  if (topicArn !== null && !/^arn:[\w-]+:sns:[a-z\d-]+:\d{12}:[\w-]+$/.test(topicArn))
    throw new Refusal(
      `DMS_AUDITOR_TOPIC_ARN is no ARN of a topic: "${topicArn}"; one looks like arn:aws:sns:eu-central-1:111122223333:findings`,
    );
  return { bucket, topicArn };
}

/**
 * The role that imports findings into Security Hub, which each stage has for itself; null: the one that there was
 * before.
 *
 * @throws Refusal if it is no name of a role.
 */
export function readSecurityHubRole(): string | null {
  const role = variable('DMS_AUDITOR_SECURITY_HUB_ROLE');
  // IAM, CreateRole: "RoleName".
  if (role === null || /^[\w+=,.@-]{1,64}$/.test(role)) return role;
  throw new Refusal(`DMS_AUDITOR_SECURITY_HUB_ROLE is no name of a role: "${role}"`);
}

/** What `start-rules` works with, beside the batches of its queues. */
interface StartTargets {
  /** The URL of the queue in which starts wait. */
  readonly queueUrl: string;
  /** Its name, by which its batches are told from batches of changes. */
  readonly startsQueue: string;
  /** The name of the function that evaluates our AWS Config rules. */
  readonly configRuleFunction: string;
  readonly stateTable: string;
}

/** @throws Refusal naming each variable that is missing. */
export function readStartTargets(): StartTargets {
  const queueUrl = variable('DMS_AUDITOR_STARTS_QUEUE_URL');
  const configRuleFunction = variable('DMS_AUDITOR_CONFIG_RULE_FUNCTION');
  const stateTable = variable('DMS_AUDITOR_STATE_TABLE');
  if (queueUrl === null || configRuleFunction === null || stateTable === null) {
    const missing = [
      ...(queueUrl === null ? ['DMS_AUDITOR_STARTS_QUEUE_URL to the URL of the queue for starts'] : []),
      ...(configRuleFunction === null
        ? ['DMS_AUDITOR_CONFIG_RULE_FUNCTION to the name of the function config-rule']
        : []),
      ...(stateTable === null ? ['DMS_AUDITOR_STATE_TABLE to the name of the table for state'] : []),
    ];
    throw new Refusal(`it is not said how rules are started; set ${missing.join(' and ')}`);
  }
  const startsQueue = queueUrl.split('/').at(-1) ?? '';
  return { queueUrl, startsQueue, configRuleFunction, stateTable };
}

/** What functions keep between invocations, and where: in the home Region. */
interface StoreNames {
  readonly bucket: string;
  /** A name, or the ARN of another account's table. */
  readonly table: string;
  readonly region: string;
}

/**
 * null: nothing is kept, and each scheduled rule reads what it needs itself.
 *
 * @throws Refusal where only one of both is named.
 */
export function readStoreNames(): StoreNames | null {
  const bucket = variable('DMS_AUDITOR_RESULTS_BUCKET');
  const table = variable('DMS_AUDITOR_STATE_TABLE');
  if (bucket === null && table === null) return null;
  if (bucket === null || table === null)
    throw new Refusal(
      `results are kept with both DMS_AUDITOR_RESULTS_BUCKET and DMS_AUDITOR_STATE_TABLE, or not at all; set ${bucket === null ? 'DMS_AUDITOR_RESULTS_BUCKET to the name of the bucket for results' : 'DMS_AUDITOR_STATE_TABLE to the name or ARN of the table for state'}`,
    );
  return { bucket, table, region: readFunctionEnvironment().homeRegion };
}

/**
 * The queue from which alerts go to Slack; null: none.
 *
 * @throws Refusal if it is no queue whose messages keep their order.
 */
export function readSlackQueue(): string | null {
  return fifoQueue('DMS_AUDITOR_SLACK_QUEUE_URL');
}

/**
 * The queue of what could not be posted to Slack.
 *
 * @throws Refusal if it is not named, or no queue whose messages keep their order.
 */
export function readSlackDeadLetters(): string {
  const url = fifoQueue('DMS_AUDITOR_SLACK_DEAD_LETTERS_URL');
  if (url !== null) return url;
  throw new Refusal(
    'it is not said where alerts are laid aside that Slack does not take; set DMS_AUDITOR_SLACK_DEAD_LETTERS_URL to the URL of the dead-letter queue',
  );
}

function fifoQueue(name: string): string | null {
  const url = variable(name);
  if (url === null || (URL.canParse(url) && url.endsWith('.fifo'))) return url;
  throw new Refusal(`${name} is no URL of a FIFO queue: "${url}"; one ends in .fifo`);
}

/** What findings are remembered in, and where alerts wait for Slack. */
interface MemoryPlaces {
  /** The table's name, or its ARN; null: nothing is kept between runs. */
  readonly table: string | null;
  /** null: none. */
  readonly slackQueue: string | null;
  readonly homeRegion: string;
}

/** @throws Refusal if a variable is not what it must be. */
export const readMemoryPlaces = (): MemoryPlaces => ({
  table: variable('DMS_AUDITOR_STATE_TABLE'),
  slackQueue: readSlackQueue(),
  homeRegion: readFunctionEnvironment().homeRegion,
});

/** @throws Refusal if the table is not named. */
export function readStateTable(): string {
  const table = variable('DMS_AUDITOR_STATE_TABLE');
  if (table !== null) return table;
  throw new Refusal(
    'it is not said where is kept what was posted; set DMS_AUDITOR_STATE_TABLE to the name of the table for state',
  );
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
