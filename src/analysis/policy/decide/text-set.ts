import { readBoolean } from '../scalars.ts';

/** Which characters may stand at a place of a text. Two with the same `id` are the same set. */
export interface CharacterSet {
  readonly id: string;
  readonly has: (character: string) => boolean;
  /** Characters that it names one by one. */
  readonly written: readonly string[];
}

/** A place of a text; where it `repeats` any number of such characters may stand, also none. */
export interface Step {
  readonly characters: CharacterSet;
  readonly repeats: boolean;
}

/** A linear pattern, as IAM's globs are. */
export type Sequence = readonly Step[];

/** All texts that one of these matches. */
export type TextSet = readonly Sequence[];

export const characterClass = (id: string, has: (character: string) => boolean): CharacterSet => ({
  id: `class ${id}`,
  has,
  written: [],
});

const exactly = (wanted: string): CharacterSet => ({
  id: `= ${wanted}`,
  has: (character) => character === wanted,
  written: [wanted],
});

/** The sign for kelvin is the one character beyond ASCII whose lower case is an ASCII letter. */
const kelvin = '\u212A';

function inAnyCase(wanted: string): CharacterSet {
  const folded = wanted.toLowerCase();
  const cases = [wanted, folded, wanted.toUpperCase(), ...(folded === 'k' ? [kelvin] : [])];
  return {
    id: `~ ${folded}`,
    has: (character) => character.toLowerCase() === folded,
    written: [...new Set(cases)].filter((each) => Array.from(each).length === 1),
  };
}

export const anyCharacter = characterClass('any', () => true);
export const anyButColon = characterClass('no colon', (character) => character !== ':');
export const anyButSlash = characterClass('no slash', (character) => character !== '/');
export const digit = characterClass('digit', (character) => character >= '0' && character <= '9');

export const one = (characters: CharacterSet): Step => ({ characters, repeats: false });
export const anyNumberOf = (characters: CharacterSet): Step => ({ characters, repeats: true });
export const times = (count: number, characters: CharacterSet): Sequence =>
  Array.from({ length: count }, () => one(characters));
/** Twelve digits. */
export const accountIds: TextSet = [times(12, digit)];
export const oneOrMore = (characters: CharacterSet): Sequence => [one(characters), anyNumberOf(characters)];

export const literally = (text: string): Sequence => Array.from(text, (character) => one(exactly(character)));
export const inEitherCase = (text: string): Sequence =>
  Array.from(text, (character) => one(inAnyCase(character)));

/** The texts that the Bool operator takes for the same truth value as this one; it takes none for "yes". */
export function readingAs(text: string): Sequence {
  const truth = readBoolean(text);
  return truth === null ? [one(characterClass('none', () => false))] : inEitherCase(String(truth));
}
