import { verdict } from './command.ts';
import { endpointVerdicts } from './seed-endpoints.ts';
import { narrownessOf, networkVerdicts, opennessOf, type SeededGroup } from './seed-network.ts';
import { roleVerdicts, serviceRoleVerdicts } from './seed-roles.ts';

/** What `seed_estate.py` says of the estate that it made. */
export interface SeedFacts {
  readonly params: { readonly regions: string; readonly accounts: string };
  readonly resources: readonly SeededResource[];
  readonly roles: readonly { readonly arn: string; readonly kind: string }[];
  readonly keys: readonly { readonly region: string; readonly arn: string; readonly kind: string }[];
  readonly sgs: readonly SeededGroup[];
}

export interface SeededResource {
  readonly kind: 'replication-instance' | 'endpoint' | 'task' | 'replication-config';
  readonly region: string;
  readonly name: string;
  readonly checks: Readonly<Record<string, string | boolean | null | readonly string[]>>;
}

export type Status = 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE' | 'UNKNOWN';
export type Verdicts = Readonly<Record<string, Status>>;

const good = (holds: boolean): Status => (holds ? 'COMPLIANT' : 'NON_COMPLIANT');

/** Every verdict that the catalogue gives on this estate, by what each resource really is. */
export function expectedVerdicts(facts: SeedFacts): readonly string[] {
  const regions = facts.params.regions.split(',');
  const lines = [
    ...facts.resources.flatMap((resource) =>
      linesOf(
        {
          ...verdictsOn(resource, facts),
          ...networkVerdicts(resource, facts),
          ...serviceRoleVerdicts(resource),
        },
        resource.region,
        resource.name,
      ),
    ),
    ...regions.flatMap((region) => linesOfUnlisted(region, facts)),
    ...regions.flatMap((region) => linesOfKeys(region, facts)),
    ...roleVerdicts(facts, regions).flatMap(([name, verdicts]) => linesOf(verdicts, 'global', name)),
    verdict('serverless-role-exists', 'global', 'AWSServiceRoleForDMSServerless', 'NON_COMPLIANT'),
  ];
  return lines.sort();
}

/** Rules that are not in the profile of a plain scan. */
export const unaskedRules = [
  'instance-egress-is-narrow',
  'instance-egress-is-open',
  'key-is-customer-managed',
] as const;

/** The verdicts of one of these. */
export function expectedVerdictsOf(rule: (typeof unaskedRules)[number], facts: SeedFacts): readonly string[] {
  const judge = (resource: SeededResource): Status | null => {
    if (rule === 'instance-egress-is-open') return opennessOf(resource, facts);
    if (rule === 'instance-egress-is-narrow') return narrownessOf(resource, facts);
    const { kms } = resource.checks;
    return kms === undefined ? null : good(kms !== 'aws-managed');
  };
  const lines = facts.resources.flatMap((resource) => {
    const status = judge(resource);
    return status === null ? [] : [verdict(rule, resource.region, resource.name, status)];
  });
  return lines.sort();
}

const linesOf = (verdicts: Verdicts, region: string, name: string): readonly string[] =>
  Object.entries(verdicts).map(([rule, status]) => verdict(rule, region, name, status));

function verdictsOn(resource: SeededResource, facts: SeedFacts): Verdicts {
  const { kind, checks } = resource;
  switch (kind) {
    case 'replication-instance':
      return {
        'instance-is-private': good(checks['public'] === false),
        'instance-spans-zones': good(checks['multi_az'] === true),
        'instance-upgrades-minor-versions': good(checks['auto_minor'] === true),
        // The seed's engines are 3.4.7 and later.
        'instance-engine-supports-guard': 'COMPLIANT',
        'instance-engine-is-supported': support(String(checks['engine'])),
        // The subscription of the seed is to failures of instances.
        'failure-events-are-covered': 'COMPLIANT',
        'resource-has-required-tags': good(checks['tagged'] === true),
      };
    case 'endpoint':
      return endpointVerdicts(resource, facts);
    case 'task': {
      const logs = good(checks['logging'] === true && checks['severity'] !== 'LOGGER_SEVERITY_ERROR');
      return {
        'task-logs-source': logs,
        'task-logs-target': logs,
        // The seed goes no further than LOGGER_SEVERITY_DEBUG.
        'task-log-detail-is-temporary': 'COMPLIANT',
        // None of them runs, or was assessed.
        'task-credentials-are-fresh': 'NOT_APPLICABLE',
        'assessment-results-are-protected': 'NOT_APPLICABLE',
        'failure-events-are-covered': 'NON_COMPLIANT',
        'resource-has-required-tags': 'COMPLIANT',
      };
    }
    case 'replication-config':
      return {
        'instance-spans-zones': good(checks['multi_az'] === true),
        // The stand-in reports no settings of a serverless replication.
        'task-logs-source': 'UNKNOWN',
        'task-logs-target': 'UNKNOWN',
        'task-log-detail-is-temporary': 'UNKNOWN',
        'resource-has-required-tags': 'NON_COMPLIANT',
      };
  }
}

