import { Ajv, type ErrorObject } from 'ajv';
import { closest } from 'fastest-levenshtein';
import { type Document, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import schema from '../schemas/settings.schema.json' with { type: 'json' };
import type { Severity } from './model/finding.ts';
import type { Rule } from './model/rule.ts';
import { defaultSettings, type LoadedSettings, type RuleSettings } from './model/settings.ts';
import { SettingsError } from './settings-error.ts';

/**
 * Twelve digits in quotes.
 * @pattern ^[0-9]{12}$
 */
type AccountId = string;

interface RuleEntry {
  /** false switches the rule off. */
  enabled?: boolean;
  severity?: Severity;
  /** Values by parameter name; `rules` lists what each rule has. */
  parameters?: Record<string, unknown>;
}

/** The settings file, `dms-auditor.yaml`. */
interface SettingsFile {
  /** Accounts besides the audited one that DMS may act for. */
  'trusted-accounts'?: AccountId[];
  /** Principals (role ARNs, account ids, service principals) that role trusts may name besides what DMS needs. */
  'trusted-principals'?: string[];
  /** Tag keys that each DMS resource must carry. */
  'required-tags'?: string[];
  /**
   * The Regions to audit.
   * @minItems 1
   */
  regions?: string[];
  /** By rule id. */
  rules?: Record<string, RuleEntry>;
}

type Path = readonly (string | number)[];

/**
 * Reads a settings file's text.
 *
 * @throws SettingsError naming file and line for anything that is not allowed.
 */
export function parseSettingsFile(text: string, file: string, catalogue: readonly Rule[]): LoadedSettings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const at = (path: Path, onKey = false): string => `${file}:${lineOf(document, lines, path, onKey)}`;
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new SettingsError(`${file}:${lines.linePos(broken.pos[0]).line}: not YAML: ${broken.message}`);
  }
  const value = withoutAliases(document, lines, file) ?? {};
  const validate = new Ajv({ allErrors: false, strict: false, verbose: true }).compile<SettingsFile>(schema);
  if (!validate(value)) {
    const [error] = validate.errors ?? [];
    throw new SettingsError(error === undefined ? `${file}: not a settings file` : explain(error, at));
  }
  return {
    settings: {
      ...defaultSettings,
      trustedAccounts: value['trusted-accounts'] ?? [],
      trustedPrincipals: value['trusted-principals'] ?? [],
      requiredTags: value['required-tags'] ?? [],
      rules: ruleSettings(value.rules ?? {}, catalogue, at),
    },
    regions: value.regions ?? null,
  };
}

/** The document as plain values. yaml finds out about its aliases only here, and throws errors of its own. */
function withoutAliases(document: Document, lines: LineCounter, file: string): unknown {
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      const { line } = lines.linePos(alias.range?.[0] ?? 0);
      throw new SettingsError(
        `${file}:${line}: no anchor is called &${alias.source}; text that begins with * needs quotes`,
      );
    },
  });
  try {
    return document.toJS() as unknown;
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new SettingsError(`${file}: its aliases (*name) stand for too much; write the values out`);
  }
}

type At = (path: Path, onKey?: boolean) => string;

function ruleSettings(
  rules: NonNullable<SettingsFile['rules']>,
  catalogue: readonly Rule[],
  at: At,
): Readonly<Record<string, RuleSettings>> {
  return Object.fromEntries(
    Object.entries(rules).map(([id, { enabled, severity, parameters }]) => {
      const rule = catalogue.find((known) => known.id === id);
      if (rule === undefined) {
        const ids = catalogue.map((known) => known.id);
        throw new SettingsError(
          `${at(['rules', id], true)}: no rule is called "${id}"; did you mean "${closest(id, ids)}"?`,
        );
      }
      return [
        id,
        {
          enabled: enabled ?? true,
          severity: severity ?? null,
          parameters: checked(rule, parameters ?? {}, at),
        },
      ];
    }),
  );
}

function checked(
  rule: Rule,
  given: Readonly<Record<string, unknown>>,
  at: At,
): Readonly<Record<string, unknown>> {
  for (const [name, value] of Object.entries(given)) {
    const path = ['rules', rule.id, 'parameters', name];
    const parameter = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
    if (parameter === undefined) {
      const known = Object.keys(rule.parameters);
      const allowed = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
      throw new SettingsError(`${at(path, true)}: ${rule.id} has no parameter "${name}"; ${allowed}`);
    }
    if (parameter.accept(value) === undefined) {
      throw new SettingsError(
        `${at(path)}: ${name} must be ${parameter.allowed}, not ${JSON.stringify(value)}`,
      );
    }
  }
  return given;
}

function explain(error: ErrorObject, at: At): string {
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
    return `must be ${description.toLowerCase().replace(/\.$/, '')}, not ${JSON.stringify(data)}`;
  if (keyword === 'type') return `must be ${typeInWords[String(params['type'])] ?? String(params['type'])}`;
  return message ?? 'is not allowed';
}

/** The line of a key, or of its value. Paths come from the validator, which writes list positions as text. */
function lineOf(document: Document, lines: LineCounter, path: Path, onKey: boolean): number {
  const node = document.getIn(path, true);
  const parent = document.getIn(path.slice(0, -1), true);
  const pairs =
    typeof parent === 'object' && parent !== null && 'items' in parent && Array.isArray(parent.items)
      ? parent.items
      : [];
  const pair: unknown = pairs.find(
    (item: unknown) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1),
  );
  const key = isPair(pair) && isNode(pair.key) ? pair.key : null;
  const place = onKey ? key : isNode(node) ? node : key;
  return lines.linePos(place?.range?.[0] ?? 0).line;
}
