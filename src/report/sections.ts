import { createColors } from 'picocolors';
import { wrappedInside } from './policy-document.ts';
import { printable } from './printable.ts';
import type { TableOptions } from './table.ts';

/** A heading, and each text from a line of its own on, set in and wrapped; nothing where there are none. */
export function section(
  title: string,
  texts: readonly string[],
  { width, color }: TableOptions,
): readonly string[] {
  const lines = texts.flatMap((text) => wrappedInside(printable(`  ${text}`), width));
  return lines.length === 0 ? [] : ['', createColors(color).bold(title), ...lines];
}
