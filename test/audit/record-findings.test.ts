import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Writer } from '../../src/audit/finding-writes.ts';
import { markTold } from '../../src/audit/mark-told.ts';
import { readingOfDeletion } from '../../src/audit/reading.ts';
import { recordFindings } from '../../src/audit/record-findings.ts';
import { severities } from '../../src/model/finding.ts';
import type { Transition } from '../../src/model/transition.ts';
import { ACCOUNT, REGION } from '../support/builders.ts';
import { expectedLooks, knownLooks, type Look, type Looked, moment, readingLike } from '../support/looks.ts';
import { memoryFindingStore, tampered } from '../support/memory-finding-store.ts';
import { described, toldToAll, writerOn } from '../support/recording.ts';
import { excepted } from './results.ts';

const randomCases = Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? 300);

/** Records looks one after the other, each told of; gives what was told and what is known. */
async function record(
  all: readonly Looked[],
): Promise<readonly [told: readonly string[], known: Readonly<Record<string, string>>]> {
  const store = memoryFindingStore();
  const writer = writerOn(store);
  const told: string[] = [];
  for (const looked of all) {
    const { toTell, known } = await recordFindings(readingLike(looked), writer);
    told.push(...described(toTell));
    await markTold(toldToAll(toTell), known, writer);
  }
  return [told, knownLooks(store.all())];
}

describe('of looks at one resource, people are told', () => {
  const gone = {};
  it.each<[string, readonly Looked['looks'][], readonly string[]]>([
    ['nothing where it passes', [{ a: 'passes' }, { a: 'passes' }, gone], []],
    ['that it fails, once', [{ a: 'LOW' }, { a: 'LOW' }], ['1: a new LOW']],
    ['that it fails after it passed', [{ a: 'passes' }, { a: 'HIGH' }], ['2: a new HIGH']],
    ['that it got worse', [{ a: 'LOW' }, { a: 'HIGH' }], ['1: a new LOW', '2: a worse LOW HIGH']],
    [
      'that it got worse again, not that it got better',
      [{ a: 'HIGH' }, { a: 'LOW' }, { a: 'HIGH' }],
      ['1: a new HIGH', '3: a worse LOW HIGH'],
    ],
    ['that it no longer fails', [{ a: 'LOW' }, { a: 'passes' }], ['1: a new LOW', '2: a resolved LOW']],
    ['that it is gone', [{ a: 'LOW' }, gone], ['1: a new LOW', '2: a resolved LOW']],
    ['nothing where it is not known', [{ a: 'unknown' }, { a: 'unknown' }], []],
    [
      'nothing while what failed is not known',
      [{ a: 'LOW' }, { a: 'unknown' }, { a: 'LOW' }],
      ['1: a new LOW'],
    ],
    [
      'that it passes after it was not known',
      [{ a: 'LOW' }, { a: 'unknown' }, { a: 'passes' }],
      ['1: a new LOW', '3: a resolved LOW'],
    ],
    ['nothing of what somebody answers for', [{ a: 'excepted' }, { a: 'passes' }], []],
    ['nothing when somebody answers for it', [{ a: 'HIGH' }, { a: 'excepted' }], ['1: a new HIGH']],
    [
      'that it no longer fails, by the heaviest that they heard of',
      [{ a: 'HIGH' }, { a: 'LOW' }, { a: 'passes' }, { a: 'LOW' }, { a: 'passes' }],
      ['1: a new HIGH', '3: a resolved HIGH', '4: a new LOW', '5: a resolved LOW'],
    ],
    [
      'that it no longer fails, though somebody answered for it',
      [{ a: 'HIGH' }, { a: 'excepted' }, { a: 'unknown' }, gone, { a: 'excepted' }, { a: 'passes' }],
      ['1: a new HIGH', '4: a resolved HIGH'],
    ],
    ['that nobody answers for it any more', [{ a: 'excepted' }, { a: 'HIGH' }], ['2: a new HIGH']],
    [
      'that it fails again',
      [{ a: 'LOW' }, gone, { a: 'LOW' }],
      ['1: a new LOW', '2: a resolved LOW', '3: a new LOW'],
    ],
  ])('%s', async (_, looks, told) => {
    expect((await record(looks.map((each, index) => ({ at: index + 1, looks: each }))))[0]).toEqual(told);
  });
});

