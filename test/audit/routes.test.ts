import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globMatches } from '../../src/analysis/policy/glob.ts';
import { routesFor, selectionOf } from '../../src/audit/routes.ts';
import type { AlertRoute } from '../../src/model/alerts.ts';
import type { Severity } from '../../src/model/finding.ts';
import type { Transition } from '../../src/model/transition.ts';
import { aTransition } from '../publish/alerts/notices.ts';
import { ACCOUNT, FOREIGN } from '../support/builders.ts';

const route = (over: Partial<AlertRoute> = {}): AlertRoute => ({
  name: 'on-call',
  severity: 'HIGH',
  accounts: ['*'],
  rules: ['*'],
  to: { kind: 'slack', secret: 'dms-auditor/slack' },
  ...over,
});
const isTold = (transition: Transition, over: Partial<AlertRoute> = {}): boolean =>
  routesFor(transition, [route(over)]).length === 1;

describe('a route from HIGH on', () => {
  it.each<[string, Partial<Transition>, boolean]>([
    ['new, just heavy enough', { severity: 'HIGH' }, true],
    ['new, heavier', { severity: 'CRITICAL' }, true],
    ['new, too light', { severity: 'MEDIUM' }, false],
    ['worse, heavy enough now', { change: 'worse', before: 'LOW', severity: 'HIGH' }, true],
    ['worse, still too light', { change: 'worse', before: 'LOW', severity: 'MEDIUM' }, false],
    ['resolved, having been heavy', { change: 'resolved', severity: 'HIGH' }, true],
    ['resolved, having been light', { change: 'resolved', severity: 'LOW' }, false],
  ])('%s', (_, over, told) => {
    expect(isTold(aTransition('a', over))).toBe(told);
  });
});

describe('a route of some', () => {
  it.each<[string, Partial<AlertRoute>, boolean]>([
    ['accounts by pattern', { accounts: ['2*', '1111*'] }, true],
    ['other accounts', { accounts: [FOREIGN] }, false],
    ['rules by pattern', { rules: ['task-*', 'instance-*'] }, true],
    ['other rules', { rules: ['instance-is-privat'] }, false],
    ['no accounts', { accounts: [] }, false],
  ])('%s', (_, over, told) => {
    expect(isTold(aTransition('a'), over)).toBe(told);
  });
});

it('each weight hears of what is as heavy and heavier', () => {
  const heard = (severity: Severity) =>
    (['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const).filter((weight) =>
      isTold(aTransition('a', { severity: weight }), { severity }),
    );
  expect(heard('INFORMATIONAL')).toHaveLength(5);
  expect(heard('CRITICAL')).toEqual(['CRITICAL']);
});

describe('an exception that has ended, to a route for instance-* and *-is-open in one account', () => {
  const { exception } = selectionOf(route({ accounts: [ACCOUNT], rules: ['instance-*', '*-is-open'] }));
  const made = { account: ACCOUNT, rule: 'instance-is-private' };

  it.each<[string, Partial<typeof made>, boolean]>([
    ['for one of its rules', {}, true],
    ['for every account and rule', { account: '*', rule: '*' }, true],
    ['for accounts of which its own is one', { account: '1111*' }, true],
    ['for accounts of which its own may be one', { account: '?11111111111' }, true],
    ['for rules of which some are its own', { rule: '*-is-*' }, true],
    ['for rules of which some may be its own', { rule: 'task-*' }, true],
    ['for another account', { account: FOREIGN }, false],
    ['for other accounts', { account: '3333*' }, false],
    ['for another rule', { rule: 'key-rotates' }, false],
    ['for other rules', { rule: 'key-*-rotated' }, false],
  ])('%s', (_, over, isTold) => {
    expect(exception({ ...made, ...over })).toBe(isTold);
  });
});

it('two patterns have a text in common where there is one', () => {
  const length = 4;
  const texts = Array.from({ length: length + 1 }, (_, most) => most).flatMap((most) =>
    Array.from({ length: 2 ** most }, (__, bits) =>
      most === 0 ? '' : bits.toString(2).padStart(most, '0').replaceAll('0', 'a').replaceAll('1', 'b'),
    ),
  );
  // Whatever two such patterns have in common is also in a text as long as both.
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: length / 2 });
  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      const { exception } = selectionOf(route({ rules: [one] }));
      expect(exception({ account: ACCOUNT, rule: other })).toBe(
        texts.some((text) => globMatches(one, text) && globMatches(other, text)),
      );
    }),
    { numRuns: Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? 300) },
  );
});
