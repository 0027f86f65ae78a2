import { describe, expect, it } from 'vitest';
import { complete, known } from '../../src/model/lookup.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { type Plan, planFixes } from '../../src/remediation/plan.ts';
import { catalogue } from '../../src/rules/index.ts';
import {
  ACCOUNT,
  accountWith,
  anEndpoint,
  anEventSubscription,
  anInstance,
  aRole,
  aSecurityGroup,
  aTask,
  cidr,
  FOREIGN,
  networkOf,
  policy,
  roleArn,
  rolesKnown,
  tcpOf,
  trustStatement,
} from '../support/builders.ts';
import { aKey, anInstanceWithKey, keyStatement, keysKnown } from '../support/key-builders.ts';
import { planOf } from '../support/plan-builders.ts';
import { accountOf, aMigrant, guideStatements, naming } from '../support/principal-builders.ts';
import { aTopic, topicArn, topicsKnown } from '../support/topic-builders.ts';

const rules = catalogue.filter(({ profiles }) => profiles.includes('all'));

interface Asking {
  readonly settings?: Partial<Settings>;
  readonly mostAlone?: number;
}

const planned = (
  whole: AccountFacts,
  asked: readonly string[],
  { settings = {}, mostAlone = 200 }: Asking = {},
): Plan =>
  planFixes(
    { account: ACCOUNT, whole, rules, settings: { ...defaultSettings, ...settings } },
    ({ rule }) => asked.includes(rule),
    { mostAlone },
  );

/** What a plan comes to: each fix with its calls, what it mends and what it comes after; and what is left, and why. */
const brief = ({ fixes, left }: Plan) => ({
  fixes: fixes.map(({ changes, fixes: mended, after }) => ({
    calls: changes.map(({ api, resource }) => `${api.call} ${resource.id}`),
    mends: mended.map(({ rule, resource }) => `${rule} ${resource.id}`),
    after,
  })),
  left: left.map(({ finding, noPatch, notProved }) => `${finding.rule}: ${noPatch?.way ?? notProved ?? ''}`),
});

const ways = [
  ['each alone', 200],
  ['together', 0],
] as const;

const guide = (...without: readonly (keyof typeof guideStatements)[]): readonly object[] =>
  Object.entries(guideStatements).flatMap(([name, statement]) =>
    without.some((each) => each === name) ? [] : [statement],
  );
const current = anInstance({ engineVersion: '3.6.1' });
const creating = (role: string): readonly string[] => [
  `iam:CreateRole ${role}`,
  `iam:AttachRolePolicy ${role}`,
];
const [vpc, logs] = ['dms-vpc-role', 'dms-cloudwatch-logs-role'];

describe('a finding that another patch breaks again', () => {
  it.each(ways)('is mended once more, tried %s', (_, mostAlone) => {
    const whole = accountOf([aMigrant(guide())], { region: { instances: complete([current]) } });
    const plan = planned(whole, ['account-role-exists', 'principal-permissions-are-minimal'], {
      settings: naming(),
      mostAlone,
    });
    expect(brief(plan).left).toEqual([]);
    expect(plan.together.fixed.map(({ rule }) => rule).sort()).toEqual([
      ...['account-role-exists', 'account-role-exists', 'principal-permissions-are-minimal'],
    ]);
  });
});

describe('what repairs what a fix makes worse', () => {
  const asked = ['account-role-exists', 'principal-permissions-are-minimal'];
  const migrator = aMigrant(guide('redshift'));

  it.each(ways)('belongs to the fix, tried %s', (_, mostAlone) => {
    const whole = accountOf([migrator], {
      roles: rolesKnown(aRole()),
      region: { instances: complete([current]) },
    });
    expect(brief(planned(whole, asked, { settings: naming(), mostAlone }))).toEqual({
      fixes: [
        {
          calls: [...creating(logs), `iam:PutRolePolicy ${migrator.id}`],
          mends: [`account-role-exists ${logs}`],
          after: [],
        },
      ],
      left: [],
    });
  });

  it.each(ways)('comes after the fixes that only together make it worse, tried %s', (_, mostAlone) => {
    const whole = accountOf([migrator], { region: { instances: complete([current]) } });
    expect(brief(planned(whole, ['account-role-exists'], { settings: naming(), mostAlone }))).toEqual({
      fixes: [
        { calls: creating(vpc), mends: [`account-role-exists ${vpc}`], after: [] },
        { calls: creating(logs), mends: [`account-role-exists ${logs}`], after: [] },
        { calls: [`iam:PutRolePolicy ${migrator.id}`], mends: [], after: [0, 1] },
      ],
      left: [],
    });
  });
});

