import { beforeAll, describe, expect, it } from 'vitest';
import { freshAccount, region } from './support/aws.ts';
import { dmsAuditor, scan, verdict, verdictsOf } from './support/command.ts';
import { buildEstate, type EstateKeys } from './support/estate.ts';

const global = 'global';
const yes = 'COMPLIANT';
const no = 'NON_COMPLIANT';
const none = 'NOT_APPLICABLE';

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
    'dms-vpc-role': 'UNKNOWN',
    'dms-cloudwatch-logs-role': yes,
    'dms-access-for-endpoint': none,
  },
  'role-trust-is-guarded': {
    'dms-vpc-role': yes,
    'dms-cloudwatch-logs-role': no,
    'dms-access-for-endpoint': none,
    'archive-writer': yes,
    // A wildcard under a string operator can swallow the account part.
    'stream-writer': 'UNKNOWN',
    nowhere: none,
  },
  'role-trust-admits-only-expected': {
    'dms-vpc-role': yes,
    'dms-cloudwatch-logs-role': yes,
    'dms-access-for-endpoint': none,
    'archive-writer': no,
    'stream-writer': yes,
    nowhere: none,
  },
  'instance-is-private': { careful: yes, careless: no, profile: yes },
  'instance-spans-zones': { careful: yes, careless: no, serverless: yes },
  'instance-upgrades-minor-versions': { careful: yes, careless: no },
  'instance-engine-supports-guard': { careful: yes, careless: no },
  'endpoint-requires-tls': { orders: yes, crm: no, claims: yes, provider: no },
  'instance-ingress-is-closed': { careful: yes, careless: no, serverless: 'UNKNOWN' },
  // Where a serverless replication stands shows only while it runs.
  'instance-egress-reaches-endpoints': { careful: yes, careless: no, serverless: 'UNKNOWN' },
  'subnet-group-spans-zones': { migration: yes },
  'target-data-is-encrypted': { archive: no },
  'redis-endpoint-requires-tls': { cache: no, sessions: yes },
  'kafka-endpoint-requires-tls': { events: no },
  'mongodb-endpoint-authenticates': { claims: no, provider: none },
  'neptune-endpoint-uses-iam': { graph: yes },
  'task-logs-source': {
    talkative: yes,
    'half-silent': yes,
    silent: no,
    serverless: no,
    homogeneous: 'UNKNOWN',
  },
  'task-logs-target': {
    talkative: yes,
    'half-silent': no,
    silent: no,
    serverless: no,
    homogeneous: 'UNKNOWN',
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
  'target-data-is-encrypted': none,
  'resource-has-required-tags': yes,
};

const endpoints = ['orders', 'archive', 'crm', 'cache', 'sessions', 'events', 'claims', 'graph', 'stream'];

const onKeys = ({ own, shared, standard }: EstateKeys): Expected => ({
  'key-admits-only-trusted': { [own]: yes, [shared]: no, [standard]: yes },
  'key-rotates': { [own]: yes, [shared]: no, [standard]: yes },
  'key-is-symmetric': { [own]: yes, [shared]: yes, [standard]: yes },
  'key-is-usable': { [own]: yes, [shared]: yes, [standard]: yes },
});

function expectedLines(keys: EstateKeys): readonly string[] {
  const perRule = Object.entries({ ...expected, ...onKeys(keys) }).map(
    ([rule, verdicts]): readonly [string, Readonly<Record<string, string>>] => {
      const rest = judgingEndpoints[rule];
      const others = rest === undefined ? [] : endpoints.filter((name) => !(name in verdicts));
      return [rule, { ...verdicts, ...Object.fromEntries(others.map((name) => [name, rest ?? ''])) }];
    },
  );
  return perRule
    .flatMap(([rule, verdicts]) =>
      Object.entries(verdicts).map(([name, status]) =>
        verdict(rule, rule.includes('role-') ? global : region, name, status),
      ),
    )
    .sort();
}

describe('an estate of its own', () => {
  const fresh = freshAccount();
  let keys: EstateKeys;
  beforeAll(async () => {
    keys = await buildEstate(fresh);
  });

  it('gets every expected verdict and no other', async () => {
    const result = await scan(['--role-arn', fresh.roleArn, '--regions', region]);
    expect(verdictsOf(result)).toEqual(expectedLines(keys));
    expect(result.scope.accounts).toEqual([fresh.account]);
  });

  it('is judged the same from a collected snapshot, and the snapshot holds no secret', async () => {
    const live = await scan(['--role-arn', fresh.roleArn, '--regions', region]);
    const file = `coverage/${fresh.account}.snapshot.json`;
    const { code } = await dmsAuditor([
      'collect',
      '--role-arn',
      fresh.roleArn,
      '--regions',
      region,
      '--output',
      file,
    ]);
    expect(code).toBe(0);
    const saved = await scan(['--snapshot', file]);
    expect(saved.findings).toEqual(live.findings);
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain('never-to-be-seen');
    expect(text).not.toContain('somebody');
  });
});

describe('an account in which DMS was never used', () => {
  const fresh = freshAccount();

  it('ends clean, and says why', async () => {
    const { code, stdout } = await dmsAuditor([
      'scan',
      '--role-arn',
      fresh.roleArn,
      '--regions',
      `${region},eu-west-1`,
    ]);
    expect(stdout).toContain('Nothing to judge: there is no DMS resource in us-east-1, eu-west-1.');
    expect(code).toBe(0);
  });
});
