import { actionsOf } from './documented-actions.ts';

const mostNames = 6;

/** The first few names of a list that a witness holds in full. */
export const inShort = (names: readonly string[]): string =>
  names.length <= mostNames
    ? names.join(', ')
    : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;

/** Actions as the guide prints them: a pattern where it covers nothing else, else one by one. */
export const asPrinted = (actions: readonly string[], patterns: readonly string[]): readonly string[] =>
  patterns.flatMap((pattern) => {
    const covered = actionsOf(pattern);
    const found = covered.filter((action) => actions.includes(action));
    return found.length > 0 && found.length === covered.length ? [pattern] : found;
  });
