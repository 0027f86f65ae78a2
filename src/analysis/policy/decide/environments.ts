import type { Context } from './dimension.ts';
import type { ToldApart } from './outcomes.ts';

/** One way in which the keys of which nobody says whether they are sent may turn out. */
export interface Environment {
  /** The dimensions, each unverified one with the one option that is assumed. */
  readonly dimensions: readonly ToldApart[];
  /** What is assumed to be sent of unverified keys. */
  readonly assumed: Context;
}

/** How many assumptions are told apart. */
const most = 64;

/** Each combination of what unverified keys may be; null: there are too many. */
export function environmentsOf(dimensions: readonly ToldApart[]): readonly Environment[] | null {
  const count = dimensions.reduce(
    (product, { unverified, options }) => (unverified ? product * options.length : product),
    1,
  );
  if (count > most) return null;
  let all: readonly Environment[] = [{ dimensions: [], assumed: {} }];
  for (const dimension of dimensions) {
    const ways = dimension.unverified
      ? dimension.options.map((option, index) => ({ dimension: only(dimension, index), option }))
      : [{ dimension, option: {} }];
    all = all.flatMap((environment) =>
      ways.map(({ dimension: way, option }) => ({
        dimensions: [...environment.dimensions, way],
        assumed: { ...environment.assumed, ...option },
      })),
    );
  }
  return all;
}

const only = (dimension: ToldApart, index: number): ToldApart => ({
  ...dimension,
  options: dimension.options.slice(index, index + 1),
  outcomes: new Map(
    [...dimension.outcomes].map(([statement, row]) => [statement, row.slice(index, index + 1)]),
  ),
});
