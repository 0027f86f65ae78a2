import { describe, expect, it } from 'vitest';
import { type Cell, cellsOf } from '../../../../src/analysis/policy/decide/cells.ts';
import {
  anyCharacter,
  anyNumberOf,
  characterClass,
  digit,
  inEitherCase,
  literally,
  one,
  oneOrMore,
  type Sequence,
  type TextSet,
  times,
} from '../../../../src/analysis/policy/decide/text-set.ts';
import { holdsText } from './texts.ts';

const letters = ['a', 'b', 'A', '-'];
const texts = [1, 2, 3, 4].reduce<readonly string[]>(
  (all, length) => [
    ...all,
    ...all
      .filter((text) => text.length === length - 1)
      .flatMap((text) => letters.map((letter) => text + letter)),
  ],
  [''],
);
const letter = characterClass('one of four', (character) => letters.includes(character));
const upToFour: TextSet = [0, 1, 2, 3, 4].map((length) => times(length, letter));

const some = anyNumberOf(anyCharacter);
const glob = (pattern: string): Sequence =>
  Array.from(pattern).flatMap((character) => {
    if (character === '*') return [some];
    return character === '?' ? [one(anyCharacter)] : literally(character);
  });
const sets: Readonly<Record<string, TextSet>> = {
  nothing: [],
  'the empty text': [[]],
  a: [glob('a')],
  'a or bb': [glob('a'), glob('bb')],
  'a*': [glob('a*')],
  '*b': [glob('*b')],
  '*a*b*': [glob('*a*b*')],
  '??': [glob('??')],
  'a?*-': [glob('a?*-')],
  'ab in any case': [inEitherCase('ab')],
  'letters alone': [[anyNumberOf(characterClass('letter', (each) => each !== '-'))]],
  everything: [glob('*')],
};

const signatures = (cells: readonly Cell[] | null): readonly string[] =>
  (cells ?? []).map(({ inSets }) => inSets.join()).toSorted();

describe('every combination of three sets', () => {
  it.each(Object.keys(sets))('with %s has the cells that all texts of four letters show', (first) => {
    for (const second of Object.values(sets)) {
      for (const third of Object.values(sets)) {
        const chosen = [sets[first] ?? [], second, third];
        const cells = cellsOf(upToFour, chosen);
        const shown = new Set(texts.map((text) => chosen.map((set) => holdsText(set, text)).join()));
        expect(signatures(cells)).toEqual([...shown].toSorted());
        for (const { text, inSets } of cells ?? [])
          expect(chosen.map((set) => holdsText(set, text))).toEqual(inSets);
      }
    }
  });
});

const anything: TextSet = [[some]];
const textsOf = (cells: readonly Cell[] | null): readonly string[] => (cells ?? []).map(({ text }) => text);

describe('the text of a cell', () => {
  it('is the first preferred one that lies in it, else a shortest', () => {
    expect(textsOf(cellsOf(anything, [[glob('a*')]], ['zebra', 'apple', 'avocado']))).toEqual([
      'zebra',
      'apple',
    ]);
    expect(textsOf(cellsOf([oneOrMore(anyCharacter)], [[glob('a??*')]]))).toEqual(['x', 'axx']);
  });

  it('is of the domain, preferred or not', () => {
    expect(textsOf(cellsOf([times(3, digit)], [[glob('1*')]], ['1', '1a1', '12']))).toEqual(['999', '199']);
  });

  it('is found where only a sign of Unicode is left', () => {
    const kelvin = '\u212A';
    const cells = cellsOf(anything, [[inEitherCase('k')], [glob('k')], [glob('K')]]);
    expect(textsOf(cells)).toContain(kelvin);
    const printable = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code));
    const written = [...printable, 'é', '一', '丁', '\u{1F511}'].map((character) => literally(character));
    expect(signatures(cellsOf([times(1, anyCharacter)], [written]))).toEqual(['false', 'true']);
  });

  it('is a whole character, also beyond sixteen bits', () => {
    expect(textsOf(cellsOf([times(1, anyCharacter)], [[glob('\u{1F600}')]]))).toContain('\u{1F600}');
  });
});

describe('sets that need too many states', () => {
  it('are left undecided', () => {
    expect(cellsOf(anything, [[glob(`*a${'?'.repeat(20)}`)]])).toBeNull();
    expect(
      cellsOf(
        anything,
        'abcdefghijklmnopqrst'.split('').map((each) => [glob(`*${each}*`)]),
      ),
    ).toBeNull();
  });
});

describe('a domain without texts', () => {
  it('has no cells', () => {
    expect(cellsOf([], [anything])).toEqual([]);
  });
});
