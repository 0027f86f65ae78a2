import { describe, expect, it } from 'vitest';
import type { StartOutcome } from '../../../src/model/rule-start.ts';
import { ACCOUNT, REGION } from '../../support/builders.ts';
import { inAccount, other } from './in-account.ts';
import { starts, WINDOW_END } from './messages.ts';

const aStart = (configRule: string, over: object = {}): object => ({
  region: REGION,
  configRule,
  changedAt: WINDOW_END,
  ...over,
});
const later = '2026-11-02T05:02:00.000Z';

describe('starts', () => {
  it('are carried out each once, by Region, after the latest change was noted', async () => {
    const order: string[] = [];
    const { run } = inAccount({
      noteChange: (account, changedAt) => Promise.resolve(void order.push(`${account} ${changedAt}`)),
      start: (region, names) => {
        order.push(`${region} ${names.join(' ')}`);
        return Promise.resolve(new Map(names.map((name) => [name, { kind: 'started' }])));
      },
    });
    const batch = starts(
      aStart('a'),
      aStart('b', { changedAt: later }),
      aStart('a', { region: other }),
      aStart('a', { changedAt: later }),
    );
    expect(await run(batch)).toMatchObject({ again: [], report: { details: { started: 3 } } });
    expect(order).toEqual([`${ACCOUNT} ${later}`, `${REGION} a b`, `${other} a`]);
  });

  it('are at most 25 a call', async () => {
    const { run, started } = inAccount();
    await run(starts(...Array.from({ length: 60 }, (_, index) => aStart(`rule-${index}`))));
    expect(started.map((call) => call.split(' ').length - 1)).toEqual([25, 25, 10]);
  });

  it.each<
    [
      string,
      StartOutcome,
      { readonly again: readonly string[]; readonly level: string; readonly said: readonly string[] },
    ]
  >([
    ['that are busy go back, quietly', { kind: 'busy' }, { again: ['m1', 'm3'], level: 'info', said: [] }],
    [
      'that fail go back',
      { kind: 'failed', because: 'denied' },
      {
        again: ['m1', 'm3'],
        level: 'error',
        said: [`a of ${REGION} was not started, and will be tried again: denied`],
      },
    ],
    [
      'of a rule that is gone do not',
      { kind: 'gone' },
      {
        again: [],
        level: 'info',
        said: [`AWS Config has no rule a of ${REGION} any more; it is not started`],
      },
    ],
  ])('%s, with all others of that rule, which stay in order', async (_, outcome, { again, level, said }) => {
    const { run, warnings } = inAccount({
      start: (region, names) =>
        Promise.resolve(
          new Map(
            names.map((name) => [name, region === REGION && name === 'a' ? outcome : { kind: 'started' }]),
          ),
        ),
    });
    const batch = starts(
      aStart('a'),
      aStart('b'),
      aStart('a', { changedAt: later }),
      aStart('a', { region: other }),
    );
    const details = { started: 2, [outcome.kind]: 1 };
    expect(await run(batch)).toMatchObject({ again, report: { level, details } });
    expect(warnings).toEqual(said);
  });

  it.each<[string, unknown]>([
    ['no JSON', 'x'],
    ['no Region', aStart('a', { region: 'a.example' })],
    ['no rule', aStart('')],
    ['no time', aStart('a', { changedAt: 'soon' })],
  ])('that are none are told of and not tried again: %s', async (_, message) => {
    const { run, noted, started, warnings } = inAccount();
    expect(await run(starts(message))).toMatchObject({ again: [] });
    expect([noted, started, warnings]).toEqual([
      [],
      [],
      [expect.stringContaining('message m1 is passed over')],
    ]);
  });

  it('are none where the change could not be noted: a rule must not publish what is older', async () => {
    const { run, started } = inAccount({ noteChange: () => Promise.reject(new Error('throttled')) });
    await expect(run(starts(aStart('a')))).rejects.toThrow('throttled');
    expect(started).toEqual([]);
  });
});