describe('a resource that is not in a reading', () => {
  const failed: Looked = { at: 1, looks: { a: 'HIGH' } };
  const unread = { a: 'HIGH, not read' };
  it.each<[string, Looked, Readonly<Record<string, string>>]>([
    ['is gone where all were listed', { at: 2, looks: {} }, {}],
    ['is still open where the listing failed', { at: 2, looks: {}, isListed: false }, unread],
    ['is still open where it was cut short', { at: 2, looks: { b: 'passes' }, isListed: false }, unread],
    ['is as it was where only another was looked at', { at: 2, looks: {}, only: ['b'] }, { a: 'HIGH' }],
    ['is gone where only it was looked for', { at: 2, looks: {}, only: ['a'] }, {}],
  ])('%s', async (_, later, known) => {
    expect((await record([failed, later]))[1]).toEqual(known);
  });

  it('is gone where AWS Config says that it was deleted', async () => {
    const store = memoryFindingStore();
    await recordFindings(readingLike(failed), writerOn(store));
    const place = { rule: 'instance-is-private', account: ACCOUNT, region: REGION };
    const deletion = readingOfDeletion(place, moment(2), ({ id }) => id === 'a');
    const { toTell, known } = await recordFindings(deletion, writerOn(store));
    expect(described(toTell)).toEqual(['1: a new HIGH', '2: a resolved HIGH']);
    expect(known.map(({ decided }) => decided?.isGone)).toEqual([true]);
  });
});

describe('what is kept', () => {
  const store = memoryFindingStore();
  const at = async (looked: Looked) => {
    await recordFindings(readingLike(looked), writerOn(store, `run ${looked.at}`));
    return store.all().map(({ resource: { id }, version, firstSeen }) => [id, version, firstSeen] as const);
  };
  const hours = (count: number): number => count * 3600;

  it('is nothing of what passes, and what stays as it was is written once a day', async () => {
    expect(await at({ at: 0, looks: { a: 'LOW', b: 'passes' } })).toEqual([['a', 1, moment(0)]]);
    expect(await at({ at: 1, looks: { a: 'LOW', b: 'passes' } })).toEqual([['a', 1, moment(0)]]);
    expect(await at({ at: hours(19), looks: { a: 'LOW' } })).toEqual([['a', 1, moment(0)]]);
    expect(await at({ at: hours(24), looks: { a: 'LOW' } })).toEqual([['a', 2, moment(0)]]);
    expect(await at({ at: hours(25), looks: { a: 'passes' } })).toEqual([['a', 3, moment(0)]]);
    expect(await at({ at: hours(99), looks: { a: 'passes' } })).toEqual([['a', 3, moment(0)]]);
  });

  it('is severity and exception too, whether or not there ever was a verdict', async () => {
    const fresh = memoryFindingStore();
    const keptAfter = async (looked: Looked) => {
      await recordFindings(readingLike(looked), writerOn(fresh));
      return fresh
        .all()
        .filter(({ resource: { id } }) => id === 'a')
        .map(({ status, severity, exception, isUnseen }) => ({ status, severity, exception, isUnseen }));
    };
    const critical = { severity: 'CRITICAL', exception: null, isUnseen: false };
    expect(await keptAfter({ at: 1, looks: { a: 'unknown' } })).toEqual([{ status: 'UNKNOWN', ...critical }]);
    const answered = { severity: 'HIGH', exception: excepted };
    expect(await keptAfter({ at: 2, looks: { a: 'excepted' } })).toEqual([
      { status: 'NON_COMPLIANT', ...answered, isUnseen: false },
    ]);
    expect(await keptAfter({ at: 3, looks: {}, isListed: false })).toEqual([
      { status: 'UNKNOWN', ...answered, isUnseen: true },
    ]);
    expect(await keptAfter({ at: 4, looks: { a: 'passes' } })).toEqual([
      { status: 'COMPLIANT', ...critical },
    ]);
  });

  it('was last seen at the newest reading all the same', async () => {
    const fresh = memoryFindingStore();
    for (const seconds of [0, 60])
      await recordFindings(readingLike({ at: seconds, looks: { a: 'LOW' } }), writerOn(fresh));
    const { known } = await recordFindings(readingLike({ at: 90, looks: { a: 'LOW' } }), writerOn(fresh));
    expect(known.map(({ takenAt }) => takenAt)).toEqual([moment(90)]);
  });
});

