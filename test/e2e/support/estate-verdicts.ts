import { region } from './aws.ts';
import { verdict } from './command.ts';
import type { EstateKeys } from './estate.ts';

const global = 'global';
const yes = 'COMPLIANT';
const no = 'NON_COMPLIANT';
const none = 'NOT_APPLICABLE';
const unknown = 'UNKNOWN';

type Expected = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** By rule: what each resource gets. Endpoints that a rule does not concern are added below. */
const expected: Expected = {
  'account-role-exists': {
    'dms-vpc-role': yes,
    'dms-cloudwatch-logs-role': yes,
    'dms-access-for-endpoint': none,
  },
  // An instance older than 3.4.7 sends no source keys, and dms-vpc-role asks for one.
  'account-role-trusts-dms': {
    'dms-vpc-role': no,
    'dms-cloudwatch-logs-role': yes,
    'dms-access-for-endpoint': none,
  },
  'role-trust-is-guarded': {
    'dms-vpc-role': yes,
    'dms-cloudwatch-logs-role': no,
    'dms-access-for-endpoint': none,
    'archive-writer': yes,
    'stream-writer': yes,
    unnamed: no,
    nowhere: none,
  },
  'role-trust-admits-only-expected': {
    'dms-vpc-role': yes,
    'dms-cloudwatch-logs-role': yes,
    'dms-access-for-endpoint': none,
    'archive-writer': no,
    'stream-writer': yes,
    unnamed: no,
    nowhere: none,
  },
  'role-trust-is-consistent': {
    'dms-vpc-role': yes,
    'dms-cloudwatch-logs-role': yes,
    'dms-access-for-endpoint': none,
    'archive-writer': yes,
    'stream-writer': yes,
    unnamed: yes,
    nowhere: none,
  },
  // An instance older than 3.4.7 runs a task that writes to the archive.
  'role-trust-fits-use': {
    'dms-vpc-role': no,
    'dms-cloudwatch-logs-role': yes,
    'dms-access-for-endpoint': none,
    'archive-writer': no,
    'stream-writer': yes,
    unnamed: none,
    nowhere: none,
  },
  'role-trust-is-narrow': {
    'dms-vpc-role': no,
    // That DMS sends aws:SourceArn for its logs is not documented.
    'dms-cloudwatch-logs-role': none,
    'dms-access-for-endpoint': none,
    'archive-writer': yes,
    'stream-writer': no,
    unnamed: none,
    nowhere: none,
  },
  'account-role-has-permissions': {
    'dms-vpc-role': no,
    'dms-cloudwatch-logs-role': no,
    'dms-access-for-endpoint': none,
  },
  'account-role-is-not-overbroad': {
    'dms-vpc-role': yes,
    'dms-cloudwatch-logs-role': yes,
    'dms-access-for-endpoint': none,
  },
  'account-role-policy-is-current': {
    'dms-vpc-role': no,
    'dms-cloudwatch-logs-role': no,
    'dms-access-for-endpoint': none,
  },
  'service-role-exists': {
    archive: yes,
    stream: yes,
    graph: no,
    homogeneous: no,
    provider: none,
    project: none,
  },
  'service-role-trusts-dms': { archive: no, stream: yes, homogeneous: none, provider: none, project: none },
  'service-role-has-permissions': { archive: yes, stream: no },
  'service-role-is-not-overbroad': { archive: yes, stream: yes },
  'instance-is-private': { careful: yes, careless: no, profile: yes },
  'instance-spans-zones': { careful: yes, careless: no, serverless: yes },
  'instance-upgrades-minor-versions': { careful: yes, careless: no },
  'instance-engine-supports-guard': { careful: yes, careless: no },
  'instance-engine-is-supported': {
    careful: new Date().toISOString() < '2027-04-01' ? yes : no,
    careless: no,
  },
  'endpoint-requires-tls': { orders: yes, crm: no, claims: yes, provider: no },
  // One names no certificate, and the others verify nothing.
  'endpoint-verifies-tls': { orders: no, crm: no, claims: no, provider: no },
  // It begins like a certificate and is none.
  'certificate-is-valid': { ca: unknown, provider: none },
  'endpoint-uses-secret': { orders: no, crm: no, archive: yes, stream: yes },
  's3-endpoint-names-bucket-owner': { archive: no },
  'redis-endpoint-authenticates': { cache: unknown, sessions: unknown },
  'instance-ingress-is-closed': { careful: yes, careless: no, serverless: unknown },
  // Where a serverless replication stands shows only while it runs.
  'instance-egress-reaches-endpoints': { careful: yes, careless: no, serverless: unknown },
  // Nothing resolves db.internal, and so much hangs on where it is.
  'instance-routes-to-endpoints': { careful: unknown, careless: unknown, serverless: unknown },
  'database-admits-instance': {
    careful: unknown,
    careless: unknown,
    serverless: unknown,
    // The stand-in does not tell whether it runs.
    homogeneous: unknown,
  },
  'database-admits-durably': { careful: unknown, careless: unknown, serverless: unknown },
  'database-ingress-is-narrow': { careful: unknown, careless: unknown, serverless: unknown },
  'flows-stay-private': { careful: unknown, careless: unknown, serverless: unknown },
  // The VPC has no gateway of any kind; where a serverless replication stands is not known.
  'nat-host-admits-instance': { careful: none, careless: none, serverless: unknown },
  // Engine 3.4.6 has its own way to AWS services.
  'instance-reaches-services': { careful: no, careless: none, serverless: unknown },
  'endpoint-connection-succeeds': { orders: unknown, archive: unknown },
  'subnet-group-spans-zones': { migration: yes },
  'target-data-is-encrypted': { archive: no },
  'redis-endpoint-requires-tls': { cache: no, sessions: yes },
  'kafka-endpoint-requires-tls': { events: no },
  'mongodb-endpoint-authenticates': { claims: no, provider: none },
  'neptune-endpoint-uses-iam': { graph: yes },
  'task-log-detail-is-temporary': { talkative: yes, 'half-silent': yes, silent: yes, serverless: yes },
  // None of them runs, or was assessed.
  'task-credentials-are-fresh': { talkative: none, 'half-silent': none, silent: none },
  'assessment-results-are-protected': { talkative: none, 'half-silent': none, silent: none },
  'failure-events-are-covered': {
    careful: yes,
    careless: yes,
    talkative: no,
    'half-silent': no,
    silent: no,
  },
  // Its topic does not exist.
  'event-subscription-works': { failures: no },
  'topic-policy-is-guarded': { failures: none },
  'task-logs-source': {
    talkative: yes,
    'half-silent': yes,
    silent: no,
    serverless: no,
    homogeneous: unknown,
  },
  'task-logs-target': {
    talkative: yes,
    'half-silent': no,
    silent: no,
    serverless: no,
    homogeneous: unknown,
  },
  'resource-has-required-tags': {
    ...Object.fromEntries(
      ['careful', 'talkative', 'half-silent', 'silent', 'serverless', 'ca', 'migration'].map((name) => [
        name,
        yes,
      ]),
    ),
    careless: no,
    failures: no,
  },
};

