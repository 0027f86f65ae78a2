import { describe, expect, it } from 'vitest';
import { exceptionsAt } from '../../src/audit/exceptions.ts';
import { factsNeeded } from '../../src/audit/facts-needed.ts';
import { judge } from '../../src/audit/judge.ts';
import { exitCodeOf } from '../../src/audit/outcome.ts';
import { known, unread } from '../../src/model/lookup.ts';
import type { Result } from '../../src/model/result.ts';
import { defaultSettings, type ExceptionSetting } from '../../src/model/settings.ts';
import type { RegionFacts } from '../../src/model/snapshot.ts';
import { instanceIsPrivate } from '../../src/rules/instance-is-private.ts';
import { resourceHasRequiredTags } from '../../src/rules/resource-has-required-tags.ts';
import { ACCOUNT, accountWith, anInstance, listed, TAKEN_AT } from '../support/builders.ts';

const anException = (over: Partial<ExceptionSetting> = {}): ExceptionSetting => ({
  rule: 'instance-is-private',
  account: '*',
  region: '*',
  resource: '*',
  tag: null,
  owner: 'data-platform@example.com',
  reason: 'moves to private subnets with the cut-over',
  expires: '9999-12-31',
  ...over,
});

const legacy = anInstance({ id: 'legacy', publiclyAccessible: true });

function judged(exceptions: readonly ExceptionSetting[], region: Partial<RegionFacts> = {}): Result {
  const account = accountWith({ instances: listed(legacy), ...region });
  const tool = { name: 'dms-auditor', version: '0' };
  return judge(
    { schemaVersion: '1', tool, takenAt: TAKEN_AT, accounts: { [ACCOUNT]: account } },
    {
      rules: [instanceIsPrivate],
      profile: 'recommended',
      settings: { ...defaultSettings, exceptions },
      tool,
      calls: 0,
    },
  );
}

const isExcepted = (exception: Partial<ExceptionSetting>, region?: Partial<RegionFacts>): boolean =>
  judged([anException(exception)], region).summary.excepted === 1;

const tagged = (tags: Readonly<Record<string, string>>): Partial<RegionFacts> => ({
  tags: { [legacy.arn]: known(tags) },
});

describe('an exception', () => {
  it.each<[string, Partial<ExceptionSetting>]>([
    ['for the rule', {}],
    ['for rules by a pattern', { rule: 'instance-*' }],
    ['for the account', { account: ACCOUNT }],
    ['for the Region', { region: 'eu-west-1' }],
    ['for Regions by a pattern', { region: 'eu-*' }],
    ['for the resource by its id', { resource: 'legacy' }],
    ['for resources by a pattern', { resource: 'leg?cy' }],
    ['for the resource by its ARN', { resource: legacy.arn }],
  ])('%s is made', (_, exception) => {
    expect(isExcepted(exception)).toBe(true);
  });

  it.each<[string, Partial<ExceptionSetting>]>([
    ['another rule', { rule: 'instance-spans-zones' }],
    ['another account', { account: '999999999999' }],
    ['another Region', { region: 'us-east-1' }],
    ['another resource', { resource: 'legac' }],
  ])('for %s is not made', (_, exception) => {
    expect(isExcepted(exception)).toBe(false);
  });

  it('for a tag is made where the resource carries it', () => {
    const tag = { key: 'exempt', value: 'y*' };
    expect(isExcepted({ tag }, tagged({ exempt: 'yes' }))).toBe(true);
    expect(isExcepted({ tag }, tagged({ exempt: 'no' }))).toBe(false);
    expect(isExcepted({ tag }, tagged({ Exempt: 'yes' }))).toBe(false);
    expect(isExcepted({ tag }, tagged({}))).toBe(false);
  });

  it('for a tag is not made where tags were not read', () => {
    const denied = {
      call: 'dms:ListTagsForResource',
      resource: legacy.arn,
      error: 'AccessDenied',
      transient: false,
    };
    const tags = { [legacy.arn]: unread(denied) };
    const tag = { key: 'exempt', value: '*' };
    expect(isExcepted({ tag }, { tags })).toBe(false);
    const assumedOf = (exception: Partial<ExceptionSetting>): readonly string[] | undefined =>
      judged([anException(exception)], { tags }).findings[0]?.assumes;
    expect(assumedOf({ tag, owner: 'team', reason: 'it moves', expires: '2027-01-31' })).toEqual([
      'no exception by team until 2027-01-31, as the tag that it is for could not be read: it moves',
    ]);
    expect(assumedOf({ tag, resource: 'another' })).toEqual([]);
  });

  it('leaves verdict, weight and witness as they are, and says who answers for it', () => {
    const [plain] = judged([]).findings;
    const [excepted] = judged([anException()]).findings;
    expect(excepted).toEqual({
      ...plain,
      exception: {
        owner: 'data-platform@example.com',
        reason: 'moves to private subnets with the cut-over',
        expires: '9999-12-31',
      },
    });
  });

  it('keeps what fails, or is not known, from failing a run', () => {
    const options = { failOn: 'LOW', allowUnknown: false } as const;
    expect(exitCodeOf(judged([]), options)).toBe(1);
    expect(exitCodeOf(judged([anException()]), options)).toBe(0);
    const untold = { instances: listed(anInstance({ publiclyAccessible: null })) };
    expect(exitCodeOf(judged([], untold), options)).toBe(1);
    expect(exitCodeOf(judged([anException()], untold), options)).toBe(0);
  });

  it('says nothing of what passes', () => {
    const passing = { instances: listed(anInstance({ publiclyAccessible: false })) };
    expect(judged([anException()], passing).findings.map(({ exception }) => exception)).toEqual([null]);
  });

  it('counts to the end of its last day, in UTC, and is told of afterwards', () => {
    const ending = anException({ expires: '2027-01-31' });
    expect(exceptionsAt([ending], '2027-01-31T23:59:59.999Z')).toEqual({ inForce: [ending], expired: [] });
    expect(exceptionsAt([ending], '2027-02-01T00:00:00.000Z')).toEqual({ inForce: [], expired: [ending] });
    const past = anException({ expires: '2001-01-01' });
    const result = judged([past]);
    expect({ excepted: result.summary.excepted, expired: result.expiredExceptions }).toEqual({
      excepted: 0,
      expired: [past],
    });
  });
});

describe('what must be known', () => {
  it('has tags in it where an exception asks for one', () => {
    const needs = (exceptions: readonly ExceptionSetting[]) =>
      factsNeeded([instanceIsPrivate], { ...defaultSettings, exceptions }).has('tags');
    expect(needs([anException()])).toBe(false);
    expect(needs([anException({ tag: { key: 'exempt', value: '*' } })])).toBe(true);
    expect(factsNeeded([resourceHasRequiredTags], defaultSettings).has('tags')).toBe(true);
  });
});