describe('changes of one finding that nobody tells of', () => {
  it('are kept up to the newest twenty', async () => {
    const store = memoryFindingStore();
    for (let at = 1; at <= 50; at++)
      await recordFindings(
        readingLike({ at, looks: { a: at % 2 === 0 ? 'passes' : 'LOW' } }),
        writerOn(store),
      );
    const kept = store.all().flatMap(({ untold }) => described(untold));
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([20, '31: a new LOW', '50: a resolved LOW']);
  });
});

const look = fc.constantFrom<Look[]>(...severities, 'passes', 'passes', 'unknown', 'excepted');
const plainLook = fc.constantFrom<Look[]>('LOW', 'HIGH', 'passes', 'unknown');
const resources = ['a', 'b'];
// Where nothing is kept of a resource, that it alone was looked for and is gone leaves no trace.
const passing = (names: readonly string[]): Readonly<Record<string, Look>> =>
  Object.fromEntries(names.map((name) => [name, 'passes']));
const histories = (looks: fc.Arbitrary<Look>): fc.Arbitrary<readonly Looked[]> =>
  fc
    .array(
      fc.record({
        looks: fc.dictionary(fc.constantFrom(...resources), looks, { maxKeys: 2 }),
        isListed: fc.boolean(),
        only: fc.option(fc.subarray(resources), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((all) =>
      all.map(({ only, looks: some, isListed }, index) => ({
        isListed,
        at: index + 1,
        ...(only === undefined ? { looks: some } : { only, looks: { ...passing(only), ...some } }),
      })),
    );

/** That something could not be read later is known of what was known to be there then. */
const verdictsIn = (known: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(known).map(([name, word]) => [name, word.replace(', not read', '')]));

describe('readings in any order, and any of them again', () => {
  const shuffled = (looks: fc.Arbitrary<Look>) =>
    histories(looks).chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
      ),
    );

  it('end in what the newest of them say', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled(look), async ([all, order]) => {
        expect(verdictsIn((await record(order))[1])).toEqual(verdictsIn(expectedLooks(all)));
      }),
      { numRuns: randomCases },
    );
  });

  it('tell of nothing twice, and last of how it is', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled(plainLook), async ([all, order]) => {
        const [told] = await record(order);
        expect(new Set(told).size).toBe(told.length);
        const open = new Set(Object.keys(expectedLooks(all)));
        for (const name of resources) {
          const last = told.findLast((line) => line.includes(` ${name} `));
          expect(last !== undefined && !last.includes('resolved')).toBe(open.has(name));
        }
      }),
      { numRuns: randomCases },
    );
  });
});

