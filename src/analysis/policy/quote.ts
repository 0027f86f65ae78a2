const LONGEST = 200;

/** A text as people should see it: quoted, control characters visible, cut when very long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

export function quoteAny(texts: readonly string[]): string {
  return texts.map(quote).join(' or ');
}