/** Rules on endpoints, and what those get that are not named above. */
const judgingEndpoints: Readonly<Record<string, string>> = {
  'endpoint-requires-tls': none,
  'redis-endpoint-requires-tls': none,
  'kafka-endpoint-requires-tls': none,
  'mongodb-endpoint-authenticates': none,
  'neptune-endpoint-uses-iam': none,
  'endpoint-verifies-tls': none,
  'certificate-is-valid': none,
  'endpoint-uses-secret': none,
  'endpoint-connection-succeeds': none,
  's3-endpoint-names-bucket-owner': none,
  'redis-endpoint-authenticates': none,
  'target-data-is-encrypted': none,
  'resource-has-required-tags': yes,
};

const endpoints = ['orders', 'archive', 'crm', 'cache', 'sessions', 'events', 'claims', 'graph', 'stream'];

const tasks = ['talkative', 'half-silent', 'silent', 'serverless'];

/** Rules on whatever can name a role; what is not named above names none. */
const judgingRoles = [
  'service-role-exists',
  'service-role-trusts-dms',
  'service-role-has-permissions',
  'service-role-is-not-overbroad',
];

/** Nobody in the estate may act on DMS, so that these rules speak of the account. */
const judgingPrincipals = [
  'policy-is-well-formed',
  'principal-has-permissions',
  'principal-may-use-task-endpoints',
  'principal-passrole-is-scoped',
  'principal-permissions-are-minimal',
  'principal-policy-is-effective',
  'principal-tag-conditions-match',
  'principal-uses-temporary-credentials',
];

const onKeys = ({ own, shared, standard }: EstateKeys): Expected => ({
  'key-admits-only-trusted': { [own]: yes, [shared]: no, [standard]: yes },
  'key-rotates': { [own]: yes, [shared]: no, [standard]: yes },
  'key-is-symmetric': { [own]: yes, [shared]: yes, [standard]: yes },
  'key-is-usable': { [own]: yes, [shared]: yes, [standard]: yes },
  'key-admits-endpoint-role': { [own]: none, [shared]: none, [standard]: none },
  'key-admits-migration-principal': { [own]: none, [shared]: none, [standard]: none },
  'key-admits-serverless-role': { [own]: none, [shared]: none, [standard]: none },
});

/** Every policy is one that IAM takes; AWS writes that of its own key. */
const wellFormed = ({ own, shared, standard }: EstateKeys): readonly string[] => [
  verdict('policy-is-well-formed', region, own, yes),
  verdict('policy-is-well-formed', region, shared, yes),
  verdict('policy-is-well-formed', region, standard, none),
  ...['dms-vpc-role', 'dms-cloudwatch-logs-role', 'archive-writer', 'stream-writer', 'unnamed'].map((name) =>
    verdict('policy-is-well-formed', global, name, yes),
  ),
  ...['dms-access-for-endpoint', 'nowhere'].map((name) =>
    verdict('policy-is-well-formed', global, name, none),
  ),
];

/** Every verdict that the estate gets, a line each, sorted. */
export function expectedLines(keys: EstateKeys, account: string): readonly string[] {
  const perRule = Object.entries({ ...expected, ...onKeys(keys) }).map(
    ([rule, verdicts]): readonly [string, Readonly<Record<string, string>>] => {
      const namesRoles = judgingRoles.includes(rule);
      const rest = namesRoles ? none : judgingEndpoints[rule];
      const others =
        rest === undefined
          ? []
          : [...endpoints, ...(namesRoles ? tasks : [])].filter((name) => !(name in verdicts));
      return [rule, { ...verdicts, ...Object.fromEntries(others.map((name) => [name, rest ?? ''])) }];
    },
  );
  const onResources = perRule.flatMap(([rule, verdicts]) =>
    Object.entries(verdicts).map(([name, status]) =>
      verdict(rule, /^(account-)?role-/.test(rule) ? global : region, name, status),
    ),
  );
  const onPrincipals = judgingPrincipals.map((rule) => verdict(rule, global, account, none));
  const onAccount = [
    verdict('serverless-role-exists', global, 'AWSServiceRoleForDMSServerless', no),
    // No trail is there, and the stand-in does not know cloudtrail:ListEventDataStores.
    verdict('key-use-is-audited', region, account, unknown),
  ];
  return [...onResources, ...wellFormed(keys), ...onPrincipals, ...onAccount].sort();
}
