import type { Result } from '../model/result.ts';

/**
 * A value as JSON for a file or a terminal: what a terminal would obey, or a reader not see, is written as `\u…`,
 * which stands for the same text.
 */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(/[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)}\n`;

/** One character as its code units; JSON knows no others. */
const escaped = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** The JSON contract, as `schemas/result.schema.json` describes it. */
export const json = (result: Result): string => jsonText(result);
