import type { SeededResource, SeedFacts, Status, Verdicts } from './seed.ts';

const accountRoles = ['dms-vpc-role', 'dms-cloudwatch-logs-role', 'dms-access-for-endpoint'];

const endpointsOf = ({ resources }: SeedFacts, regions: readonly string[]): readonly SeededResource[] =>
  resources.filter(({ kind, region }) => kind === 'endpoint' && regions.includes(region));

/** The account's own roles that concern DMS: the three fixed names, and those that endpoints of these Regions name. */
function namedRoles(facts: SeedFacts, regions: readonly string[]): readonly string[] {
  const named = endpointsOf(facts, regions)
    .flatMap(({ checks }) => (typeof checks['role'] === 'string' ? [checks['role']] : []))
    .filter((arn) => arn.split(':')[4] === facts.params.accounts)
    .map((arn) => arn.split('/').at(-1) ?? '');
  return [...new Set([...accountRoles, ...named])];
}

const kindOf = (name: string, { roles }: SeedFacts): string | undefined =>
  roles.find(({ arn }) => arn.endsWith(`/${name}`))?.kind;

/** Named roles that the account does not have. */
export const missingRoles = (facts: SeedFacts, regions: readonly string[]): readonly string[] =>
  namedRoles(facts, regions).filter((name) => kindOf(name, facts) === undefined);

/** What roles get: those that are named, and those whose trust lets DMS in. */
export const roleVerdicts = (
  facts: SeedFacts,
  regions: readonly string[],
): readonly (readonly [name: string, verdicts: Verdicts])[] => {
  const trusting = facts.roles
    .filter(({ kind }) => kind !== 'wrongtrust')
    .map(({ arn }) => arn.split('/').at(-1) ?? '');
  const names = [...new Set([...namedRoles(facts, regions), ...trusting])];
  return names.map((name) => [
    name,
    {
      ...verdictsOnTrust(name, facts, regions),
      ...verdictsOnUse(name, facts, regions),
      ...verdictsOnAccountRole(name, facts, regions),
      ...verdictsOnPrincipal(name, facts),
    },
  ]);
};

const none = 'NOT_APPLICABLE';

/** Guard and admission by the kind of role; every kind that is not here has a trust for this account alone. */
const trustByKind: Readonly<Record<string, readonly [guarded: Status, admits: Status]>> = {
  nocondition: ['NON_COMPLIANT', 'COMPLIANT'],
  wrongtrust: [none, 'NON_COMPLIANT'],
  anyprincipal: ['NON_COMPLIANT', 'NON_COMPLIANT'],
};

function verdictsOnTrust(name: string, facts: SeedFacts, regions: readonly string[]): Verdicts {
  const kind = kindOf(name, facts);
  const [guarded, admits]: readonly [Status, Status] =
    kind === undefined ? [none, none] : (trustByKind[kind] ?? ['COMPLIANT', 'COMPLIANT']);
  const admitsDms = kind !== undefined && kind !== 'wrongtrust';
  return {
    'role-trust-is-guarded': guarded,
    'role-trust-admits-only-expected': admits,
    // Each trust has one statement, with one condition at most.
    'role-trust-is-consistent': admitsDms ? 'COMPLIANT' : none,
    'role-trust-is-narrow': admitsDms && sendsSourceArn(name, facts, regions) ? 'NON_COMPLIANT' : none,
    'policy-is-well-formed': kind === undefined ? none : 'COMPLIANT',
  };
}

const usersOf = (name: string, facts: SeedFacts, regions: readonly string[]): readonly SeededResource[] =>
  endpointsOf(facts, regions).filter(({ checks }) => String(checks['role']).endsWith(`/${name}`));

const readsSecret = ({ checks }: SeededResource): boolean => checks['secret'] === 'secretsmanager';
const loadsRedshift = ({ checks }: SeededResource): boolean => checks['engine'] === 'redshift';

/** aws:SourceArn is documented for what DMS does with dms-vpc-role and for endpoints, not for logs and secrets. */
function sendsSourceArn(name: string, facts: SeedFacts, regions: readonly string[]): boolean {
  if (name === 'dms-vpc-role') return true;
  if (name === 'dms-access-for-endpoint') return endpointsOf(facts, regions).some(loadsRedshift);
  return usersOf(name, facts, regions).some((endpoint) => !readsSecret(endpoint));
}

