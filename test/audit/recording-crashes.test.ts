import { describe, expect, it } from 'vitest';
import type { Writer } from '../../src/audit/finding-writes.ts';
import { markTold } from '../../src/audit/mark-told.ts';
import { recordFindings } from '../../src/audit/record-findings.ts';
import { knownLooks, type Looked, moment, readingLike } from '../support/looks.ts';
import { memoryFindingStore, tampered } from '../support/memory-finding-store.ts';
import { described, toldToAll, writerOn } from '../support/recording.ts';

describe('a crash', () => {
  const before: Looked = { at: 1, looks: { a: 'LOW', b: 'LOW', c: 'HIGH' } };
  const after: Looked = { at: 2, looks: { a: 'HIGH', c: 'HIGH', d: 'HIGH' } };

  /** One run as Lambda makes it: what it tells of is told before it is marked. */
  async function invocation(looked: Looked, writer: Writer, told: Set<string>): Promise<void> {
    const { toTell, known } = await recordFindings(readingLike(looked), writer);
    for (const line of described(toTell)) told.add(line);
    await markTold(toldToAll(toTell), known, writer);
  }

  /** Runs it, with the crash at one call of the store; Lambda runs it again. Gives the calls there were. */
  async function run(crashAt: number, isAfter: boolean, again: Looked) {
    const store = memoryFindingStore();
    const told = new Set<string>();
    await invocation(before, writerOn(store), new Set());
    let calls = 0;
    const crashing = tampered(store, async (_, call) => {
      const isNow = calls++ === crashAt;
      if (isNow && !isAfter) throw new Error('crashed');
      const answer = await call();
      if (isNow) throw new Error('crashed');
      return answer;
    });
    try {
      await invocation(after, writerOn(crashing, 'two'), told);
    } catch {
      await invocation(again, writerOn(store, 'two'), told);
    }
    return {
      calls,
      told: [...told].sort(),
      known: knownLooks(store.all()),
      left: store.all().flatMap(({ untold }) => untold),
    };
  }

  const expected = ['2: a worse LOW HIGH', '2: b resolved LOW', '2: d new HIGH'];
  const known = { a: 'HIGH', c: 'HIGH', d: 'HIGH' };

  it('at any call leaves what the next try ends as if there had been none', async () => {
    const undisturbed = await run(-1, false, after);
    expect(undisturbed).toEqual({ calls: 9, told: expected, known, left: [] });
    for (let call = 0; call < undisturbed.calls; call++)
      for (const isAfter of [false, true]) {
        const crashed = await run(call, isAfter, after);
        expect(crashed).toMatchObject({ told: expected, known, left: [] });
      }
  });

  it('is no reason to tell of the change otherwise than once where the next try reads anew', async () => {
    const later = { ...after, at: 3 };
    const { calls } = await run(-1, false, after);
    for (let call = 0; call < calls; call++)
      for (const isAfter of [false, true]) {
        const crashed = await run(call, isAfter, later);
        expect(crashed.told.map((line) => line.slice(3)).toSorted()).toEqual(
          expected.map((line) => line.slice(3)).toSorted(),
        );
        expect(crashed).toMatchObject({ known, left: [] });
      }
  });

  it('of who was to tell leaves it to somebody else, once it is sure', async () => {
    const store = memoryFindingStore();
    const looked: Looked = { at: 1, looks: { a: 'HIGH' } };
    const tell = async (owner: string, minutes: number): Promise<readonly string[]> => {
      const writer = writerOn(store, owner, moment(minutes * 60));
      return described((await recordFindings(readingLike(looked), writer)).toTell);
    };
    expect(await tell('one', 0)).toEqual(['1: a new HIGH']);
    expect(await tell('two', 14)).toEqual([]);
    expect(await tell('one', 14)).toEqual(['1: a new HIGH']);
    expect(await tell('two', 15)).toEqual(['1: a new HIGH']);
    expect(await tell('one', 16)).toEqual([]);
  });

  it('of who was to tell what came first holds up what came after, until it is told', async () => {
    const store = memoryFindingStore();
    const run = async (owner: string, minutes: number, looked: Looked) => {
      const writer = writerOn(store, owner, moment(minutes * 60));
      const { toTell, isHeldUp, known } = await recordFindings(readingLike(looked), writer);
      return { told: described(toTell), isHeldUp, mark: () => markTold(toldToAll(toTell), known, writer) };
    };
    const failing: Looked = { at: 1, looks: { a: 'HIGH' } };
    const passing: Looked = { at: 2, looks: { a: 'passes' } };
    const first = await run('first', 0, failing);
    expect(first).toMatchObject({ told: ['1: a new HIGH'], isHeldUp: false });
    expect(await run('second', 1, passing)).toMatchObject({ told: [], isHeldUp: true });
    await first.mark();
    expect(await run('second', 2, passing)).toMatchObject({ told: ['2: a resolved HIGH'], isHeldUp: false });
    expect(await run('third', 30, passing)).toMatchObject({ told: ['2: a resolved HIGH'], isHeldUp: false });
  });

  it('is nothing to who marks what others have marked, or what is kept no longer', async () => {
    const store = memoryFindingStore();
    const writer = writerOn(store);
    const { toTell, known } = await recordFindings(readingLike({ at: 1, looks: { a: 'HIGH' } }), writer);
    await markTold(toldToAll(toTell), [], writerOn(memoryFindingStore()));
    for (const recorded of [known, known, []]) await markTold(toldToAll(toTell), recorded, writer);
    expect(store.all().map(({ version, lastAlert }) => [version, lastAlert])).toEqual([[2, moment(0)]]);
  });

  it('is nothing to who marks again that some have not heard, which is anybody’s to tell from then on', async () => {
    const store = memoryFindingStore();
    const looked: Looked = { at: 1, looks: { a: 'HIGH' } };
    const { toTell, known } = await recordFindings(readingLike(looked), writerOn(store, 'one'));
    const some = toTell.map(({ transition }) => ({ transition, toldTo: ['team'], isDone: false }));
    for (const recorded of [known, known, []]) await markTold(some, recorded, writerOn(store, 'one'));
    expect(store.all().map(({ version, lastAlert }) => [version, lastAlert])).toEqual([[2, moment(0)]]);
    const other = await recordFindings(readingLike(looked), writerOn(store, 'two'));
    expect(other.toTell.map(({ toldTo }) => toldTo)).toEqual([['team']]);
    // Who was to tell of it before takes it from nobody.
    for (const recorded of [known, []]) await markTold(some, recorded, writerOn(store, 'one'));
    expect((await recordFindings(readingLike(looked), writerOn(store, 'two'))).toTell).toHaveLength(1);
  });

  it('while nobody hears does not count as an alert', async () => {
    const store = memoryFindingStore();
    const { toTell, known } = await recordFindings(
      readingLike({ at: 1, looks: { a: 'HIGH' } }),
      writerOn(store),
    );
    const none = toTell.map((change) => ({ ...change, isDone: true }));
    await markTold(none, known, writerOn(store));
    expect(store.all().map(({ untold, lastAlert }) => [untold, lastAlert])).toEqual([[[], null]]);
  });
});
