import type { AskedCondition } from '../../../../src/analysis/policy/decide/patterns.ts';

/** A condition: operator, key and values. */
export type Written = readonly [operator: string, key: string, ...values: string[]];

export const asked = (...conditions: readonly Written[]): readonly AskedCondition[] =>
  conditions.map(([operator, key, ...values]) => ({
    condition: { operator, key, values, path: '' },
    version: '2012-10-17',
  }));
