import { Automaton } from './automaton.ts';
import { sideBySide } from './side-by-side.ts';
import type { CharacterSet, TextSet } from './text-set.ts';

/** Texts of a domain that every set tells the same of, and one that stands for them all. */
export interface Cell {
  /** Whether each set holds it, in the order of the sets. */
  readonly inSets: readonly boolean[];
  readonly text: string;
}

/** How many states are visited before the question counts as too large. */
const mostStates = 20_000;
/** How many places the states of one set may have together, looked at once there are many of them. */
const mostEffort = 1_000_000;
const large = 1000;

/**
 * Every cell that has a text: each combination of "in the set" and "not in the set" that some text of the
 * domain shows. Null when there are too many states to say. The text is the first of `preferred` that lies
 * in the cell, else a shortest one, for the search goes breadth first.
 */
export function cellsOf(
  domain: TextSet,
  sets: readonly TextSet[],
  preferred: readonly string[] = [],
): readonly Cell[] | null {
  const alphabet = alphabetOf([domain, ...sets]);
  const ground = new Automaton(domain, alphabet.characters);
  // Sets that are written alike share an automaton.
  const names = sets.map(nameOfSet);
  const distinct = [...new Set(names)];
  const places = names.map((name) => distinct.indexOf(name));
  const automata = distinct.map(
    (name) => new Automaton(sets[names.indexOf(name)] ?? [], alphabet.characters),
  );
  const reader = sideBySide(automata);
  const cells = new Map<string, Cell>();
  const add = (state: number, text: () => string): void => {
    const accepted = reader.accepted(state);
    const signature = accepted.join();
    if (cells.has(signature)) return;
    cells.set(signature, { inSets: places.map((place) => accepted[place] === true), text: text() });
  };

  for (const text of preferred) {
    const path = Array.from(text, alphabet.numberOf);
    const inDomain = path.reduce((state, by) => ground.after(state, by), ground.start);
    if (!ground.accepts(inDomain)) continue;
    add(
      path.reduce((state, by) => reader.after(state, by), reader.start),
      () => text,
    );
  }

  const seen = new Set<number>();
  const queue: Node[] = [];
  const visit = (node: Node): void => {
    const name = node.inDomain * 2 ** 26 + node.inSets;
    if (seen.has(name)) return;
    seen.add(name);
    queue.push(node);
  };
  visit({ inDomain: ground.start, inSets: reader.start, before: null, by: 0 });
  for (const node of queue) {
    if (ground.accepts(node.inDomain)) add(node.inSets, () => textOf(node, alphabet.characters));
    for (const by of ground.onward(node.inDomain)) {
      const inDomain = ground.after(node.inDomain, by);
      visit({ inDomain, inSets: reader.after(node.inSets, by), before: node, by });
    }
    if (queue.length > mostStates) return null;
    if (queue.length > large && automata.some(({ effort }) => effort > mostEffort)) return null;
  }
  return [...cells.values()];
}

/** A text that was read, as the states that it leads to. */
interface Node {
  readonly inDomain: number;
  readonly inSets: number;
  readonly before: Node | null;
  readonly by: number;
}

/** A bar before each sequence, so that no sequence and an empty one differ. */
const nameOfSet = (set: TextSet): string =>
  set
    .map((sequence) =>
      sequence.map(({ characters, repeats }) => ` ${characters.id}${repeats ? '*' : ''}`).join(''),
    )
    .map((sequence) => `|${sequence}`)
    .join('');

function textOf(node: Node, characters: readonly string[]): string {
  const text: string[] = [];
  for (let at: Node = node; at.before !== null; at = at.before) text.push(characters[at.by] ?? '');
  return text.toReversed().join('');
}

interface Alphabet {
  /** One character for each group that no step tells apart. */
  readonly characters: readonly string[];
  /** The number of a character's group. */
  readonly numberOf: (character: string) => number;
}

/** All of ASCII that prints, the plainest of each kind first, and a letter beyond it. */
const pool = [
  ...Array.from('x9X-é'),
  ...Array.from({ length: 95 }, (_, code) => String.fromCharCode(126 - code)),
];

/** A character beyond ASCII, where no class of a domain tells characters apart, that nothing writes. */
function unwritten(written: ReadonlySet<string>): string {
  let code = 0x4e00;
  while (written.has(String.fromCodePoint(code))) code += 1;
  return String.fromCodePoint(code);
}

/** Whatever a step writes is a group of its own; of the others, each class of a domain has one in ASCII. */
function alphabetOf(sets: readonly TextSet[]): Alphabet {
  const told = new Map<string, CharacterSet>();
  for (const set of sets)
    for (const sequence of set) for (const { characters } of sequence) told.set(characters.id, characters);
  const written = new Set([...told.values()].flatMap((each) => each.written));
  const classes = [...told.values()].filter((each) => each.written.length === 0);
  const groupOf = (character: string): string =>
    written.has(character) ? character : classes.map(({ has }) => (has(character) ? 'in' : 'out')).join(' ');
  const groups = new Map<string, number>();
  const characters: string[] = [];
  for (const character of new Set([...pool, ...written, unwritten(written)])) {
    const group = groupOf(character);
    if (groups.has(group)) continue;
    groups.set(group, characters.length);
    characters.push(character);
  }
  const numbers = new Map<string, number>();
  const numberOf = (character: string): number => {
    const number = numbers.get(character) ?? groups.get(groupOf(character)) ?? -1;
    numbers.set(character, number);
    return number;
  };
  return { characters, numberOf };
}
