import type { Piece } from './glob.ts';
import type { PolicyVersion } from './shape.ts';

type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'escape'; readonly text: string }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | null };

/** A policy string with its `${…}` recognised. */
type Template = readonly TemplatePart[];

/** The text of a single-valued key, or null where the request has none. */
export type FillIn = (key: string) => string | null;

const ESCAPES: ReadonlySet<string> = new Set(['${*}', '${?}', '${$}']);

// No alternative can start where another may still go on, so this cannot backtrack far.
const VARIABLE = /\$\{([^\s${},']+|\$)(?:, *'([^']*)')?\}/g;

/**
 * Finds `${key}`, `${key, 'default'}` and the escapes `${*}`, `${?}`, `${$}`. Before version 2012-10-17
 * they are plain text; so is, here, what does not follow that grammar.
 * (IAM User Guide, reference_policies_variables)
 */
export function readTemplate(text: string, version: PolicyVersion): Template {
  if (version !== '2012-10-17' || !text.includes('${')) return [{ kind: 'text', text }];
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    const [whole, key = '', fallback = null] = match;
    if (ESCAPES.has(whole)) parts.push({ kind: 'escape', text: key });
    else parts.push({ kind: 'variable', key, fallback });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

/**
 * Puts the values in; they are text, a `*` in them matches only a `*`. Null when a variable has neither
 * value nor default: what holds it then matches nothing.
 * (IAM User Guide, reference_policies_variables, "Specifying default values")
 */
export function fillTemplate(template: Template, fillIn: FillIn): readonly Piece[] | null {
  const pieces: Piece[] = [];
  for (const part of template) {
    if (part.kind === 'variable') {
      const value = fillIn(part.key) ?? part.fallback;
      if (value === null) return null;
      pieces.push({ text: value, literal: true });
    } else {
      pieces.push({ text: part.text, literal: part.kind === 'escape' });
    }
  }
  return pieces;
}

/** How many colons are written before the first variable, or in all when there is none. */
export function colonsBeforeVariable(template: Template): number {
  const first = template.findIndex((part) => part.kind === 'variable');
  return colons(first < 0 ? template : template.slice(0, first));
}

/** How many colons are written outside variables. */
export function colons(template: Template): number {
  let count = 0;
  for (const part of template) if (part.kind === 'text') count += part.text.split(':').length - 1;
  return count;
}

/** The keys that variables stand for, as written. */
export const variablesIn = (template: Template): readonly string[] =>
  template.flatMap((part) => (part.kind === 'variable' ? [part.key] : []));
