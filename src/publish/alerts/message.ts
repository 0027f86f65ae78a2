import type { Severity, Subject } from '../../model/finding.ts';
import type { Alert, Notice } from '../../model/notice.ts';
import type { Change } from '../../model/transition.ts';
import { shorten } from '../shorten.ts';
import { type Night, nightOf } from './night.ts';
import { fitted } from './page.ts';
import { heaviestFirst, placeOf } from './words.ts';

/** The version of the messages that programs get. New fields may come without a new one. */
const messageVersion = '1';
/** A reason is a sentence; a message of one change always fits. */
const longestReason = 2000;

interface ChangeEntry {
  /** The same in every message that tells of this change. */
  readonly transition: string;
  readonly change: Change;
  readonly at: string;
  readonly finding: string;
  readonly rule: string;
  readonly title?: string;
  readonly severity: Severity;
  readonly before: Severity | null;
  readonly resource: Subject;
  readonly because: string;
}

interface FindingEntry {
  readonly finding: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly resource: Subject;
  readonly because: string;
}

interface ExceptedEntry extends FindingEntry {
  readonly owner: string;
  /** The last day, `2027-01-31`, in UTC. */
  readonly expires: string;
}

interface Head {
  readonly schemaVersion: typeof messageVersion;
  /** The same however often the message comes. */
  readonly alertId: string;
  readonly route: string;
}

/** What programs get through a topic. Lists are heaviest first; where one is cut, `omitted` says by how many. */
type Message =
  | (Head & { readonly kind: 'change'; readonly remediation: string } & ChangeEntry)
  | (Head & {
      readonly kind: 'changes';
      readonly changes: readonly ChangeEntry[];
      readonly omitted: Omitted;
    })
  | (Head & {
      readonly kind: 'digest';
      readonly account: string;
      readonly takenAt: string;
      readonly regions: readonly string[];
      readonly result: { readonly bucket: string; readonly key: string };
      readonly summary: Night['summary'];
      /** Failures and unknowns that weigh less than the route tells. */
      readonly below: number;
      /** How many of each there are; null where nothing is known from before. */
      readonly changed: Readonly<Record<Change, number>> | null;
      readonly open: readonly FindingEntry[];
      readonly stillOpen: number;
      readonly new: readonly ChangeEntry[];
      readonly worse: readonly ChangeEntry[];
      readonly resolved: readonly ChangeEntry[];
      readonly unknown: readonly FindingEntry[];
      /** Failures and unknowns that somebody answers for. */
      readonly excepted: readonly ExceptedEntry[];
      readonly offenders: readonly { readonly resource: string; readonly failures: number }[];
      readonly notAudited: Night['notAudited'];
      readonly unread: Night['unread'];
      readonly endingExceptions: Night['ending'];
      readonly endedExceptions: Night['ended'];
      readonly omitted: Omitted;
    });

/** By list: how many entries are left out. */
type Omitted = Readonly<Record<string, number>>;

/** The notice for programs, with as many entries a list as fit. */
export function messageOf(notice: Notice, fits: (text: string) => boolean): string {
  const { longest, withEntries } = draft(notice);
  return fitted(longest, (entries) => JSON.stringify(withEntries(entries)), fits);
}

interface Draft {
  readonly longest: number;
  readonly withEntries: (entries: number) => Message;
}

function draft(notice: Notice): Draft {
  const head: Head = { schemaVersion: messageVersion, alertId: notice.id, route: notice.route };
  switch (notice.kind) {
    case 'change': {
      const { remediation } = notice.alert;
      const message: Message = { ...head, kind: 'change', ...changeEntry(notice.alert), remediation };
      return { longest: 0, withEntries: () => message };
    }
    case 'several': {
      const changes = notice.alerts.toSorted(heaviestFirst).map(changeEntry);
      return {
        longest: changes.length,
        withEntries: (entries) => {
          const kept = { changes: changes.slice(0, entries) };
          return { ...head, kind: 'changes', ...kept, omitted: omitted(kept, { changes }) };
        },
      };
    }
    case 'digest': {
      const night = nightOf(notice.night, notice.selection);
      return {
        longest: longestOf(night),
        withEntries: (entries) => ({ ...head, kind: 'digest', ...digestOf(night, entries) }),
      };
    }
  }
}

function digestOf(night: Night, entries: number) {
  const { account, takenAt, regions, place, summary, below, changes } = night;
  const whole = listsOf(night);
  const kept = {
    new: whole.new.slice(0, entries).map(changeEntry),
    worse: whole.worse.slice(0, entries).map(changeEntry),
    resolved: whole.resolved.slice(0, entries).map(changeEntry),
    open: whole.open.slice(0, entries).map(findingEntry),
    unknown: whole.unknown.slice(0, entries).map(findingEntry),
    excepted: whole.excepted.slice(0, entries).map(exceptedEntry),
    offenders: whole.offenders
      .slice(0, entries)
      .map(({ resource, findings }) => ({ resource: placeOf(resource), failures: findings.length })),
    notAudited: whole.notAudited.slice(0, entries),
    unread: whole.unread.slice(0, entries),
    endingExceptions: whole.endingExceptions.slice(0, entries),
    endedExceptions: whole.endedExceptions.slice(0, entries),
  };
  return {
    ...{ account, takenAt, regions, result: place, summary, below },
    changed:
      changes === null
        ? null
        : { new: whole.new.length, worse: whole.worse.length, resolved: whole.resolved.length },
    stillOpen: night.stillOpen.length,
    ...kept,
    omitted: omitted(kept, whole),
  };
}

const listsOf = (night: Night) => ({
  new: night.changes?.new ?? [],
  worse: night.changes?.worse ?? [],
  resolved: night.changes?.resolved ?? [],
  open: night.open,
  unknown: night.unknown,
  excepted: night.excepted,
  offenders: night.offenders,
  notAudited: night.notAudited,
  unread: night.unread,
  endingExceptions: night.ending,
  endedExceptions: night.ended,
});

const longestOf = (night: Night): number =>
  Math.max(...Object.values(listsOf(night)).map((list) => list.length));

type Lists = Readonly<Record<string, readonly unknown[]>>;
const omitted = (kept: Lists, whole: Lists): Omitted =>
  Object.fromEntries(
    Object.entries(whole)
      .map(([name, list]) => [name, list.length - (kept[name]?.length ?? 0)] as const)
      .filter(([, left]) => left > 0),
  );

const changeEntry = (
  told: Omit<Alert, 'title' | 'remediation'> & { readonly title?: string },
): ChangeEntry => ({
  transition: told.id,
  change: told.change,
  at: told.at,
  finding: told.finding,
  rule: told.rule,
  ...(told.title === undefined ? {} : { title: told.title }),
  severity: told.severity,
  before: told.before,
  resource: told.resource,
  because: shorten(told.because, longestReason),
});

const findingEntry = ({
  id,
  rule,
  severity,
  resource,
  because,
}: Omit<FindingEntry, 'finding'> & { readonly id: string }): FindingEntry => ({
  ...{ finding: id, rule, severity, resource },
  because: shorten(because, longestReason),
});

const exceptedEntry = (finding: Night['excepted'][number]): ExceptedEntry => ({
  ...findingEntry(finding),
  owner: finding.exception.owner,
  expires: finding.exception.expires,
});
