import { describe, expect, it } from 'vitest';
import { routesFor } from '../../src/audit/routes.ts';
import type { AlertRoute } from '../../src/model/alerts.ts';
import type { Severity } from '../../src/model/finding.ts';
import type { Transition } from '../../src/model/transition.ts';
import { aTransition } from '../publish/alerts/notices.ts';
import { FOREIGN } from '../support/builders.ts';

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
