import { createColors } from 'picocolors';
import { type Finding, type Severity, type Status, severities, statuses } from '../model/finding.ts';
import { describeUnread } from '../model/lookup.ts';
import type { Result } from '../model/result.ts';
import { type Cell, gap, inColumns } from './columns.ts';
import { withException } from './exception-text.ts';
import { printable } from './printable.ts';
import { wrap } from './wrap.ts';

export interface TableOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
}

type Colors = ReturnType<typeof createColors>;

/**
 * For people: what fails and what is not known, the heaviest first, what somebody answers for last; then each rule in one
 * line; then the sum.
 */
export function table(result: Result, { width, color }: TableOptions): string {
  const colors = createColors(color);
  const parts = [
    findingsTable(
      result.findings.filter(({ status }) => status === 'NON_COMPLIANT').toSorted(heaviestFirst),
      width,
      colors,
    ),
    findingsTable(
      result.findings.filter(({ status }) => status === 'UNKNOWN').toSorted(exceptedLast),
      width,
      colors,
    ),
    rulesTable(result, width, colors),
    unreadLines(result, width),
    summaryLines(result),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const exceptedLast = (a: Finding, b: Finding): number =>
  Number(a.exception !== null) - Number(b.exception !== null);

const heaviestFirst = (a: Finding, b: Finding): number =>
  exceptedLast(a, b) || severities.indexOf(b.severity) - severities.indexOf(a.severity);

const colorOf = (severity: Severity, colors: Colors): ((text: string) => string) =>
  ({
    CRITICAL: colors.magenta,
    HIGH: colors.red,
    MEDIUM: colors.yellow,
    LOW: colors.cyan,
    INFORMATIONAL: colors.dim,
  })[severity];

/** Terminals of fewer columns get narrower ones for rule, resource and Region. */
const narrow = 120;

function findingsTable(findings: readonly Finding[], width: number, colors: Colors): string {
  if (findings.length === 0) return '';
  const fixed = width < narrow ? [8, 18, 14, 14] : [10, 34, 26, 15];
  const [severity = 0, ...others] = fixed;
  const widths = [Math.max(severity, ...findings.map((finding) => finding.severity.length)), ...others];
  const rest = Math.max(18, width - widths.reduce((sum, column) => sum + column + gap.length, 0));
  const severityOf = ({ status, severity, exception }: Finding): Cell => {
    const color = status === 'UNKNOWN' ? colors.blue : colorOf(severity, colors);
    return {
      text: status === 'UNKNOWN' ? status : severity,
      color: exception === null ? color : colors.dim,
    };
  };
  const rows = findings.map((finding) => {
    const { rule, resource } = finding;
    return [
      severityOf(finding),
      ...[rule, resource.id, resource.region, withException(finding)].map((text) => ({
        text: printable(text),
      })),
    ];
  });
  return inColumns(
    [headings(['SEVERITY', 'RULE', 'RESOURCE', 'REGION', 'BECAUSE'], colors), ...rows],
    [...widths, rest],
  );
}

const headings = (titles: readonly string[], { bold }: Colors): readonly Cell[] =>
  titles.map((text) => ({ text, color: bold }));

function rulesTable({ scope, findings }: Result, width: number, colors: Colors): string {
  const counts = statuses.map((status) => status.length);
  const room = width - counts.reduce((sum, column) => sum + column + gap.length, 0);
  const rows = scope.rules.map((rule): readonly Cell[] => {
    const own = findings.filter((finding) => finding.rule === rule);
    const count = (status: Status): number => own.filter((finding) => finding.status === status).length;
    return [
      { text: rule },
      ...statuses.map((status) => ({ text: String(count(status) || '·'), align: 'right' as const })),
    ];
  });
  const longest = Math.max(...['RULE', ...scope.rules].map((rule) => rule.length));
  return inColumns(
    [headings(['RULE', ...statuses], colors), ...rows],
    [Math.min(longest, Math.max(18, room)), ...counts],
  );
}

/** How many of what was not read are listed one by one; the rest is in the JSON. */
const shownUnread = 10;

function unreadLines({ coverage: { unread } }: Result, width: number): string {
  if (unread.length === 0) return '';
  const lines = unread
    .slice(0, shownUnread)
    .map((entry) => printable(`${entry.account} ${entry.region}: ${describeUnread(entry)}`))
    .map((line) => `  ${wrap(line, width - 4).join('\n    ')}`);
  const more = unread.length - lines.length;
  return [
    'Not read:',
    ...lines,
    ...(more > 0 ? [`  and ${more} more (all of them with --format json)`] : []),
  ].join('\n');
}

function summaryLines({ findings, summary, scope, takenAt }: Result): string {
  const counts = statuses.map((status) => `${summary[status]} ${status}`).join(', ');
  const excepted = summary.excepted === 0 ? '' : `, ${summary.excepted} excepted`;
  const where = `${plural(scope.accounts.length, 'account')}, ${plural(scope.regions.length, 'Region')} (${scope.regions.join(', ')})`;
  const lines = [
    printable(`${plural(findings.length, 'verdict')} on ${where}, taken ${takenAt}: ${counts}${excepted}.`),
  ];
  if (findings.length > 0 && findings.length === summary.NOT_APPLICABLE) {
    lines.push(`Nothing to judge: ${reasonsOf(findings)}.`);
  }
  return lines.join('\n');
}

/** Why nothing applied, in the words of the findings; the shortest says most. */
function reasonsOf(findings: readonly Finding[]): string {
  const reasons = findings.map(({ because }) => printable(because));
  return reasons.find((because) => because.startsWith('there is no DMS resource')) ?? reasons[0] ?? '';
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
