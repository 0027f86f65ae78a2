import { stripVTControlCharacters } from 'node:util';

/**
 * Text from AWS made safe for a terminal: names and tags are other people's input, and an escape sequence in
 * one could hide or forge lines of the report.
 */
export const printable = (text: string): string =>
  stripVTControlCharacters(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
