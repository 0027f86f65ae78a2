import { documentLines } from './document-lines.ts';

/** A line of a document as it is to be: new, to go, or as before. */
interface ChangedLine {
  readonly mark: '+' | '-' | ' ';
  readonly text: string;
}

/** Documents of more lines are not compared line by line, which takes the square of them. */
const mostCompared = 2000;

/** A policy before and after, line by line; null: the new value is no policy. */
export function changedLines(from: string | null, to: string | null): readonly ChangedLine[] | null {
  if (to === null || !isDocument(to)) return null;
  const before = from === null || !isDocument(from) ? [] : linesOf(from);
  const after = linesOf(to);
  if (before.length + after.length > mostCompared)
    return [...before.map(marked('-')), ...after.map(marked('+'))];
  return compared(before, after);
}

const isDocument = (text: string): boolean =>
  text.trimStart().startsWith('{') && text.includes('"Statement"');
const linesOf = (text: string): readonly string[] => documentLines(text).map((line) => line.text);
const marked =
  (mark: ChangedLine['mark']) =>
  (text: string): ChangedLine => ({ mark, text });

/** By the longest common subsequence of the lines. A comma at the end, which only says that more follows, is no change. */
function compared(before: readonly string[], after: readonly string[]): readonly ChangedLine[] {
  const isEqual = (one: number, other: number): boolean =>
    bare(before[one] ?? '') === bare(after[other] ?? '');
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  const at = (one: number, other: number): number => common[one * width + other] ?? 0;
  for (let one = before.length - 1; one >= 0; one--)
    for (let other = after.length - 1; other >= 0; other--)
      common[one * width + other] = isEqual(one, other)
        ? at(one + 1, other + 1) + 1
        : Math.max(at(one + 1, other), at(one, other + 1));
  const lines: ChangedLine[] = [];
  let one = 0;
  let other = 0;
  while (one < before.length || other < after.length) {
    if (one < before.length && other < after.length && isEqual(one, other)) {
      lines.push({ mark: ' ', text: after[other] ?? '' });
      one++;
      other++;
    } else if (one < before.length && (other === after.length || at(one + 1, other) >= at(one, other + 1))) {
      lines.push({ mark: '-', text: before[one] ?? '' });
      one++;
    } else {
      lines.push({ mark: '+', text: after[other] ?? '' });
      other++;
    }
  }
  return lines;
}

const bare = (line: string): string => (line.endsWith(',') ? line.slice(0, -1) : line);
