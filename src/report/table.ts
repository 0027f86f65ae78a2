import Table from 'cli-table3';
import { createColors } from 'picocolors';
import { type Finding, type Severity, severities, statuses } from '../model/finding.ts';
import { describeUnread } from '../model/lookup.ts';
import type { Result } from '../model/result.ts';
import { printable } from './printable.ts';

export interface TableOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
}

type Colors = ReturnType<typeof createColors>;

/** For people: what fails and what is not known, the heaviest first; then each rule in one line; then the sum. */
export function table(result: Result, { width, color }: TableOptions): string {
  const colors = createColors(color);
  const parts = [
    findingsTable(
      result.findings.filter(({ status }) => status === 'NON_COMPLIANT').toSorted(heaviestFirst),
      width,
      colors,
    ),
    findingsTable(
      result.findings.filter(({ status }) => status === 'UNKNOWN'),
      width,
      colors,
    ),
    rulesTable(result, colors),
    unreadLines(result),
    summaryLines(result),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const heaviestFirst = (a: Finding, b: Finding): number =>
  severities.indexOf(b.severity) - severities.indexOf(a.severity);

const colorOf = (severity: Severity, colors: Colors): ((text: string) => string) =>
  ({
    CRITICAL: colors.magenta,
    HIGH: colors.red,
    MEDIUM: colors.yellow,
    LOW: colors.cyan,
    INFORMATIONAL: colors.dim,
  })[severity];

/** Borders in one line a row: a terminal that cannot draw boxes still shows columns. */
const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

function findingsTable(findings: readonly Finding[], width: number, colors: Colors): string {
  if (findings.length === 0) return '';
  const severityOf = ({ status, severity }: Finding): string =>
    status === 'UNKNOWN' ? colors.blue('UNKNOWN') : colorOf(severity, colors)(severity);
  const columns = [10, 34, 26, 15];
  const rest = Math.max(30, width - columns.reduce((sum, column) => sum + column, 0) - 2 * columns.length);
  const rows = new Table({
    head: ['SEVERITY', 'RULE', 'RESOURCE', 'REGION', 'BECAUSE'].map((title) => colors.bold(title)),
    colWidths: [...columns, rest],
    wordWrap: true,
    wrapOnWordBoundary: true,
    chars: borderless,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  for (const finding of findings) {
    const { rule, resource, because } = finding;
    rows.push([severityOf(finding), rule, printable(resource.id), resource.region, printable(because)]);
  }
  return withoutTrailingSpace(rows.toString());
}

function rulesTable({ scope, findings }: Result, colors: Colors): string {
  const rows = new Table({
    head: ['RULE', ...statuses].map((title) => colors.bold(title)),
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    chars: borderless,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  for (const rule of scope.rules) {
    const own = findings.filter((finding) => finding.rule === rule);
    rows.push([
      rule,
      ...statuses.map((status) => own.filter((finding) => finding.status === status).length || '·'),
    ]);
  }
  return withoutTrailingSpace(rows.toString());
}

/** How many of what was not read are listed one by one; the rest is in the JSON. */
const shownUnread = 10;

function unreadLines({ coverage: { unread } }: Result): string {
  if (unread.length === 0) return '';
  const lines = unread
    .slice(0, shownUnread)
    .map((entry) => `  ${entry.account} ${entry.region}: ${printable(describeUnread(entry))}`);
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
    `${plural(findings.length, 'verdict')} on ${where}, taken ${takenAt}: ${counts}${excepted}.`,
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

const withoutTrailingSpace = (text: string): string => text.replace(/[^\S\n]+$/gm, '');