describe('a fix that makes something worse', () => {
  const s3 = anEndpoint({
    ...{ id: 's3', arn: 'arn:aws:dms:eu-west-1:111111111111:endpoint:ENDPOINT2', engine: 's3' },
    ...{ direction: 'target', serverName: null, port: null, sslMode: 'none', certificateArn: null },
    settings: { S3Settings: { BucketName: 'archive' } },
  });
  const old = anInstance({ engineVersion: '3.4.6', autoMinorVersionUpgrade: false });
  /** Its group lets nothing out to Amazon S3, which matters from engine 3.4.7 on. */
  const whole = accountWith({
    instances: complete([old]),
    endpoints: complete([s3, anEndpoint()]),
    tasks: complete([aTask()]),
    ...networkOf({ groups: [aSecurityGroup({ egress: [tcpOf(5432, cidr('10.0.0.0/8'))] })] }),
    ...planOf(),
  });

  it.each(ways)('takes no other fix of the same resource with it, tried %s', (_, mostAlone) => {
    const asked = ['instance-upgrades-minor-versions', 'instance-engine-is-supported'];
    const { fixes, left } = brief(planned(whole, asked, { mostAlone }));
    expect(fixes.map(({ mends }) => mends)).toEqual([[`instance-upgrades-minor-versions ${old.id}`]]);
    expect(left).toEqual([
      expect.stringMatching(
        /^instance-engine-is-supported: .*instance-egress-reaches-endpoints@.* would turn/,
      ),
    ]);
  });
});

describe('policies that older engines are locked out by', () => {
  it.each(ways)('come after the upgrade, and no others, tried %s', (_, mostAlone) => {
    const key = aKey({
      policy: known(policy(keyStatement(), keyStatement({ Principal: { AWS: roleArn('guest', FOREIGN) } }))),
    });
    const whole = accountWith(
      {
        instances: complete([{ ...anInstanceWithKey(key.arn), engineVersion: '3.4.6' }]),
        ...networkOf(),
        ...planOf(),
        ...keysKnown(key),
      },
      rolesKnown(aRole({ trust: policy(trustStatement({ Condition: undefined })) })),
    );
    const { fixes } = brief(
      planned(whole, ['role-trust-is-guarded', 'key-admits-only-trusted'], { mostAlone }),
    );
    expect(fixes.map(({ calls, after }) => [calls, after])).toEqual([
      [['dms:ModifyReplicationInstance instance-1'], []],
      [[`kms:PutKeyPolicy ${key.id}`], []],
      [[`iam:UpdateAssumeRolePolicy ${vpc}`], [0]],
    ]);
  });
});

describe('many findings of one thing', () => {
  it('are all mended by one change of it', () => {
    const subscriptions = Array.from({ length: 15 }, (_, index) =>
      anEventSubscription({ id: `events-${index}`, arn: `arn:aws:dms:eu-west-1:${ACCOUNT}:es:E${index}` }),
    );
    const closed = aTopic({
      policy: policy({
        ...{ Effect: 'Allow', Principal: { AWS: roleArn('admin') }, Action: 'sns:Publish' },
        Resource: topicArn(),
      }),
    });
    const whole = accountWith({ eventSubscriptions: complete(subscriptions), ...topicsKnown(closed) });
    const { fixes, left } = brief(planned(whole, ['event-subscription-works']));
    expect(left).toEqual([]);
    expect(fixes.map(({ calls, mends }) => [calls.length, mends.length])).toEqual([[1, 15]]);
  });

  it('are mended one after the other, however many are behind the first', () => {
    const strangers = Array.from({ length: 14 }, (_, index) => roleArn(`stranger-${index}`));
    const trust = policy(trustStatement(), {
      ...{ Effect: 'Allow', Principal: { AWS: strangers }, Action: 'sts:AssumeRole' },
    });
    const whole = accountWith({ instances: complete([current]) }, rolesKnown(aRole({ trust })));
    const { fixes, left } = brief(planned(whole, ['role-trust-admits-only-expected']));
    expect(left).toEqual([]);
    expect(fixes.map(({ calls, mends }) => [calls.length, mends.length])).toEqual([[1, 1]]);
  });
});
