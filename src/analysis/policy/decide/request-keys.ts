import type { KeyFacts } from './dimension.ts';
import { anyCharacter, anyNumberOf, literally, one, type Sequence } from './text-set.ts';
import type { ValueDomain } from './values.ts';

/** What is known of a condition key in the requests that a question is about, as plain data. */
export interface RequestKey {
  /**
   * `always`: every request carries it. `never`: none does. `maybe`: some do, and whoever asks can see to it.
   * `unverified`: nothing authoritative says; the answer must be the same whichever way it is.
   */
  readonly presence: 'always' | 'never' | 'maybe' | 'unverified';
  /** Whether it holds a set of values; if left out it is not known, and both are looked at. */
  readonly multivalued?: boolean;
  /**
   * What it can hold: these values alone; every text that one of the patterns matches (`*` any number of
   * characters, `?` one); numbers, dates or addresses. If left out: whatever its conditions compare it with.
   */
  readonly values?:
    | readonly string[]
    | { readonly patterns: readonly string[] }
    | 'number'
    | 'date'
    | 'address';
}

/** The same, as the decision takes it. */
export const keyFactsOf = ({ presence, multivalued, values }: RequestKey): KeyFacts => ({
  presence,
  multivalued: multivalued ?? null,
  values: domainOf(values),
});

function domainOf(values: RequestKey['values']): ValueDomain {
  if (values === undefined) return { kind: 'open' };
  if (typeof values === 'string') return { kind: values };
  return 'patterns' in values
    ? { kind: 'text', set: values.patterns.map(patternSteps), preferred: [] }
    : { kind: 'listed', values };
}

const patternSteps = (pattern: string): Sequence =>
  Array.from(pattern).flatMap((character) => {
    if (character === '*') return [anyNumberOf(anyCharacter)];
    return character === '?' ? [one(anyCharacter)] : literally(character);
  });