/** AWS ended the support of 3.4.7 in October 2024; that of 3.5.4 ends in March 2027, and that of 3.6.1 has no end yet. */
const support = (version: string): Status =>
  good(version !== '3.4.7' && (version !== '3.5.4' || new Date().toISOString() < '2027-04-01'));

const certificates = ['cert-0', 'cert-1', 'cert-2', 'cert-3'];

/** What the seed makes in each Region without telling: only its certificates and subscription lack tags. */
const linesOfUnlisted = (region: string, { params }: SeedFacts): readonly string[] => [
  ...[...certificates, 'dms-events'].map((name) =>
    verdict('resource-has-required-tags', region, name, 'NON_COMPLIANT'),
  ),
  // They begin like certificates and are none.
  ...certificates.map((name) => verdict('certificate-is-valid', region, name, 'UNKNOWN')),
  // It names a topic that nobody made.
  verdict('event-subscription-works', region, 'dms-events', 'NON_COMPLIANT'),
  verdict('topic-policy-is-guarded', region, 'dms-events', 'NOT_APPLICABLE'),
  // No trail is there, and the stand-in does not know cloudtrail:ListEventDataStores.
  verdict('key-use-is-audited', region, params.accounts, 'UNKNOWN'),
  ...['dms-private', 'dms-public'].flatMap((name) => [
    verdict('resource-has-required-tags', region, name, 'COMPLIANT'),
    verdict('subnet-group-spans-zones', region, name, 'COMPLIANT'),
  ]),
];

/** By the kind of key: usable, rotating, and open to trusted principals alone; all in use are symmetric. */
const onKeys: Readonly<Record<string, readonly [usable: Status, rotates: Status, trusted: Status]>> = {
  'cmk-norotation': ['COMPLIANT', 'NON_COMPLIANT', 'COMPLIANT'],
  'cmk-anyprincipal': ['COMPLIANT', 'COMPLIANT', 'NON_COMPLIANT'],
  'cmk-crossaccount': ['COMPLIANT', 'COMPLIANT', 'NON_COMPLIANT'],
  'cmk-grant': ['COMPLIANT', 'COMPLIANT', 'NON_COMPLIANT'],
  'cmk-disabled': ['NON_COMPLIANT', 'COMPLIANT', 'COMPLIANT'],
  'cmk-pendingdeletion': ['NON_COMPLIANT', 'NOT_APPLICABLE', 'COMPLIANT'],
};

/** The keys that resources of a Region name, in the seed's order of picking them. */
export function keysInUse(
  region: string,
  { keys, resources }: SeedFacts,
): readonly SeedFacts['keys'][number][] {
  const symmetric = keys.filter((key) => key.region === region && key.kind !== 'cmk-asymmetric');
  const named = (kind: SeededResource['kind'], names: (index: number) => boolean) =>
    resources
      .filter((resource) => resource.region === region && resource.kind === kind)
      .flatMap((_, index) => (names(index) ? [symmetric[index % symmetric.length]] : []));
  const serverless = named('replication-config', (index) => index === 1).map(() => symmetric[0]);
  const used = [
    ...named('replication-instance', (index) => index % 4 !== 1),
    ...named('endpoint', (index) => index % 3 !== 0),
    ...serverless,
  ];
  return [...new Set(used)].filter((key) => key !== undefined);
}

/** What the default key is called in lines: its id is not in the facts. */
export const defaultKey = 'the default key';

const linesOfKeys = (region: string, facts: SeedFacts): readonly string[] =>
  [...keysInUse(region, facts), { arn: `/${defaultKey}`, kind: 'aws-managed' }].flatMap(({ arn, kind }) => {
    const [usable, rotates, trusted] = onKeys[kind] ?? (['COMPLIANT', 'COMPLIANT', 'COMPLIANT'] as const);
    const verdicts: Verdicts = {
      'key-is-symmetric': 'COMPLIANT',
      'key-is-usable': usable,
      'key-rotates': rotates,
      'key-admits-only-trusted': trusted,
      // No target names the key of what it writes, and no settings name anyone who migrates.
      'key-admits-endpoint-role': 'NOT_APPLICABLE',
      'key-admits-migration-principal': 'NOT_APPLICABLE',
      // The service-linked role of serverless replications does not exist.
      'key-admits-serverless-role': 'NOT_APPLICABLE',
      'policy-is-well-formed': kind === 'aws-managed' ? 'NOT_APPLICABLE' : 'COMPLIANT',
    };
    return linesOf(verdicts, region, arn.split('/').at(-1) ?? '');
  });