describe('workers at once', () => {
  it('end in what the newest reading says, and each change is told by one of them', async () => {
    await fc.assert(
      fc.asyncProperty(histories(look), fc.scheduler(), async (all, scheduler) => {
        const store = memoryFindingStore();
        const told: Transition[] = [];
        const slow = tampered(store, (name, call) => scheduler.schedule(Promise.resolve(), name).then(call));
        const working = Promise.all(
          all.map(async (looked, index) => {
            const wait = () => scheduler.schedule(Promise.resolve(), 'wait');
            const writer = { ...writerOn(slow, `worker ${index}`), wait };
            for (let isOver = false; !isOver; ) {
              const { toTell, known, isHeldUp } = await recordFindings(readingLike(looked), writer);
              told.push(...toTell.map(({ transition }) => transition));
              await markTold(toldToAll(toTell), known, writer);
              isOver = !isHeldUp;
            }
          }),
        );
        await scheduler.waitFor(working);
        expect(verdictsIn(knownLooks(store.all()))).toEqual(verdictsIn(expectedLooks(all)));
        expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
        for (const { id } of store.all()) {
          const moments = told.filter(({ finding }) => finding === id).map(({ at }) => at);
          expect(moments).toEqual(moments.toSorted());
        }
        expect(store.all().flatMap(({ untold }) => untold)).toEqual([]);
      }),
      { numRuns: randomCases },
    );
  });

  it('with the same event twenty times', async () => {
    const store = memoryFindingStore();
    const looked: Looked = { at: 1, looks: { a: 'HIGH', b: 'LOW' } };
    const told = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const { toTell } = await recordFindings(readingLike(looked), {
          ...writerOn(store, `worker ${index}`),
          wait: () => new Promise(setImmediate),
        });
        return described(toTell);
      }),
    );
    expect(told.flat().toSorted()).toEqual(['1: a new HIGH', '1: b new LOW']);
  });

  it('wait for one that has crashed until its time is over, or give up', async () => {
    const store = memoryFindingStore();
    const looked: Looked = { at: 1, looks: { a: 'HIGH' } };
    const crashing = { ...store, findingsIn: () => Promise.reject(new Error('crashed')) };
    await expect(recordFindings(readingLike(looked), writerOn(crashing, 'crashed'))).rejects.toThrow();
    const clockFrom = (start: number, step: number): Partial<Writer> => {
      let seconds = start;
      return { now: () => moment(seconds), wait: () => Promise.resolve((seconds += step)) };
    };
    const one = { ...writerOn(store, 'one'), ...clockFrom(30, 10) };
    expect(described((await recordFindings(readingLike(looked), one)).toTell)).toEqual(['1: a new HIGH']);
    const held = { ...store, enter: () => Promise.resolve(null) };
    const two = { ...writerOn(held, 'two'), ...clockFrom(0, 10) };
    await expect(recordFindings(readingLike(looked), two)).rejects.toThrow('for more than a minute');
  });

  it('who leave so late that another was let in are to run again, and lose nothing by it', async () => {
    const store = memoryFindingStore();
    const clock = { seconds: 1_000 };
    const writer = (owner: string, on: Writer['store'] = store): Writer => ({
      ...writerOn(on, owner),
      now: () => moment(clock.seconds),
    });
    const late = tampered(store, async (name, call) => {
      if (name === 'leave') {
        clock.seconds += 61;
        await recordFindings(
          readingLike({ at: 100, looks: { b: 'passes' }, only: ['b'] }),
          writer('another'),
        );
      }
      return call();
    });
    const newest = readingLike({ at: 900, looks: { a: 'passes', b: 'passes' } });
    await expect(recordFindings(newest, writer('late', late))).rejects.toThrow('took too long');
    await recordFindings(newest, writer('late'));
    const older = readingLike({ at: 500, looks: { a: 'HIGH', b: 'passes' } });
    expect((await recordFindings(older, writer('older'))).toTell).toEqual([]);
  });

  it('who take longer than they may write nothing more', async () => {
    const store = memoryFindingStore();
    let seconds = 0;
    const slow = tampered(store, (_, call) => {
      seconds += 61;
      return call();
    });
    const looked: Looked = { at: 1, looks: { a: 'HIGH' } };
    const writer = { ...writerOn(slow), now: () => moment(seconds) };
    await expect(recordFindings(readingLike(looked), writer)).rejects.toThrow('took too long');
    expect(store.all()).toEqual([]);
  });

  it('who are too many for one finding are told so', async () => {
    const contested = { ...memoryFindingStore(), write: () => Promise.resolve(false) };
    await expect(
      recordFindings(readingLike({ at: 1, looks: { a: 'HIGH' } }), writerOn(contested)),
    ).rejects.toThrow('others wrote the finding');
  });
});
