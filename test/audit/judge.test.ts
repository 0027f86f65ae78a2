import { describe, expect, it } from 'vitest';
import { judge } from '../../src/audit/judge.ts';
import { cutShort, known, notCollected, unread } from '../../src/model/lookup.ts';
import type { Result } from '../../src/model/result.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import type { AccountFacts, Snapshot } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import {
  ACCOUNT,
  accountWith,
  anAccount,
  anEndpoint,
  anInstance,
  aRegion,
  aSnapshot,
  iamOf,
  listed,
  REGION,
  roleArn,
} from '../support/builders.ts';

const tool = { name: 'dms-auditor', version: '0.0.0-test' };

function judged(snapshot: Snapshot, ids: readonly string[], settings: Settings = defaultSettings): Result {
  const rules = catalogue.filter(({ id }) => ids.includes(id));
  return judge(snapshot, { rules, profile: 'all', settings, tool, calls: 7 });
}

const instance = anInstance();
const writer = { path: 'S3Settings.ServiceAccessRoleArn', arn: roleArn('writer') };
const throttled = {
  call: 'dms:DescribeEndpoints',
  resource: null,
  error: 'ThrottlingException',
  transient: true,
};
const blockCall = 's3control:GetPublicAccessBlock';
const here = { account: ACCOUNT, region: REGION };

/** In no organisation. */
const alone = (account: AccountFacts): AccountFacts => ({
  ...account,
  organization: known(null),
  iam: { ...account.iam, organizationPolicies: known(null) },
});

describe('what was not read, of what the rules need', () => {
  const tags = ['resource-has-required-tags'];
  it.each([
    ['nothing', accountWith({ instances: listed(instance) }), ['instance-engine-supports-guard'], []],
    [
      'a listing cut short',
      accountWith({ endpoints: cutShort([], throttled) }),
      ['redis-endpoint-requires-tls'],
      [{ ...here, ...throttled }],
    ],
    [
      'a listing that no rule needs',
      accountWith({ endpoints: cutShort([], throttled) }),
      ['instance-engine-supports-guard'],
      [],
    ],
    [
      'a listing that was not collected',
      accountWith({ endpoints: cutShort([], notCollected('dms:DescribeEndpoints')) }),
      ['redis-endpoint-requires-tls'],
      [{ ...here, ...notCollected('dms:DescribeEndpoints') }],
    ],
    [
      'tags that were denied',
      accountWith({
        instances: listed(instance),
        tags: { [instance.arn]: unread({ ...throttled, call: 'dms:ListTagsForResource' }) },
      }),
      tags,
      [{ ...here, ...throttled, call: 'dms:ListTagsForResource' }],
    ],
    [
      'tags that were never asked for',
      accountWith({ instances: listed(instance) }),
      tags,
      [{ ...here, ...notCollected('dms:ListTagsForResource', instance.arn) }],
    ],
    [
      'what the account blocks, which was refused',
      { ...accountWith({}), accountPublicAccessBlock: unread({ ...throttled, call: blockCall }) },
      ['s3-endpoint-names-bucket-owner'],
      [{ account: ACCOUNT, region: 'global', ...throttled, call: blockCall }],
    ],
    [
      'what the account blocks, of a rule that does not need it',
      { ...accountWith({}), accountPublicAccessBlock: unread({ ...throttled, call: blockCall }) },
      ['redis-endpoint-requires-tls'],
      [],
    ],
    [
      'events that no parameter asks for',
      accountWith({ endpointChanges: cutShort([], notCollected('cloudtrail:LookupEvents')) }),
      ['task-credentials-are-fresh'],
      [],
    ],
    [
      'a role that was never asked for',
      alone(accountWith({ endpoints: listed(anEndpoint({ roles: [writer] })) })),
      ['role-trust-is-guarded'],
      [{ account: ACCOUNT, region: 'global', ...notCollected('iam:GetRole', 'writer') }],
    ],
    [
      'a role that two Regions name, once',
      alone(
        anAccount({
          regions: {
            [REGION]: aRegion({ endpoints: listed(anEndpoint({ roles: [writer] })) }),
            'us-east-1': aRegion({ endpoints: listed(anEndpoint({ roles: [writer] })) }),
          },
        }),
      ),
      ['role-trust-is-guarded'],
      [{ account: ACCOUNT, region: 'global', ...notCollected('iam:GetRole', 'writer') }],
    ],
    [
      'the roles, where none was asked for',
      alone(anAccount({ iam: iamOf({}) })),
      ['role-trust-is-guarded'],
      ['dms-vpc-role', 'dms-cloudwatch-logs-role', 'dms-access-for-endpoint'].map((name) => ({
        account: ACCOUNT,
        region: 'global',
        ...notCollected('iam:GetRole', name),
      })),
    ],
  ])('%s', (_, account, ids, entries) => {
    const { coverage } = judged(aSnapshot(account), ids);
    expect(coverage.unread).toEqual(entries);
  });

  it('makes the verdicts of these rules UNKNOWN', () => {
    const account = accountWith({
      instances: listed(instance),
      endpoints: cutShort([], notCollected('dms:DescribeEndpoints')),
    });
    const { findings } = judged(aSnapshot(account), ['redis-endpoint-requires-tls', ...tags]);
    expect(
      findings.map(({ rule, resource, status, because }) => [rule, resource.id, status, because]),
    ).toEqual([
      [
        'redis-endpoint-requires-tls',
        ACCOUNT,
        'UNKNOWN',
        'dms:DescribeEndpoints was not asked when the snapshot was taken',
      ],
      [
        'resource-has-required-tags',
        'instance-1',
        'UNKNOWN',
        `dms:ListTagsForResource of ${instance.arn} was not asked when the snapshot was taken`,
      ],
      [
        'resource-has-required-tags',
        ACCOUNT,
        'UNKNOWN',
        'dms:DescribeEndpoints was not asked when the snapshot was taken',
      ],
    ]);
  });
});

