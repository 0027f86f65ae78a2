import { anyCharacter, anyNumberOf, literally, one, type Sequence } from '../policy/decide/text-set.ts';
import type { PolicyVersion } from '../policy/shape.ts';
import { colonsBeforeVariable, readTemplate } from '../policy/template.ts';

/**
 * The texts that a pattern of Resource can match, a variable standing for any text; null where it can match none:
 * a variable may stand only after the fifth colon. A wildcard reaches across colons.
 * (IAM User Guide, reference_policies_elements_resource, reference_policies_variables)
 */
export function textsMatching(pattern: string, version: PolicyVersion): Sequence | null {
  const template = readTemplate(pattern, version);
  if (template.some(({ kind }) => kind === 'variable') && colonsBeforeVariable(template) < 5) return null;
  return template.flatMap((part) => {
    if (part.kind === 'variable') return [anyNumberOf(anyCharacter)];
    return part.kind === 'escape' ? literally(part.text) : Array.from(part.text).map(stepFor);
  });
}

function stepFor(character: string): Sequence[number] {
  if (character === '*') return anyNumberOf(anyCharacter);
  if (character === '?') return one(anyCharacter);
  const [step] = literally(character);
  if (step === undefined) throw new Error('a character is one step');
  return step;
}
