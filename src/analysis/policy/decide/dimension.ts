import type { PolicyRequest } from '../request.ts';
import type { AskedCondition, Resolve } from './patterns.ts';
import { representatives, type ValueDomain } from './values.ts';

export type Context = PolicyRequest['context'];

/** Condition keys that vary together, and every combination of them that anything can tell from another. */
export interface Dimension {
  /** In lower case. */
  readonly keys: readonly string[];
  /** What a request may carry of these keys; a key that is not there is absent from the request. */
  readonly options: readonly Context[];
  /** It is not documented which of the options real requests show: a fact that we do not know. */
  readonly unverified: boolean;
  /** Why there may be more to tell than the options show. */
  readonly doubts: readonly string[];
}

/** What is known of a condition key in the requests that a question is about. */
export interface KeyFacts {
  /** `maybe`: some requests carry it; `unverified`: nothing authoritative says whether they do. */
  readonly presence: 'always' | 'never' | 'maybe' | 'unverified';
  /** `null`: not known. */
  readonly multivalued: boolean | null;
  readonly values: ValueDomain;
}

/** A set of more values than this has too many subsets to look at. */
const mostElements = 8;

/** A key that varies by itself. */
export function keyDimension(
  key: string,
  facts: KeyFacts,
  conditions: readonly AskedCondition[],
  resolve: Resolve,
): Dimension {
  const { presence, multivalued } = facts;
  const absent = presence === 'always' ? [] : [{}];
  const unverified = presence === 'unverified';
  if (presence === 'never') return { keys: [key], options: absent, unverified, doubts: [] };
  const { values, doubts } = representatives(facts.values, conditions, resolve);
  const tooMany = multivalued !== false && values.length > mostElements;
  const single = multivalued === true ? [] : values.map((value) => ({ [key]: value }));
  const sets = multivalued === false ? [] : subsetsOf(values.slice(0, mostElements));
  return {
    keys: [key],
    options: [...absent, ...single, ...sets.map((set) => ({ [key]: set }))],
    unverified,
    doubts: [...doubts, ...(tooMany ? ['its sets of values have too many combinations'] : [])].map(
      (doubt) => `${key}: ${doubt}`,
    ),
  };
}

function subsetsOf(values: readonly string[]): readonly (readonly string[])[] {
  let subsets: (readonly string[])[] = [[]];
  for (const value of values) subsets = [...subsets, ...subsets.map((subset) => [...subset, value])];
  return subsets.slice(1);
}
