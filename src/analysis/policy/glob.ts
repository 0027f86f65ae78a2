const ANY_RUN = Symbol('*');
const ANY_ONE = Symbol('?');

/** One character, or one of the two wildcards. */
export type GlobToken = string | typeof ANY_RUN | typeof ANY_ONE;

/** A stretch of a pattern; in a literal one, `*` and `?` are ordinary characters. */
export interface Piece {
  readonly text: string;
  readonly literal: boolean;
}

/** By code point: `?` stands for a whole character, and a lone surrogate is one too. */
export function charactersOf(text: string): string[] {
  return Array.from(text);
}

export function tokenize(pieces: readonly Piece[]): GlobToken[] {
  return pieces.flatMap(({ text, literal }) => (literal ? charactersOf(text) : Array.from(text, tokenOf)));
}

function tokenOf(character: string): GlobToken {
  if (character === '*') return ANY_RUN;
  return character === '?' ? ANY_ONE : character;
}

/**
 * Greedy, with one point to go back to: only the last `*` ever needs to take more, so the cost is
 * pattern times text at worst. A RegExp would backtrack exponentially on a hostile pattern.
 */
export function tokensMatch(pattern: readonly GlobToken[], text: readonly string[]): boolean {
  let at = 0;
  let next = 0;
  let lastRun = -1;
  let runEnd = 0;
  while (at < text.length) {
    const token = pattern[next];
    if (token === ANY_RUN) {
      lastRun = next++;
      runEnd = at;
    } else if (token !== undefined && (token === ANY_ONE || token === text[at])) {
      next++;
      at++;
    } else if (lastRun >= 0) {
      next = lastRun + 1;
      at = ++runEnd;
    } else {
      return false;
    }
  }
  while (pattern[next] === ANY_RUN) next++;
  return next === pattern.length;
}

/**
 * `*` is any run of characters, also none; `?` is exactly one. The whole text must match, in its case.
 * (IAM User Guide, reference_policies_elements_condition_operators, "String condition operators")
 */
export function globMatches(pattern: string, text: string): boolean {
  const wild = pattern.search(/[*?]/);
  if (wild < 0) return pattern === text;
  // Most patterns are a name, or the beginning of one.
  if (!text.startsWith(pattern.slice(0, wild))) return false;
  if (wild === pattern.length - 1 && pattern.endsWith('*')) return true;
  return tokensMatch(tokenize([{ text: pattern, literal: false }]), charactersOf(text));
}
