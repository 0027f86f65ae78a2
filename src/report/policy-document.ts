import { createColors } from 'picocolors';
import type { RequestWitness } from '../model/finding.ts';
import { type Cell, gap, inColumns } from './columns.ts';
import { type DocumentLine, documentLines } from './document-lines.ts';
import { printable } from './printable.ts';
import type { TableOptions } from './table.ts';
import { widthOf, wrap } from './wrap.ts';

type Shown = Omit<RequestWitness, 'kind' | 'document'>;

/** How many lines of a document are shown; real ones have fewer. */
const mostLines = 400;

/** From this width on the request stands beside the document, else below it. */
const wide = 100;

/** A policy with the statement that decides marked, and the request that it decides beside it. */
export function policyDocument(text: string, request: Shown | null, options: TableOptions): string {
  const { width } = options;
  const statement = request?.statement ?? null;
  const isBeside = request !== null && width >= wide;
  const room = isBeside ? Math.floor(width * 0.55) : width - 4;
  const lines = shownLines(documentLines(text), statement, room);
  if (request === null) return inRows(lines, [], options);
  const longest = Math.max(...lines.map((line) => widthOf(line.text)));
  const left = isBeside ? longest + 4 + 2 * gap.length : 0;
  const told = requestLines(request, width - left);
  return isBeside
    ? inRows(lines, told, options)
    : `${inRows(lines, [], options)}\n\n${inRows([], told, options)}`;
}

interface Marked extends DocumentLine {
  readonly isMarked: boolean;
}

interface Told {
  readonly label: string;
  readonly value: string;
}

function inRows(lines: readonly Marked[], told: readonly Told[], { color }: TableOptions): string {
  const { bold, dim, yellow } = createColors(color);
  const firstMarked = lines.findIndex(({ isMarked }) => isMarked);
  // Beside the statement that it is about, if it ends before the document does.
  const from = Math.max(0, Math.min(firstMarked, lines.length - told.length));
  const rows = Array.from({ length: Math.max(lines.length, from + told.length) }, (_, index) => {
    const line = lines[index];
    const { label = '', value = '' } = told[index - from] ?? {};
    const document: readonly Cell[] = [
      { text: line?.isMarked === true ? '>' : '', color: yellow },
      { text: line?.text ?? '', ...(line?.isMarked === true ? { color: bold } : {}) },
    ];
    const request: readonly Cell[] = told.length === 0 ? [] : [{ text: label, color: dim }, { text: value }];
    return [...(lines.length === 0 ? [] : document), ...request];
  });
  const widest = (texts: readonly string[]): number => Math.max(1, ...texts.map(widthOf));
  const ofDocument = lines.length === 0 ? [] : [1, widest(lines.map(({ text }) => text))];
  const ofRequest =
    told.length === 0 ? [] : [widest(told.map(({ label }) => label)), widest(told.map(({ value }) => value))];
  return inColumns(rows, [...ofDocument, ...ofRequest]);
}

/** Long lines go on below, further in; of a very long document the part around the statement is shown. */
function shownLines(
  lines: readonly DocumentLine[],
  statement: number | null,
  room: number,
): readonly Marked[] {
  const marked = lines.flatMap((line): readonly Marked[] =>
    wrappedInside(printable(line.text), room).map((text) => ({
      ...line,
      text,
      isMarked: statement !== null && line.statement === statement,
    })),
  );
  if (marked.length <= mostLines) return marked;
  const from = Math.max(0, marked.findIndex(({ isMarked }) => isMarked) - 10);
  const shown = marked.slice(from, from + mostLines);
  const leftOut = (count: number, where: string): readonly Marked[] =>
    count === 0 ? [] : [{ text: `… ${count} more lines ${where}`, statement: null, isMarked: false }];
  return [...leftOut(from, 'above'), ...shown, ...leftOut(marked.length - from - shown.length, 'below')];
}

/** What follows the first line of a text keeps its indentation. */
export function wrappedInside(text: string, width: number): readonly string[] {
  const indent = ' '.repeat(Math.min(text.length - text.trimStart().length, Math.floor(width / 2)));
  const [first = '', ...more] = wrap(text.trimStart(), Math.max(1, width - indent.length - 2));
  return [`${indent}${first}`, ...more.map((line) => `${indent}  ${line}`)];
}

const outcomes: Readonly<Record<RequestWitness['decision'], string>> = {
  allowed: 'allowed',
  explicitDeny: 'refused, by a Deny',
  implicitDeny: 'refused, as nothing allows it',
};

function requestLines(
  { principal, action, resource, context, statement, decision }: Shown,
  width: number,
): readonly Told[] {
  const by = statement === null ? '' : ` (Statement[${statement}])`;
  const pairs: readonly (readonly [label: string, value: string])[] = [
    ['REQUEST', ''],
    ...Object.entries(principal).map(
      ([kind, who]) => ['principal', who === true ? kind : String(who)] as const,
    ),
    ['action', action],
    ['resource', resource ?? (action.startsWith('sts:') ? 'the role itself' : 'none')],
    ...Object.entries(context).map(([key, value]) => [key, [value].flat().join(', ')] as const),
    ['decision', `${outcomes[decision]}${by}`],
  ];
  const labels = pairs.map(([label]) => printable(label));
  const room = Math.max(20, width - Math.max(...labels.map(widthOf)) - gap.length);
  return pairs.flatMap(([, value], index) =>
    wrap(printable(value), room).map((line, place) => ({
      label: place === 0 ? (labels[index] ?? '') : '',
      value: line,
    })),
  );
}
