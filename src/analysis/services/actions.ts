import { globMatches } from '../policy/glob.ts';
import type { ServiceAction } from '../policy/service-tables.ts';
import { serviceTables } from './tables.ts';

/**
 * The actions of a service (`kms:ReEncryptFrom`), in order, that any of the patterns (`kms:ReEncrypt*`, `*`) covers;
 * none where the tables do not hold the service. "The prefix and the action name are case insensitive."
 * (IAM User Guide, reference_policies_elements_action)
 */
export function expandActions(patterns: readonly string[], service: string): readonly string[] {
  const wanted = patterns.map((pattern) => pattern.toLowerCase());
  return Object.keys(serviceTables.services[service]?.actions ?? {})
    .map((name) => `${service}:${name}`)
    .filter((action) => wanted.some((pattern) => globMatches(pattern, action.toLowerCase())))
    .sort();
}

/**
 * Whether a statement can name resources for an action; one that takes none needs `"Resource": "*"`. Null where the
 * tables do not hold the action, and for a pattern: expand it first.
 * (Service Authorization Reference, "Resource types column of the Actions table")
 */
export function takesResource(action: string): boolean | null {
  const types = resourceTypesOf(action);
  return types === null ? null : types.length > 0;
}

/** The resource types that an action takes (`ReplicationTask`), required or not; null where it is not in the tables. */
export function resourceTypesOf(action: string): readonly string[] | null {
  return detailsOf(action)?.resources ?? null;
}

/**
 * The ARN templates of a service's resource type, `arn:${Partition}:dms:${Region}:${Account}:task:*`; null where the
 * tables do not hold the type.
 */
export function arnTemplatesOf(service: string, type: string): readonly string[] | null {
  return serviceTables.services[service]?.resources[type]?.arns ?? null;
}

function detailsOf(action: string): ServiceAction | null {
  const [service = '', name = '', ...rest] = action.toLowerCase().split(':');
  if (rest.length > 0) return null;
  const actions = serviceTables.services[service]?.actions ?? {};
  const known = Object.keys(actions).find((candidate) => candidate.toLowerCase() === name);
  return known === undefined ? null : (actions[known] ?? null);
}

interface ConditionKeyType {
  /** Of one value: `String`, `ARN`, `Bool`, `Date`, `IPAddress` or `Numeric`. */
  readonly type: string;
  /** Whether a request can carry several values, so that set operators make sense. */
  readonly multivalued: boolean;
}

/**
 * What a condition key holds (`aws:SourceArn`, `kms:GrantOperations`, `dms:rep-tag/Team`), whatever the case of its
 * name; null for a key that the tables do not hold.
 * (IAM User Guide, reference_policies_condition-keys and reference_policies_condition-single-vs-multi-valued-context-keys)
 */
export function conditionKeyType(key: string): ConditionKeyType | null {
  const wanted = key.toLowerCase();
  const [prefix = ''] = wanted.split(':', 1);
  const { globalKeys, services } = serviceTables;
  // STS's table also has what identity providers bring: `saml:aud`, `accounts.google.com:sub`.
  const own = (services[prefix] ?? services['sts'])?.keys ?? {};
  const type = typeOf(wanted, globalKeys) ?? typeOf(wanted, own);
  if (type === null) return null;
  const single = type.replace(/^ArrayOf/, '');
  return { type: single, multivalued: single !== type };
}

function typeOf(wanted: string, types: Readonly<Record<string, string>>): string | null {
  const found = Object.entries(types).find(([template]) =>
    globMatches(template.toLowerCase().replaceAll(PLACEHOLDER, '?*'), wanted),
  );
  return found?.[1] ?? null;
}

/** What a policy fills in: `aws:ResourceTag/${TagKey}`, in S3's table `s3:ExistingObjectTag/<key>`. */
const PLACEHOLDER = /\$\{[^}]*\}|<[^>]*>/g;
