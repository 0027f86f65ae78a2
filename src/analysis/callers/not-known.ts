import type { Case } from '../policy/decide/decide.ts';

/** What the cases of a question differ in, to say what a verdict hangs on. */
export function whatIsNotKnown(cases: readonly Case[]): string {
  const keys = [...new Set(cases.flatMap(({ assumed }) => Object.keys(assumed)))];
  return keys.length === 0
    ? 'a part that can be read in more than one way'
    : `${keys.join(', ')}, of which AWS does not say whether it is sent`;
}
