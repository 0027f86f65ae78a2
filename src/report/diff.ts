import { createColors } from 'picocolors';
import { type ComparedFinding, type Comparison, type Standing, standings } from '../model/comparison.ts';
import { type Cell, gap, inColumns } from './columns.ts';
import { withException } from './exception-text.ts';
import { jsonText } from './json.ts';
import { printable } from './printable.ts';
import type { TableOptions } from './table.ts';
import { wrap } from './wrap.ts';

/** The JSON of `diff --format json`. */
export const comparisonJson = (comparison: Comparison): string => jsonText(comparison);

const words: Readonly<Record<Standing, string>> = {
  new: 'new',
  worse: 'worse',
  unknown: 'newly not known',
  resolved: 'resolved',
  open: 'still open',
  unreadable: 'no longer readable',
  excepted: 'excepted',
};

/** For people: what changed and what did not, in the order of `standings`; then what else was not the same. */
export function comparisonTable(comparison: Comparison, options: TableOptions): string {
  return `${comparisonParts(comparison, standings, options).join('\n\n')}\n`;
}

/** For people, below a scan: what counts beside the baseline. */
export const sinceBaselineTable = (comparison: Comparison, options: TableOptions): string =>
  `\n${comparisonParts(comparison, ['new', 'worse', 'unknown'], options).join('\n\n')}\n`;

function comparisonParts(
  { before, after, differences, summary, findings }: Comparison,
  shown: readonly Standing[],
  options: TableOptions,
): readonly string[] {
  const counts = standings.map((standing) => `${summary[standing]} ${words[standing]}`).join(', ');
  const parts = [
    rowsOf(
      findings.filter(({ standing }) => shown.includes(standing)),
      options,
    ),
    differences.map((line) => lineOf(`Not the same: ${line}.`, options)).join('\n'),
    lineOf(`Since ${before.takenAt}, until ${after.takenAt}: ${counts}.`, options),
  ];
  return parts.filter((part) => part !== '');
}

const lineOf = (text: string, { width }: TableOptions): string =>
  wrap(printable(text), Math.max(40, width - 2)).join('\n  ');

/** Terminals of fewer columns get narrower ones. */
const narrow = 120;

function rowsOf(findings: readonly ComparedFinding[], { width, color }: TableOptions): string {
  if (findings.length === 0) return '';
  const { bold, ...colors } = createColors(color);
  const paint: Readonly<Record<Standing, (text: string) => string>> = {
    new: colors.red,
    worse: colors.red,
    unknown: colors.blue,
    resolved: colors.green,
    open: colors.dim,
    unreadable: colors.blue,
    excepted: colors.dim,
  };
  const headings = ['SINCE', 'SEVERITY', 'RULE', 'RESOURCE', 'REGION', 'BECAUSE'];
  const rows = findings.map((finding): readonly Cell[] => [
    { text: words[finding.standing], color: paint[finding.standing] },
    ...[
      severityOf(finding),
      finding.rule,
      finding.resource.id,
      finding.resource.region,
      withException(finding),
    ].map((text) => ({ text: printable(text) })),
  ]);
  const longest = (...texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));
  const widths =
    width < narrow
      ? [8, 8, 16, 12, 12]
      : [
          longest('SINCE', ...findings.map(({ standing }) => words[standing])),
          longest('SEVERITY', ...findings.map(severityOf)),
          ...[34, 26, 15],
        ];
  const rest = Math.max(14, width - widths.reduce((sum, column) => sum + column + gap.length, 0));
  return inColumns([headings.map((text) => ({ text, color: bold })), ...rows], [...widths, rest]);
}

/** Of what got worse, what it was as well. */
const severityOf = ({ standing, severity, before }: ComparedFinding): string =>
  standing === 'worse' && before !== null ? `${before} to ${severity}` : severity;
