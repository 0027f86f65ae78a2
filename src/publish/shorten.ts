/** One line of text, cut at a word where it is longer than allowed; an ellipsis then says so. */
export function shorten(text: string, most: number): string {
  const line = oneLine(text);
  if (line.length <= most) return line;
  const room = line.slice(0, most - 1);
  const cut = /\s/.test(line.charAt(room.length)) ? room.length : room.lastIndexOf(' ');
  // A word that fills the line is cut inside, but not inside a character that takes two code units.
  const kept = cut > most / 2 ? room.slice(0, cut) : room.replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.trimEnd()}…`;
}

/**
 * Without line breaks, control characters and halves of characters, which sinks refuse or terminals obey; and without
 * characters that nobody sees and that turn a text around.
 */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ')
    .replace(/\p{Cf}/gu, '\u{FFFD}')
    .trim();
