import { type Finding, type Severity, type Status, severities, statuses } from '../model/finding.ts';
import type { Result } from '../model/result.ts';
import type { StoredResult } from './results-bucket.ts';
import { oneLine, shorten } from './shorten.ts';

/** A result in a few lines for people, as Amazon SNS takes it. */
export interface Digest {
  readonly subject: string;
  readonly message: string;
  /** For filter policies of subscriptions. */
  readonly attributes: { readonly severity: Severity | 'NONE'; readonly account: string };
}

/** SNS Publish: 262,144 bytes, attributes included; a little is left for those. */
const mostBytes = 250_000;
/** SNS Publish: "Subject", less than 100 characters of ASCII without line breaks; ours holds nothing else. */
const longestSubject = 99;
/** One finding is a line, not a page. */
const longestLine = 600;

export function toDigest(result: Result, account: string, { bucket, key }: StoredResult): Digest {
  const open = result.findings.filter(({ exception }) => exception === null);
  const failed = open.filter(({ status }) => status === 'NON_COMPLIANT').toSorted(heaviestFirst);
  const unknown = open.filter(({ status }) => status === 'UNKNOWN').toSorted(heaviestFirst);
  const sections = [
    section('Failures, heaviest first', failed.map(lineOf)),
    section('Not known', unknown.map(lineOf)),
    section(
      'Not audited',
      result.coverage.notAudited.map(({ region, reason }) => `${region}: ${reason}`),
    ),
    section('Not read', notRead(result)),
  ];
  const head = [
    `DMS audit of account ${account}, taken at ${result.takenAt}`,
    `Regions: ${result.scope.regions.join(', ')}`,
    '',
    ...counts(result, failed),
    '',
    `The complete result is object ${key} of bucket ${bucket}.`,
  ];
  const heaviest = failed[0]?.severity ?? 'NONE';
  return {
    subject: subjectOf(account, failed.length, heaviest, unknown.length),
    message: fitted(head, sections.flat()),
    attributes: { severity: heaviest, account },
  };
}

const weight = ({ severity }: Finding): number => severities.indexOf(severity);
const heaviestFirst = (one: Finding, other: Finding): number => weight(other) - weight(one);

function subjectOf(account: string, failed: number, heaviest: string, unknown: number): string {
  const failures =
    failed === 0 ? 'no failures' : `${failed} failure${failed === 1 ? '' : 's'}, heaviest ${heaviest}`;
  const subject = `DMS audit of ${account}: ${failures}${unknown === 0 ? '' : `, ${unknown} not known`}`;
  return subject.slice(0, longestSubject);
}

function counts({ summary }: Result, failed: readonly Finding[]): readonly string[] {
  const words: Record<Status, string> = {
    COMPLIANT: 'Compliant',
    NON_COMPLIANT: 'Not compliant',
    NOT_APPLICABLE: 'Not applicable',
    UNKNOWN: 'Not known',
  };
  const bySeverity = severities
    .toReversed()
    .map((severity) => [severity, failed.filter((finding) => finding.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${severity} ${count}`);
  const line = (status: Status): string => `${words[status]}: ${summary[status]}`;
  return [
    ...statuses.map((status) =>
      status === 'NON_COMPLIANT' && bySeverity.length > 0
        ? `${line(status)} (${bySeverity.join(', ')})`
        : line(status),
    ),
    ...(summary.excepted > 0 ? [`Excepted: ${summary.excepted}`] : []),
  ];
}

const lineOf = ({ severity, rule, resource, because }: Finding): string =>
  `${severity} ${rule}: ${resource.type} ${resource.id} (${resource.region}): ${because}`;

function notRead({ coverage }: Result): readonly string[] {
  const entries = coverage.unread.map(
    ({ region, call, resource, error, transient }) =>
      `${call}${resource === null ? '' : ` of ${resource}`} in ${region}: ${error}${transient ? ' (transient)' : ''}`,
  );
  return [...new Set(entries)];
}

/** A heading and its lines; nothing where there are none. */
const section = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `${heading} (${lines.length}):`, ...lines.map((line) => `- ${plain(line)}`)];

/** Text from an account can hold an address, and mail programs make links of them. */
const plain = (line: string): string => shorten(line.replaceAll(/\b[a-z][a-z+.-]*:\/\//gi, ''), longestLine);

/** As many lines as a message can hold; how many are left out is said. */
function fitted(head: readonly string[], lines: readonly string[]): string {
  const bytes = (line: string): number => Buffer.byteLength(line) + 1;
  const kept = head.map(oneLine);
  let room = mostBytes - kept.reduce((sum, line) => sum + bytes(line), 0);
  let count = 0;
  while (count < lines.length && room >= bytes(lines[count] ?? '')) {
    room -= bytes(lines[count] ?? '');
    count += 1;
  }
  const left = lines.length - count;
  return [
    ...kept,
    ...lines.slice(0, count),
    ...(left > 0 ? ['', `… and ${left} lines more in the complete result.`] : []),
  ]
    .join('\n')
    .concat('\n');
}
