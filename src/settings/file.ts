import { Ajv } from 'ajv';
import { closest } from 'fastest-levenshtein';
import { type Document, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import schema from '../../schemas/settings.schema.json' with { type: 'json' };
import { fromAddress, fromCidr } from '../analysis/network/address-text.ts';
import { globMatches } from '../analysis/policy/glob.ts';
import type { Rule } from '../model/rule.ts';
import {
  defaultSettings,
  type ExceptionSetting,
  type LoadedSettings,
  type MigrationPrincipal,
  type NamedAddresses,
  type RuleSettings,
} from '../model/settings.ts';
import { alertsIn } from './alerts.ts';
import { SettingsError } from './error.ts';
import { type At, explained, type Path } from './refusals.ts';
import type { AddressEntry, ExceptionEntry, SettingsFile } from './shape.ts';

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
    throw new SettingsError(explained(validate.errors ?? [], at) ?? `${file}: not a settings file`);
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
      endpointAddresses: addressesIn(value['endpoint-addresses'] ?? [], at),
      endpointServers: value['endpoint-servers'] ?? [],
      exceptions: exceptionsIn(value.exceptions ?? [], catalogue, at),
      rules: ruleSettings(value.rules ?? {}, catalogue, at),
    },
    regions: value.regions ?? null,
    alerts: alertsIn(value.alerts ?? {}, catalogue, at),
    securityHub: value['security-hub'] ?? 'off',
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

function addressesIn(entries: readonly AddressEntry[], at: At): readonly NamedAddresses[] {
  const named = entries.map(({ host, vpc, addresses }, index): NamedAddresses => {
    const odd = addresses.findIndex((text) => fromAddress(text) === null && fromCidr(text) === null);
    if (odd >= 0) {
      const path = ['endpoint-addresses', index, 'addresses', odd];
      throw new SettingsError(
        `${at(path)}: ${path.join('.')} must be an address or a range such as 192.168.10.5 or 192.168.0.0/16, not "${addresses[odd] ?? ''}"`,
      );
    }
    return { host, vpcId: vpc ?? null, addresses };
  });
  const keys = named.map(({ host, vpcId }) => `${host.toLowerCase()}${vpcId === null ? '' : ` in ${vpcId}`}`);
  const again = keys.findIndex((key, index) => keys.indexOf(key) < index);
  if (again >= 0) {
    throw new SettingsError(
      `${at(['endpoint-addresses', again])}: endpoint-addresses: ${keys[again] ?? ''} is named twice; put the addresses together`,
    );
  }
  return named;
}

function exceptionsIn(
  entries: readonly ExceptionEntry[],
  catalogue: readonly Rule[],
  at: At,
): readonly ExceptionSetting[] {
  const ids = catalogue.map(({ id }) => id);
  return entries.map(({ rule, account, region, resource, tag, owner, reason, expires }, index) => {
    if (!ids.some((id) => globMatches(rule, id))) {
      const meant = closest(rule, ids);
      throw new SettingsError(
        `${at(['exceptions', index, 'rule'])}: no rule is called "${rule}"; did you mean "${meant}"?`,
      );
    }
    if (!isDay(expires)) {
      throw new SettingsError(
        `${at(['exceptions', index, 'expires'])}: there is no day ${expires}; expires must be one such as 2027-01-31`,
      );
    }
    const [key = '', ...value] = tag?.split('=') ?? [];
    return {
      ...{ rule, owner, reason, expires },
      account: account ?? '*',
      region: region ?? '*',
      resource: resource ?? '*',
      tag: tag === undefined ? null : { key, value: value.length === 0 ? '*' : value.join('=') },
    };
  });
}

/** Whether the calendar has such a day: the 30th of February becomes one of March. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
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
  const accepted = Object.entries(given).map(([name, value]) => {
    const path = ['rules', rule.id, 'parameters', name];
    const parameter = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
    if (parameter === undefined) {
      const known = Object.keys(rule.parameters);
      const allowed = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
      throw new SettingsError(`${at(path, true)}: ${rule.id} has no parameter "${name}"; ${allowed}`);
    }
    const read = parameter.accept(value);
    if (read === undefined) {
      throw new SettingsError(
        `${at(path)}: ${name} must be ${parameter.allowed}, not ${JSON.stringify(value)}`,
      );
    }
    return [name, read] as const;
  });
  return Object.fromEntries(accepted);
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
