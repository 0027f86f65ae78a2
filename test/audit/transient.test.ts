import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/audit/judge.ts';
import { passingReasons } from '../../src/audit/transient.ts';
import type { Result, UnreadEntry } from '../../src/model/result.ts';
import type { Rule } from '../../src/model/rule.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import type { AccountFacts } from '../../src/model/snapshot.ts';
import { catalogue } from '../../src/rules/index.ts';
import { unseen } from '../publish/reports.ts';
import { ACCOUNT, aSnapshot, REGION } from '../support/builders.ts';
import { deny, denyable } from '../support/laws.ts';
import { randomAccount, randomCases } from '../support/random-snapshots.ts';
import { aFinding, aResult } from './results.ts';

const tool = { name: 'dms-auditor', version: '0.0.0-test' };
const resultOf = (account: AccountFacts, rule: Rule): Result =>
  judge(aSnapshot(account), { rules: [rule], profile: 'all', settings: defaultSettings, tool, calls: 0 });

/** The account as it is when a call was throttled out, where `deny` has it refused. */
const throttle = (account: AccountFacts, call: string): AccountFacts =>
  JSON.parse(
    JSON.stringify(deny(account, call)).replaceAll(
      '"error":"AccessDenied","transient":false',
      '"error":"ThrottlingException","transient":true',
    ),
  ) as AccountFacts;

it('every verdict that a throttled call made UNKNOWN is known by it, and no other', () => {
  fc.assert(
    fc.property(randomAccount, fc.constantFrom(...denyable), (account, call) => {
      for (const rule of catalogue) {
        const before = new Map(resultOf(account, rule).findings.map((finding) => [finding.id, finding]));
        const result = resultOf(throttle(account, call), rule);
        const turned = result.findings.filter(
          ({ id, status }) => status === 'UNKNOWN' && before.get(id)?.status !== 'UNKNOWN',
        );
        for (const finding of turned)
          expect(passingReasons(result, [finding]), `${finding.id}: ${finding.because}`).not.toEqual([]);
        const known = result.findings.filter(({ status }) => status !== 'UNKNOWN');
        expect(passingReasons(result, known)).toEqual([]);
      }
    }),
    { numRuns: Math.ceil(randomCases / 10) },
  );
});

describe('a failure in passing', () => {
  const call: UnreadEntry = {
    account: ACCOUNT,
    region: REGION,
    call: 'dms:DescribeX',
    resource: null,
    error: 'ThrottlingException',
    transient: true,
  };
  const denied = { ...call, error: 'AccessDenied', transient: false };
  const other = { ...call, call: 'dms:DescribeY', error: 'AccessDenied', transient: false };
  const otherUnseen = { status: 'UNKNOWN', because: 'dms:DescribeY failed (AccessDenied)' } as const;
  const words = 'dms:DescribeX failed (ThrottlingException, transient)';
  const withUnread = (unread: readonly UnreadEntry[]): Result => ({
    ...aResult(),
    coverage: { ...aResult().coverage, unread },
  });
  it.each([
    ['that decided', [call], { status: 'UNKNOWN', because: `${words}; and another` }, [words]],
    [
      'in two Regions, told once',
      [call, { ...call, region: 'us-east-1' }],
      { status: 'UNKNOWN', because: words },
      [words],
    ],
    ['beside a verdict that stands', [call], { because: words }, []],
    ['that another UNKNOWN does not hang on', [call, other], otherUnseen, []],
    [
      'beside an UNKNOWN that tells of no call',
      [call],
      { status: 'UNKNOWN', because: 'not decided' },
      [words],
    ],
    ['that is none', [denied], unseen, []],
  ] as const)('%s', (_, unread, over, reasons) => {
    expect(passingReasons(withUnread(unread), [aFinding(over)])).toEqual(reasons);
  });
});
