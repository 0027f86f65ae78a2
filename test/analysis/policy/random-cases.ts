import fc from 'fast-check';

/** How many cases each property tries; a longer run is a matter of one variable. */
const cases = Number(process.env['DMS_AUDITOR_RANDOM_CASES'] ?? '300');

export function holds<T extends unknown[]>(property: fc.IProperty<T>): void {
  fc.assert(property, { numRuns: cases });
}
