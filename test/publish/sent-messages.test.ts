import { describe, expect, it } from 'vitest';
import { openSentMessages, type Sender } from '../../src/publish/sent-messages.ts';
import { ACCOUNT } from '../support/builders.ts';
import { aMessageTable } from './message-table.ts';

const minute = 60_000;

function messages() {
  const table = aMessageTable();
  const time = { now: Date.parse('2026-11-01T03:00:00.000Z') };
  const by = (owner: string, over: Partial<Sender> = {}) =>
    openSentMessages(table, {
      ...{ account: ACCOUNT, kind: 'told', owner },
      now: () => time.now,
      until: time.now + 5 * minute,
      ...over,
    });
  return { table, time, by };
}

describe('a message', () => {
  it('is whose claim came first, until that run must be over', async () => {
    const { time, by } = messages();
    const [one, other] = [by('one'), by('other')];
    expect(await one.claim('a')).toEqual({ state: 'mine' });
    expect(await other.claim('a')).toEqual({ state: 'busy' });
    expect(await one.claim('a')).toEqual({ state: 'mine' });
    time.now += 5 * minute;
    expect(await by('third').claim('a')).toEqual({ state: 'mine' });
  });

  it('that was sent is nobody’s any more, and says what it told of', async () => {
    const { time, by } = messages();
    await by('one').claim('a');
    await by('one').done('a', ['first', 'second']);
    time.now += 60 * minute;
    for (const owner of ['one', 'other']) {
      const claim = await by(owner).claim('a');
      if (claim.state !== 'sent') throw new Error(`it is ${claim.state}`);
      expect(['first', 'second', 'third'].map((id) => claim.toldOf?.(id))).toEqual([true, true, false]);
    }
  });

  it('that told of nothing told of nothing', async () => {
    const { by } = messages();
    await by('one').done('a', []);
    const claim = await by('one').claim('a');
    expect(claim.state === 'sent' && claim.toldOf?.('any')).toBe(false);
  });

  it('that told of more than an item holds does not say of what', async () => {
    const { by, table } = messages();
    await by('one').done(
      'a',
      Array.from({ length: 30_000 }, (_, index) => `t-${index}`),
    );
    const size = JSON.stringify([...table.items.values()]).length;
    expect(size).toBeGreaterThan(300_000);
    expect(size).toBeLessThan(400_000);
    await by('one').done(
      'b',
      Array.from({ length: 30_001 }, (_, index) => `t-${index}`),
    );
    expect(await by('one').claim('b')).toEqual({ state: 'sent', toldOf: null });
  });

  it('is another’s in another account, or on another way', async () => {
    const { by, table } = messages();
    await by('one').done('a', []);
    expect(await by('one', { kind: 'alert' }).claim('a')).toEqual({ state: 'mine' });
    expect(await by('one', { account: '222222222222' }).claim('a')).toEqual({ state: 'mine' });
    expect([...table.items.values()].map(({ item, expires }) => [item, expires])).toEqual([
      ['told#a', 1_794_798_000],
      ['alert#a', 1_794_798_000],
      ['told#a', 1_794_798_000],
    ]);
  });
});
