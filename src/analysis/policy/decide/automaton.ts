import type { CharacterSet, Step, TextSet } from './text-set.ts';

/** No text from here on is in the set. */
const nowhere = 0;

/** By number of the character. */
type Fits = readonly boolean[];

/** Where a sequence may stand. Sequences that begin alike share their places as far as they do. */
interface Place {
  /** The characters that lead back to this place: of a step that repeats. */
  readonly stays: Fits | null;
  readonly onward: { readonly by: Fits; readonly to: number }[];
  /** Places that are reached by no character: a step that repeats may also be skipped. */
  readonly free: number[];
  readonly byStep: Map<string, number>;
  ends: boolean;
}

/**
 * A set of texts as a deterministic automaton, made as it is walked: a state is the set of places where the
 * sequences may stand. Characters are numbers into the alphabet that all automata of one question share.
 */
export class Automaton {
  readonly start: number;
  readonly #alphabet: readonly string[];
  readonly #characters: readonly number[];
  readonly #fits = new Map<string, Fits>();
  readonly #places: Place[] = [];
  readonly #placesOf: (readonly number[])[] = [];
  readonly #accepts: boolean[] = [];
  readonly #next: (number | undefined)[][] = [];
  readonly #onward: (readonly number[] | undefined)[] = [];
  readonly #known = new Map<string, number>();
  /** By place: the last state that was made with it. */
  readonly #madeWith: number[] = [];
  #made = 0;
  #effort = 0;

  constructor(set: TextSet, alphabet: readonly string[]) {
    this.#alphabet = alphabet;
    this.#characters = [...alphabet.keys()];
    const root = this.#add(null);
    for (const sequence of set) {
      let at = root;
      for (const step of sequence) at = this.#follow(at, step);
      at.ends = true;
    }
    this.#stateOf([]);
    this.start = this.#stateOf([0]);
  }

  /** How many places were looked at so far. */
  get effort(): number {
    return this.#effort;
  }

  accepts(state: number): boolean {
    return this.#accepts[state] === true;
  }

  /** The state after one more character. */
  after(state: number, character: number): number {
    const row = (this.#next[state] ??= []);
    return (row[character] ??= this.#step(state, character));
  }

  /** The characters that lead somewhere from a state. */
  onward(state: number): readonly number[] {
    return (this.#onward[state] ??= this.#characters.filter((by) => this.after(state, by) !== nowhere));
  }

  #add(stays: Fits | null): Place {
    const place: Place = { stays, onward: [], free: [], byStep: new Map(), ends: false };
    this.#places.push(place);
    return place;
  }

  /** The place after a step, made where no sequence took it yet. */
  #follow(from: Place, { characters, repeats }: Step): Place {
    const name = `${repeats ? '*' : ''}${characters.id}`;
    const known = this.#places[from.byStep.get(name) ?? -1];
    if (known !== undefined) return known;
    const to = this.#places.length;
    from.byStep.set(name, to);
    const by = this.#fitsOf(characters);
    if (repeats) from.free.push(to);
    else from.onward.push({ by, to });
    return this.#add(repeats ? by : null);
  }

  #fitsOf({ id, has }: CharacterSet): Fits {
    const known = this.#fits.get(id);
    if (known !== undefined) return known;
    const fits = this.#alphabet.map(has);
    this.#fits.set(id, fits);
    return fits;
  }

  #step(state: number, character: number): number {
    const reached: number[] = [];
    for (const number of this.#placesOf[state] ?? []) {
      const place = this.#places[number];
      if (place?.stays?.[character] === true) reached.push(number);
      for (const { by, to } of place?.onward ?? []) if (by[character] === true) reached.push(to);
    }
    return reached.length === 0 ? nowhere : this.#stateOf(reached);
  }

  /** The number of a state: of these places, and those that are reached from them by no character. */
  #stateOf(reached: readonly number[]): number {
    const places: number[] = [];
    const now = ++this.#made;
    const add = (number: number): void => {
      if (this.#madeWith[number] === now) return;
      this.#madeWith[number] = now;
      places.push(number);
    };
    for (const number of reached) add(number);
    for (const number of places) for (const free of this.#places[number]?.free ?? []) add(free);
    this.#effort += places.length;
    const name = places.sort((a, b) => a - b).join();
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const number = this.#placesOf.length;
    this.#known.set(name, number);
    this.#placesOf.push(places);
    this.#accepts.push(places.some((place) => this.#places[place]?.ends === true));
    return number;
  }
}
