import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Applying, search } from '../../../../src/analysis/policy/decide/search.ts';

/** Statement by statement, and in each by dimension, what it says of the options. */
const statements = (
  ...rows: readonly Readonly<Record<number, readonly (boolean | undefined)[]>>[]
): Applying[] =>
  rows.map((row) => ({
    isOpen: false,
    outcomes: new Map(Object.entries(row).map(([dimension, outcomes]) => [Number(dimension), outcomes])),
  }));

type Verdict = Parameters<typeof search>[2];
const first: Verdict = (applies) => applies(0);

describe('a search', () => {
  it('finds the first options under which the verdict is wanted', () => {
    const both = statements({ 0: [false, true], 1: [false, false, true] });
    expect(search([2, 3], both, first, true)).toEqual({ choice: [1, 2], complete: true });
    expect(search([2, 3], both, first, false)).toEqual({ choice: [0, 0], complete: true });
  });

  it('knows that there are none', () => {
    expect(search([2], statements({ 0: [false, false] }), first, true)).toEqual({
      choice: null,
      complete: true,
    });
    expect(search([2, 0], statements({ 0: [true, true] }), first, true)).toEqual({
      choice: null,
      complete: true,
    });
  });

  it('does not know where something is open', () => {
    const open = [{ isOpen: true, outcomes: new Map() }];
    expect(search([], open, first, true)).toEqual({ choice: null, complete: false });
    const partly = statements({ 0: [undefined, false] });
    expect(search([2], partly, first, true)).toEqual({ choice: null, complete: false });
    expect(search([2], partly, first, false)).toEqual({ choice: [1], complete: true });
  });

  it('does not look at options that make no difference', () => {
    const asked: number[] = [];
    const verdict: Verdict = (applies) => {
      asked.push(0);
      return applies(0) === false ? false : applies(1);
    };
    const sizes = [2, ...Array.from({ length: 30 }, () => 9)];
    const many = statements(
      { 0: [true, false] },
      Object.fromEntries(
        sizes
          .slice(1)
          .map((size, index) => [index + 1, Array.from({ length: size }, (_, option) => option < 8)]),
      ),
    );
    expect(search(sizes, many, verdict, true).choice).toEqual(sizes.map(() => 0));
    expect(asked.length).toBeLessThan(100);
  });

  it('gives up in the end', () => {
    const sizes = Array.from({ length: 24 }, () => 2);
    const parity: Verdict = (applies) =>
      sizes.some((_, index) => applies(index) === undefined) ? undefined : false;
    const each = statements(...sizes.map((_, index) => ({ [index]: [false, true] })));
    expect(search(sizes, each, parity, true)).toEqual({ choice: null, complete: false });
  });

  it('finds whatever trying all combinations finds', () => {
    const outcome = fc.constantFrom(true, false);
    const sizes = [2, 3, 2];
    const statement = fc.tuple(
      ...sizes.map((size) => fc.option(fc.array(outcome, { minLength: size, maxLength: size }))),
    );
    fc.assert(
      fc.property(fc.array(statement, { minLength: 2, maxLength: 2 }), outcome, (rows, wanted) => {
        const list = rows.map(
          (row): Applying => ({
            isOpen: false,
            outcomes: new Map(
              row.flatMap((outcomes, dimension) =>
                outcomes === null ? [] : [[dimension, outcomes] as const],
              ),
            ),
          }),
        );
        // The second is a Deny of what the first allows.
        const verdict: Verdict = (applies) => {
          const [allow, deny] = [applies(0), applies(1)];
          if (allow === false || deny === true) return false;
          return allow === true && deny === false ? true : undefined;
        };
        const all = sizes.reduce<readonly (readonly number[])[]>(
          (choices, size) =>
            choices.flatMap((choice) => Array.from({ length: size }, (_, option) => [...choice, option])),
          [[]],
        );
        const holds = (choice: readonly number[], index: number): boolean =>
          [...(list[index]?.outcomes ?? [])].every(
            ([dimension, outcomes]) => outcomes[choice[dimension] ?? 0] === true,
          );
        const matching = all.filter((choice) => (holds(choice, 0) && !holds(choice, 1)) === wanted);
        const found = search(sizes, list, verdict, wanted);
        expect(found.complete).toBe(true);
        if (found.choice === null) expect(matching).toEqual([]);
        else expect(matching).toContainEqual(found.choice);
      }),
    );
  });
});
