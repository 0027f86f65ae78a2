import type { ErrorObject } from 'ajv';
import { closest } from 'fastest-levenshtein';

/** The way to a value in a settings file. */
export type Path = readonly (string | number)[];

/** Names the place of a value, or of its key: `dms-auditor.yaml:3`. */
export type At = (path: Path, onKey?: boolean) => string;

/** What a validator finds wrong with a settings file, in one line; null where it names nothing. */
export function explained(errors: readonly ErrorObject[], at: At): string | null {
  const error = decisiveError(errors);
  return error === undefined ? null : inWords(error, at);
}

/** Of a value that may be of several types, the error of the type that it has tells more than those of the others. */
function decisiveError(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const choice = errors.find(({ keyword }) => keyword === 'anyOf');
  const isOtherType = ({ keyword, instancePath }: ErrorObject): boolean =>
    keyword === 'type' && instancePath === choice?.instancePath;
  return errors.find((error) => error !== choice && !isOtherType(error)) ?? errors[0];
}

function inWords(error: ErrorObject, at: At): string {
  const { keyword, instancePath, params } = error;
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (keyword === 'additionalProperties') {
    const key = String(params['additionalProperty']);
    const known = Object.keys(schemaAt(error).properties ?? {});
    const where = path.length === 0 ? '' : ` in ${path.join('.')}`;
    return `${at([...path, key], true)}: unknown key "${key}"${where}; did you mean "${closest(key, known)}"? Allowed: ${known.join(', ')}`;
  }
  return `${at(path)}: ${path.join('.') || 'the file'} ${demand(error)}`;
}

interface PartOfSchema {
  readonly properties?: object;
  readonly pattern?: string;
  readonly description?: string;
}
const schemaAt = ({ parentSchema }: ErrorObject): PartOfSchema => (parentSchema ?? {}) as PartOfSchema;

const typeInWords: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  object: 'a mapping of keys to values',
  string: 'text; put it in quotes',
};

/** What a value must be. Where a form is asked for, its description says which. */
function demand(error: ErrorObject): string {
  const { keyword, params, data, message } = error;
  const { pattern, description } = schemaAt(error);
  if (keyword === 'enum') return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
  if (pattern !== undefined && description !== undefined)
    return `must be ${uncapitalized(description).replace(/\.$/, '')}, not ${shown(data)}`;
  if (keyword === 'type') return `must be ${typeInWords[String(params['type'])] ?? String(params['type'])}`;
  return message ?? 'is not allowed';
}

/** What is here by mistake may be the address of a webhook, whose path is a secret. */
const shown = (data: unknown): string =>
  typeof data === 'string' && /:\/\/[^/]*\/./.test(data) ? 'what is there' : JSON.stringify(data);

const uncapitalized = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);