/** Secrets are read by the principal of the Region, dms.us-east-1.amazonaws.com, which no trust of the seed names. */
function verdictsOnUse(name: string, facts: SeedFacts, regions: readonly string[]): Verdicts {
  const fits = (status: Status): Verdicts => ({ 'role-trust-fits-use': status });
  const kind = kindOf(name, facts);
  if (kind === undefined) return fits(none);
  if (name === 'dms-vpc-role') return fits('COMPLIANT');
  // Its trust asks for a key that DMS is not documented to send for it.
  if (name === 'dms-cloudwatch-logs-role') return fits('UNKNOWN');
  if (name === 'dms-access-for-endpoint')
    return fits(endpointsOf(facts, regions).some(loadsRedshift) ? 'COMPLIANT' : none);
  const users = usersOf(name, facts, regions);
  if (users.length === 0) return fits(none);
  return fits(users.every((user) => letsIn(kind, user)) ? 'COMPLIANT' : 'NON_COMPLIANT');
}

const letsIn = (kind: string, user: SeededResource): boolean =>
  kind === 'anyprincipal' || (kind !== 'wrongtrust' && !readsSecret(user));

/** The three carry their managed policies and nothing else. */
function verdictsOnAccountRole(name: string, facts: SeedFacts, regions: readonly string[]): Verdicts {
  if (!accountRoles.includes(name)) return {};
  const used = name !== 'dms-access-for-endpoint' || endpointsOf(facts, regions).some(loadsRedshift);
  const trusts: Readonly<Record<string, Status>> = {
    'dms-vpc-role': 'COMPLIANT',
    'dms-cloudwatch-logs-role': 'UNKNOWN',
    // Its trust names dms alone, and Redshift must be let in too.
    'dms-access-for-endpoint': 'NON_COMPLIANT',
  };
  return {
    'account-role-exists': 'COMPLIANT',
    'account-role-trusts-dms': used ? (trusts[name] ?? none) : none,
    'account-role-has-permissions': used ? 'COMPLIANT' : none,
    'account-role-is-not-overbroad': 'COMPLIANT',
    'account-role-policy-is-current': none,
  };
}

const principalRules = [
  'principal-has-permissions',
  'principal-may-use-task-endpoints',
  'principal-passrole-is-scoped',
  'principal-permissions-are-minimal',
  'principal-policy-is-effective',
  'principal-tag-conditions-match',
  'principal-uses-temporary-credentials',
];

/** These two kinds may do everything, so they are listed as administrators; no settings name anyone. */
const verdictsOnPrincipal = (name: string, facts: SeedFacts): Verdicts =>
  ['admin', 'boundary'].includes(kindOf(name, facts) ?? '')
    ? Object.fromEntries(principalRules.map((rule) => [rule, none]))
    : {};

/** What the rules on the roles of a resource give it. */
export function serviceRoleVerdicts(resource: SeededResource): Verdicts {
  const all = (exists: Status, trusts: Status, may: Status, mayNoMore: Status): Verdicts => ({
    'service-role-exists': exists,
    'service-role-trusts-dms': trusts,
    'service-role-has-permissions': may,
    'service-role-is-not-overbroad': mayNoMore,
  });
  const kind = resource.checks['role_kind'];
  switch (resource.kind) {
    case 'replication-instance':
      return {};
    case 'task':
      return all(none, none, none, none);
    case 'replication-config':
      // The stand-in reports no settings of a serverless replication, which may name a role for time travel.
      return all('UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN');
    case 'endpoint':
      if (typeof kind !== 'string') return all(none, none, none, none);
      if (kind === 'missing') return all('NON_COMPLIANT', none, none, none);
      if (kind === 'crossaccount') return all('UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN');
      return all('COMPLIANT', trustsFor(kind, resource), mayDo(kind, resource), mayDoNoMore(kind, resource));
  }
}

/** Redshift assumes the role of its endpoints itself. */
const trustsFor = (kind: string, endpoint: SeededResource): Status =>
  letsIn(kind, endpoint) && (kind === 'anyprincipal' || !loadsRedshift(endpoint))
    ? 'COMPLIANT'
    : 'NON_COMPLIANT';

/** Kinds that may all of S3, whatever the bucket. */
const mayAllOfS3 = ['s3star', 'admin'];
/** Kinds that hold nothing of S3. */
const mayNothingOfS3 = ['passrole', 'unused'];

/** The least policy covers what an S3 target takes, on the buckets that these name; nobody but administrators reads secrets or writes streams. */
function mayDo(kind: string, endpoint: SeededResource): Status {
  if (kind === 'admin') return 'COMPLIANT';
  if (endpoint.checks['engine'] === 's3' && !mayNothingOfS3.includes(kind)) return 'COMPLIANT';
  return loadsRedshift(endpoint) && mayAllOfS3.includes(kind) ? 'COMPLIANT' : 'NON_COMPLIANT';
}

/** All of KMS is more than the key of one secret. */
function mayDoNoMore(kind: string, endpoint: SeededResource): Status {
  const tooMuch =
    kind === 'admin' ||
    (readsSecret(endpoint) && kind === 'kmsstar') ||
    (['s3', 'redshift'].includes(String(endpoint.checks['engine'])) && kind === 's3star');
  return tooMuch ? 'NON_COMPLIANT' : 'COMPLIANT';
}
