import { widthOf, wrap } from './wrap.ts';

export interface Cell {
  readonly text: string;
  readonly color?: (text: string) => string;
  readonly align?: 'left' | 'right';
}

/** Between two columns. */
export const gap = '  ';

/** Rows of text in columns of these widths. What is too long for its column goes on below, inside it. */
export const inColumns = (rows: readonly (readonly Cell[])[], widths: readonly number[]): string =>
  rows.flatMap((row) => linesOf(row, widths)).join('\n');

function linesOf(row: readonly Cell[], widths: readonly number[]): readonly string[] {
  const columns = row.map((cell, index) => {
    const width = widths[index] ?? widthOf(cell.text);
    return { cell, width, lines: wrap(cell.text, width) };
  });
  const height = Math.max(...columns.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, index) =>
    columns
      .map(({ cell, width, lines }) => padded(lines[index] ?? '', width, cell))
      .join(gap)
      .trimEnd(),
  );
}

function padded(text: string, width: number, { color, align }: Cell): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  const shown = color === undefined || text === '' ? text : color(text);
  return align === 'right' ? space + shown : shown + space;
}