describe('a result', () => {
  it('names the listings of the kinds that its rules need, in each Region', () => {
    const account = anAccount({
      regions: { [REGION]: aRegion(), 'us-east-1': aRegion({ endpoints: cutShort([], throttled) }) },
    });
    const type = 'AWS::DMS::Endpoint';
    expect(judged(aSnapshot(account), ['redis-endpoint-requires-tls']).coverage.listings).toEqual([
      { ...here, type, complete: true },
      { account: ACCOUNT, region: 'us-east-1', type, complete: false },
    ]);
  });

  it('carries the calls, the tool and the time of the snapshot', () => {
    const snapshot = aSnapshot();
    expect(judged(snapshot, [])).toMatchObject({
      tool,
      takenAt: snapshot.takenAt,
      coverage: { calls: 7 },
      findings: [],
    });
  });

  it('hashes the settings: the same for the same, another for others', () => {
    const hash = (settings: Settings): string => judged(aSnapshot(), [], settings).scope.settingsHash;
    expect(hash(defaultSettings)).toBe(hash(structuredClone(defaultSettings)));
    expect(hash(defaultSettings)).not.toBe(hash({ ...defaultSettings, requiredTags: ['team'] }));
  });

  it('counts each outcome', () => {
    const account = accountWith({
      instances: listed(instance, anInstance({ arn: `${instance.arn}2`, engineVersion: '3.4.0' })),
      tags: { [instance.arn]: known({ team: 'a' }) },
    });
    const { summary } = judged(aSnapshot(account), [
      'instance-engine-supports-guard',
      'resource-has-required-tags',
    ]);
    expect(summary).toEqual({ COMPLIANT: 2, NON_COMPLIANT: 1, NOT_APPLICABLE: 0, UNKNOWN: 1, excepted: 0 });
  });
});
