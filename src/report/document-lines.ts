/** A line of a policy document, and the statement that it is part of. */
export interface DocumentLine {
  readonly text: string;
  /** null: of the document around the statements. */
  readonly statement: number | null;
}

/**
 * A policy laid out, one member a line. Nothing is left out or rewritten: what is given twice stands there
 * twice. What is not JSON stays as it is.
 */
export function documentLines(source: string): readonly DocumentLine[] {
  const text = decoded(source);
  return isJson(text)
    ? layOut(tokensOf(text))
    : text.split(/\r\n|\r|\n/).map((line) => ({ text: line, statement: null }));
}

/** IAM gives documents percent-encoded (IAM API, GetRole). */
function decoded(source: string): string {
  if (isJson(source) || !source.includes('%')) return source;
  try {
    const text = decodeURIComponent(source);
    return isJson(text) ? text : source;
  } catch {
    return source;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const marks = '{}[],:';
const space = ' \t\r\n';

/** Strings, words, numbers and marks; of JSON, so that each string has its end. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    let end = at + 1;
    if (character === '"') {
      while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
      end++;
    } else if (!marks.includes(character) && !space.includes(character)) {
      while (end < text.length && !`${marks}${space}`.includes(text[end] ?? '')) end++;
    }
    if (!space.includes(character)) tokens.push(text.slice(at, end));
    at = end;
  }
  return tokens;
}

const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']' };
const isClosing = (token: string): boolean => token === '}' || token === ']';

function layOut(tokens: readonly string[]): readonly DocumentLine[] {
  const lines: DocumentLine[] = [];
  const place = new Place();
  let line: { text: string; statement: number | null } | null = null;
  const end = (): void => {
    if (line !== null) lines.push(line);
    line = null;
  };
  for (const [index, token] of tokens.entries()) {
    const isEmpty = isClosing(token) && closing[tokens[index - 1] ?? ''] === token;
    if (isClosing(token) && !isEmpty) end();
    line ??= { text: '  '.repeat(place.depthAt(token)), statement: place.statementAt(token) };
    line.text += token === ':' ? ': ' : token;
    place.pass(token, tokens[index - 1] ?? '');
    const opens = closing[token] !== undefined && closing[token] !== tokens[index + 1];
    if (opens || token === ',') end();
  }
  end();
  return lines;
}

/** Where in a policy the reader of its tokens is. */
class Place {
  #depth = 0;
  /** Whether the member of the document that is being read is Statement, and if so whether it is a list. */
  #member: 'other' | 'one' | 'list' = 'other';
  #index = 0;

  depthAt(token: string): number {
    return this.#depth - (isClosing(token) ? 1 : 0);
  }

  /** The statement that a line is part of which begins with this token. */
  statementAt(token: string): number | null {
    const depth = this.depthAt(token);
    if (this.#depth === 1 && isStatement(token)) return null;
    if (this.#member === 'one') return depth >= 1 ? 0 : null;
    return this.#member === 'list' && depth >= 2 ? this.#index : null;
  }

  pass(token: string, before: string): void {
    if (this.#depth === 1 && before === ':') {
      if (token === '[' && this.#member === 'one') this.#member = 'list';
    } else if (this.#depth === 1 && token === ',') this.#member = 'other';
    else if (this.#depth === 1 && isStatement(token)) {
      this.#member = 'one';
      this.#index = 0;
    } else if (this.#depth === 2 && token === ',' && this.#member === 'list') this.#index++;
    if (closing[token] !== undefined) this.#depth++;
    if (isClosing(token)) this.#depth--;
  }
}

/** The name may be written with escapes. */
const isStatement = (token: string): boolean => token.startsWith('"') && JSON.parse(token) === 'Statement';
