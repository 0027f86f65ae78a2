import type { Finding, Status, Subject } from '../../model/finding.ts';
import type { NightlyScan, Selection } from '../../model/notice.ts';
import type { Result } from '../../model/result.ts';
import type { Change, Transition } from '../../model/transition.ts';
import { grouped } from './grouped.ts';
import { heaviestFirst, weight } from './words.ts';

/** What there is to tell one route of one night. Lists hold the heaviest first. */
export interface Night {
  readonly account: string;
  readonly takenAt: string;
  readonly regions: readonly string[];
  /** null: nothing is known from before. */
  readonly changes: Readonly<Record<Change, readonly Transition[]>> | null;
  /** Failures that nobody answers for. */
  readonly open: readonly Finding[];
  /** Those of them that are neither new nor worse. */
  readonly stillOpen: readonly Finding[];
  readonly unknown: readonly Finding[];
  /** Failures and unknowns that somebody answers for. */
  readonly excepted: readonly ExceptedFinding[];
  readonly offenders: readonly Offender[];
  /** Failures and unknowns that weigh less than the route tells. */
  readonly below: number;
  /** Of all weights. */
  readonly summary: Readonly<Record<Status | 'excepted', number>>;
  readonly notAudited: Result['coverage']['notAudited'];
  readonly unread: Result['coverage']['unread'];
  readonly ending: readonly EndingException[];
  readonly ended: Result['expiredExceptions'];
  readonly place: NightlyScan['place'];
}

interface ExceptedFinding extends Finding {
  readonly exception: NonNullable<Finding['exception']>;
}

/** A resource and the failures that it has. */
interface Offender {
  readonly resource: Subject;
  readonly findings: readonly Finding[];
}

/** An exception that holds tonight, and not for long. */
interface EndingException extends NonNullable<Finding['exception']> {
  readonly rules: readonly string[];
  readonly findings: number;
}

/** Who answers for findings hears this many days before that they will count again. */
const noticeDays = 14;
const mostOffenders = 10;

/** A route's part of a night's result. */
export function nightOf({ account, result, transitions, place }: NightlyScan, selection: Selection): Night {
  const findings = result.findings.filter(
    ({ rule, resource }) => selection.rule(rule) && selection.account(resource.account),
  );
  const isTold = (finding: Finding): boolean => weight(finding) >= weight(selection);
  const counting = findings.filter(({ exception }) => exception === null);
  const failing = counting.filter(({ status }) => status === 'NON_COMPLIANT');
  const unknown = counting.filter(({ status }) => status === 'UNKNOWN');
  const open = failing.filter(isTold).toSorted(heaviestFirst);
  const told = transitions?.filter((one) => isToldOf(one, selection) && weight(one) >= weight(selection));
  const fresh = new Set(told?.filter(({ change }) => change !== 'resolved').map(({ finding }) => finding));
  const { notAudited, unread } = result.coverage;
  return {
    ...{ account, place },
    takenAt: result.takenAt,
    regions: result.scope.regions,
    changes: told === undefined ? null : byChange(told),
    open,
    stillOpen: open.filter(({ id }) => !fresh.has(id)),
    unknown: unknown.filter(isTold).toSorted(heaviestFirst),
    excepted: findings.filter(isExcepted).filter(isTold).toSorted(heaviestFirst),
    offenders: offendersIn(open).slice(0, mostOffenders),
    below: [...failing, ...unknown].filter((finding) => !isTold(finding)).length,
    summary: summarize(findings),
    notAudited: notAudited.filter((entry) => selection.account(entry.account)),
    unread: unread.filter((entry) => selection.account(entry.account)),
    ending: endingSoon(findings.filter(isTold), result.takenAt),
    ended: result.expiredExceptions.filter(selection.exception),
  };
}

const isExcepted = (finding: Finding): finding is ExceptedFinding => finding.exception !== null;

const isToldOf = ({ rule, resource }: Transition, selection: Selection): boolean =>
  selection.rule(rule) && selection.account(resource.account);

function byChange(told: readonly Transition[]): Readonly<Record<Change, readonly Transition[]>> {
  const of = (change: Change): readonly Transition[] =>
    told.filter((one) => one.change === change).toSorted(heaviestFirst);
  return { new: of('new'), worse: of('worse'), resolved: of('resolved') };
}

function summarize(findings: readonly Finding[]): Night['summary'] {
  const count = (wanted: Status): number => findings.filter(({ status }) => status === wanted).length;
  return {
    COMPLIANT: count('COMPLIANT'),
    NON_COMPLIANT: count('NON_COMPLIANT'),
    NOT_APPLICABLE: count('NOT_APPLICABLE'),
    UNKNOWN: count('UNKNOWN'),
    excepted: findings.filter(({ exception }) => exception !== null).length,
  };
}

/** The resources with the most failures first; findings come in by weight. */
const offendersIn = (open: readonly Finding[]): readonly Offender[] =>
  grouped(open, ({ resource: { type, id, account, region } }) => JSON.stringify([type, id, account, region]))
    .map((findings) => ({ resource: findings[0].resource, findings }))
    .toSorted((one, other) => other.findings.length - one.findings.length);

/** Exceptions count until their day is over. (`exceptionsAt`) */
function endingSoon(findings: readonly Finding[], takenAt: string): readonly EndingException[] {
  const last = new Date(Date.parse(takenAt) + noticeDays * 24 * 60 * 60 * 1000).toISOString();
  const ending = findings.flatMap(({ rule, exception }) =>
    exception !== null && exception.expires <= last.slice(0, 'yyyy-mm-dd'.length)
      ? [{ rule, exception }]
      : [],
  );
  return grouped(ending, ({ exception }) => JSON.stringify(exception))
    .map((same) => ({
      ...same[0].exception,
      rules: [...new Set(same.map(({ rule }) => rule))],
      findings: same.length,
    }))
    .toSorted((one, other) => (one.expires < other.expires ? -1 : 1));
}
