import type { AccessLevel, ServiceAction, ServiceTable } from '../policy/service-tables.ts';

/**
 * One service as the generated file holds it. Lists are text with spaces between; a position counts from 0 and is
 * written in base 36. Written out in full the tables are four times as long, and a Lambda loads them at each start.
 */
export interface EncodedTable {
  /** Condition keys by their type; a leading `:` stands for `<service>:`. */
  readonly keys: Readonly<Record<string, string>>;
  /** Sets of condition keys that actions and resource types share: positions in all the keys above. */
  readonly keySets: readonly string[];
  /** By resource type: its ARN template, where `~` stands for {@link arnHead}, and the position of its key set. */
  readonly resources: Readonly<Record<string, string>>;
  /** Action names by access level and by `<positions of their resource types>/<position of their key set>`. */
  readonly actions: Readonly<Partial<Record<AccessLevel, Readonly<Record<string, string>>>>>;
}

export interface EncodedTables {
  /** Where the data is from, its version and licence. */
  readonly source: string;
  /** When the source was brought up to date. */
  readonly date: string;
  /** By type, as {@link EncodedTable.keys}. */
  readonly globalKeys: Readonly<Record<string, string>>;
  readonly services: Readonly<Record<string, EncodedTable>>;
}

export const accessLevels: readonly AccessLevel[] = [
  'List',
  'Read',
  'Write',
  'Permissions management',
  'Tagging',
];

/** How nearly every ARN template of a service begins. */
export function arnHead(service: string): string {
  return `arn:\${Partition}:${service}:\${Region}:\${Account}:`;
}

export function decodeTable(service: string, encoded: EncodedTable): ServiceTable {
  const keys = decodeKeys(service, encoded.keys);
  const keyNames = Object.keys(keys);
  const keySets = encoded.keySets.map((positions) => at(keyNames, positions));
  const keySet = (position: string): readonly string[] => at(keySets, position)[0] ?? [];
  const types = Object.keys(encoded.resources);
  return {
    actions: record(
      accessLevels.flatMap((level) =>
        Object.entries(encoded.actions[level] ?? {}).flatMap(([group, names]) => {
          const [positions = '', set = ''] = group.split('/');
          const action: ServiceAction = { level, resources: at(types, positions), keys: keySet(set) };
          return words(names).map((name) => [name, action] as const);
        }),
      ),
    ),
    resources: record(
      Object.entries(encoded.resources).map(([type, text]) => {
        const [arn = '', set = ''] = text.split(' ');
        return [type, { arns: [arn.replace(/^~/, () => arnHead(service))], keys: keySet(set) }];
      }),
    ),
    keys,
  };
}

/** The type of each condition key, in the order that positions count. */
export function decodeKeys(
  service: string,
  encoded: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return record(
    Object.entries(encoded).flatMap(([type, keys]) =>
      words(keys).map((key) => [key.startsWith(':') ? service + key : key, type] as const),
    ),
  );
}

/**
 * The names that are looked up come from policies: without a prototype there is no `constructor` that a name would
 * find by accident.
 */
function record<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  const found: Readonly<Record<string, T>> = Object.fromEntries(entries);
  Object.setPrototypeOf(found, null);
  return found;
}

function at<T>(list: readonly T[], positions: string): readonly T[] {
  return words(positions).flatMap((position) => {
    const found = list[Number.parseInt(position, 36)];
    return found === undefined ? [] : [found];
  });
}

function words(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ');
}
