import { readFileSync } from 'node:fs';

const file = new URL(
  '../../../node_modules/@aws-sdk/client-database-migration-service/dist-types/models/models_0.d.ts',
  import.meta.url,
);
const source = readFileSync(file, 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');

interface Field {
  readonly name: string;
  readonly type: string;
}

/** Every structure of the DMS API and its fields, read from the SDK's own types. */
export const structures: ReadonlyMap<string, readonly Field[]> = new Map(
  [...source.matchAll(/^export interface (\w+) \{([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => [
    name,
    [...body.matchAll(/^ {4}(\w+)\??: ([^;]+);/gm)].map(([, field = '', type = '']) => ({
      name: field,
      type: type.replace(' | undefined', ''),
    })),
  ]),
);

/** Members of the union `DataProviderSettings` and their structures. */
const dataProviderMembers: readonly Field[] = [
  ...source.matchAll(/^ {8}(\w+Settings): \(value: (\w+DataProviderSettings)\) => T;/gm),
].map(([, name = '', type = '']) => ({ name, type }));

export function fieldsOf(structure: string): readonly Field[] {
  const fields = structures.get(structure);
  if (fields === undefined) throw new Error(`the SDK has no ${structure}`);
  return fields;
}

/** A structure with each of its fields set; `textOf` says what a text field holds. */
export function sample(structure: string, textOf: (structure: string, field: string) => string): object {
  const valueOf = (field: string, type: string): unknown => {
    if (type.endsWith('[]')) return [valueOf(field, type.slice(0, -2))];
    if (type === 'number') return 7;
    if (type === 'boolean') return true;
    if (type === 'Date') return new Date(0);
    if (type === 'Uint8Array') return new TextEncoder().encode(textOf(structure, field));
    return structures.has(type) ? sample(type, textOf) : textOf(structure, field);
  };
  return Object.fromEntries(
    fieldsOf(structure).map(({ name, type }): readonly [string, unknown] => [
      name,
      // One member at a time, as AWS sends unions; which one is the caller's.
      type === 'DataProviderSettings' ? {} : valueOf(name, type),
    ]),
  );
}

/** One data provider an engine. */
export const sampleDataProviders = (
  textOf: (structure: string, field: string) => string,
): readonly object[] =>
  dataProviderMembers.map(({ name, type }) => ({
    ...sample('DataProvider', textOf),
    DataProviderArn: `arn:aws:dms:eu-west-1:111122223333:data-provider:${name}`,
    Settings: { [name]: sample(type, textOf) },
  }));
