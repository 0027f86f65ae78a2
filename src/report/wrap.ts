/**
 * Text in lines of at most so many columns, broken at a space, else after punctuation, else anywhere: an ARN
 * that is cut off is worth nothing. Nothing but the spaces at the breaks is left out.
 */
export function wrap(text: string, width: number): readonly string[] {
  const characters = Array.from(text);
  const lines: string[] = [];
  let from = 0;
  while (from < characters.length) {
    const full = from + fitting(characters, from, width);
    const end = full === characters.length ? full : from + breakIn(characters.slice(from, full + 1));
    lines.push(characters.slice(from, end).join('').trimEnd());
    from = end;
    while (characters[from] === ' ') from++;
  }
  return lines.length === 0 ? [''] : lines;
}

/** How many characters go on a line; one does, however narrow the line. */
function fitting(characters: readonly string[], from: number, width: number): number {
  let count = 0;
  for (let used = 0; from + count < characters.length; count++) {
    used += columnsOf(characters[from + count] ?? '');
    if (used > width && count > 0) break;
  }
  return count;
}

/** Where a full line ends, given it and the character that does not fit. */
function breakIn(line: readonly string[]): number {
  const space = line.lastIndexOf(' ');
  if (space > 0) return space;
  const full = line.length - 1;
  const mark = line.findLastIndex((character, index) => index < full && '-:/.,='.includes(character));
  // A line that is half empty is no gain.
  return mark > full / 2 ? mark + 1 : full;
}

/** How many columns a terminal gives to a text. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + columnsOf(character), 0);

/** East Asian scripts and emoji take two columns each. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{3fffd}]/u;
const columnsOf = (character: string): number => (wide.test(character) ? 2 : 1);
