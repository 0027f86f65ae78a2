import { verdict } from './command.ts';
import { networkVerdicts, opennessOf, type SeededGroup } from './seed-network.ts';
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
          ...verdictsOn(resource),
          ...networkVerdicts(resource, facts),
          ...serviceRoleVerdicts(resource),
        },
        resource.region,
        resource.name,
      ),
    ),
    ...regions.flatMap((region) => linesOfUnlisted(region)),
    ...regions.flatMap((region) => linesOfKeys(region, facts)),
    ...roleVerdicts(facts, regions).flatMap(([name, verdicts]) => linesOf(verdicts, 'global', name)),
  ];
  return lines.sort();
}

/** The verdicts of a rule that is in no profile of a plain scan. */
export function expectedVerdictsOf(
  rule: 'instance-egress-is-open' | 'key-is-customer-managed',
  facts: SeedFacts,
): readonly string[] {
  const judge = (resource: SeededResource): Status | null => {
    if (rule === 'instance-egress-is-open') return opennessOf(resource, facts);
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

function verdictsOn({ kind, checks }: SeededResource): Verdicts {
  switch (kind) {
    case 'replication-instance':
      return {
        'instance-is-private': good(checks['public'] === false),
        'instance-spans-zones': good(checks['multi_az'] === true),
        'instance-upgrades-minor-versions': good(checks['auto_minor'] === true),
        // The seed's engines are 3.4.7 and later.
        'instance-engine-supports-guard': 'COMPLIANT',
        'resource-has-required-tags': good(checks['tagged'] === true),
      };
    case 'endpoint':
      return verdictsOnEndpoint(checks);
    case 'task': {
      const logs = good(checks['logging'] === true && checks['severity'] !== 'LOGGER_SEVERITY_ERROR');
      return {
        'task-logs-source': logs,
        'task-logs-target': logs,
        'resource-has-required-tags': 'COMPLIANT',
      };
    }
    case 'replication-config':
      return {
        'instance-spans-zones': good(checks['multi_az'] === true),
        // The stand-in reports no settings of a serverless replication.
        'task-logs-source': 'UNKNOWN',
        'task-logs-target': 'UNKNOWN',
        'resource-has-required-tags': 'NON_COMPLIANT',
      };
  }
}

const withoutSslMode = ['s3', 'kinesis', 'redshift', 'redis', 'kafka'];

function verdictsOnEndpoint(checks: SeededResource['checks']): Verdicts {
  const engine = String(checks['engine']);
  const only = (name: string, status: Status): Status => (engine === name ? status : 'NOT_APPLICABLE');
  return {
    'endpoint-requires-tls': withoutSslMode.includes(engine)
      ? 'NOT_APPLICABLE'
      : good(checks['ssl'] !== 'none'),
    'redis-endpoint-requires-tls': only('redis', good(checks['redis'] === 'ssl-encryption')),
    'kafka-endpoint-requires-tls': only('kafka', good(checks['kafka'] !== 'plaintext')),
    'mongodb-endpoint-authenticates': only('mongodb', good(checks['mongo_auth'] !== 'no')),
    'neptune-endpoint-uses-iam': only('neptune', 'UNKNOWN'),
    'target-data-is-encrypted':
      engine === 's3' ? good(checks['s3_sse'] === 'sse-kms') : only('redshift', 'NON_COMPLIANT'),
    'resource-has-required-tags': 'COMPLIANT',
  };
}

/** What the seed makes in each Region without telling: only its certificates and subscription lack tags. */
const linesOfUnlisted = (region: string): readonly string[] => [
  ...['cert-0', 'cert-1', 'cert-2', 'cert-3', 'dms-events'].map((name) =>
    verdict('resource-has-required-tags', region, name, 'NON_COMPLIANT'),
  ),
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
      'policy-is-well-formed': kind === 'aws-managed' ? 'NOT_APPLICABLE' : 'COMPLIANT',
    };
    return linesOf(verdicts, region, arn.split('/').at(-1) ?? '');
  });
