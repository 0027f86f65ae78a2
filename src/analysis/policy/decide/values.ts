import { formatAddress, readRange } from '../address.ts';
import { understand } from '../condition-checks.ts';
import { readDate, readNumber } from '../scalars.ts';
import { cellsOf } from './cells.ts';
import { type AskedCondition, comparedTexts, type Resolve } from './patterns.ts';
import { anyCharacter, oneOrMore, type TextSet } from './text-set.ts';

interface Texts {
  readonly set: TextSet;
  readonly preferred: readonly string[];
}

/** The values that a condition key can have. */
export type ValueDomain =
  /** These alone. */
  | { readonly kind: 'listed'; readonly values: readonly string[] }
  /** Any text of the set; `preferred` ones stand for their like in a witness. */
  | ({ readonly kind: 'text' } & Texts)
  | { readonly kind: 'number' }
  | { readonly kind: 'date' }
  | { readonly kind: 'address' }
  /** Nothing is known of the key: what it is compared with says of what kind it is. */
  | { readonly kind: 'open' };

/** One value for each thing that conditions can tell apart, and why there may be more to tell. */
export interface Representatives {
  readonly values: readonly string[];
  readonly doubts: readonly string[];
}

const anyText: TextSet = [oneOrMore(anyCharacter)];

/** Values of one key that stand for all: every condition given tells the same of a value as of one of these. */
export function representatives(
  domain: ValueDomain,
  conditions: readonly AskedCondition[],
  resolve: Resolve,
): Representatives {
  const families = new Set(conditions.flatMap((condition) => kindOf(condition)));
  switch (domain.kind) {
    case 'listed':
      return { values: domain.values, doubts: [] };
    case 'text':
      return ofTexts(domain, conditions, resolve, without(families, 'text'));
    case 'number':
      return ofOrder(conditions, readNumber, String, without(families, 'number'));
    case 'date':
      return ofOrder(conditions, readDate, asDate, without(families, 'date'));
    case 'address':
      return ofAddresses(conditions, without(families, 'address'));
    case 'open': {
      const [only = 'text'] = families;
      if (only === 'number') return ofOrder(conditions, readNumber, String, without(families, only));
      if (only === 'date') return ofOrder(conditions, readDate, asDate, without(families, only));
      if (only === 'address') return ofAddresses(conditions, without(families, only));
      return orEmpty(
        ofTexts({ set: anyText, preferred: [] }, conditions, resolve, without(families, 'text')),
      );
    }
  }
}

/** The empty text is one of its own: set operators take it for no value at all. */
const orEmpty = ({ values, doubts }: Representatives): Representatives => ({
  values: [...values, ''],
  doubts,
});

type Kind = 'text' | 'number' | 'date' | 'address';

/** Why texts alone do not show all that a condition tells apart. */
export function notAsText(asked: AskedCondition): readonly string[] {
  return kindOf(asked)
    .filter((kind) => kind !== 'text')
    .map((kind) => `${asked.condition.key}: it is compared as a ${kind}`);
}

function kindOf({ condition, version }: AskedCondition): readonly Kind[] {
  const use = understand(condition, version);
  if ('refused' in use) return [];
  switch (use.base.family) {
    case 'numeric':
      return ['number'];
    case 'date':
      return ['date'];
    case 'ip':
      return ['address'];
    case 'null':
      return [];
    default:
      return ['text'];
  }
}

/** What is compared in more than one way has cells that no one way of cutting shows. */
const without = (families: ReadonlySet<Kind>, own: Kind): readonly string[] =>
  [...families].filter((kind) => kind !== own).map((kind) => `it is compared as a ${own} and as ${kind}`);

function ofTexts(
  { set, preferred }: Texts,
  conditions: readonly AskedCondition[],
  resolve: Resolve,
  doubts: readonly string[],
): Representatives {
  const compared = conditions.flatMap((condition) => comparedTexts(condition, resolve) ?? []);
  const open = compared.flatMap((each) => each.open ?? []).map((key) => `it is compared with \${${key}}`);
  const cells = cellsOf(
    set,
    compared.flatMap(({ sets }) => sets),
    preferred,
  );
  if (cells === null) return { values: preferred, doubts: [...doubts, ...open, tooManyPatterns] };
  return { values: cells.map(({ text }) => text), doubts: [...doubts, ...open] };
}

export const tooManyPatterns = 'its patterns have too many combinations';

/** Each value that is written, and one before, between and after them, as far as such can be written. */
function ofOrder(
  conditions: readonly AskedCondition[],
  read: (text: string) => number | null,
  write: (value: number) => string,
  doubts: readonly string[],
): Representatives {
  const written = conditions.flatMap(({ condition }) =>
    condition.values.flatMap((value) => read(value) ?? []),
  );
  const points = [...new Set(written)].toSorted((a, b) => a - b);
  const [first = 1] = points;
  const between = points.map((point, index) => {
    const next = points[index + 1];
    return next === undefined ? point + stepAt(point) : point / 2 + next / 2;
  });
  const values = [first - stepAt(first), ...points, ...between].map(write);
  return { values: [...new Set(values)].filter((value) => read(value) !== null), doubts };
}

/** One, or where numbers are so large that one more makes no difference, as much as does. */
const stepAt = (value: number): number => Math.max(1, Math.abs(value) * 2 ** -50);

/** As a date where it has one of four digits, else in seconds. */
function asDate(seconds: number): string {
  const date = new Date(seconds * 1000);
  const text = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  return readDate(text) === null ? String(Math.trunc(seconds)) : text;
}

/** The first address of each stretch between two borders of ranges, in both families. */
function ofAddresses(conditions: readonly AskedCondition[], doubts: readonly string[]): Representatives {
  const ranges = conditions.flatMap(({ condition }) =>
    condition.values.flatMap((value) => readRange(value) ?? []),
  );
  const values = ([32, 128] as const).flatMap((bits) => {
    const own = ranges.filter((range) => range.bits === bits);
    const starts = new Set([0n, ...own.flatMap(({ first, last }) => [first, last + 1n])]);
    return [...starts]
      .filter((value) => value < 1n << BigInt(bits))
      .map((value) => formatAddress({ bits, value }));
  });
  return { values, doubts };
}
