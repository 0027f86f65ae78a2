import { describe, expect, it } from 'vitest';
import { noteChange, openScanLock } from '../../src/publish/scan-lock.ts';
import { aStateTable } from '../support/a-state-table.ts';
import { ACCOUNT, FOREIGN } from '../support/builders.ts';

const at = (minute: number): string => `2026-11-22T03:${String(minute).padStart(2, '0')}:00.000Z`;
const lease = (owner: string, from: number, until: number) => ({ owner, now: at(from), until: at(until) });

describe('the lock', () => {
  it.each([
    ['is free at first', [], lease('b', 0, 5), [true, 5]],
    ['is not to be had while it is held', [lease('a', 0, 5)], lease('b', 4, 9), [false, 5]],
    ['is free when it has run out', [lease('a', 0, 5)], lease('b', 5, 9), [true, 9]],
    ['is open to who has it, who has come back', [lease('a', 0, 5)], lease('a', 1, 6), [true, 6]],
    [
      'is not open to who had it before another',
      [lease('a', 0, 5), lease('b', 5, 9)],
      lease('a', 6, 11),
      [false, 9],
    ],
  ] as const)('%s', async (_, before, then, [taken, until]) => {
    const lock = openScanLock(aStateTable());
    for (const one of before) await lock.take(ACCOUNT, one);
    expect(await lock.take(ACCOUNT, then)).toEqual({ taken, changedAt: null, heldUntil: at(until) });
  });

  it('is one for each account', async () => {
    const lock = openScanLock(aStateTable());
    await lock.take(ACCOUNT, lease('a', 0, 5));
    expect((await lock.take(FOREIGN, lease('b', 1, 6))).taken).toBe(true);
  });

  it('can be given back at once, or so that it rests a while', async () => {
    const lock = openScanLock(aStateTable());
    await lock.take(ACCOUNT, lease('a', 0, 9));
    await lock.giveBack(ACCOUNT, 'a', at(2));
    expect((await lock.take(ACCOUNT, lease('b', 1, 9))).taken).toBe(false);
    expect((await lock.take(ACCOUNT, lease('b', 2, 9))).taken).toBe(true);
  });

  it('stays whose it is when another gives it back late', async () => {
    const lock = openScanLock(aStateTable());
    await lock.take(ACCOUNT, lease('a', 0, 1));
    await lock.take(ACCOUNT, lease('b', 2, 9));
    await lock.giveBack(ACCOUNT, 'a', at(3));
    expect((await lock.read(ACCOUNT)).heldUntil).toBe(at(9));
  });

  it('is taken by one of forty at once', async () => {
    const lock = openScanLock(aStateTable());
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, index) => lock.take(ACCOUNT, lease(`owner-${index}`, 0, 5))),
    );
    expect(all.filter(({ taken }) => taken)).toHaveLength(1);
  });
});

describe('that an account changed', () => {
  it.each([
    ['once', [3], 3],
    ['again', [3, 4], 4],
    ['and earlier, which was told late', [4, 3], 4],
  ])('%s', async (_, minutes, latest) => {
    const table = aStateTable();
    for (const minute of minutes) await noteChange(table, ACCOUNT, at(minute));
    expect(await openScanLock(table).read(ACCOUNT)).toEqual({ changedAt: at(latest), heldUntil: null });
  });

  it('is compared as moments, however they are written', async () => {
    const table = aStateTable();
    await noteChange(table, ACCOUNT, at(30));
    await noteChange(table, ACCOUNT, '2026-11-22T04:29:00+01:00');
    expect((await openScanLock(table).read(ACCOUNT)).changedAt).toBe(at(30));
  });

  it('is known to who takes the lock', async () => {
    const table = aStateTable();
    await noteChange(table, ACCOUNT, at(3));
    expect((await openScanLock(table).take(ACCOUNT, lease('a', 4, 9))).changedAt).toBe(at(3));
  });
});
