import {
  type ComparedFinding,
  type Comparison,
  comparisonVersion,
  type Standing,
  standings,
} from '../model/comparison.ts';
import { type Finding, severities } from '../model/finding.ts';
import type { Result } from '../model/result.ts';
import { differencesBetween } from './differences.ts';
import { type Sighted, sightedIn } from './listed.ts';
import { becauseOf, decidedBy, type Sight, standingOf } from './transitions.ts';

/** What became of the findings of an older result in a newer one. */
export function compare(before: Result, after: Result): Comparison {
  const findings = compared(before, after).toSorted(byStanding);
  return {
    schemaVersion: comparisonVersion,
    before: sideOf(before),
    after: sideOf(after),
    differences: differencesBetween(before, after),
    summary: countByStanding(findings),
    findings,
  };
}

/** What counts against a result beside a baseline. */
const counting: readonly Standing[] = ['new', 'worse', 'unknown'];

/** The newer result with those findings alone that count beside the older one: what is new, worse, or not known any more. */
export function sinceBaseline({ findings }: Comparison, result: Result): Result {
  const counted = new Set(findings.filter(({ standing }) => counting.includes(standing)).map(({ id }) => id));
  return { ...result, findings: result.findings.filter(({ id }) => counted.has(id)) };
}

const sideOf = ({ tool, takenAt, scope }: Result): Comparison['before'] => ({ tool, takenAt, scope });

function compared(before: Result, after: Result): readonly ComparedFinding[] {
  const earlier = new Map(before.findings.map((finding) => [finding.id, finding]));
  const later = new Set(after.findings.map(({ id }) => id));
  const seenBefore = sightedIn(before);
  const seenAfter = sightedIn(after);
  const placeIn = (seen: typeof seenAfter, { rule, resource }: Finding): Sighted =>
    seen({ rule, account: resource.account, region: resource.region });
  const stand = (old: Finding | null, sight: Sight): readonly ComparedFinding[] => {
    const decided = old === null ? null : decidedBy(old, before.takenAt, placeIn(seenBefore, old).regions);
    const finding = sight.kind === 'found' ? sight.finding : old;
    const standing = standingOf(decided, sight);
    if (finding === null || standing === null) return [];
    return standing === 'unknown' && old?.status === 'UNKNOWN' ? [] : [told(standing, finding, old, sight)];
  };
  const found = after.findings.flatMap((finding) =>
    stand(earlier.get(finding.id) ?? null, {
      kind: 'found',
      finding,
      regions: placeIn(seenAfter, finding).regions,
    }),
  );
  const missing = before.findings
    .filter(({ id }) => !later.has(id))
    .flatMap((old) => {
      const because = placeIn(seenAfter, old).whyUnseen(old.resource, placeIn(seenBefore, old).regions);
      return stand(old, because === null ? { kind: 'gone' } : { kind: 'unseen', because });
    });
  return [...found, ...missing];
}

function told(standing: Standing, finding: Finding, old: Finding | null, sight: Sight): ComparedFinding {
  const { id, rule, resource, status, severity, exception } = finding;
  const failed = old?.status === 'NON_COMPLIANT' && old.exception === null ? old.severity : null;
  return {
    standing,
    id,
    rule,
    resource,
    status: sight.kind === 'found' ? status : null,
    severity: standing === 'resolved' || standing === 'unreadable' ? (failed ?? severity) : severity,
    before: failed,
    because: becauseOf(sight),
    // Where its tag could not be read, the exception from before stands.
    exception: exception ?? (standing === 'excepted' ? (old?.exception ?? null) : null),
  };
}

const byStanding = (one: ComparedFinding, other: ComparedFinding): number =>
  standings.indexOf(one.standing) - standings.indexOf(other.standing) ||
  severities.indexOf(other.severity) - severities.indexOf(one.severity);

function countByStanding(findings: readonly ComparedFinding[]): Comparison['summary'] {
  const count = (standing: Standing): number =>
    findings.filter((finding) => finding.standing === standing).length;
  return {
    new: count('new'),
    worse: count('worse'),
    unknown: count('unknown'),
    resolved: count('resolved'),
    open: count('open'),
    unreadable: count('unreadable'),
    excepted: count('excepted'),
  };
}
