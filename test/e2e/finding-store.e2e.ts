import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import type { Writer } from '../../src/audit/finding-writes.ts';
import { markTold } from '../../src/audit/mark-told.ts';
import { recordFindings } from '../../src/audit/record-findings.ts';
import type { StoredFinding } from '../../src/model/known-finding.ts';
import { openFindingStore } from '../../src/publish/finding-store.ts';
import { expectedLooks, knownLooks, type Look, type Looked, moment, readingLike } from '../support/looks.ts';
import { tampered } from '../support/memory-finding-store.ts';
import { type FreshAccount, freshAccount } from './support/aws.ts';
import { makeStateTable } from './support/state-table.ts';

/**
 * A finding store in a table of its own, in an account of its own. DynamoDB checks a condition and writes in one step,
 * the emulator in two, between which it lets others write: here one writes at a time.
 */
async function freshStore(fresh: FreshAccount, name: string): Promise<Writer['store']> {
  const store = openFindingStore(await makeStateTable(fresh, name));
  const writing = pLimit(1);
  return {
    ...store,
    enter: (place, hold) => writing(() => store.enter(place, hold)),
    leave: (place, owner, judgedAt) => writing(() => store.leave(place, owner, judgedAt)),
    write: (finding) => writing(() => store.write(finding)),
  };
}

const writerOn = (store: Writer['store'], owner: string): Writer => ({
  store,
  owner,
  now: () => new Date().toISOString(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});

/** One run of a function: what it tells of is told before it is marked. */
async function invocation(looked: Looked, writer: Writer, told: string[]): Promise<readonly StoredFinding[]> {
  const { toTell, known } = await recordFindings(readingLike(looked), writer);
  told.push(...toTell.map(({ transition: { change, resource, at } }) => `${resource.id} ${change} ${at}`));
  const all = toTell.map(({ transition }) => ({ transition, toldTo: ['everybody'], isDone: true }));
  await markTold(all, known, writer);
  return known;
}

describe('the finding store in DynamoDB', () => {
  const fresh = freshAccount();
  let tables = 0;
  const open = () => freshStore(fresh, `state-${++tables}`);
  const before: Looked = { at: 1, looks: { a: 'LOW', b: 'LOW' } };
  const after: Looked = { at: 2, looks: { a: 'HIGH', c: 'HIGH' } };
  const told = [`a worse ${moment(2)}`, `b resolved ${moment(2)}`, `c new ${moment(2)}`];

  it('tells of each change once, however often and by however many it is found', async () => {
    const store = await open();
    await invocation(before, writerOn(store, 'first'), []);
    const heard: string[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => invocation(after, writerOn(store, `worker ${index}`), heard)),
    );
    expect(heard.toSorted()).toEqual(told);
    const known = await invocation(after, writerOn(store, 'last'), []);
    expect(knownLooks(known)).toEqual(expectedLooks([before, after]));
    expect(known.flatMap(({ untold }) => untold)).toEqual([]);
  });

  it('keeps the newest, in whatever order readings come', async () => {
    const store = await open();
    const looks: readonly Look[] = ['LOW', 'unknown', 'HIGH', 'passes', 'MEDIUM', 'unknown'];
    const all = looks.map((look, index): Looked => ({ at: index + 1, looks: { a: look } }));
    let known: readonly StoredFinding[] = [];
    for (const index of [3, 0, 5, 1, 4, 2]) {
      const looked = all[index];
      if (looked !== undefined) known = await invocation(looked, writerOn(store, 'one'), []);
    }
    expect(knownLooks(known)).toEqual(expectedLooks(all));
  });

  it('is as it would have been after a crash before or after any call', async () => {
    const run = async (crashAt: number, isAfter: boolean) => {
      const store = await open();
      await invocation(before, writerOn(store, 'one'), []);
      let calls = 0;
      const crashing = tampered(store, async (_, call) => {
        const isNow = calls++ === crashAt;
        if (isNow && !isAfter) throw new Error('crashed');
        const answer = await call();
        if (isNow) throw new Error('crashed');
        return answer;
      });
      const heard: string[] = [];
      const known = await invocation(after, writerOn(crashing, 'two'), heard).catch(() =>
        invocation(after, writerOn(store, 'two'), heard),
      );
      return { calls, told: [...new Set(heard)].sort(), known: knownLooks(known) };
    };
    const undisturbed = await run(-1, false);
    expect(undisturbed).toEqual({ calls: 9, told, known: expectedLooks([before, after]) });
    for (let call = 0; call < undisturbed.calls; call++)
      for (const isAfter of [false, true])
        expect(await run(call, isAfter)).toMatchObject({ told, known: undisturbed.known });
  });

  it('takes a thousand new findings, and the same again as nothing new', async () => {
    const store = await open();
    const names = Array.from({ length: 1_000 }, (_, index) => `instance-${index}`);
    const looked = (at: number): Looked => ({
      at,
      looks: Object.fromEntries(names.map((name) => [name, 'LOW'])),
    });
    const { toTell } = await recordFindings(readingLike(looked(1)), writerOn(store, 'one'));
    expect(new Set(toTell.map(({ transition: { id } }) => id)).size).toBe(1_000);
    const again = await recordFindings(readingLike(looked(2)), writerOn(store, 'two'));
    expect(again.toTell).toEqual([]);
    expect(again.known).toHaveLength(1_000);
  });
});
