import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const folder = new URL(
  '../../../node_modules/@aws-sdk/client-database-migration-service/dist-types/models/',
  import.meta.url,
);

interface Field {
  readonly name: string;
  readonly type: string;
}

const files = readdirSync(folder)
  .filter((name) => /^models_\d+\.d\.ts$/.test(name))
  .map((name) =>
    ts.createSourceFile(name, readFileSync(new URL(name, folder), 'utf8'), ts.ScriptTarget.Latest),
  );

const withoutUndefined = (type: string): string => type.replace(/ \| undefined$/, '');

const fieldsIn = (declared: ts.InterfaceDeclaration, file: ts.SourceFile): readonly Field[] =>
  declared.members
    .filter((member) => ts.isPropertySignature(member))
    .map(({ name, type }) => ({
      name: name.getText(file),
      type: withoutUndefined(type?.getText(file) ?? ''),
    }));

/** Every structure of the DMS API and its fields, read from the SDK's own types. */
export const structures: ReadonlyMap<string, readonly Field[]> = new Map(
  files.flatMap((file) =>
    file.statements
      .filter((statement) => ts.isInterfaceDeclaration(statement))
      .map((declared) => [declared.name.text, fieldsIn(declared, file)] as const),
  ),
);

/** The members of each union, as the SDK writes them: an interface each, in a namespace of the union's name. */
const unions: ReadonlyMap<string, readonly Field[]> = new Map(
  files.flatMap((file) =>
    file.statements
      .filter((statement) => ts.isModuleDeclaration(statement))
      .map(({ name, body }) => {
        const declared = body !== undefined && ts.isModuleBlock(body) ? body.statements : [];
        const members = declared.flatMap((each) =>
          ts.isInterfaceDeclaration(each) ? fieldsIn(each, file) : [],
        );
        return [name.text, members.filter(({ type }) => structures.has(type))] as const;
      }),
  ),
);

/** Every structure that an operation answers which only reads. */
export const answers: readonly string[] = [...structures.keys()].filter((name) =>
  /^(Describe|List)\w+Response$/.test(name),
);

/** Every place in a structure where there is no further structure: `Endpoints[].S3Settings.BucketName`. */
export function placesIn(structure: string, above: readonly string[] = []): readonly string[] {
  // A structure that holds itself has no places that it did not have before.
  if (above.includes(structure)) return [];
  return [...(unions.get(structure) ?? []), ...(structures.get(structure) ?? [])].flatMap(
    ({ name, type }) => {
      const isList = type.endsWith('[]');
      const of = isList ? type.slice(0, -2) : type;
      const place = `${name}${isList ? '[]' : ''}`;
      const isFurther = structures.has(of) || unions.has(of);
      return isFurther ? placesIn(of, [...above, structure]).map((below) => `${place}.${below}`) : [place];
    },
  );
}

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
      unions.has(type) ? {} : valueOf(name, type),
    ]),
  );
}

/** One data provider an engine. */
export const sampleDataProviders = (
  textOf: (structure: string, field: string) => string,
): readonly object[] =>
  (unions.get('DataProviderSettings') ?? []).map(({ name, type }) => ({
    ...sample('DataProvider', textOf),
    DataProviderArn: `arn:aws:dms:eu-west-1:111122223333:data-provider:${name}`,
    Settings: { [name]: sample(type, textOf) },
  }));
