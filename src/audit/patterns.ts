/**
 * Whether some text matches both patterns, in which `*` is any run of characters and `?` is one. As many steps as the
 * product of their lengths.
 */
export function canBeSame(one: string, other: string): boolean {
  const [rows, columns] = [Array.from(one), Array.from(other)];
  // Whether the rest of the other pattern, from each of its characters on, can be the rest of the first.
  let below: readonly boolean[] = [];
  for (let row = rows.length; row >= 0; row--) {
    const here: boolean[] = [];
    for (let column = columns.length; column >= 0; column--) {
      const [of, and] = [rows[row], columns[column]];
      const [isNext, isAfter, isBehind] = [below[column], here[column + 1], below[column + 1]];
      if (of === undefined && and === undefined) here[column] = true;
      else if (of === '*' || and === '*') here[column] = (isNext ?? false) || (isAfter ?? false);
      else here[column] = (of === and || of === '?' || and === '?') && (isBehind ?? false);
    }
    below = here;
  }
  return below[0] ?? false;
}
