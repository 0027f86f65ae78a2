import fc from 'fast-check';

/** How many random policies all properties of the decision try together; a longer run is a matter of one variable. */
const policies = (Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? '100') / 100) * 2000;

/** Tries a property on its share of them. */
export function holdsFor<T extends unknown[]>(share: number, property: fc.IProperty<T>): void {
  fc.assert(property, { numRuns: Math.ceil(policies * share) });
}
