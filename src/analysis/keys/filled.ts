/** A text that a pattern matches. */
export const filled = (pattern: string): string => pattern.replaceAll('*', 'any').replaceAll('?', 'x');
