import type { Sequence, TextSet } from '../../../../src/analysis/policy/decide/text-set.ts';

/** Whether a text is in a set, tried in every way: what automata must agree with. */
export const holdsText = (set: TextSet, text: string): boolean =>
  set.some((sequence) => matches(sequence, Array.from(text)));

function matches(sequence: Sequence, text: readonly string[]): boolean {
  const [step, ...steps] = sequence;
  if (step === undefined) return text.length === 0;
  const [character, ...rest] = text;
  const takes = character !== undefined && step.characters.has(character);
  if (!step.repeats) return takes && matches(steps, rest);
  return matches(steps, text) || (takes && matches(sequence, rest));
}
