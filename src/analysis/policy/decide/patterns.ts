import { understand } from '../condition-checks.ts';
import type { Piece } from '../glob.ts';
import type { Condition, PolicyVersion } from '../shape.ts';
import { readTemplate, variablesIn } from '../template.ts';
import {
  anyButColon,
  anyCharacter,
  anyNumberOf,
  inEitherCase,
  literally,
  one,
  readingAs,
  type Sequence,
  type Step,
  type TextSet,
} from './text-set.ts';

/** What stands for a variable: a text; the account of the ARN it stands in; nothing that is known. */
export type VariableValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'own-account' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'open' };

export type Resolve = (key: string) => VariableValue;

/** A condition, and the version of the policy language that it is written in. */
export interface AskedCondition {
  readonly condition: Condition;
  readonly version: PolicyVersion;
}

/** The values that a condition compares equal. */
export interface ComparedTexts {
  /** One set; two where it hangs on whether the request carries the account of the ARN. */
  readonly sets: readonly TextSet[];
  /** A variable whose value is not fixed and for which no set of texts can stand. */
  readonly open: string | null;
}

/**
 * What one condition tells apart among the texts of its key. Null for operators that compare no text, and
 * for what has no decided meaning: how that is read does not depend on the value.
 */
export function comparedTexts(
  { condition, version }: AskedCondition,
  resolve: Resolve,
): ComparedTexts | null {
  const use = understand(condition, version);
  if ('refused' in use) return null;
  const { family, name } = use.base;
  const { values } = condition;
  switch (family) {
    case 'binary':
      return { sets: [values.map(literally)], open: null };
    case 'bool':
      return filledIn(values, version, resolve, (stretches) => readingAs(textOf(stretches)));
    case 'arn':
      return filledIn(values, version, resolve, arnPattern);
    case 'string':
      return filledIn(values, version, resolve, asText(stepsFor(name)));
    default:
      return null;
  }
}

function stepsFor(operator: string): (stretch: Piece) => Sequence {
  if (operator.includes('Like')) return globSteps;
  return operator.includes('IgnoreCase') ? ({ text }) => inEitherCase(text) : ({ text }) => literally(text);
}

/** A stretch of a pattern; `ownAccount` stands for the account id of the ARN itself. */
type Stretch = Piece & { readonly ownAccount: boolean };

const anything: Sequence = [anyNumberOf(anyCharacter)];

function filledIn(
  values: readonly string[],
  version: PolicyVersion,
  resolve: Resolve,
  toSequence: (stretches: readonly Stretch[]) => Sequence | null,
): ComparedTexts {
  const templates = values.map((value) => readTemplate(value, version));
  const variables = templates.flatMap(variablesIn);
  const open = variables.filter((key) => resolve(key).kind === 'open');
  const setWhere = (accountIsCarried: boolean): TextSet =>
    templates.flatMap((template) => {
      const stretches = fillIn(template, resolve, accountIsCarried);
      if (stretches === null) return [];
      const sequence = toSequence(stretches);
      if (sequence === null) open.push(...variablesIn(template));
      return sequence === null ? [] : [sequence];
    });
  const isOfAccount = variables.some((key) => resolve(key).kind === 'own-account');
  const sets = isOfAccount ? [setWhere(true), setWhere(false)] : [setWhere(true)];
  return { sets, open: open[0] ?? null };
}

type Template = ReturnType<typeof readTemplate>;

/** Null for what matches nothing, or not for certain: a variable has no default and no value that is known. */
function fillIn(template: Template, resolve: Resolve, accountIsCarried: boolean): readonly Stretch[] | null {
  const stretches: Stretch[] = [];
  for (const part of template) {
    if (part.kind !== 'variable') {
      stretches.push({ text: part.text, literal: part.kind === 'escape', ownAccount: false });
      continue;
    }
    const found = resolve(part.key);
    const ownAccount = found.kind === 'own-account' && accountIsCarried;
    const text = found.kind === 'text' ? found.text : part.fallback;
    if (found.kind === 'open' || (!ownAccount && text === null)) return null;
    stretches.push({ text: ownAccount ? '' : (text ?? ''), literal: true, ownAccount });
  }
  return stretches;
}

const textOf = (stretches: readonly Stretch[]): string => stretches.map(({ text }) => text).join('');

/** Null where the account stands among other text: the texts that then match are no set of this kind. */
function asText(toSteps: (stretch: Piece) => Sequence) {
  return (stretches: readonly Stretch[]): Sequence | null => {
    if (!stretches.some(({ ownAccount }) => ownAccount)) return stretches.flatMap(toSteps);
    // The key is an account key, or it is none and a bare account id equals no ARN.
    return stretches.length === 1 ? anything : null;
  };
}

function globSteps({ text, literal }: Piece): Sequence {
  if (literal) return literally(text);
  return Array.from(text).flatMap((character) => {
    if (character === '*') return anything;
    return character === '?' ? [one(anyCharacter)] : literally(character);
  });
}

const accountComponent = 4;

/**
 * "Each of the six colon-delimited components is checked separately": a wildcard crosses no colon before the
 * sixth. Null where the ARN's own account stands elsewhere than in the place of the account.
 */
function arnPattern(stretches: readonly Stretch[]): Sequence | null {
  let colons = 0;
  const sequence: Step[] = [];
  for (const [index, { text, literal, ownAccount }] of stretches.entries()) {
    if (ownAccount) {
      const fills = stretches[index - 1]?.text.endsWith(':') && stretches[index + 1]?.text.startsWith(':');
      if (colons !== accountComponent || fills !== true) return null;
      sequence.push(anyNumberOf(anyButColon));
      continue;
    }
    for (const character of text) {
      if (character === ':') colons += 1;
      const wild = colons < accountComponent + 1 ? anyButColon : anyCharacter;
      if (!literal && character === '*') sequence.push(anyNumberOf(wild));
      else if (!literal && character === '?') sequence.push(one(wild));
      else sequence.push(...literally(character));
    }
  }
  return sequence;
}
