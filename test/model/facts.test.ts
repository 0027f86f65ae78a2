import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  actionFor,
  allFacts,
  callsFor,
  type FactName,
  factSources,
  listingCall,
  resourceKinds,
  roleCarriers,
  withPrerequisites,
} from '../../src/model/facts.ts';

/** What names roles: DMS resources, and the assessment runs of tasks. */
const naming = [...roleCarriers, 'assessmentBuckets'] as const;

describe('what must be known first', () => {
  it.each([
    ['nothing for nothing', [], []],
    ['nothing but itself for a listing', ['endpoints'], ['endpoints']],
    ['the resources that name roles for the roles', ['roles'], ['roles', ...naming]],
    ['the roles for their permissions', ['rolePermissions'], ['rolePermissions', 'roles', ...naming]],
    [
      'the roles for what AWS writes for them',
      ['awsManagedPolicies'],
      ['awsManagedPolicies', 'roles', ...naming],
    ],
    ['the principals for their access keys', ['accessKeys'], ['accessKeys', 'principals']],
    ['each once', ['roles', 'endpoints', 'endpoints'], ['roles', ...naming]],
  ] as const)('%s', (_, needs, all) => {
    expect(withPrerequisites(needs)).toEqual(new Set(all));
  });

  it('is closed: what is needed for a fact needs no more', () => {
    for (const fact of allFacts) {
      const all = withPrerequisites([fact]);
      expect(withPrerequisites(all)).toEqual(all);
    }
  });
});

describe('the calls that it takes', () => {
  it.each([
    [[], []],
    [['endpoints'], ['dms:DescribeEndpoints']],
    [
      ['tags', 'certificates'],
      ['dms:ListTagsForResource', 'dms:DescribeCertificates'],
    ],
    [
      ['roles'],
      [
        'iam:GetAccountAuthorizationDetails',
        'iam:GetRole',
        ...roleCarriers.map(listingCall),
        'dms:DescribeReplicationTaskAssessmentRuns',
      ],
    ],
    [
      ['accessKeys', 'organizationPolicies'],
      [
        'iam:ListAccessKeys',
        ...callsFor(['principals']),
        'organizations:ListParents',
        'organizations:ListPoliciesForTarget',
        'organizations:DescribePolicy',
        'organizations:DescribeOrganization',
      ],
    ],
  ] as readonly (readonly [readonly FactName[], readonly string[]])[])('for %j: %j', (needs, calls) => {
    expect(callsFor(needs)).toEqual(calls);
  });

  it('are service and operation, and one lists each kind of resource', () => {
    const calls = callsFor(allFacts);
    expect(calls.filter((call) => !/^[a-z0-9-]+:[A-Z]\w+$/.test(call))).toEqual([]);
    expect(new Set(resourceKinds.map(listingCall)).size).toBe(resourceKinds.length);
  });

  it('are told once, also where two facts take the same one', () => {
    const calls = callsFor(['principals', 'rolePermissions', 'roles']);
    expect(calls).toEqual([...new Set(calls)]);
  });

  it('include those that fill gaps', () => {
    expect(callsFor(['principals'])).toEqual(expect.arrayContaining(['iam:GetUser', 'iam:GetGroupPolicy']));
  });

  it('only read', () => {
    const operations = callsFor(allFacts).map((call) => call.split(':')[1] ?? '');
    expect(operations.filter((name) => !/^(Describe|Get|List|Lookup|Search)/.test(name))).toEqual([]);
  });

  it('name every fact', () => {
    expect(Object.keys(factSources)).toEqual(allFacts);
  });
});

it.each([
  ['dms:DescribeEndpoints', 'dms:DescribeEndpoints'],
  ['dms:DescribeDataProviders', 'dms:ListDataProviders'],
  ['dms:DescribeInstanceProfiles', 'dms:ListInstanceProfiles'],
  ['dms:DescribeMigrationProjects', 'dms:ListMigrationProjects'],
  ['iam:GetRole', 'iam:GetRole'],
  ['s3:GetBucketEncryption', 's3:GetEncryptionConfiguration'],
  ['s3:GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  ['s3:ListBuckets', 's3:ListAllMyBuckets'],
  ['s3control:GetPublicAccessBlock', 's3:GetAccountPublicAccessBlock'],
  ['cloudtrail:LookupEvents', 'cloudtrail:LookupEvents'],
])('IAM allows %s as %s', (call, action) => {
  expect(actionFor(call)).toBe(action);
});

it('the policy of the reader allows these actions and the list of Regions, no more', async () => {
  const policy = JSON.parse(await readFile('infra/reader-policy.json', 'utf8')) as {
    readonly Statement: readonly { readonly Effect: string; readonly Action: readonly string[] }[];
  };
  const actions = new Set(['account:ListRegions', ...callsFor(allFacts).map(actionFor)]);
  expect(policy.Statement.map(({ Effect }) => Effect)).toEqual(['Allow']);
  expect(policy.Statement.flatMap(({ Action }) => Action)).toEqual([...actions].sort());
});
