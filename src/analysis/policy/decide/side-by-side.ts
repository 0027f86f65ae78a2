import type { Automaton } from './automaton.ts';

/** Reads a text character by character; its state tells all that was read. */
interface Reader {
  readonly start: number;
  readonly after: (state: number, character: number) => number;
  /** Whether each automaton accepts what was read, in their order. */
  readonly accepted: (state: number) => readonly boolean[];
}

/** States of one reader; both numbers of a pair are below it. */
const mostStates = 2 ** 26;

/**
 * Automata that read the same text. Half of them and half of them are read side by side, and each half so
 * again: of a pair that was seen before, the next state is known without asking every automaton in it.
 */
export function sideBySide(automata: readonly Automaton[]): Reader {
  const [only, ...more] = automata;
  if (only === undefined) return nobody;
  if (more.length === 0) return alone(only);
  const half = automata.length >> 1;
  return pair(sideBySide(automata.slice(0, half)), sideBySide(automata.slice(half)));
}

const nobody: Reader = { start: 0, after: () => 0, accepted: () => [] };

const alone = (automaton: Automaton): Reader => ({
  start: automaton.start,
  after: (state, character) => automaton.after(state, character),
  accepted: (state) => [automaton.accepts(state)],
});

function pair(left: Reader, right: Reader): Reader {
  const numbers = new Map<number, number>();
  const states: { readonly inLeft: number; readonly inRight: number; readonly next: number[] }[] = [];
  const numberOf = (inLeft: number, inRight: number): number => {
    const name = inLeft * mostStates + inRight;
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, states.length);
    return states.push({ inLeft, inRight, next: [] }) - 1;
  };
  return {
    start: numberOf(left.start, right.start),
    after: (state, character) => {
      const here = states[state];
      if (here === undefined) throw new Error('there is no such state');
      return (here.next[character] ??= numberOf(
        left.after(here.inLeft, character),
        right.after(here.inRight, character),
      ));
    },
    accepted: (state) => {
      const here = states[state];
      return here === undefined ? [] : [...left.accepted(here.inLeft), ...right.accepted(here.inRight)];
    },
  };
}
