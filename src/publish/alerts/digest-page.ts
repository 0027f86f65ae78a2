import { type Status, statuses } from '../../model/finding.ts';
import { changes } from '../../model/transition.ts';
import { type ConsoleAccess, linkToObject, linkToResource } from './console-links.ts';
import { grouped } from './grouped.ts';
import type { Night } from './night.ts';
import { type Page, section } from './page.ts';
import { bySeverity, changeInWords, lineOf, placeOf } from './words.ts';

/** SNS Publish: "Subject", less than 100 characters of ASCII without line breaks; ours holds nothing else. */
const longestTitle = 99;

/** A night for people. `inFull` adds every failure that is open, beside their counts. */
export function digestPage(
  night: Night,
  access: ConsoleAccess,
  { inFull }: { readonly inFull: boolean },
): Page {
  const { account, takenAt, regions, place, excepted, ending, ended } = night;
  return {
    title: titleOf(night),
    head: [
      `DMS audit of account ${account}, taken at ${takenAt}`,
      `Regions: ${regions.join(', ')}`,
      '',
      ...counts(night),
      '',
      `The complete result is object ${place.key} of bucket ${place.bucket}.`,
    ],
    steps: [],
    sections: [
      ...changes.flatMap((change) =>
        section(changeInWords[change], (night.changes?.[change] ?? []).map(lineOf)),
      ),
      ...(night.changes === null ? [] : section('Still open, by account', stillOpen(night))),
      ...section('Most failures', offenders(night)),
      ...section(
        'Not audited',
        night.notAudited.map(({ region, reason }) => `${region}: ${reason}`),
      ),
      ...section('Not read', notRead(night)),
      ...section(
        'Excepted',
        // Long reasons are cut at their end.
        excepted.map(
          (finding) => `${finding.exception.owner} until ${finding.exception.expires}: ${lineOf(finding)}`,
        ),
      ),
      ...section(
        'Exceptions that end within 14 days',
        ending.map(
          ({ expires, owner, reason, rules, findings }) =>
            `${expires} ${owner}: ${reason} (${rules.join(', ')}; ${counted(findings, 'finding')})`,
        ),
      ),
      ...section(
        'Exceptions that have ended',
        ended.map(({ expires, owner, reason, rule }) => `${expires} ${owner}: ${reason} (${rule})`),
      ),
      ...section('Not known', night.unknown.map(lineOf)),
      ...(inFull ? section('Failures, heaviest first', night.open.map(lineOf)) : []),
    ],
    links: [
      ...linkToObject({ ...place, account }, access),
      ...linkToResource({ type: 'AWS::::Account', id: account, account, region: access.region }, access),
    ],
    whole: 'in the complete result',
  };
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function titleOf({ account, open, unknown, changes: changed }: Night): string {
  const [heaviest] = open;
  const news =
    changed === null
      ? []
      : changes
          .filter((change) => changed[change].length > 0)
          .map((change) => `${changed[change].length} ${change}`);
  const parts = [
    ...news,
    heaviest === undefined
      ? 'no failures'
      : `${counted(open.length, 'failure')}, heaviest ${heaviest.severity}`,
    ...(unknown.length === 0 ? [] : [`${unknown.length} not known`]),
  ];
  return `DMS audit of ${account}: ${parts.join(', ')}`.slice(0, longestTitle);
}

const statusInWords: Readonly<Record<Status, string>> = {
  COMPLIANT: 'Compliant',
  NON_COMPLIANT: 'Not compliant',
  NOT_APPLICABLE: 'Not applicable',
  UNKNOWN: 'Not known',
};

function counts({ summary, open, below }: Night): readonly string[] {
  const weights = bySeverity(open);
  return [
    ...statuses.map((status) => {
      const line = `${statusInWords[status]}: ${summary[status]}`;
      return status === 'NON_COMPLIANT' && weights !== '' ? `${line} (${weights})` : line;
    }),
    ...(summary.excepted > 0 ? [`Excepted: ${summary.excepted}`] : []),
    ...(below > 0 ? [`Of too little weight to be listed here: ${below}`] : []),
  ];
}

const stillOpen = ({ stillOpen: open }: Night): readonly string[] =>
  grouped(open, ({ resource }) => resource.account).map(
    (findings) => `${findings[0].resource.account}: ${bySeverity(findings)}`,
  );

const offenders = ({ offenders: most }: Night): readonly string[] =>
  most.map(({ resource, findings }) => `${placeOf(resource)}: ${bySeverity(findings)}`);

function notRead({ unread }: Night): readonly string[] {
  const entries = unread.map(
    ({ region, call, resource, error, transient }) =>
      `${call}${resource === null ? '' : ` of ${resource}`} in ${region}: ${error}${transient ? ' (transient)' : ''}`,
  );
  return [...new Set(entries)];
}
