import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearsOn, kinds, type Plan, simulate } from './simulation.ts';

const runs = Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? 300);
const minute = 60_000;

const aChange = (within: number) =>
  fc.record({
    at: fc.nat(within - 1),
    kind: fc.constantFrom(...kinds),
    late: fc.nat(minute),
    again: fc.option(fc.nat(2 * minute)),
  });
const changes = (within: number) => fc.array(aChange(within), { minLength: 1, maxLength: 25 });
const crashes = fc.uniqueArray(fc.nat(60), { maxLength: 12 }).map((steps) => new Set(steps));
const batch = fc.integer({ min: 1, max: 10 });
const undisturbed = { crashes: new Set<number>() };

/** The changes, `rule at time`, after which no start of a rule that they bear on came that knew of them. */
async function missedIn(plan: Plan): Promise<readonly string[]> {
  const started = await simulate(plan);
  return plan.changes.flatMap(({ at, kind }) =>
    bearsOn[kind]
      .filter((rule) => !started.some((each) => each.rule === rule && each.at >= at && each.known >= at))
      .map((rule) => `${rule} at ${at}`),
  );
}

/** How often each rule was started. */
async function countsIn(plan: Plan): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { rule } of await simulate(plan)) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

describe('every change', () => {
  it('is followed by a start of each rule that it bears on, which knows of it, whatever is late, repeated or dies', async () => {
    await fc.assert(
      fc.asyncProperty(changes(8 * minute), batch, crashes, async (some, most, dying) => {
        expect(await missedIn({ changes: some, batch: most, crashes: dying })).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it('is followed by one wherever the function dies: at each step of a run in turn, and at each again', async () => {
    const some: Plan['changes'] = [
      { at: 0, kind: 'group', late: 900, again: null },
      { at: 59_999, kind: 'instance', late: 400, again: 30_000 },
      { at: 60_000, kind: 'role', late: 400, again: null },
    ];
    const steps = Array.from({ length: 70 }, (_, step) => step);
    for (const step of steps) {
      expect(await missedIn({ changes: some, batch: 2, crashes: new Set([step]) })).toEqual([]);
      expect(
        await missedIn({ changes: some, batch: 2, crashes: new Set([step, step + 1, step + 2]) }),
      ).toEqual([]);
    }
  });
});

describe('a burst within a minute', () => {
  it('starts each rule that it bears on once or twice', async () => {
    await fc.assert(
      fc.asyncProperty(changes(minute), fc.nat(minute), batch, async (some, offset, most) => {
        const burst = some.map((change) => ({ ...change, at: change.at + offset }));
        const counts = await countsIn({ changes: burst, batch: most, ...undisturbed });
        expect(Object.keys(counts).toSorted()).toEqual(
          [...new Set(burst.flatMap(({ kind }) => bearsOn[kind]))].toSorted(),
        );
        expect(Math.max(...Object.values(counts))).toBeLessThanOrEqual(2);
      }),
      { numRuns: runs },
    );
  });

  it.each([
    ['from its first moment', 0, 1],
    ['across two', 30_000, 2],
  ])('of 500 changes, %s', async (_, offset, times) => {
    const burst = Array.from({ length: 500 }, (_, index) => ({
      at: offset + index * 119,
      kind: kinds[index % kinds.length] ?? 'group',
      late: 300 + ((index * 37) % 2_000),
      again: index % 50 === 0 ? 20_000 : null,
    }));
    const plan = { changes: burst, batch: 10, ...undisturbed };
    const all = [...new Set(Object.values(bearsOn).flat())];
    expect(await countsIn(plan)).toEqual(Object.fromEntries(all.map((rule) => [rule, times])));
    expect(await missedIn(plan)).toEqual([]);
  });
});
