import { beforeAll, describe, expect, it } from 'vitest';
import { freshAccount, region } from './support/aws.ts';
import { dmsAuditor, scan, verdict, verdictsOf } from './support/command.ts';
import { buildEstate } from './support/estate.ts';

const global = 'global';
const yes = 'COMPLIANT';
const no = 'NON_COMPLIANT';
const none = 'NOT_APPLICABLE';

/** By rule: what each resource gets. Endpoints that a rule does not concern are added below. */
const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
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
      ['careful', 'talkative', 'half-silent', 'silent', 'serverless', 'ca'].map((name) => [name, yes]),
    ),
    careless: no,
    failures: no,
  },
};

const endpoints = ['orders', 'archive', 'crm', 'cache', 'sessions', 'events', 'claims', 'graph', 'stream'];

function expectedLines(): readonly string[] {
  const perRule = Object.entries(expected).map(
    ([rule, verdicts]): readonly [string, Readonly<Record<string, string>>] => {
      const judgesEndpoints =
        rule.includes('-endpoint-') || rule.startsWith('endpoint-') || rule.includes('tags');
      const rest = rule.includes('tags') ? yes : none;
      const others =
        judgesEndpoints && !rule.startsWith('account-')
          ? endpoints.filter((name) => !(name in verdicts))
          : [];
      return [rule, { ...verdicts, ...Object.fromEntries(others.map((name) => [name, rest])) }];
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
  beforeAll(() => buildEstate(fresh));

  it('gets every expected verdict and no other', async () => {
    const result = await scan(['--role-arn', fresh.roleArn, '--regions', region]);
    expect(verdictsOf(result)).toEqual(expectedLines());
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
