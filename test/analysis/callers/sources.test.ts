import { describe, expect, it } from 'vitest';
import { callerKeyFacts } from '../../../src/analysis/callers/caller-keys.ts';
import { serviceKeyFacts } from '../../../src/analysis/callers/service-keys.ts';
import { askService, trustOf } from '../../../src/analysis/callers/service-question.ts';
import { type SourceQuestion, sourcesFor } from '../../../src/analysis/callers/sources.ts';
import { ACCOUNT, FOREIGN } from '../../support/builders.ts';
import { alone } from '../../support/organization-builders.ts';
import { dmsMayAssume, policy } from '../policy/builders.ts';

const question: SourceQuestion = {
  account: ACCOUNT,
  organization: undefined,
  ...alone,
  partition: 'aws',
  regions: ['eu-west-1'],
  trustedAccounts: [FOREIGN],
  knownArns: [],
  types: ['rep', 'task'],
};
const when = (Condition: object) => policy([{ ...dmsMayAssume, Condition }]);
const some = (account: string, type = 'rep'): string =>
  `arn:aws:dms:eu-west-1:${account}:${type}:EXAMPLE4WITNESS2RESOURCE26`;

describe('for whom a service may call', () => {
  it('is the account, a trusted one, a stranger, and nobody', () => {
    const { options } = sourcesFor(when({}), question);
    const told = options.map(({ arn, isOwn, isTrusted, isOfNobody }) => [arn, isOwn, isTrusted, isOfNobody]);
    expect(told).toEqual(
      expect.arrayContaining([
        [some(ACCOUNT), true, true, false],
        [some('999999999999'), false, false, false],
        [null, false, false, true],
      ]),
    );
    expect(options.some(({ isOwn, isTrusted }) => isTrusted && !isOwn)).toBe(true);
  });

  it('is a resource that the account has, where one fits', () => {
    const mine = `arn:aws:dms:eu-west-1:${ACCOUNT}:task:MINE`;
    const { options } = sourcesFor(when({}), { ...question, knownArns: [mine] });
    expect(options.filter(({ isOwn }) => isOwn).map(({ arn }) => arn)).toEqual([mine, mine, mine]);
  });

  it('is of each type that the policy tells apart', () => {
    const { options } = sourcesFor(
      when({ ArnLike: { 'aws:SourceArn': 'arn:aws:dms:*:*:task:*' } }),
      question,
    );
    const own = options.filter(({ isOwn }) => isOwn).map(({ arn }) => arn);
    expect(new Set(own)).toEqual(new Set([some(ACCOUNT), some(ACCOUNT, 'task')]));
  });

  it('is an account that the policy writes, where it tells it from others', () => {
    const written = '333333333333';
    const accountsOf = (condition: object) =>
      new Set(
        sourcesFor(when(condition), question).options.map(({ context }) => context['aws:sourceaccount']),
      );
    expect(accountsOf({ StringNotEquals: { 'aws:SourceAccount': written } })).toContain(written);
    expect(accountsOf({ StringEquals: { 'aws:PrincipalTag/x': written } })).not.toContain(written);
  });

  it('is any resource of any service for another service than DMS', () => {
    const bucket = 'arn:aws:s3:::b';
    const { options } = sourcesFor(when({ ArnEquals: { 'aws:SourceArn': bucket } }), {
      ...question,
      types: null,
    });
    const ofBucket = options.filter(({ context }) => context['aws:sourcearn'] === bucket);
    expect(ofBucket.map(({ isOwn, context }) => [context['aws:sourceaccount'], isOwn])).toEqual(
      expect.arrayContaining([
        [undefined, false],
        [ACCOUNT, true],
        ['999999999999', false],
      ]),
    );
  });

  it('is decided for the account in the ARN, which a variable may name', () => {
    const ask = (value: string) => {
      const document = when({ ArnLike: { 'aws:SourceArn': value } });
      const { options, ...sources } = sourcesFor(document, question);
      return askService({
        policy: trustOf(document, question),
        service: 'dms.amazonaws.com',
        action: 'sts:AssumeRole',
        sources,
        among: options.filter(({ isTrusted }) => !isTrusted),
        organization: null,
      }).map(({ allowed, doubts }) => [allowed !== null, doubts.length]);
    };
    expect(ask('arn:aws:dms:*:${aws:SourceAccount}:rep:*')).toEqual([[true, 0]]);
    expect(ask('arn:aws:rds:*:${aws:SourceAccount}:*')).toEqual([[false, 0]]);
    expect(ask(`arn:aws:dms:*:${ACCOUNT}:*`)).toEqual([[false, 0]]);
    expect(ask('arn:aws:rds:*:*:*${aws:SourceAccount}')).toEqual([[false, 1]]);
  });
});

describe('what is known of condition keys', () => {
  it.each<[key: string, ofServices: string, ofCallers: string, isSet: boolean | null]>([
    ['aws:currenttime', 'always', 'always', false],
    ['aws:principalorgid', 'never', 'unverified', false],
    ['aws:sourceorgpaths', 'unverified', 'never', true],
    ['aws:tagkeys', 'unverified', 'maybe', true],
    ['aws:requesttag/a', 'unverified', 'maybe', false],
    ['sts:externalid', 'unverified', 'maybe', false],
    ['accounts.google.com:aud', 'unverified', 'unverified', null],
  ])('%s: services %s, callers %s', (key, ofServices, ofCallers, isSet) => {
    expect(serviceKeyFacts(key, ACCOUNT)).toMatchObject({ presence: ofServices, multivalued: isSet });
    expect(callerKeyFacts(key)).toMatchObject({ presence: ofCallers, multivalued: isSet });
  });
});
