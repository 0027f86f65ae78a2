import { Ajv, type ErrorObject } from 'ajv';
import { closest } from 'fastest-levenshtein';
import { type Document, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import schema from '../schemas/settings.schema.json' with { type: 'json' };
import type { Severity } from './model/finding.ts';
import type { Rule } from './model/rule.ts';
import {
  defaultSettings,
  type LoadedSettings,
  type MigrationPrincipal,
  type OrganizationPolicyNeed,
  type RuleSettings,
  type WayOfWorking,
} from './model/settings.ts';
import { SettingsError } from './settings-error.ts';

/**
 * Twelve digits in quotes.
 * @pattern ^[0-9]{12}$
 */
type AccountId = string;

/**
 * The ARN of a role or user, such as arn:aws:iam::111122223333:role/migrator.
 * @pattern ^arn:[^:*?]+:iam::[0-9]{12}:(role|user)/([^/]+/)*[\w+=,.@-]+$
 */
type PrincipalArn = string;

/**
 * The id of an organisation, such as o-a1b2c3d4e5.
 * @pattern ^o-[a-z0-9]{10,32}$
 */
type OrganizationId = string;

/**
 * The path of an organisational unit with a slash at its end, such as o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/.
 * @pattern ^o-[a-z0-9]{10,32}/r-[a-z0-9]{4,32}/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}/)*$
 */
type OrganizationPath = string;

interface PrincipalEntry {
  arn: PrincipalArn;
  /** How it works with DMS; cli if this is left out. */
  uses?: WayOfWorking;
  /** Whether it migrates to Redshift. */
  'redshift-target'?: boolean;
  /** Whether it is to create the roles that DMS looks for by name. */
  'creates-roles'?: boolean;
}

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
  /** The organisation whose accounts are trusted. */
  'trusted-organization'?: OrganizationId;
  /** Organisational units; the accounts in and below them are trusted. */
  'trusted-organization-paths'?: OrganizationPath[];
  /** required: a verdict that organisation policies could change is UNKNOWN where they cannot be read. */
  'organization-policies'?: OrganizationPolicyNeed;
  /** Roles and users that people migrate with, as ARNs or with how they work. */
  'migration-principals'?: (PrincipalArn | PrincipalEntry)[];
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
    const error = decisiveError(validate.errors ?? []);
    throw new SettingsError(error === undefined ? `${file}: not a settings file` : explain(error, at));
  }
  return {
    settings: {
      ...defaultSettings,
      trustedAccounts: value['trusted-accounts'] ?? [],
      trustedPrincipals: value['trusted-principals'] ?? [],
      trustedOrganization: value['trusted-organization'] ?? null,
      trustedOrganizationPaths: value['trusted-organization-paths'] ?? [],
      organizationPolicies: value['organization-policies'] ?? defaultSettings.organizationPolicies,
      migrationPrincipals: principalsIn(value['migration-principals'] ?? [], at),
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

function principalsIn(
  entries: NonNullable<SettingsFile['migration-principals']>,
  at: At,
): readonly MigrationPrincipal[] {
  const principals = entries.map((entry): MigrationPrincipal => {
    const declared = typeof entry === 'string' ? { arn: entry } : entry;
    return {
      arn: declared.arn,
      uses: declared.uses ?? 'cli',
      redshiftTarget: declared['redshift-target'] ?? null,
      createsRoles: declared['creates-roles'] ?? null,
    };
  });
  const arns = principals.map(({ arn }) => arn);
  const again = arns.findIndex((arn, index) => arns.indexOf(arn) < index);
  if (again >= 0) {
    throw new SettingsError(
      `${at(['migration-principals', again])}: migration-principals: ${arns[again] ?? ''} is named twice; keep one of the two`,
    );
  }
  return principals;
}

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

/** Of a value that may be of several types, the error of the type that it has tells more than those of the others. */
function decisiveError(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const choice = errors.find(({ keyword }) => keyword === 'anyOf');
  const isOtherType = ({ keyword, instancePath }: ErrorObject): boolean =>
    keyword === 'type' && instancePath === choice?.instancePath;
  return errors.find((error) => error !== choice && !isOtherType(error)) ?? errors[0];
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
    return `must be ${uncapitalized(description).replace(/\.$/, '')}, not ${JSON.stringify(data)}`;
  if (keyword === 'type') return `must be ${typeInWords[String(params['type'])] ?? String(params['type'])}`;
  return message ?? 'is not allowed';
}

const uncapitalized = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

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
