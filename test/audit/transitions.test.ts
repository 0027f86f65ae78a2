import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decidedBy, type Sight, standingOf } from '../../src/audit/transitions.ts';
import { severities } from '../../src/model/finding.ts';
import { isOpen } from '../../src/model/known-finding.ts';
import { REGION, TAKEN_AT } from '../support/builders.ts';
import { findingOf, type Look } from '../support/looks.ts';
import { excepted } from './results.ts';

const decidedAs = (look: Look | null) =>
  look === null ? null : decidedBy(findingOf('a', look), TAKEN_AT, [REGION]);
const sightOf = (look: Look | 'gone' | 'unseen'): Sight => {
  if (look === 'gone') return { kind: 'gone' };
  if (look === 'unseen') return { kind: 'unseen', because: 'it was not read' };
  return { kind: 'found', finding: findingOf('a', look), regions: [REGION] };
};

describe('a finding that was last seen as the first, and is now as the second, stands', () => {
  it.each<[Look | null, Look | 'gone' | 'unseen', ReturnType<typeof standingOf>]>([
    [null, 'LOW', 'new'],
    [null, 'passes', null],
    [null, 'unknown', 'unknown'],
    [null, 'excepted', 'excepted'],
    ['passes', 'LOW', 'new'],
    ['passes', 'unknown', 'unknown'],
    ['passes', 'unseen', null],
    ['passes', 'gone', null],
    ['LOW', 'LOW', 'open'],
    ['LOW', 'MEDIUM', 'worse'],
    ['CRITICAL', 'MEDIUM', 'open'],
    ['LOW', 'passes', 'resolved'],
    ['LOW', 'gone', 'resolved'],
    ['LOW', 'unknown', 'unreadable'],
    ['LOW', 'unseen', 'unreadable'],
    ['LOW', 'excepted', 'excepted'],
    ['excepted', 'HIGH', 'new'],
    ['excepted', 'passes', null],
    ['excepted', 'unseen', null],
    ['excepted', 'unknown', 'unknown'],
  ])('%s, %s: %s', (before, now, standing) => {
    expect(standingOf(decidedAs(before), sightOf(now))).toBe(standing);
  });

  it('as excepted, where somebody answers for what is not known', () => {
    const finding = { ...findingOf('a', 'unknown'), exception: excepted };
    for (const before of [null, 'LOW', 'excepted'] as const)
      expect(standingOf(decidedAs(before), { kind: 'found', finding, regions: [REGION] })).toBe('excepted');
  });
});

it('nothing is resolved that was not seen to pass, or to be gone', () => {
  const looks = [...severities, 'passes', 'unknown', 'excepted'] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(null, ...looks),
      fc.constantFrom(...looks, 'gone' as const, 'unseen' as const),
      (before, now) => {
        const isResolved = standingOf(decidedAs(before), sightOf(now)) === 'resolved';
        expect(isResolved).toBe(isOpen(decidedAs(before)) && (now === 'passes' || now === 'gone'));
      },
    ),
  );
});
