import { describe, expect, it } from 'vitest';
import { nightOf } from '../../../src/publish/alerts/night.ts';
import { excepted } from '../../audit/results.ts';
import { ACCOUNT, FOREIGN, REGION } from '../../support/builders.ts';
import { failed, onInstance, unseen } from '../reports.ts';
import { aNight, aTransition, everything } from './notices.ts';

const names = (findings: readonly { readonly resource: { readonly id: string } }[]) =>
  findings.map(({ resource }) => resource.id);
const low = { ...failed, severity: 'LOW' } as const;

describe('a night', () => {
  it('is told from its weight on; what weighs less is counted', () => {
    const night = nightOf(
      aNight([
        onInstance('low', low),
        onInstance('low-unknown', { ...unseen, severity: 'LOW' }),
        onInstance('heavy', failed),
        onInstance('unknown', unseen),
        onInstance('passes'),
      ]),
      { ...everything, severity: 'HIGH' },
    );
    expect([names(night.open), names(night.unknown), night.below]).toEqual([['heavy'], ['unknown'], 2]);
    expect(night.summary).toEqual({
      COMPLIANT: 1,
      NON_COMPLIANT: 2,
      NOT_APPLICABLE: 0,
      UNKNOWN: 2,
      excepted: 0,
    });
  });

  it('is told of the accounts and rules of its route alone, with what was not audited or read in them', () => {
    const elsewhere = { ...onInstance('other', failed).resource, account: FOREIGN };
    const notAudited = [
      { account: FOREIGN, region: REGION, reason: 'no role' },
      { account: elsewhere.account, region: 'global', reason: 'no role' },
    ];
    const own = aNight([
      onInstance('mine', failed),
      onInstance('other', { ...failed, resource: elsewhere }),
      onInstance('rule', { ...failed, rule: 'task-logs-source' }),
    ]);
    const result = { ...own.result, coverage: { ...own.result.coverage, notAudited } };
    const selection = {
      ...everything,
      account: (id: string) => id !== FOREIGN,
      rule: (id: string) => id === 'instance-is-private',
    };
    const night = nightOf({ ...own, result }, selection);
    expect(names(night.open)).toEqual(['mine']);
    expect(night.notAudited).toEqual([]);
    expect(nightOf({ ...own, result }, everything).notAudited).toEqual(notAudited);
  });

  it('tells changes by kind, and what is still open beside them', () => {
    const night = nightOf(
      aNight([onInstance('new', failed), onInstance('worse', failed), onInstance('old', failed)], {
        transitions: [
          aTransition('worse', { change: 'worse', before: 'LOW' }),
          aTransition('new'),
          aTransition('gone', { change: 'resolved' }),
          aTransition('light', { change: 'resolved', severity: 'LOW' }),
        ],
      }),
      { ...everything, severity: 'HIGH' },
    );
    expect(
      [night.changes?.new, night.changes?.worse, night.changes?.resolved].map((list) => names(list ?? [])),
    ).toEqual([['new'], ['worse'], ['gone']]);
    expect(names(night.stillOpen)).toEqual(['old']);
  });

  it('is without changes where nothing is known from before', () => {
    expect(nightOf(aNight([onInstance('a', failed)]), everything).changes).toBeNull();
  });

  it('names the resources with the most failures first', () => {
    const rules = ['instance-is-private', 'instance-has-key'];
    const twice = rules.map((rule) => onInstance('twice', { ...failed, rule, severity: 'LOW' }));
    const night = nightOf(aNight([onInstance('once', failed), ...twice]), everything);
    expect(night.offenders.map(({ resource, findings }) => [resource.id, findings.length])).toEqual([
      ['twice', 2],
      ['once', 1],
    ]);
  });

  it('tells which findings somebody answers for, of its weight, accounts and rules, the heaviest first', () => {
    const exception = excepted;
    const elsewhere = { ...onInstance('other').resource, account: FOREIGN };
    const night = nightOf(
      aNight([
        onInstance('high', { ...failed, severity: 'HIGH', exception }),
        onInstance('unknown', { ...unseen, exception }),
        onInstance('low', { ...low, exception }),
        onInstance('rule', { ...failed, exception, rule: 'task-logs-source' }),
        onInstance('other', { ...failed, exception, resource: elsewhere }),
        onInstance('open', failed),
        onInstance('passes'),
      ]),
      {
        ...everything,
        severity: 'HIGH',
        account: (id: string) => id !== FOREIGN,
        rule: (id: string) => id === 'instance-is-private',
      },
    );
    expect(
      night.excepted.map(({ resource: { id }, severity, exception: { owner, expires } }) => [
        id,
        severity,
        owner,
        expires,
      ]),
    ).toEqual([
      ['unknown', 'CRITICAL', 'team', '2027-01-01'],
      ['high', 'HIGH', 'team', '2027-01-01'],
    ]);
    expect([names(night.open), night.summary.excepted]).toEqual([['open'], 3]);
  });

  it.each([
    ['the day of the audit', '2026-11-01', 1],
    ['the fourteenth day after', '2026-11-15', 1],
    ['the fifteenth', '2026-11-16', 0],
  ])('tells of exceptions that end on %s: %s', (_, expires, count) => {
    const exception = { ...excepted, expires } as NonNullable<typeof excepted>;
    const night = nightOf(
      aNight([onInstance('a', { ...failed, exception }), onInstance('b', { ...unseen, exception })]),
      everything,
    );
    expect(night.ending).toEqual(
      count === 0 ? [] : [{ ...exception, rules: ['instance-is-private'], findings: 2 }],
    );
    expect(night.open).toEqual([]);
  });
});

it('exceptions that have ended are told where they can be for the route', () => {
  const ended = [ACCOUNT, FOREIGN].map((account) => ({
    ...{ rule: 'instance-*', account, region: '*', resource: '*', tag: null },
    ...{ owner: `owner in ${account}`, reason: 'in work', expires: '2026-10-31' },
  }));
  const own = aNight([onInstance('a')]);
  const night = { ...own, result: { ...own.result, expiredExceptions: ended } };
  expect(nightOf(night, everything).ended).toEqual(ended);
  const selection = {
    ...everything,
    exception: ({ account }: { readonly account: string }) => account === ACCOUNT,
  };
  expect(nightOf(night, selection).ended).toEqual(ended.slice(0, 1));
});
