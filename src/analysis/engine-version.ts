/** From this engine version on DMS says on whose behalf it assumes a role (DMS release notes, 3.4.7). */
export const guardSupportedFrom = '3.4.7';

/** Whether a DMS engine version is at least another; null if it is not made of numbers and dots. */
export function isAtLeast(version: string, minimum: string): boolean | null {
  const numbers = (text: string): readonly number[] | null =>
    /^\d+(\.\d+)*$/.test(text) ? text.split('.').map(Number) : null;
  const [have, want] = [numbers(version), numbers(minimum)];
  if (have === null || want === null) return null;
  for (let place = 0; place < Math.max(have.length, want.length); place++) {
    const difference = (have[place] ?? 0) - (want[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
