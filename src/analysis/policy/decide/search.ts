/** Whether something holds under each option of a dimension; undefined where that is open. */
export type Outcomes = readonly (boolean | undefined)[];

/** One statement: it applies where it holds in every dimension that it looks at. */
export interface Applying {
  /** By dimension; a dimension that is not here does not matter to it. */
  readonly outcomes: ReadonlyMap<number, Outcomes>;
  /** Whether something else about it is open, so that it never applies for certain. */
  readonly isOpen: boolean;
}

export interface Searched {
  /** By dimension the option that was chosen; null: there is none such, or none was found. */
  readonly choice: readonly number[] | null;
  /** Whether every combination was looked at and decided. */
  readonly complete: boolean;
}

/** How many partial combinations are looked at before the search gives up. */
const mostSteps = 50_000;

/**
 * Looks for options under which a three-valued verdict is `wanted`. A part of the dimensions is often enough
 * to know, in either direction: what is not chosen yet is unknown, and the verdict speaks as soon as it can.
 */
export function search(
  sizes: readonly number[],
  statements: readonly Applying[],
  verdict: (applies: (statement: number) => boolean | undefined) => boolean | undefined,
  wanted: boolean,
): Searched {
  const choice: number[] = sizes.map(() => unchosen);
  const order = sizes
    .map((_, dimension) => ({
      dimension,
      used: statements.filter(({ outcomes }) => outcomes.has(dimension)).length,
    }))
    .filter(({ used }) => used > 0)
    .toSorted((a, b) => b.used - a.used)
    .map(({ dimension }) => dimension);
  const applies = (index: number): boolean | undefined => appliesNow(statements[index], choice);
  let steps = 0;
  let complete = true;

  const descend = (depth: number): boolean => {
    if (++steps > mostSteps) {
      complete = false;
      return false;
    }
    const answer = verdict(applies);
    if (answer !== undefined) return answer === wanted;
    const dimension = order[depth];
    if (dimension === undefined) {
      complete = false;
      return false;
    }
    for (let option = 0; option < (sizes[dimension] ?? 0); option++) {
      choice[dimension] = option;
      if (descend(depth + 1)) return true;
    }
    choice[dimension] = unchosen;
    return false;
  };

  if (!sizes.includes(0) && descend(0)) {
    return { choice: choice.map((option) => Math.max(option, 0)), complete: true };
  }
  return { choice: null, complete };
}

const unchosen = -1;

function appliesNow(statement: Applying | undefined, choice: readonly number[]): boolean | undefined {
  if (statement === undefined) return undefined;
  let { isOpen: open } = statement;
  for (const [dimension, outcomes] of statement.outcomes) {
    const option = choice[dimension] ?? unchosen;
    const holds = option === unchosen ? undefined : outcomes[option];
    if (holds === false) return false;
    if (holds === undefined) open = true;
  }
  return open ? undefined : true;
}
