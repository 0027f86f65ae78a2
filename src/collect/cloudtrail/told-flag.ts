import { flag, MalformedAnswer } from '../fields.ts';

/** A yes or no that the API always has. */
export function toldFlag(value: unknown, field: string): boolean {
  const told = flag(value);
  if (told === null) throw new MalformedAnswer(`an answer without ${field}`);
  return told;
}
